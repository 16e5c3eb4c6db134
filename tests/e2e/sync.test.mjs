// Sync as people meet it: a phone without a network, behind a sign-in page, switched off by the unit head, copied to another
// phone. Real programs, real Chromium, a network that fails when told to.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { comeIn, noisePng, Network, OfficerApp, openDoor, openUnit } from '../http/cast.mjs';
import { chromium, freePort, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';
import { choose, seen } from './seeing.mjs';

const stage = new Stage();
let unit, network, app, phone, phoneContext, desk, deskContext;
let next = 0;
const story = {};
const lodging = () => unit.lodgings[next++];
const id = (page, testid) => page.getByTestId(testid);

const test = chapters(() => ({ 'sync-phone': phone, 'sync-desk': desk }));

/** The officer's page at a phone's size, as it comes up. */
async function openPhone(base) {
  await phone.goto(base);
  await comeIn(phone, 'sync-badge');
}

/** Opens the sheet anew, so that it shows what is now. */
async function openSheet() {
  if (await id(phone, 'sync-now').isVisible()) await phone.keyboard.press('Escape');
  await id(phone, 'sync-badge').click();
  await id(phone, 'sync-now').waitFor();
}

const badge = () => id(phone, 'sync-badge').getAttribute('data-state');
const visit = (inspection) => id(phone, `sync-visit-${inspection}`);
const visitIs = (inspection, state) =>
  until(`the visit is ${state}`, async () => (await visit(inspection).getAttribute('data-state')) === state);

before(async () => {
  unit = await openUnit(stage);
  network = await new Network(unit.port).open();
  const port = await freePort();
  story.field = await stage.field({ port });
  story.fieldPort = port;
  app = new OfficerApp(port);
  phoneContext = await chromium(stage.path('phone-profile'));
  phone = phoneContext.pages()[0];
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.emulateMedia({ colorScheme: 'dark' });
  deskContext = await chromium(stage.path('desk-profile'));
  desk = deskContext.pages()[0];
  await desk.goto(unit.base);
  await id(desk, 'login-user').fill('kanit');
  await id(desk, 'login-password').fill(unit.logins.kanit);
  await id(desk, 'login-submit').click();
  await id(desk, 'nav-people').waitFor();
});

after(async () => {
  await phoneContext?.close();
  await deskContext?.close();
  await network?.close();
  await stage.strike();
});

test('a phone behind a sign-in page is told so at enrolment, and the code is still good', async () => {
  await phone.goto(app.base);
  await id(phone, 'enrol-server').fill(network.base);
  story.code = await unit.code();
  await id(phone, 'enrol-code').fill(story.code);
  network.fate = () => 'portal';
  await id(phone, 'enrol-submit').click();
  await phone.getByRole('alert').first().waitFor();
  network.fate = () => 'pass';
  await id(phone, 'enrol-submit').click();
  await openDoor(phone, { first: true });
  await id(phone, 'sync-badge').waitFor({ timeout: 30_000 });
  await until('the register is on the phone', async () => (await app.must('GET', '/api/lodgings?limit=1')).total > 0, 40);
});

test('what was sealed with a network is verified, and the badge waits for nothing', async () => {
  story.sent = await app.sealClosed(lodging().id, [noisePng(60), noisePng(40)]);
  await app.settled();
  await openPhone(app.base);
  await openSheet();
  await visitIs(story.sent, 'verified');
  assert.equal(await badge(), 'on_server');
  await phone.keyboard.press('Escape');
});

test('without a network work is counted as safe on the phone, with the state of each visit as sign, word and sentence', async () => {
  network.fate = () => 'down';
  story.kept = await app.sealClosed(lodging().id, [noisePng(70), noisePng(50), noisePng(30)]);
  story.refused = await app.sealClosed(lodging().id);
  await openPhone(app.base);
  await openSheet();
  await visitIs(story.kept, 'on_device');
  assert.equal(await badge(), 'on_device');
  const name = await id(phone, 'sync-badge').textContent();
  assert.match(name, /Di ponsel, 2 menunggu, server menjawab/);
  const sheet = await id(phone, 'sync-sheet').textContent();
  assert.match(sheet, /Semua aman di ponsel ini/);
  assert.match(sheet, /2 dari 5 di server/, 'photos are counted');
  assert.match(sheet, /Masih [\d,.]+ (kB|MB) untuk dikirim/, 'bytes are told');
  await visit(story.kept).click();
  assert.match(await id(phone, 'sync-sheet').textContent(), /Di ponsel, menunggu dikirim/);
  await visit(story.kept).click();
  await seen(phone, 'sync-sheet-id-dark');
});

test('"Try now" is answered every time, also when it cannot work', async () => {
  for (let round = 0; round < 2; round++) {
    assert.match(await syncNow(), /aman di ponsel ini/);
  }
});

test('a sign-in page is named as what it is, in both languages', async () => {
  network.fate = () => 'portal';
  assert.match(await syncNow(), /masuk/);
  await phone.getByText('Jaringan ini minta masuk dulu').waitFor();
  await choose(phone, { lang: 'en', theme: 'dark' });
  await until('in English too', async () => /sign-in/.test(await id(phone, 'sync-sheet').textContent()));
  await choose(phone, { lang: 'id', theme: 'dark' });
  await seen(phone, 'sync-portal-id-dark', { narrow: false });
});

test('the network returns and everything arrives by itself, each visit in its turn', async () => {
  network.fate = () => 'pass';
  await syncNow();
  await app.settled(90);
  await visitIs(story.kept, 'verified');
  await visitIs(story.refused, 'verified');
  assert.match(await syncNow(), /Server menjawab \d{2}\.\d{2}\. Tidak ada yang menunggu\./);
  const { inspections } = await unit.head.must('GET', '/inspections?limit=10');
  assert.deepEqual(inspections.map((one) => one.id).sort(), [story.sent, story.kept, story.refused].sort());
});

test('the diary is readable and leaves the phone as a text', async () => {
  await id(phone, 'open-diary').click();
  await id(phone, 'diary').waitFor();
  assert.match(await id(phone, 'diary').textContent(), /foto/);
  await seen(phone, 'sync-diary-id-dark');
  const [file] = await Promise.all([phone.waitForEvent('download'), id(phone, 'diary-save').click()]);
  assert.equal(file.suggestedFilename(), 'buku-harian-ronda.txt');
  const text = readFileSync(await file.path(), 'utf8');
  assert.match(text, /^Ronda, WITA\n/);
  assert.match(text, /\d{4}-\d{2}-\d{2} \d{2}\.\d{2} {2}push/);
  await phone.keyboard.press('Escape');
});

/** Presses the button as a person does: when it is free, and waits until it is free again. Gives what was answered. */
async function syncNow() {
  const free = () => until('the button is free', async () => (await id(phone, 'sync-now').getAttribute('aria-busy')) === null, 60);
  await free();
  await id(phone, 'sync-now').click();
  await free();
  return id(phone, 'sync-result').textContent();
}

/** The console's row of the phone whose state is this. */
const rowOf = (device) => id(desk, `device-${device}`);

test('a phone that the unit head switches off shows what it has, says what to do and takes nothing new', async () => {
  story.open = (await app.must('POST', '/api/inspections', { lodging_id: lodging().id, visit_id: null, fix: null })).id;
  story.device = (await app.must('GET', '/api/state')).device.id;
  await id(desk, 'nav-people').click();
  await id(desk, 'people-devices').click();
  await id(desk, `device-${story.device}-revoke`).click();
  await id(desk, 'revoke-confirm').click();
  await desk.getByRole('alert').waitFor();
  await id(desk, 'revoke-reason').fill('Ponsel hilang di jalan');
  await seen(desk, 'device-revoke-id-light', { narrow: false });
  await id(desk, 'revoke-confirm').click();
  await until('the console says so', async () => (await rowOf(story.device).getAttribute('data-state')) === 'revoked');

  await app.must('POST', '/api/sync', {});
  await openPhone(app.base);
  await id(phone, 'device-revoked').waitFor({ timeout: 40_000 });
  await seen(phone, 'round-revoked-id-dark');
  await phone.goto(`${app.base}/#/lodging/${unit.lodgings[0].id}`);
  await id(phone, 'device-revoked').waitFor();
  assert.equal(await id(phone, 'start-inspection').count(), 0, 'nothing new can be begun');
  await phone.goto(`${app.base}/#/inspect/${story.open}`);
  await phone.locator('[data-testid="item-LEG-01"]').first().waitFor();
  assert.equal(await id(phone, 'dock').count(), 0, 'the begun one is for reading');
  await id(phone, 'device-what').click();
  await id(phone, 'again').waitFor();
  await seen(phone, 'again-revoked-id-dark');
});

test('allowed again in the console, the phone is active by itself and goes on', async () => {
  await id(desk, `device-${story.device}-readmit`).click();
  await seen(desk, 'device-readmit-id-light', { narrow: false });
  await id(desk, 'readmit-confirm').click();
  await until('the console says so', async () => (await rowOf(story.device).getAttribute('data-state')) === 'active');
  await seen(desk, 'devices-id-light');
  await openSheet();
  await syncNow();
  await until('the phone is active', async () => (await app.must('GET', '/api/state')).device_state === 'active', 40);
  await until('the banner is gone', async () => (await id(phone, 'device-revoked').count()) === 0, 40);
  await phone.keyboard.press('Escape');
});

test('a copied phone is told kindly, works on, takes a new code and loses nothing', async () => {
  await story.field.stop();
  cpSync(stage.path('field'), stage.path('twin'), { recursive: true });
  story.field = await stage.field({ port: story.fieldPort });
  const first = await app.sealClosed(lodging().id);
  await app.settled();
  const port = await freePort();
  await stage.field({ port, data: stage.path('twin') });
  const twin = new OfficerApp(port);
  const second = await twin.sealClosed(lodging().id, [noisePng(40)]);
  await until('the twin knows', async () => {
    await twin.must('POST', '/api/sync', {});
    return (await twin.must('GET', '/api/state')).device_state === 'forked';
  }, 60);
  await openPhone(twin.base);
  await id(phone, 'device-forked').waitFor({ timeout: 40_000 });
  await id(phone, 'device-what').click();
  await id(phone, 'again').waitFor();
  assert.match(await id(phone, 'again').textContent(), /bukan kesalahan Anda dan tidak ada yang hilang/);
  await seen(phone, 'again-forked-id-dark');
  assert.equal(await id(phone, 'enrol-server').inputValue(), network.base, 'the address need not be typed again');
  await id(phone, 'enrol-code').fill('AAAA-AAAA');
  await id(phone, 'enrol-submit').click();
  await phone.getByText('Kode itu tidak dikenal').waitFor();
  await id(phone, 'enrol-code').fill(await unit.code());
  await id(phone, 'enrol-submit').click();
  await until('the banner is gone', async () => (await id(phone, 'device-forked').count()) === 0, 40);
  await twin.settled(90);
  const { inspections } = await unit.head.must('GET', '/inspections?limit=20');
  const there = inspections.map((one) => one.id);
  for (const one of [story.sent, story.kept, story.refused, first, second]) assert.ok(there.includes(one), one);
  assert.equal(new Set(there).size, there.length, 'nothing is doubled');
  await openSheet();
  await visitIs(second, 'verified');
});
