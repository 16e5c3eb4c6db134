// One round, end to end, as people live it: the unit head plans, the officer inspects without a network and with a killed
// app, the server comes back, the manager reads. Real programs, real Chromium; screenshots go to tests/e2e/screens.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { chromium, freePort, root, Session, Stage, until } from '../support/stage.mjs';
import { openDoor } from '../http/cast.mjs';
import { chapters } from './chapters.mjs';

const screens = join(root, 'tests/e2e/screens');
const stage = new Stage();
const PLANNING = '2026-11-28T09:00:00+08:00';
let serverPort, fieldPort, server, field, logins, head, desk, phone, desktopContext, phoneContext;
let base, app;
const story = {};

/** Signs the unit head in anew; sessions end, and the clock has moved on. */
async function signIn() {
  await desk.context().clearCookies();
  await desk.goto(`${base}/?${Date.now()}`);
  await id(desk, 'login-user').fill('kanit');
  await id(desk, 'login-password').fill(logins.kanit);
  await id(desk, 'login-submit').click();
  await id(desk, 'nav-today').waitFor();
}

const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

/**
 * One screen as people see it: nobody is shut out of it (axe finds nothing serious), and with RONDA_SCREENS=1 its picture
 * for README and the guide is taken anew.
 */
async function picture(page, name) {
  if (process.env.RONDA_SCREENS) await page.screenshot({ path: join(screens, `${name}.png`) });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  assert.deepEqual(serious.map((one) => `${name}: ${one.id} at ${one.nodes[0].target}`), []);
}

const test = chapters(() => ({ 'story-phone': phone, 'story-desk': desk }), {
  onError: (error, folder) => {
    if (!folder) return;
    writeFileSync(join(folder, 'server.log'), server?.log() ?? '');
    writeFileSync(join(folder, 'field.log'), field?.log() ?? '');
  },
});

const id = (page, testid) => page.getByTestId(testid);

before(async () => {
  mkdirSync(screens, { recursive: true });
  [serverPort, fieldPort] = [await freePort(), await freePort()];
  [base, app] = [`http://127.0.0.1:${serverPort}`, `http://127.0.0.1:${fieldPort}`];
  logins = await stage.demo();
  server = await stage.server({ port: serverPort, clock: PLANNING });
  head = new Session(base);
  desktopContext = await chromium(stage.path('desk-profile'));
  desk = desktopContext.pages()[0];
});

after(async () => {
  await phoneContext?.close();
  await desktopContext?.close();
  await stage.strike();
});

test('the demo register holds 57 hotels and 150 kos from the same import that a unit uses', async () => {
  await head.signIn('kanit', logins.kanit);
  const all = await head.must('GET', '/lodgings?limit=500');
  const kos = all.lodgings.filter((lodging) => lodging.kind === 'kos');
  assert.equal(kos.length, 150);
  assert.equal(all.total - kos.length, 57);
});

test('a wrong password is said in words and changes nothing', async () => {
  await desk.goto(base);
  await id(desk, 'login-user').fill('kanit');
  await id(desk, 'login-password').fill('bukan ini');
  await id(desk, 'login-submit').click();
  await desk.getByRole('alert').first().waitFor();
  assert.equal((await desk.request.get(`${base}/api/v1/session`)).status(), 401);
});

test('the unit head signs in and sees the register as a list and on a map', async () => {
  await id(desk, 'login-user').fill('kanit');
  await id(desk, 'login-password').fill(logins.kanit);
  await id(desk, 'login-submit').click();
  await id(desk, 'nav-register').click();
  await id(desk, 'register-row').first().waitFor();
  await picture(desk, 'register-id-light');
  await id(desk, 'register-view').getByText('Peta').click();
  await id(desk, 'register-map').first().waitFor();
  await picture(desk, 'register-map-id-light');
});

test('the unit head plans December with visible progress and publishes', async () => {
  await id(desk, 'nav-plan').click();
  await id(desk, 'plan-month').selectOption('2026-12');
  await id(desk, 'plan-run').click();
  await id(desk, 'plan-progress').waitFor();
  await id(desk, 'figure-planned').waitFor({ timeout: 120_000 });
  const { rounds } = await head.must('GET', '/rounds');
  story.round = await until('the plan is stored', async () => {
    const one = await head.must('GET', `/rounds/${(await head.must('GET', '/rounds')).rounds.find((r) => r.month === '2026-12').id}`);
    return one.plan?.checked ? one : null;
  }, 120);
  assert.ok(rounds.length >= 1);
  assert.equal(story.round.figures.violations, 0);
  assert.equal(story.round.figures.planned + story.round.figures.unplanned, story.round.figures.wanted);
  for (const one of story.round.unplanned) assert.ok(one.text.id && one.text.en, 'each unplanned visit says why');
  await picture(desk, 'plan-id-light');
  await id(desk, 'plan-publish').click();
  await id(desk, 'publish-confirm').click();
  await until('the round is published', async () => (await head.must('GET', `/rounds/${story.round.id}`)).state === 'published');
});

test('the story follows the busiest team of a working day in the second week, and that team has an officer', async () => {
  const { visits } = await head.must('GET', `/rounds/${story.round.id}/visits`);
  const days = [...new Set(visits.map((v) => v.date))].filter((d) => d >= '2026-12-07').sort();
  const work = new Map();
  for (const visit of visits) {
    if (visit.date !== days[0]) continue;
    work.set(visit.team, [...(work.get(visit.team) ?? []), visit]);
  }
  const [team, stops] = [...work].sort((a, b) => b[1].length - a[1].length)[0];
  story.day = days[0];
  story.team = team;
  story.stops = stops.sort((a, b) => a.order - b.order);
  const { officers } = await head.must('GET', '/officers');
  story.officer = officers.find((officer) => officer.team === team && officer.role === 'officer');
  assert.ok(story.officer, 'the team has an officer');
});

/** A small real JPEG, made by the browser itself. */
async function jpeg(page) {
  const text = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2400, 1800];
    const paint = canvas.getContext('2d');
    paint.fillStyle = '#8a7a55';
    paint.fillRect(0, 0, 2400, 1800);
    paint.fillStyle = '#1b1b1b';
    paint.font = '160px sans-serif';
    paint.fillText('NIB · papan nama', 300, 900);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  });
  return { name: 'papan.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(text, 'base64') };
}

const state = async (path = '/api/state') => (await fetch(app + path)).json();
const work = async () => state(`/api/inspections/${story.inspection}`);

test('the officer enrols with the code and gets the stops of today, no more', async () => {
  await server.stop();
  const clock = `${story.day}T08:00:00+08:00`;
  server = await stage.server({ port: serverPort, clock });
  await head.signIn('kanit', logins.kanit);
  await signIn();
  await id(desk, 'nav-people').click();
  await id(desk, `officer-${story.officer.id}-code`).click();
  story.code = (await id(desk, 'enrol-code-value').textContent()).trim();
  assert.match(story.code, /^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  await id(desk, 'enrol-code-value').waitFor();
  await picture(desk, 'people-code-id-light');
  field = await stage.field({ port: fieldPort, clock });
  phoneContext = await chromium(stage.path('phone-profile'));
  phone = phoneContext.pages()[0];
  await phone.setViewportSize({ width: 360, height: 740 });
  // A colour on its way is neither: nothing moves while axe looks.
  await phone.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await phone.goto(app);

  await id(phone, 'enrol-server').fill(base);
  await id(phone, 'enrol-code').fill('AAAA-AAAA');
  await id(phone, 'enrol-submit').click();
  await phone.getByRole('alert').first().waitFor();
  await id(phone, 'enrol-code').fill(story.code);
  await id(phone, 'enrol-submit').click();
  await openDoor(phone, { first: true });
  await id(phone, `stop-${story.stops[0].id}`).waitFor({ timeout: 30_000 });
  await picture(phone, 'round-id-dark');

  const round = await state('/api/round');
  assert.deepEqual(round.stops.map((stop) => stop.visit_id), story.stops.map((stop) => stop.id));
  const tomorrow = await state('/api/round?date=2026-12-20');
  assert.equal(tomorrow.stops.length, 0, 'the device holds no later day');
});

test('with the server killed, the officer opens the first stop and starts', async () => {
  await server.kill();
  await id(phone, `stop-${story.stops[0].id}`).click();
  await id(phone, 'start-inspection').first().click();
  await phone.waitForURL(/#\/inspect\//);
  story.inspection = phone.url().match(/inspect\/([0-9a-f-]{36})/)[1];
  await id(phone, 'dock').waitFor();
});

/** Answers the item in the dock as the story wants it; LEG-03 and FIR-02 become findings. */
async function answerDock(code, kind) {
  if (kind === 'yn') {
    await id(phone, code === 'LEG-03' || code === 'FIR-02' ? 'answer-no' : code === 'ADM-05' ? 'answer-na' : 'answer-yes').click();
  } else if (kind === 'count') {
    await id(phone, 'answer-count').fill(code === 'LEG-05' ? String(story.rooms) : '30');
    await id(phone, 'answer-next').click();
  }
  await until(`${code} is saved`, async () => (await work()).answers[code]?.value !== undefined && (await work()).answers[code].value !== null);
}

async function itemsOf() {
  const { checklist } = await work();
  const document = await state(`/api/checklists/${checklist}`);
  return document.sections.flatMap((section) => section.items.map((item) => ({ ...item, section: section.code })));
}

test('the app is killed in the middle and comes back at the same item with every answer', async () => {
  const items = (await itemsOf()).filter((item) => ['yn', 'count'].includes(item.kind));
  story.rooms = (await work()).lodging.rooms ?? 12;
  assert.equal((await itemsOf()).length, 39);
  const before = items.filter((item) => ['LEG', 'REG'].includes(item.section));
  for (const item of before) {
    await id(phone, `item-${item.code}`).first().click().catch(() => {});
    await answerDock(item.code, item.kind);
    if (item.code === 'LEG-03') {
      const [camera] = await Promise.all([phone.waitForEvent('filechooser'), id(phone, 'photo-LEG-03').first().click()]);
      await camera.setFiles(await jpeg(phone));
      await id(phone, 'photo-use').click();
      await until('the photo is kept', async () => (await work()).answers['LEG-03'].photos.length === 1);
    }
  }
  await picture(phone, 'inspect-id-dark');
  const then = await work();
  await field.kill();
  field = await stage.field({ port: fieldPort, clock: `${story.day}T08:20:00+08:00` });
  await phone.reload();
  await openDoor(phone);
  const now = await work();
  assert.deepEqual(now.answers, then.answers);
  assert.equal(now.position, then.position);
  await id(phone, 'dock').waitFor();
});

test('the register sample is drawn by the app and counted line by line', async () => {
  await phone.goto(`${app}/#/sample/${story.inspection}`);
  await id(phone, 'sample-total').fill('96');
  await id(phone, 'sample-start').click();
  for (let k = 1; k <= 20; k++) {
    const line = Number(await id(phone, 'tally-line').textContent());
    assert.ok(line >= 1 && line <= 96);
    if (k === 4) await picture(phone, 'sample-id-dark');
    await id(phone, 'tally-verified').click();
    await id(phone, k === 7 ? 'tally-incomplete' : 'tally-complete').click();
    await until(`line ${k} is counted`, async () => (await work()).sample.entries.length === k);
  }
  await phone.locator('[data-testid^="most-blank-"]').first().click();
  const { sample } = await until('the sample is whole', async () => ((await work()).sample.most_blank ? work() : null));
  assert.deepEqual([sample.tally.complete, sample.tally.incomplete, sample.tally.verified], [19, 1, 20]);
});

test('all 39 items are answered, what is missing is shown, the berita acara is sealed', async () => {
  const items = (await itemsOf()).filter((item) => ['yn', 'count'].includes(item.kind) && !['LEG', 'REG', 'SMP'].includes(item.section));
  for (const item of items) {
    await phone.goto(`${app}/#/inspect/${story.inspection}/${item.section}/${item.code}`);
    await id(phone, 'dock').waitFor();
    await answerDock(item.code, item.kind);
  }
  const { progress } = await work();
  assert.deepEqual([progress.answered, progress.total], [39, 39]);

  await phone.goto(`${app}/#/finish/${story.inspection}`);
  await id(phone, 'signature-pad').waitFor();
  assert.ok((await state(`/api/inspections/${story.inspection}/review`)).missing.length > 0);
  const pad = await id(phone, 'signature-pad').boundingBox();
  await phone.mouse.move(pad.x + 40, pad.y + 60);
  await phone.mouse.down();
  for (const [x, y] of [[80, 20], [110, 80], [150, 30], [190, 70]]) await phone.mouse.move(pad.x + x, pad.y + y, { steps: 4 });
  await phone.mouse.up();
  await until('the manager signed', async () => (await work()).signatures.manager?.strokes);
  const crew = (await work()).signatures.officers.length;
  for (let n = 1; n <= crew; n++) await id(phone, `officer-sign-${n}`).click();
  await until('nothing is missing', async () => (await state(`/api/inspections/${story.inspection}/review`)).can_seal);
  await picture(phone, 'finish-id-dark');
  await id(phone, 'seal').click();
  await until('it is sealed', async () => (await work()).state === 'sealed');
  await id(phone, 'report').waitFor();
  await picture(phone, 'report-id-dark');
});

test('the berita acara is a PDF made without the server', async () => {
  const reply = await fetch(`${app}/api/inspections/${story.inspection}/berita-acara.pdf`);
  assert.equal(reply.headers.get('content-type'), 'application/pdf');
  const file = stage.path('berita-acara.pdf');
  writeFileSync(file, Buffer.from(await reply.arrayBuffer()));
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  const { lodging } = await work();
  for (const word of [lodging.name, 'LEG-03', 'FIR-02', 'RESOR KUPANG KOTA']) assert.ok(text.includes(word), word);
  assert.ok(!/sanksi/i.test(text));
});

test('the server comes back and sync resumes by itself', async () => {
  assert.equal((await state('/api/sync')).pending_records, 1);
  server = await stage.server({ port: serverPort, clock: `${story.day}T09:10:00+08:00` });
  await until('the record and the photo are on the server', async () => {
    const sync = await state('/api/sync');
    return sync.pending_records === 0 && sync.pending_photos === 0;
  }, 90);
});

test('the console shows the inspection, its findings and the visit as done', async () => {
  await head.signIn('kanit', logins.kanit);
  const one = await head.must('GET', `/inspections/${story.inspection}`);
  assert.equal(one.verified, true);
  assert.deepEqual(one.findings.map((finding) => finding.code).sort(), ['FIR-02', 'LEG-03']);
  assert.deepEqual([one.photos, one.photos_on_server], [1, 1]);
  const { visits } = await head.must('GET', `/rounds/${story.round.id}/visits?date=${story.day}&team=${story.team}`);
  assert.equal(visits.find((visit) => visit.id === story.stops[0].id).state, 'done');

  await signIn();
  await id(desk, 'nav-inspections').click();
  await id(desk, `inspection-row-${story.inspection}`).click();
  await id(desk, 'inspection-findings').waitFor();
  await picture(desk, 'inspection-id-light');
  story.notice = one.notice;
  assert.ok(story.notice, 'a notice exists');
});

test('the manager opens the link without an account, in both languages, and acknowledges', async () => {
  const notice = await head.must('GET', `/notices/${story.notice}`);
  assert.equal(notice.findings.length, 2);
  const manager = await desktopContext.newPage();
  await manager.setViewportSize({ width: 360, height: 740 });
  await manager.goto(`${notice.link}?lang=id`);
  assert.match(await manager.textContent('body'), /Saya sudah membaca/);
  await picture(manager, 'portal-id-light');
  await manager.goto(`${notice.link}?lang=en`);
  assert.match(await manager.textContent('body'), /I have read/);
  await manager.locator('form button').first().click();
  await until('the receipt is known', async () => (await head.must('GET', `/notices/${story.notice}`)).acknowledged_at);
  // The code on the paper handed over on site opens the same notice.
  const paper = await state(`/api/inspections/${story.inspection}/berita-acara`);
  assert.equal((await fetch(paper.portal_link)).status, 200);
  await manager.close();
});

test('running sync twice more changes nothing', async () => {
  const books = async () => {
    const { inspections } = await head.must('GET', '/inspections?limit=100');
    const { findings } = await head.must('GET', '/findings?state=open');
    const { notices } = await head.must('GET', '/notices');
    return JSON.stringify([inspections, findings, notices]);
  };
  const before = await books();
  for (let i = 0; i < 2; i++) {
    const from = (await state('/api/sync')).last_ok_at;
    await fetch(`${app}/api/sync`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    await until('the round ended', async () => {
      const sync = await state('/api/sync');
      return !sync.running && sync.last_ok_at !== from;
    }, 30);
  }
  assert.equal(await books(), before);
});
