// The stage for tests that start the built programs: folders, ports, processes, a demo unit, a browser.
// No sleeps: everything waits for a condition with a deadline.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
export const bin = process.env.RONDA_BIN_DIR ?? join(root, 'build/release/bin');
/** The built interfaces. */
export const web = process.env.RONDA_WEB_DIR ?? join(root, 'build/web');
export const shared = resolve(root, '../shared');

/** A port that nobody uses now. */
export function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Waits until `check()` gives something true, asking every `pause` ms; fails with the last error after `seconds`. */
export async function until(what, check, seconds = 20, pause = 50) {
  const deadline = Date.now() + seconds * 1000;
  let last = '';
  for (;;) {
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      last = ` (${error.message})`;
    }
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s for: ${what}${last}`);
    await new Promise((next) => setTimeout(next, pause));
  }
}

/** A folder of its own that goes when the stage is struck. */
export class Stage {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'ronda-'));
    this.running = [];
    this.browsers = [];
  }

  path(...parts) {
    return join(this.folder, ...parts);
  }

  /** Runs a program to its end: {code, out, err}. */
  run(program, ...args) {
    return new Promise((done, fail) => {
      const child = spawn(join(bin, program), args);
      let out = '';
      let err = '';
      child.stdout.on('data', (data) => (out += data));
      child.stderr.on('data', (data) => (err += data));
      child.once('error', fail);
      child.once('close', (code) => done({ code, out, err }));
    });
  }

  /** Starts a program that stays: {child, log(), stop(), kill()}. */
  start(program, ...args) {
    const child = spawn(join(bin, program), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const one = { child, text: '', ended: null };
    child.stdout.on('data', (data) => (one.text += data));
    child.stderr.on('data', (data) => (one.text += data));
    const gone = new Promise((done) => child.once('close', (code, signal) => done((one.ended = { code, signal }))));
    one.log = () => one.text;
    one.stop = async (signal = 'SIGTERM') => {
      if (!one.ended) child.kill(signal);
      return gone;
    };
    one.kill = () => one.stop('SIGKILL');
    this.running.push(one);
    return one;
  }

  /** A process that has ended needs no looking after any more. */
  forget(one) {
    this.running = this.running.filter((other) => other !== one || !one.ended);
  }

  /** Starts ronda-server on this stage's data and waits until it answers. */
  async server({ port, clock, data = this.path('server') } = {}) {
    const listen = `127.0.0.1:${port}`;
    const args = ['serve', '--data', data, '--listen', listen, '--public-url', `http://${listen}`];
    const face = join(web, 'console');
    if (existsSync(face)) args.push('--console', face);
    if (clock) args.push('--clock', clock);
    return this.#answering('ronda-server', args, `http://${listen}/healthz`);
  }

  /** Starts ronda-field on this stage's data and waits until it answers. */
  async field({ port, clock, ca, data = this.path('field') } = {}) {
    const listen = `127.0.0.1:${port}`;
    const args = ['serve', '--data', data, '--listen', listen];
    const face = join(web, 'field');
    if (existsSync(face)) args.push('--web', face);
    if (ca) args.push('--ca', ca);
    if (clock) args.push('--clock', clock);
    return this.#answering('ronda-field', args, `http://${listen}/api/state`);
  }

  async #answering(program, args, url) {
    const one = this.start(program, ...args);
    await until(`${program} answers`, async () => {
      if (one.ended) throw new Error(`${program} ended: ${one.text}`);
      return (await fetch(url)).ok;
    }, 20, 5);
    return one;
  }

  /** Makes the demo unit; gives the logins as {login: password}. */
  async demo(data = this.path('server')) {
    const made = await this.run('ronda-server', 'demo', '--data', data);
    if (made.code !== 0) throw new Error(`ronda-server demo: ${made.err}`);
    const logins = {};
    for (const [, login, password] of made.out.matchAll(/login:\s*(\S+)\s+password:\s*(\S+)/g)) logins[login] = password;
    return logins;
  }

  /**
   * The page of an officer's phone: a browser of its own at 360 × 740, at night, with nothing that moves; it goes when the stage
   * is struck. `at` is where the phone is; its officer allows it to be asked.
   */
  async phone({ at } = {}) {
    const context = await chromium(this.path('phone-profile'));
    this.browsers.push(context);
    if (at) {
      await context.grantPermissions(['geolocation']);
      await context.setGeolocation(at);
    }
    const page = context.pages()[0];
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    return page;
  }

  async strike() {
    await Promise.all(this.browsers.map((one) => one.close()));
    await Promise.all(this.running.map((one) => one.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A console session over plain HTTP: `call(method, path, body?)` → {status, body}. */
export class Session {
  constructor(base) {
    this.base = base;
    this.cookie = '';
  }

  async call(method, path, body, headers = {}) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const reply = await fetch(this.base + '/api/v1' + path, {
      method,
      body: text,
      headers: { ...(text ? { 'Content-Type': 'application/json' } : {}), Cookie: this.cookie, ...headers },
    });
    const cookie = reply.headers.get('set-cookie');
    if (cookie) this.cookie = cookie.split(';')[0];
    const type = reply.headers.get('content-type') ?? '';
    return { status: reply.status, headers: reply.headers, body: type.includes('json') ? await reply.json() : await reply.text() };
  }

  async must(method, path, body, headers) {
    const reply = await this.call(method, path, body, headers);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  signIn(login, password) {
    return this.must('POST', '/session', { login, password });
  }
}

/** Debian's Chromium, headless, with nothing that calls home. */
export async function chromium(profile, more = []) {
  const { chromium: engine } = await import('playwright-core');
  return engine.launchPersistentContext(profile, {
    executablePath: process.env.RONDA_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1440, height: 900 },
    locale: 'id-ID',
    timezoneId: 'Asia/Makassar',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...more],
  });
}
