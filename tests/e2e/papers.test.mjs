// What Ronda prints is held before a camera: the code on a berita acara proves itself without a network, and the sticker at a door
// leads to that door. Real PDFs, rendered by poppler and read by a decoder of somebody else's.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { PNG } from 'pngjs';
import decodeQR from 'qr/decode.js';
import { call, comeIn, OfficerApp, openUnit } from '../http/cast.mjs';
import { freePort, Stage } from '../support/stage.mjs';
import { seen } from './seeing.mjs';

const stage = new Stage();
let unit, writer, reader, phone, sealed;
const id = (testid) => phone.getByTestId(testid);

async function app(folder) {
  const port = await freePort();
  await stage.field({ port, data: stage.path(folder) });
  const one = new OfficerApp(port);
  await one.enrol(unit.base, await unit.code());
  return one;
}

/** The bytes of a PDF, whoever hands it out. */
async function pdf(url, headers = {}) {
  const reply = await fetch(url, { headers });
  assert.equal(reply.status, 200, url);
  assert.equal(reply.headers.get('content-type'), 'application/pdf');
  return Buffer.from(await reply.arrayBuffer());
}

/** One page as a camera would see it; `box` in parts of the page cuts a piece out. */
function picture(bytes, { page = 1, dpi = 150, box } = {}) {
  const name = stage.path(`paper-${Math.random()}`);
  writeFileSync(`${name}.pdf`, bytes);
  execFileSync('pdftoppm', ['-r', String(dpi), '-f', String(page), '-l', String(page), '-singlefile', '-png', `${name}.pdf`, name]);
  const whole = PNG.sync.read(readFileSync(`${name}.png`));
  if (!box) return whole;
  const [x, y, width, height] = [box[0] * whole.width, box[1] * whole.height, box[2] * whole.width, box[3] * whole.height].map(Math.floor);
  const part = new PNG({ width, height });
  PNG.bitblt(whole, part, x, y, width, height, 0, 0);
  return part;
}
const read = (png) => decodeQR({ width: png.width, height: png.height, data: png.data });

const check = async (text, keys, ...more) => {
  const done = await stage.run('ronda-field', 'check-paper', text, ...(keys ? ['--keys', keys] : []), ...more);
  return { verdict: done.out.split('\n')[0], ...done };
};

before(async () => {
  unit = await openUnit(stage);
  writer = await app('writer');
  const lodging = unit.lodgings[3].id;
  const inspection = await writer.sealClosed(lodging);
  const at = `/api/inspections/${inspection}`;
  const paper = await writer.must('GET', `${at}/berita-acara`);
  sealed = {
    lodging: unit.lodgings[3], at, paper,
    a4: await pdf(`${writer.base}${at}/berita-acara.pdf`),
    receipt: await pdf(`${writer.base}${at}/berita-acara.pdf?form=receipt`),
  };
  await writer.settled();
  // Another officer's phone of the unit: it has met the first one over the feed only.
  reader = await app('reader');
  writeFileSync(stage.path('keys.json'), JSON.stringify((await call('GET', `${unit.base}/device-keys.json`)).body));
  await unit.server.stop();
  phone = await stage.phone();
});

after(async () => {
  await stage.strike();
});

test('the code on the A4 paper and on the 80 mm receipt is what the device signed, and is read off the print', () => {
  assert.match(sealed.paper.qr, /^http:\/\/127\.0\.0\.1:\d+\/n\/[\w-]{43}#RONDA2\.[A-Z2-7]{194}$/);
  assert.equal(read(picture(sealed.a4, { box: [0, 0.8, 0.5, 0.2] })), sealed.paper.qr);
  // 203 dots to the inch are what a pocket printer has.
  const receipt = picture(sealed.receipt, { dpi: 203 });
  const foot = Math.min(1, 700 / receipt.height);
  assert.equal(read(picture(sealed.receipt, { dpi: 203, box: [0, 1 - foot, 0.6, foot] })), sealed.paper.qr);
});

test('a stranger with the published keys is told that it is genuine, and what it says, without a network', async () => {
  const genuine = await check(sealed.paper.qr, stage.path('keys.json'));
  assert.equal(genuine.code, 0, genuine.err);
  assert.equal(genuine.verdict, 'genuine');
  assert.match(genuine.out, /^Asli \/ Genuine$/m);
  assert.match(genuine.out, new RegExp(sealed.paper.hash));
  assert.match(genuine.out, /Polresta Kupang Kota/);
  assert.doesNotMatch(JSON.stringify(JSON.parse(readFileSync(stage.path('keys.json')))), /Ponsel|Nahak/, 'the list names nobody');
  const own = await check(sealed.paper.qr, '', '--data', stage.path('reader'));
  assert.equal(own.verdict, 'genuine');
});

test('any changed character is not genuine; with none of the unit\'s keys it is said that the device is not known', async () => {
  const { qr } = sealed.paper;
  for (const at of [9, qr.indexOf('/n/') + 5, qr.indexOf('#RONDA2.') + 40, qr.length - 60, qr.length - 1]) {
    const other = qr.slice(0, at) + (qr[at] === 'B' ? 'C' : 'B') + qr.slice(at + 1);
    const told = await check(other, stage.path('keys.json'));
    assert.equal(told.code, 1, other);
    assert.equal(told.verdict, 'altered', other);
  }
  const stranger = JSON.parse(readFileSync(stage.path('keys.json')));
  stranger.keys = [];
  writeFileSync(stage.path('none.json'), JSON.stringify(stranger));
  assert.equal((await check(qr, stage.path('none.json'))).verdict, 'unknown_device');
  assert.equal((await check('RONDA:4K72QM9XR', stage.path('keys.json'))).code, 2, 'a door code is no paper');
});

/** Shows a photo to the scan sheet. */
async function photo(png) {
  await phone.goto('about:blank');
  await phone.goto(`${reader.base}/#/find`);
  await comeIn(phone, 'scan-door');
  await id('scan-door').click();
  await id('scan-photo').setInputFiles({ name: 'kertas.png', mimeType: 'image/png', buffer: PNG.sync.write(png) });
}

test('another officer photographs the paper and sees on the phone, offline, whose it is', async () => {
  await photo(picture(sealed.a4, { box: [0, 0.8, 0.5, 0.2] }));
  await id('paper-verdict').waitFor();
  assert.equal(await id('paper-verdict').getAttribute('data-verdict'), 'genuine');
  const words = await id('paper-sheet').textContent();
  assert.match(words, new RegExp(sealed.lodging.name));
  assert.match(words, /Polresta Kupang Kota/);
  await seen(phone, 'paper-id-dark');
});

test('a paper of a phone that is not known, and one that was changed, are told apart', async () => {
  const { qr } = sealed.paper;
  const verdict = async (text) => (await reader.must('POST', '/api/papers/check', { text })).verdict;
  assert.equal(await verdict(qr), 'genuine');
  assert.equal(await verdict(qr.slice(0, -1) + (qr.endsWith('A') ? 'I' : 'A')), 'altered');
  // The first phone never heard of the second: there was no network since.
  const inspection = await reader.sealClosed(unit.lodgings[4].id);
  const { qr: news } = await reader.must('GET', `/api/inspections/${inspection}/berita-acara`);
  assert.equal((await writer.must('POST', '/api/papers/check', { text: news })).verdict, 'unknown_device');
  assert.equal((await reader.must('POST', '/api/papers/check', { text: news })).verdict, 'genuine', 'its own it knows');
  assert.equal((await reader.call('POST', '/api/papers/check', { text: 'hello' })).body.code, 'bad_input');
});

test('the sticker of a lodging, and each of a sheet, leads to that lodging', async () => {
  unit.server = await unit.restart();
  await unit.head.signIn('kanit', unit.logins.kanit);
  const print = (path) => pdf(`${unit.base}/api/v1${path}`, { Cookie: unit.head.cookie });
  const target = unit.lodgings[5];
  const one = picture(await print(`/lodgings/${target.id}/door-sticker.pdf`));
  assert.ok(Math.abs(one.width / 150 * 25.4 - 105) < 1 && Math.abs(one.height / 150 * 25.4 - 148.5) < 1, 'an A6 sheet');
  const text = read(one);
  assert.match(text, /^RONDA:[A-Z2-9]{9}$/);
  const found = await reader.must('GET', `/api/lodgings?q=${encodeURIComponent(text)}`);
  assert.deepEqual(found.lodgings.map((lodging) => lodging.id), [target.id]);

  const { lodgings } = await unit.head.must('GET', '/lodgings?kind=hotel&limit=500');
  const sheet = await print('/door-stickers.pdf?kind=hotel');
  const open = lodgings.filter((lodging) => lodging.status !== 'closed');
  for (const [at, lodging] of open.slice(0, 5).entries()) {
    const quarter = picture(sheet, { page: 1 + Math.floor(at / 4), box: [(at % 2) / 2, Math.floor((at % 4) / 2) / 2, 0.5, 0.5] });
    const { lodgings: led } = await reader.must('GET', `/api/lodgings?q=${encodeURIComponent(read(quarter))}`);
    assert.deepEqual(led.map((one_) => one_.id), [lodging.id], lodging.name);
  }
  await photo(one);
  await phone.waitForURL(`**/#/lodging/${target.id}`);
});

test('a stranger prints no stickers, and a list too narrow to have one is told so', async () => {
  for (const path of [`/lodgings/${unit.lodgings[5].id}/door-sticker.pdf`, '/door-stickers.pdf']) {
    assert.equal((await fetch(`${unit.base}/api/v1${path}`)).status, 401);
  }
  assert.equal((await unit.head.call('GET', '/door-stickers.pdf?q=tidakadapenginapanbegini')).body.code, 'bad_input');
});
