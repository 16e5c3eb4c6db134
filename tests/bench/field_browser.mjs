// The officer's app in a real Chromium, on the device of field_bench (5,000 lodgings, ten years of work): cold start to My round,
// a tap until it is painted and until it is durable, beside bare SQLite commits turn by turn, a keystroke in the search until its
// result is painted, what travels before the round stands, memory. One JSON line each, the aim beside the figure; nothing is asserted.
// Times are taken in the page, from its own events until after the frame: what the driver of the browser does in between is not the
// officer's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pin } from '../http/cast.mjs';
import { bin, chromium, freePort, Stage, until } from '../support/stage.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const [lodgings, inspections, taps, starts] = [option('lodgings', 5000), option('inspections', 18_000), option('taps', 120), option('starts', 7)];
const clock = '2026-12-02T15:10:00+08:00';

const round1 = (value) => Math.round(value * 10) / 10;
function print(workload, times, more = {}) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => round1(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  console.log(JSON.stringify({ workload, n: sorted.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: round1(sorted.at(-1)), ...more }));
}

const stage = new Stage();
let context, bare;
try {
  const data = stage.path('field');
  mkdirSync(data, { mode: 0o700 });
  const made = await stage.run('field_bench', '--lodgings', String(lodgings), '--inspections', String(inspections), '--save', `${data}/ronda-field.db`);
  if (made.code !== 0) throw new Error(made.err);
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  let field = await stage.field({ port, clock });
  const first = await fetch(`${base}/api/access/pin`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ pin }) });
  if (!first.ok) throw new Error(await first.text());

  context = await chromium(stage.path('profile'));
  const page = context.pages()[0];
  await page.setViewportSize({ width: 360, height: 740 });
  const devtools = await context.newCDPSession(page);
  const id = (testid) => page.getByTestId(testid);
  await context.addInitScript(() => {
    // After the frame that shows it: a task that was posted inside the frame runs once the frame is out.
    globalThis.painted = () => new Promise((done) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now());
      channel.port2.postMessage(0);
    }));
    const awaited = { door: '[data-testid=door-pin]', round: '[data-testid^="stop-"]' };
    globalThis.stood = {};
    new MutationObserver(() => {
      for (const [name, selector] of Object.entries(awaited)) {
        if (!document.querySelector(selector)) continue;
        delete awaited[name];
        void globalThis.painted().then((at) => (globalThis.stood[name] = at));
      }
    }).observe(document, { subtree: true, childList: true });
    document.addEventListener('click', (event) => {
      if (event.target.closest?.('[data-testid=door-open]')) globalThis.stood.sent = event.timeStamp;
    }, { capture: true });
  });
  const stood = (name) => until(`the ${name} is painted`, () => page.evaluate((one) => globalThis.stood[one], name), 40);

  const [toAnswer, toDoor, toRound] = [[], [], []];
  // The first start is looked at, the others are timed.
  for (let n = 0; n <= starts; n++) {
    await page.goto('about:blank');
    await field.kill();
    await devtools.send('Network.clearBrowserCache');
    await devtools.send(n === 0 ? 'Network.enable' : 'Network.disable');
    const sizes = new Map();
    const kinds = new Map();
    if (n === 0) {
      devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
      devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
    }
    const from = performance.now();
    field = await stage.field({ port, clock });
    const answered = performance.now() - from;
    await page.goto(base);
    const door = await stood('door');
    await id('door-pin').fill(pin);
    await id('door-open').click();
    const stands = await stood('round');
    const fetched = new Map(sizes);
    const round = stands - (await page.evaluate(() => globalThis.stood.sent));
    if (n > 0) {
      toAnswer.push(answered);
      toDoor.push(answered + door);
      toRound.push(round);
      continue;
    }
    const sum = (kind) => [...fetched].filter(([one]) => kinds.get(one) === kind).reduce((all, [, bytes]) => all + bytes, 0);
    console.log(JSON.stringify({ workload: 'transferred_to_my_round', js_kb: round1(sum('Script') / 1000), css_kb: round1(sum('Stylesheet') / 1000),
      js_css_kb: round1((sum('Script') + sum('Stylesheet')) / 1000), aim_kb: 150, font_kb: round1(sum('Font') / 1000), note: 'gzip, on the wire with heads' }));
  }
  print('process_start_to_first_answer', toAnswer);
  print('cold_start_to_the_pin', toDoor, { note: 'the same, and the page in a running Chromium with an empty cache, until the PIN can be typed' });
  print('pin_to_my_round', toRound, { note: 'from the press on open; Argon2id is slow by intention' });
  print('cold_start_to_my_round', toDoor.map((time, n) => time + toRound[n]), { aim_ms: 1000, lodgings, inspections });

  await page.goto(`${base}/#/find`);
  await id('lodging-search').waitFor();
  await page.evaluate(() => {
    globalThis.typed = [];
    let from = 0;
    document.querySelector('[data-testid=lodging-search]').addEventListener('input', (event) => (from = event.timeStamp), { capture: true });
    const real = globalThis.fetch;
    globalThis.fetch = async (...args) => {
      // The first call after a keystroke answers it; what is fetched when the fingers rest does not.
      const began = String(args[0]).includes('/api/lodgings?') ? from : 0;
      if (began) from = 0;
      const reply = await real(...args);
      if (began) {
        const json = reply.json.bind(reply);
        reply.json = async () => {
          const body = await json();
          void Promise.resolve().then(() => globalThis.painted()).then((at) => globalThis.typed.push(at - began));
          return body;
        };
      }
      return reply;
    };
  });
  let expected = 0;
  for (const [n, words] of ['lontar 12', 'jl. timor raya 12', '9120000001234', 'kayu putih'].entries()) {
    if (n > 0) {
      await id('lodging-search').fill('');
      await until('the list is whole again', () => page.evaluate((m) => globalThis.typed.length > m, expected));
      expected++;
    }
    for (const sign of words) {
      await id('lodging-search').press(sign === ' ' ? 'Space' : sign);
      await until('the result is painted', () => page.evaluate((n) => globalThis.typed.length > n, expected));
      expected++;
    }
  }
  print('search_keystroke_to_painted', await page.evaluate(() => globalThis.typed), { aim_ms: 30 });

  const stop = page.locator('[data-testid^="stop-"]').first();
  await page.goto(`${base}/#/round`);
  await stop.click();
  await id('start-inspection').first().click();
  await page.waitForURL(/#\/inspect\//);
  bare = spawn(join(bin, 'field_bench'), ['--commit', stage.path('bare.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
  await page.evaluate(() => {
    globalThis.taps = [];
    let from = 0;
    document.addEventListener('click', (event) => {
      const button = event.target.closest?.('[data-testid^="answer-"]');
      if (!button) return;
      from = event.timeStamp;
      const tap = { painted: 0, durable: 0 };
      globalThis.taps.push(tap);
      void globalThis.painted().then((at) => (tap.painted = at - event.timeStamp));
    }, { capture: true });
    const real = globalThis.fetch;
    globalThis.fetch = async (...args) => {
      const reply = await real(...args);
      if (/\/answers\//.test(String(args[0])) && reply.ok) globalThis.taps.at(-1).durable = performance.now() - from;
      return reply;
    };
  });
  const commits = [];
  const items = ['ADM-01', 'ADM-02', 'ADM-03', 'ADM-04', 'REG-01', 'LEG-01'];
  const inspection = page.url().match(/inspect\/([0-9a-f-]{36})/)[1];
  for (let n = 0; n < taps; n++) {
    const item = items[n % items.length];
    await page.goto(`${base}/#/inspect/${inspection}/${item.slice(0, 3)}/${item}`);
    await id('dock').getByText(item).first().waitFor();
    await id('dock').getByTestId(n % (2 * items.length) < items.length ? 'answer-yes' : 'answer-no').click();
    await until('the tap is durable', () => page.evaluate((m) => globalThis.taps.length === m && globalThis.taps.at(-1).durable > 0 && globalThis.taps.at(-1).painted > 0, n + 1));
    bare.stdin.write('\n');
    commits.push(Number(String((await once(bare.stdout, 'data'))[0])));
  }
  const measured = await page.evaluate(() => globalThis.taps);
  print('tap_to_painted', measured.map((tap) => tap.painted), { aim_ms: 50 });
  print('tap_to_durable', measured.map((tap) => tap.durable), { note: 'from the finger to the acknowledgement in the page' });
  print('bare_sqlite_commit', commits, { note: 'the same disk, turn by turn with the taps' });

  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const rss = Number(readFileSync(`/proc/${field.child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);
  console.log(JSON.stringify({ workload: 'memory', field_rss_mb: round1(rss / 1024),
    page_heap_mb: round1(metrics.find((one) => one.name === 'JSHeapUsedSize').value / 1048576) }));
} finally {
  bare?.stdin.end();
  await context?.close();
  await stage.strike();
}
