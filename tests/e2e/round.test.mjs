// My round on the phone: found by whatever is known of a lodging or by the code at its door, begun in two taps, on a map with
// and without a base, and the phone asked where it is only when the officer wants that. In real Chromium with a real camera picture.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import encodeQR from 'qr';
import { comeIn, OfficerApp, openUnit } from '../http/cast.mjs';
import { baseMap } from '../support/pmtiles.mjs';
import { chromium, freePort, Stage, until } from '../support/stage.mjs';
import { heldAgainstAxe, seen } from './seeing.mjs';

const stage = new Stage();
let unit, app, phone, context, target;
const id = (testid) => phone.getByTestId(testid);
const lodging = (query) => app.must('GET', `/api/lodgings?limit=500&q=${encodeURIComponent(query)}`);
const asked = () => phone.evaluate(() => Number(sessionStorage.getItem('asked') ?? 0));

/** What the camera sees: a QR code in the middle of a grey wall, as raw video. */
function wall(text) {
  const [width, height, scale] = [640, 480, 9];
  const dark = encodeQR(text, 'raw');
  const y = Buffer.alloc(width * height, 170);
  const side = dark.length * scale;
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      y[(top + row) * width + left + column] = dark[Math.floor(row / scale)][Math.floor(column / scale)] ? 20 : 235;
    }
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), y, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), ...Array(5).fill(frame)]);
}

/** Opens the app anew; the page that is left locks the device, so it goes first. */
async function enter(screen) {
  await phone.goto('about:blank');
  await phone.goto(`${app.base}/#/${screen}`);
  await comeIn(phone, 'sync-badge');
}

before(async () => {
  unit = await openUnit(stage);
  const port = await freePort();
  await stage.field({ port });
  app = new OfficerApp(port);
  await app.enrol(unit.base, await unit.code());
  const all = (await lodging('')).lodgings.filter((one) => one.lat_e6);
  target = (await app.must('GET', `/api/lodgings/${all[7].id}`)).lodging;
  writeFileSync(stage.path('wall.y4m'), wall(`RONDA:${target.door_code.replaceAll('-', '')}`));
  context = await chromium(stage.path('phone-profile'), ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${stage.path('wall.y4m')}`]);
  await context.grantPermissions(['geolocation', 'camera']);
  await context.setGeolocation({ latitude: target.lat_e6 / 1e6, longitude: target.lng_e6 / 1e6, accuracy: 9 });
  await context.addInitScript(() => {
    const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
    navigator.geolocation.getCurrentPosition = (...args) => {
      sessionStorage.setItem('asked', String(Number(sessionStorage.getItem('asked') ?? 0) + 1));
      real(...args);
    };
    navigator.geolocation.watchPosition = () => {
      throw new Error('somebody wants to follow the officer');
    };
  });
  phone = context.pages()[0];
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await enter('round');
});

after(async () => {
  await context?.close();
  await stage.strike();
});

test('looking at the round, the map and the search never asks the phone where it is; the officer asks, once', async () => {
  await id('round-view').getByText('Peta').click();
  await phone.goto(`${app.base}/#/find`);
  await id('lodging-search').waitFor();
  await phone.goto(`${app.base}/#/round`);
  await id('locate').waitFor();
  assert.equal(await asked(), 0);
  await id('locate').click();
  await phone.getByText('Jarak diukur dari sini, ketelitian 9 m.').waitFor();
  assert.equal(await asked(), 1);
  await phone.goto(`${app.base}/#/find`);
  await id(`lodging-${(await lodging('')).lodgings[0].id}`).waitFor();
  assert.equal(await asked(), 1, 'the place serves every screen until it is asked for again');
  assert.match(await id(`lodging-${(await lodging('')).lodgings[0].id}`).textContent(), /\d (m|km)/);
});

test('a lodging is found by name, street, kelurahan, NIB and by the code at its door, however it is typed', async () => {
  const { door_code: code, nib, name, address, kelurahan } = target;
  for (const query of [name.toUpperCase(), address, `${kelurahan} ${name.split(' ')[0]}`, nib, code, code.toLowerCase().replaceAll('-', ' ')].filter(Boolean)) {
    await id('lodging-search').fill('');
    await id('lodging-search').fill(query);
    await id(`lodging-${target.id}`).waitFor({ timeout: 5000 });
  }
  await id('lodging-search').fill(code);
  await phone.getByText('1 penginapan', { exact: true }).waitFor();
});

test('the code at the door is read by the camera and opens that lodging', async () => {
  await phone.goto(`${app.base}/#/round`);
  await phone.goto(`${app.base}/#/find`);
  await id('scan-door').click();
  await phone.waitForURL(`**/#/lodging/${target.id}`, { timeout: 30_000 });
  await phone.getByText(target.door_code).waitFor();
  assert.equal(await phone.evaluate(() => document.querySelectorAll('video').length), 0, 'the camera is off again');
});

test('without a camera the code can be typed, and the sheet says so', async () => {
  await phone.goto(`${app.base}/#/find`);
  await phone.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await id('scan-door').click();
  await id('scan-sheet').getByText('Kamera tidak bisa dibuka').waitFor();
  await seen(phone, 'scan-id-dark');
  await phone.keyboard.press('Escape');
});

test('the nearest come first when the officer asks for it', async () => {
  await enter('find');
  await id('nearest-first').click();
  await until('the lodging the officer stands before is the first', async () =>
    (await phone.locator('[data-testid^="lodging-0"]').first().getAttribute('data-testid')) === `lodging-${target.id}`);
  await seen(phone, 'find-id-dark');
});

test('a visit outside the round begins with two taps', async () => {
  await phone.goto(`${app.base}/#/round`);
  await phone.getByText('Tambah kunjungan').first().click();
  await phone.locator(`[data-testid="start-${(await lodging('')).lodgings[3].id}"]`).click();
  await phone.waitForURL(/#\/inspect\//);
  await id('dock').waitFor();
});

test('a tap on start in the moment before the lodging is read counts', async () => {
  let read;
  const held = new Promise((done) => (read = done));
  await phone.goto(`${app.base}/#/find`);
  await phone.route(/\/api\/lodgings\/[0-9a-f-]{36}$/, async (route) => {
    await held;
    await route.continue();
  }, { times: 1 });
  await phone.goto(`${app.base}/#/lodging/${(await lodging('')).lodgings[5].id}`);
  await id('start-inspection').click();
  read();
  await phone.waitForURL(/#\/inspect\//);
  await id('dock').waitFor();
});

test('without a base map the points stand on plain ground; with one, its water and roads lie below them', async () => {
  const parts = [];
  phone.on('response', (reply) => reply.url().endsWith('/map/base.pmtiles') && parts.push(reply.status()));
  await phone.goto(`${app.base}/#/round`);
  await id('round-view').getByText('Peta').click();
  await id('base-map').waitFor({ state: 'attached' });
  await until('the app looked for a base map', () => parts.includes(404));
  await phone.getByText(/Tanpa|tanpa/).first().waitFor();

  const here = { lat: target.lat_e6 / 1e6, lng: target.lng_e6 / 1e6 };
  writeFileSync(stage.path('field', 'basemap.pmtiles'), baseMap(here));
  parts.length = 0;
  await enter('round');
  await id('locate').click();
  await phone.getByText('Jarak diukur dari sini').waitFor();
  await id('round-view').getByText('Peta').click();
  const colours = () => id('base-map').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const found = {};
    for (let i = 0; i < data.length; i += 4) {
      const name = data[i + 3] === 0 ? 'bare' : `${data[i]},${data[i + 1]},${data[i + 2]}`;
      found[name] = (found[name] ?? 0) + 1;
    }
    const total = data.length / 4;
    return { sea: (found['8,11,24'] ?? 0) / total, bare: (found.bare ?? 0) / total, road: (found['42,49,96'] ?? 0) / total };
  });
  // Further out, so that the screen shows several tiles: the western half of each is water.
  for (let n = 0; n < 4; n++) await phone.getByRole('button', { name: 'Perkecil' }).click();
  const painted = await until('half of the ground is water', async () => {
    const now = await colours();
    return now.sea > 0.3 && now.bare > 0.3 && now;
  });
  assert.ok(painted.road > 0, 'roads are drawn');
  assert.ok(parts.length > 0 && parts.every((status) => status === 206), `only parts of the file travel: ${parts}`);
  await heldAgainstAxe(phone, 'the map with its base');
});

test('the base map is read in parts within limits, and nothing else of the data folder', async () => {
  const read = (range, path = '/map/base.pmtiles') => fetch(app.base + path, { headers: range ? { Range: range } : {} });
  const first = await read('bytes=0-6');
  assert.equal(first.status, 206);
  assert.equal(await first.text(), 'PMTiles');
  assert.equal((await read('')).status, 400);
  assert.equal((await read('bytes=99999999999-')).status, 416);
  assert.equal((await read('bytes=5-2')).status, 416);
  for (const path of ['/map/ronda-field.db', '/map/../ronda-field.db', '/map/base.pmtiles/../../ronda-field.db']) {
    const reply = await read('bytes=0-15', path);
    assert.doesNotMatch(await reply.text(), /SQLite/, path);
  }
});
