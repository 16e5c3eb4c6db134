// An officer's phone in a bad night: its app and its browser are killed at random moments, also in the middle of a tap, and
// started again as anybody would. What the app once called saved is remembered and asked for after every death.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { comeIn, OfficerApp, openDoor } from '../http/cast.mjs';
import { chromium } from '../support/stage.mjs';

/** Each death and rebirth takes seconds; the night is to fit into three minutes. */
const mostKills = 9;

export const size = { phone: { width: 360, height: 740 }, tablet: { width: 768, height: 1024 } };

/** Numbers from 0 up to 1 that a seed repeats (mulberry32). */
export function randomness(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class StruckPhone {
  screen = size.phone;
  kills = { app: 0, browser: 0, server: 0 };
  /** "inspection item" → the value that was called saved. */
  saved = new Map();
  began = Date.now();

  /** `clock()`: what time it is for the app when it starts. */
  constructor(stage, { port, random, clock }) {
    Object.assign(this, { stage, port, random, clock, app: new OfficerApp(port) });
  }

  id(testid) {
    return this.page.getByTestId(testid);
  }

  below(n) {
    return Math.floor(this.random() * n);
  }

  work(inspection) {
    return this.app.must('GET', `/api/inspections/${inspection}`);
  }

  async openApp() {
    this.field = await this.stage.field({ port: this.port, clock: this.clock() });
  }

  async openBrowser() {
    this.context = await chromium(this.stage.path('phone-profile'));
    await this.context.grantPermissions(['geolocation']);
    await this.context.setGeolocation(this.here);
    this.page = this.context.pages()[0];
    await this.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    // What the app called saved: an answer whose call was answered with 200.
    this.page.on('response', (reply) => {
      const at = reply.url().match(/\/api\/inspections\/([0-9a-f-]{36})\/answers\/([A-Z]{3}-\d\d)$/);
      if (!at || reply.status() !== 200) return;
      const { value } = JSON.parse(reply.request().postData() ?? '{}');
      if (value !== undefined) this.saved.set(`${at[1]} ${at[2]}`, value);
    });
  }

  /** The browser's own process, known by its profile folder, which only this test has. */
  #browserProcess() {
    const profile = `--user-data-dir=${this.stage.path('phone-profile')}`;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
        if (words.includes(profile) && !words.some((word) => word.startsWith('--type='))) return Number(pid);
      } catch {
        // it ended while we looked
      }
    }
    throw new Error('the browser runs nowhere');
  }

  /** `victim`: app or browser. */
  async kill(victim) {
    if (victim === 'app') return this.field.kill();
    const closed = new Promise((done) => this.context.once('close', done));
    process.kill(this.#browserProcess(), 'SIGKILL');
    await closed;
  }

  /** Everything that was called saved is there, in every inspection. */
  async nothingLost() {
    const kept = new Map();
    for (const key of this.saved.keys()) {
      const inspection = key.split(' ')[0];
      if (!kept.has(inspection)) kept.set(inspection, (await this.work(inspection)).answers);
    }
    for (const [key, value] of this.saved) {
      const [inspection, code] = key.split(' ');
      assert.deepEqual(kept.get(inspection)[code]?.value, value, `${code} of ${inspection} was called saved`);
    }
  }

  async recover(victim) {
    this.kills[victim]++;
    console.log(`# ${Math.round((Date.now() - this.began) / 1000)} s: the ${victim} was killed`);
    if (victim === 'app') {
      this.stage.forget(this.field);
      await this.openApp();
    } else {
      await this.openBrowser();
    }
    await this.nothingLost();
    await this.comeBack();
  }

  /** Opens the app anew. The page that is left locks the device, as a pocket would: it goes first. */
  async comeBack() {
    await this.page.goto('about:blank');
    await this.page.setViewportSize(this.screen);
    await this.page.goto(`${this.app.base}/#/round`);
    await comeIn(this.page, 'sync-badge');
  }

  /**
   * Does `deed` until `done` says so. Some deeds are struck by a kill at a random moment, their first or a later part; the
   * officer then starts what died and does it again, as anybody would.
   */
  async surely(what, done, deed, risk = 0.045) {
    for (let tries = 0; tries < 4; tries++) {
      if (await done()) return;
      const strikes = this.random() < risk && this.kills.app + this.kills.browser < mostKills;
      const victim = strikes ? (this.below(2) ? 'app' : 'browser') : undefined;
      const struck = victim ? new Promise((next) => setTimeout(next, this.below(400))).then(() => this.kill(victim)) : undefined;
      let failure;
      if (await this.id('door-pin').isVisible()) await openDoor(this.page);
      await deed().catch((error) => (failure = error));
      await struck;
      if (victim) await this.recover(victim);
      // What a killed page had sent may arrive while it is being done again: then it is there, once, and that is what counts.
      else if (failure && !(await done())) throw new Error(`${what}: ${failure.message}`);
    }
    assert.ok(await done(), what);
  }

  /** Waits until `check` says so; fails at once when app or browser are gone. */
  async come(check) {
    for (const deadline = Date.now() + 30_000; !(await check()); await new Promise((next) => setTimeout(next, 50))) {
      if (this.page.isClosed()) throw new Error('the browser is gone');
      if (Date.now() > deadline) throw new Error('30 s went by');
    }
  }
}
