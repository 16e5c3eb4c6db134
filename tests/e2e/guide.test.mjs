// Every screen of the officer's app in the order in which a new officer meets it, in both languages, at 360 px: nobody is shut out
// of it, and no text is cut off there, at 320 px or with letters twice as large. With RONDA_SCREENS=1 its pictures are taken
// anew; field-app/guide/petugas.md is made of them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { PNG } from 'pngjs';
import encodeQR from 'qr';
import { comeIn, OfficerApp, openDoor, openUnit } from '../http/cast.mjs';
import { freePort, root, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';
import { publishedDay } from './published_day.mjs';
import { shown } from './seeing.mjs';

const stage = new Stage();
const story = {};
const taken = new Set();
const faults = [];
let unit, app, phone;
const id = (testid) => phone.getByTestId(testid);

const test = chapters(() => ({ 'guide-phone': phone }), {
  atEnd: () => assert.deepEqual(faults.splice(0), []),
  goesOn: (error) => error.code === 'ERR_ASSERTION',
});

/** A screen at fault is told at the end of its step, so that one look finds them all. */
async function show(name, options) {
  taken.add(`petugas-${name}`);
  faults.push(...(await shown(phone, `petugas-${name}`, options)));
}

/** Opens a screen afresh, whatever lies over the last one. */
async function go(screen) {
  await phone.goto('about:blank');
  await phone.goto(`${app.base}/#/${screen}`);
  await comeIn(phone, 'sync-badge');
}

/** A wall of a house, as a photo would show it. */
async function picture() {
  const text = await phone.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1600, 1200];
    const paint = canvas.getContext('2d');
    paint.fillStyle = '#6d6a5c';
    paint.fillRect(0, 0, 1600, 1200);
    paint.fillStyle = '#d9d3bd';
    paint.fillRect(300, 320, 1000, 420);
    paint.fillStyle = '#26302b';
    paint.font = '150px sans-serif';
    paint.fillText('PAPAN NAMA', 360, 580);
    return canvas.toDataURL('image/jpeg', 0.85).split(',')[1];
  });
  return { name: 'papan.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(text, 'base64') };
}

/** A photo of the code at the foot of a berita acara. */
function codeOf(text) {
  const dark = encodeQR(text, 'raw');
  const scale = 6;
  const png = new PNG({ width: dark.length * scale, height: dark.length * scale });
  for (let y = 0; y < png.height; y++) {
    for (let x = 0; x < png.width; x++) {
      const shade = dark[Math.floor(y / scale)][Math.floor(x / scale)] ? 20 : 240;
      png.data.set([shade, shade, shade, 255], (y * png.width + x) * 4);
    }
  }
  return { name: 'kode.png', mimeType: 'image/png', buffer: PNG.sync.write(png) };
}

before(async () => {
  unit = await openUnit(stage, { clock: '2026-11-28T09:00:00+08:00' });
  Object.assign(story, await publishedDay(unit.head));
  const clock = `${story.day}T08:00:00+08:00`;
  await unit.server.stop();
  unit.server = await unit.restart({ clock });
  await unit.head.signIn('kanit', unit.logins.kanit);
  const port = await freePort();
  await stage.field({ port, clock });
  app = new OfficerApp(port);
  const near = unit.lodgings.find((one) => one.lat_e6);
  phone = await stage.phone({ at: { latitude: near.lat_e6 / 1e6, longitude: near.lng_e6 / 1e6, accuracy: 9 } });
});

after(async () => {
  await stage.strike();
});

test('the first evening: the code from the unit head, a PIN, the lock', async () => {
  await phone.goto(app.base);
  await id('enrol-server').fill(unit.base);
  await id('enrol-code').fill((await unit.head.must('POST', `/officers/${story.officer.id}/enrolment-codes`, {})).code);
  await show('01-daftar');
  await id('enrol-submit').click();
  await id('pin-new').waitFor({ timeout: 30_000 });
  await show('02-pin');
  await openDoor(phone, { first: true });
  await until('today is on the phone', async () => {
    await app.must('POST', '/api/sync', {});
    return (await app.must('GET', '/api/round')).stops.length === story.stops.length;
  }, 60);
  await phone.goto('about:blank');
  await phone.goto(app.base);
  await id('door-pin').waitFor();
  await show('03-kunci');
  await id('door-other').click();
  await id('code-request').waitFor();
  await show('04-kode-kanit');
});

test('my round: the list, the map, the search, a place that nobody knows', async () => {
  await go('round');
  await id('locate').click();
  await phone.getByText('Jarak diukur dari sini').waitFor();
  await go('round');
  await show('05-putaran');
  await id('round-view').getByText('Peta').click();
  await id('base-map').waitFor({ state: 'attached' });
  await show('06-peta');
  await go('find');
  await id('lodging-search').fill('kos');
  await phone.locator('[data-testid^="lodging-0"]').first().waitFor();
  await show('07-cari');
  await go('add');
  await phone.locator('[data-testid^="start-"]').first().waitFor();
  await show('08-luar-putaran');
  await go('new/Kos%20pagar%20hijau');
  await id('point-take').click();
  await phone.getByText('Posisi terambil').waitFor();
  await show('09-penginapan-baru');
});

test('at the door: the lodging, what to do when it does not open, the emergency card', async () => {
  await go(`lodging/${story.stops[0].lodging.id}`);
  await id('start-inspection').first().waitFor();
  await show('10-penginapan');
  await id('lodging-edit').click();
  await id('edit-save').waitFor();
  await show('11-perbaiki-data');
  await phone.keyboard.press('Escape');
  await id('cannot-inspect').click();
  await id('outcome-next').waitFor();
  await show('12-tidak-bisa');
  await id('missed-visit').click();
  await id('missed-save').waitFor();
  await show('13-terlewat');
  await phone.keyboard.press('Escape');
  await id('emergency').click();
  await id('emergency-card').getByText('110').waitFor();
  await show('14-darurat');
  await go('others');
  await id('activity-add').waitFor();
  await show('15-lainnya');
});

test('the inspection: answers, the legal basis, a note, a photo, the register', async () => {
  await go(`lodging/${story.stops[0].lodging.id}`);
  await id('start-inspection').first().click();
  await phone.waitForURL(/#\/inspect\//);
  story.inspection = phone.url().match(/inspect\/([0-9a-f-]{36})/)[1];
  await id('dock').waitFor();
  await id('answer-yes').click();
  await until('it is saved', async () => (await app.must('GET', `/api/inspections/${story.inspection}`)).progress.answered === 1);
  await app.must('PUT', `/api/inspections/${story.inspection}/answers/LEG-03`, { value: 'no' });
  const [camera] = await (async () => {
    await go(`inspect/${story.inspection}/LEG/LEG-03`);
    await id('dock').waitFor();
    return Promise.all([phone.waitForEvent('filechooser'), id('photo-LEG-03').first().click()]);
  })();
  await camera.setFiles(await picture());
  await id('photo-canvas').waitFor();
  await show('16b-sunting-foto');
  await id('photo-use').click();
  await until('the photo is kept', async () => (await app.must('GET', `/api/inspections/${story.inspection}`)).answers['LEG-03'].photos.length === 1);
  await go(`inspect/${story.inspection}/LEG/LEG-03`);
  await id('dock').waitFor();
  await show('16-periksa');
  await id('basis').first().click();
  await id('basis-sheet').waitFor();
  await show('17-dasar');
  await phone.keyboard.press('Escape');
  await id('note-LEG-03').first().click();
  await id('note-text').fill('Papan nama sedang dicat ulang.');
  await show('18-catatan');
  await id('note-save').click();
  await id('photo-LEG-03').first().click();
  await phone.locator('dialog[open] img').first().waitFor();
  await show('19-foto');
  await app.must('PUT', `/api/inspections/${story.inspection}/answers/REG-01`, { value: 'yes' });
  await go(`sample/${story.inspection}`);
  await id('sample-total').fill('96');
  await show('20-sampel');
  await id('sample-start').click();
  for (let k = 1; k <= 3; k++) {
    await id('tally-verified').click();
    await id('tally-complete').click();
    await until(`line ${k} is counted`, async () => (await app.must('GET', `/api/inspections/${story.inspection}`)).sample.entries.length === k);
  }
  await show('21-hitung');
});

test('the end of a visit: what is missing, the signatures, the berita acara, a correction', async () => {
  await go(`finish/${story.inspection}`);
  await id('missing').waitFor();
  await show('22-selesai');
  await app.must('PUT', `/api/inspections/${story.inspection}/outcome`, { outcome: 'refused', reason: 'Pengelola menghentikan pemeriksaan' });
  await go('round');
  await go(`finish/${story.inspection}`);
  await id('officer-sign-1').click();
  await until('it can be sealed', async () => (await app.must('GET', `/api/inspections/${story.inspection}/review`)).can_seal);
  await id('seal').scrollIntoViewIfNeeded();
  await show('23-segel');
  await id('seal').click();
  await id('report').waitFor();
  await show('24-berita-acara', { narrow: false });
  await id('correct').click();
  await id('correct-start').waitFor();
  await show('25-koreksi');
});

test('a berita acara in hand: the code is photographed, and the phone says whether it is genuine', async () => {
  const { qr } = await app.must('GET', `/api/inspections/${story.inspection}/berita-acara`);
  await go('find');
  await id('scan-door').click();
  await id('scan-photo').setInputFiles(codeOf(qr));
  await id('paper-verdict').waitFor();
  await show('25b-periksa-kertas');
});

test('what is sent, what happened, the file for a day without a network, my own page', async () => {
  await go('round');
  await id('sync-badge').click();
  await id('open-diary').waitFor();
  await show('26-kiriman');
  await id('open-diary').click();
  await id('diary').waitFor();
  await show('27-catatan-kiriman');
  await id('sync-back').click();
  await id('open-file').click();
  await id('file-pane').waitFor();
  await show('28-berkas');
  await go('me');
  await id('lock-now-me').waitFor();
  await show('29-saya');
  await id('quick').click();
  await id('quick-sheet').waitFor();
  await show('30-bahasa-tampilan');
});

test('the guide is made of these screens, each in both languages, and the files are small', async () => {
  const text = readFileSync(join(root, 'field-app/guide/petugas.md'), 'utf8');
  const used = new Set([...text.matchAll(/screens\/(petugas-[a-z0-9-]+)-(?:id|en)\.png/g)].map((one) => one[1]));
  for (const name of used) assert.ok(taken.has(name), `${name} is a screen of today`);
  for (const name of taken) {
    assert.ok(used.has(name), `${name} is explained`);
    for (const lang of ['id', 'en']) {
      const size = readFileSync(join(root, `tests/e2e/screens/${name}-${lang}.png`)).length;
      assert.ok(size <= 60_000, `${name}-${lang}.png has ${size} bytes`);
    }
  }
});
