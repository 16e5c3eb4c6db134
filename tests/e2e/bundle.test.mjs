// A night without a network, carried by hand: the officer saves a file in the app, the unit head reads it in the console.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { comeIn, Network, noisePng, OfficerApp, openUnit } from '../http/cast.mjs';
import { chromium, freePort, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';
import { choose, seen } from './seeing.mjs';

const stage = new Stage();
let unit, network, app, phone, phoneContext, desk, deskContext, next = 0;
const story = {};
const lodging = () => unit.lodgings[next++];
const id = (page, testid) => page.getByTestId(testid);

const test = chapters(() => ({ 'bundle-phone': phone, 'bundle-desk': desk }));

/** Saves what the sheet offers and gives the file's path. */
async function save(name) {
  const [download] = await Promise.all([phone.waitForEvent('download'), id(phone, 'file-save').click()]);
  assert.match(download.suggestedFilename(), /^ronda-[a-z0-9-]+\.ronda$/);
  const path = stage.path(name);
  await download.saveAs(path);
  return path;
}
async function openFile() {
  await phone.goto(app.base);
  await comeIn(phone, 'sync-badge');
  await id(phone, 'sync-badge').click();
  await id(phone, 'open-file').click();
  await id(phone, 'file-pane').waitFor();
}
/** Reads a file in the console and gives the report's verdict and text. */
async function read(path) {
  await id(desk, 'bundle-file').setInputFiles(path);
  await id(desk, 'bundle-report').waitFor({ timeout: 60_000 });
  return { verdict: await id(desk, 'bundle-report').getAttribute('data-verdict'), text: await id(desk, 'bundle-report').textContent() };
}

before(async () => {
  unit = await openUnit(stage);
  network = await new Network(unit.port).open();
  const port = await freePort();
  await stage.field({ port });
  app = new OfficerApp(port);
  await app.enrol(network.base, await unit.code());
  await app.settled();
  phoneContext = await chromium(stage.path('phone-profile'));
  phone = phoneContext.pages()[0];
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.emulateMedia({ colorScheme: 'dark' });
  deskContext = await chromium(stage.path('desk-profile'));
  desk = deskContext.pages()[0];
  await desk.setViewportSize({ width: 1440, height: 900 });
  await desk.emulateMedia({ colorScheme: 'light' });
  await desk.goto(unit.base);
  await id(desk, 'login-user').fill('kanit');
  await id(desk, 'login-password').fill(unit.logins.kanit);
  await id(desk, 'login-submit').click();
  await id(desk, 'nav-people').click();
  await id(desk, 'people-devices').click();
  await id(desk, 'bundle-file').waitFor({ state: 'attached' });
});
after(async () => {
  await phoneContext?.close();
  await deskContext?.close();
  await network?.close();
  await stage.strike();
});

test('the officer sees what the file holds and what to do with it, and saves it', async () => {
  network.fate = () => 'down';
  story.first = await app.sealClosed(lodging().id, [noisePng(60), noisePng(40)]);
  story.second = await app.sealClosed(lodging().id, [noisePng(50)]);
  await app.must('POST', '/api/inspections', { lodging_id: lodging().id, visit_id: null, fix: null });
  await openFile();
  const sheet = await id(phone, 'sync-sheet').textContent();
  assert.match(sheet, /2 catatan, 3 foto, [\d,.]+ (kB|MB)/);
  assert.match(sheet, /1 pemeriksaan belum disegel, jadi tidak ikut/);
  assert.match(sheet, /Kanit membacanya di konsol/);
  assert.equal(await id(phone, 'file-waiting').getAttribute('aria-checked'), 'true');
  await seen(phone, 'sync-file-id-dark');
  story.night = await save('malam.ronda');
  await until('the press is answered', async () => /unduhan/.test(await id(phone, 'sync-result').textContent()));
});

test('the unit head reads it in the console: progress, then the summary', async () => {
  const { verdict, text } = await read(story.night);
  assert.equal(verdict, 'whole');
  assert.match(text, /Semua diterima/);
  await seen(desk, 'bundle-read-id-light');
  const { inspections } = await unit.head.must('GET', '/inspections?limit=50');
  assert.deepEqual(inspections.map((one) => one.id).sort(), [story.first, story.second].sort());
  const told = await unit.head.must('GET', `/inspections/${story.first}`);
  assert.deepEqual([told.photos, told.photos_on_server], [2, 2]);
  assert.equal((await read(story.night)).verdict, 'known');
});

test('a cut file says where, and takes what stands before the cut', async () => {
  story.third = await app.sealClosed(lodging().id);
  await openFile();
  const path = await save('potong.ronda');
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, bytes.length - 60));
  const { verdict, text } = await read(path);
  assert.equal(verdict, 'partly');
  assert.match(text, /terpotong pada byte/);
  await choose(desk, { lang: 'en', theme: 'light' });
  assert.match(await id(desk, 'bundle-report').textContent(), /cut off at byte/);
  await choose(desk, { lang: 'id', theme: 'light' });
  writeFileSync(path, 'nama,alamat\n');
  await id(desk, 'bundle-file').setInputFiles(path);
  await id(desk, 'bundle-wrong').waitFor();
  assert.match(await id(desk, 'bundle-wrong').textContent(), /bukan berkas ponsel Ronda/);
});

test('back in a network the phone learns what arrived, and nothing is there twice', async () => {
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await app.settled();
  await openFile();
  assert.equal(await id(phone, 'file-all').getAttribute('aria-checked'), 'true', 'nothing waits any more');
  assert.match(await id(phone, 'sync-sheet').textContent(), /Semua sudah di server/);
  const { inspections } = await unit.head.must('GET', '/inspections?limit=50');
  assert.deepEqual(inspections.map((one) => one.id).sort(), [story.first, story.second, story.third].sort());
});

test('a phone that was switched off says that it can be saved to a file, and can', async () => {
  network.fate = () => 'down';
  story.held = await app.sealClosed(lodging().id, [noisePng(30)]);
  const ours = (await app.must('GET', '/api/state')).device.id;
  await unit.head.must('POST', `/devices/${ours}/revoke`, { reason: 'Ponsel hilang' });
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await until('the phone knows', async () => (await app.must('GET', '/api/state')).device_state === 'revoked');
  await phone.goto(app.base);
  await comeIn(phone, 'device-what');
  await id(phone, 'device-what').click();
  assert.match(await id(phone, 'again').textContent(), /disimpan ke berkas/);
  await id(phone, 'again-file').click();
  await id(phone, 'file-pane').waitFor();
  await id(phone, 'file-all').click();
  const { verdict, text } = await read(await save('dicabut.ronda'));
  assert.equal(verdict, 'held');
  assert.match(text, /catatannya ditahan sampai Anda putuskan/);
  await seen(desk, 'bundle-held-id-light', { narrow: false });
});
