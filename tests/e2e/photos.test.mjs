// Photos of the place in real Chromium: looked at before they are kept, marked with arrows, blurred where somebody came into them,
// taken again; and the paper handed to another app of the phone, as A4 and as a receipt.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { OfficerApp, openUnit } from '../http/cast.mjs';
import { freePort, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';
import { seen } from './seeing.mjs';

const stage = new Stage();
const story = {};
let unit, app, phone;
const id = (testid) => phone.getByTestId(testid);
const item = 'LEG-03';
const kept = async () => (await app.must('GET', `/api/inspections/${story.inspection}`)).answers[item]?.photos ?? [];

const test = chapters(() => ({ 'photos-phone': phone }));

/** A front with its name board, and at the left something striped that must not be read. */
const front = (hue) => phone.evaluate(async (hue) => {
  const canvas = document.createElement('canvas');
  canvas.width = 2400;
  canvas.height = 1800;
  const pen = canvas.getContext('2d');
  pen.fillStyle = `hsl(${hue} 30% 35%)`;
  pen.fillRect(0, 0, 2400, 1800);
  pen.fillStyle = `hsl(${hue} 20% 70%)`;
  pen.fillRect(900, 300, 1300, 1500);
  pen.fillStyle = '#f4f1e6';
  pen.fillRect(1100, 420, 900, 260);
  pen.fillStyle = '#1b2a4a';
  pen.font = '700 120px sans-serif';
  pen.fillText('12 KAMAR', 1200, 590);
  for (let x = 100; x < 700; x += 24) {
    pen.fillStyle = x % 48 === 4 ? '#000' : '#fff';
    pen.fillRect(x, 500, 24, 800);
  }
  return canvas.toDataURL('image/png').split(',')[1];
}, hue);

/** The camera is opened by that button and gives a picture. */
async function shoot(hue, button) {
  const [camera] = await Promise.all([phone.waitForEvent('filechooser'), button.click()]);
  await camera.setFiles({ name: 'kamera.png', mimeType: 'image/png', buffer: Buffer.from(await front(hue), 'base64') });
  await id('photo-canvas').waitFor();
}

/** How much the brightness jumps from pixel to pixel in one part of a stored photo, 0 to 255. */
const roughness = (sha256, [x, y, width, height]) => phone.evaluate(async ([sha256, x, y, width, height]) => {
  const bitmap = await createImageBitmap(await (await fetch(`/api/photos/${sha256}`)).blob());
  const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
  const pen = canvas.getContext('2d');
  pen.drawImage(bitmap, 0, 0);
  const { data } = pen.getImageData(x, y, width, height);
  let sum = 0;
  for (let i = 4; i < data.length; i += 4) sum += Math.abs(data[i] - data[i - 4]);
  return { rough: sum / (width * height), width: bitmap.width, height: bitmap.height };
}, [sha256, x, y, width, height]);

before(async () => {
  unit = await openUnit(stage);
  const port = await freePort();
  await stage.field({ port });
  app = new OfficerApp(port);
  await app.enrol(unit.base, await unit.code());
  await app.settled();
  const made = await app.must('POST', '/api/inspections', { lodging_id: unit.lodgings[0].id, visit_id: null, fix: null });
  story.inspection = made.id;
  phone = await stage.phone();
  // Headless Chromium has nothing to share with: this phone has, and remembers what it was given.
  await phone.addInitScript(() => {
    navigator.canShare = () => true;
    navigator.share = async ({ files, title }) => {
      globalThis.shared = { title, name: files[0].name, type: files[0].type, size: files[0].size };
    };
  });
  await phone.goto(`${app.base}/#/inspect/${made.id}/LEG/${item}`);
  await id('dock').getByText(item).waitFor();
});

after(async () => {
  await stage.strike();
});

test('the camera opens though the screen moves under the finger', async () => {
  const box = await id(`photo-${item}`).first().boundingBox();
  const chosen = phone.waitForEvent('filechooser', { timeout: 10_000 });
  await phone.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await phone.mouse.down();
  await id('dock').evaluate((dock) => (dock.style.transform = 'translateY(-120px)'));
  await phone.mouse.up();
  await chosen;
  await id('dock').evaluate((dock) => (dock.style.transform = ''));
});

test('a photo is looked at first; closing it keeps nothing', async () => {
  await shoot(20, id(`photo-${item}`).first());
  await phone.getByText('Tidak boleh ada orang').waitFor();
  assert.equal((await kept()).length, 0);
  await phone.keyboard.press('Escape');
  await id('photo-canvas').waitFor({ state: 'hidden' });
  assert.equal((await kept()).length, 0);
});

test('what is blurred by hand and pointed at by keys becomes part of the picture before it is hashed', async () => {
  await shoot(20, id(`photo-${item}`).first());
  await id('photo-blur').click();
  const box = await id('photo-canvas').boundingBox();
  const at = (x, y) => [box.x + (x / 1600) * box.width, box.y + (y / 1200) * box.height];
  await phone.mouse.move(...at(40, 300));
  await phone.mouse.down();
  await phone.mouse.move(...at(300, 600), { steps: 4 });
  await phone.mouse.move(...at(500, 900), { steps: 4 });
  await phone.mouse.up();
  await phone.getByText('Bagian itu dikaburkan.').waitFor({ state: 'attached' });
  await id('photo-arrow').click();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowRight', 'Enter']) await phone.keyboard.press(key);
  await phone.getByText('Panah ditambahkan.').waitFor({ state: 'attached' });
  await seen(phone, 'photo-editor-id-dark');
  await id('photo-use').click();
  await until('the photo is kept', async () => (await kept()).length === 1);
  const [photo] = await kept();
  story.first = photo.sha256;
  const blurred = await roughness(photo.sha256, [80, 340, 380, 520]);
  assert.deepEqual([blurred.width, blurred.height], [1600, 1200], 'as large as it is kept');
  assert.ok(blurred.rough < 6, `no stripe is left: ${blurred.rough}`);
});

test('two taps mark as well as a stroke, a mark is undone, and what is not blurred stays sharp', async () => {
  await id(`photo-${item}`).first().click();
  await shoot(200, id('photo-add'));
  await id('photo-blur').click();
  const box = await id('photo-canvas').boundingBox();
  await phone.mouse.click(box.x + box.width * 0.05, box.y + box.height * 0.3);
  await phone.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.7);
  await phone.getByText('Bagian itu dikaburkan.').waitFor({ state: 'attached' });
  await id('photo-unmark').click();
  assert.ok(await id('photo-unmark').isDisabled());
  await id('photo-use').click();
  await until('there are two', async () => (await kept()).length === 2);
  const second = (await kept()).find((one) => one.sha256 !== story.first);
  assert.ok((await roughness(second.sha256, [80, 340, 380, 520])).rough > 12, 'the stripes are there');
  story.second = second.sha256;
});

test('a photo is taken again: the new one takes its place only when it is used', async () => {
  await shoot(300, id('photo-again-1'));
  assert.ok((await kept()).some((one) => one.sha256 === story.first), 'the old one is still there');
  await id('photo-use').click();
  await until('the old one is gone', async () => !(await kept()).some((one) => one.sha256 === story.first));
  assert.equal((await kept()).length, 2);
  await seen(phone, 'photos-id-dark', { narrow: false });
  await phone.keyboard.press('Escape');
});

test('items about the register offer no photo', async () => {
  await phone.goto(`${app.base}/#/inspect/${story.inspection}/REG/REG-02`);
  await id('dock').getByText('REG-02').waitFor();
  assert.ok(await id('dock').getByTestId('photo-REG-02').isDisabled());
});

test('the paper is handed to another app as A4 and as an 80 mm receipt', async () => {
  const sealed = await app.sealClosed(unit.lodgings[1].id);
  await phone.goto(`${app.base}/#/report/${sealed}`);
  await id('report').waitFor();
  await id('ba-share').click();
  await until('it was handed over', () => phone.evaluate(() => globalThis.shared !== undefined));
  const a4 = await phone.evaluate(() => globalThis.shared);
  assert.match(a4.name, /^[a-z0-9-]+\.pdf$/);
  assert.deepEqual([a4.type, a4.title], ['application/pdf', 'Berita acara']);
  await id('ba-form').getByText('Struk 80 mm').click();
  await seen(phone, 'report-receipt-id-dark', { narrow: false });
  assert.match(await id('ba-pdf').getAttribute('href'), /form=receipt$/);
  await id('ba-share').click();
  await until('the receipt was handed over', () => phone.evaluate((size) => globalThis.shared.size !== size, a4.size));
});
