// What waits for the unit head, in real Chromium: held records with their reason and exact bytes, decisions with both values, both
// versions of a corrected inspection, a lodging that turns out to be one we know, what a switched-off phone sent.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { HandDevice, Network, newId, OfficerApp, openUnit, sha256 } from '../http/cast.mjs';
import { chromium, freePort, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';
import { seen } from './seeing.mjs';

const stage = new Stage();
let unit, hand, desk, deskContext;
const story = {};
const id = (page, testid) => page.getByTestId(testid);
const place = (hash) => desk.goto(`${unit.base}/#/${hash}`);

const test = chapters(() => ({ 'queue-desk': desk, 'queue-phone': story.phone }));

async function pushed(from) {
  const reply = await hand.push(hand.pushBody(from));
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return reply.body;
}
const heldNow = async () => (await unit.head.must('GET', '/quarantine')).records;
const waiting = async () => Number((await desk.locator('[data-testid="nav-quarantine"] .badge').textContent().catch(() => '0')) || 0);

before(async () => {
  unit = await openUnit(stage);
  hand = new HandDevice(unit.base);
  await hand.enrol(await unit.code());
  deskContext = await chromium(stage.path('desk-profile'));
  desk = deskContext.pages()[0];
  await desk.goto(unit.base);
  await id(desk, 'login-user').fill('kanit');
  await id(desk, 'login-password').fill(unit.logins.kanit);
  await id(desk, 'login-submit').click();
  await id(desk, 'nav-quarantine').waitFor();
});

after(async () => {
  await story.phoneContext?.close();
  await deskContext?.close();
  await story.network?.close();
  await stage.strike();
});

test('an empty queue says what would be here', async () => {
  await id(desk, 'nav-quarantine').click();
  await desk.getByText('Tidak ada catatan yang ditahan').waitFor();
  await id(desk, 'queue-cases').click();
  await desk.getByText('Tidak ada yang perlu diputuskan').waitFor();
  await seen(desk, 'cases-empty-id-light');
});

test('a held record shows its reason in words, its content and its exact bytes, and the rail counts it', async () => {
  story.unknown = newId();
  story.first = hand.sealed(story.unknown);
  hand.sealed(newId());
  await pushed(1);
  assert.equal((await heldNow()).length, 2);
  await place('quarantine');
  await desk.reload();
  await id(desk, 'quarantine').waitFor();
  assert.equal(await waiting(), 2);
  const record = (await heldNow()).find((one) => one.seq === 1);
  await id(desk, `held-${record.id}`).click();
  await id(desk, 'held-detail').waitFor();
  const text = await id(desk, 'held-detail').textContent();
  for (const said of [record.why.id, record.todo.id, record.device_name]) assert.ok(text.includes(said), said);
  assert.match(await id(desk, 'held-body').textContent(), /Pintu terkunci/);
  await id(desk, 'held-exact').locator('summary').click();
  await until('the browser computed the fingerprint itself', async () => /sidik yang sama/.test(await id(desk, 'held-hash').textContent()));
  assert.equal(await id(desk, 'held-exact').locator('pre').textContent(), hand.records[0]);
  await seen(desk, 'held-record-id-light');
});

test('the unit head says which lodging is meant, and the inspection is in the books', async () => {
  await id(desk, 'held-lodging').click();
  await id(desk, 'held-confirm').click();
  await desk.getByText('Pilih satu penginapan dulu.').waitFor();
  const meant = unit.lodgings[3];
  await id(desk, 'pick-search').fill(meant.name);
  await id(desk, `pick-${meant.id}`).click();
  await seen(desk, 'held-lodging-id-light', { narrow: false });
  await id(desk, 'held-confirm').click();
  await until('it is accepted', async () => (await id(desk, 'held-detail').getAttribute('data-held-state')) === 'accepted');
  assert.equal((await unit.head.must('GET', `/inspections/${story.first}`)).lodging.id, meant.id);
});

test('closing wants a reason, keeps the record readable and empties the badge', async () => {
  const [record] = await heldNow();
  await place(`quarantine/${record.id}`);
  await id(desk, 'held-close').click();
  await id(desk, 'held-confirm').click();
  await desk.getByText('Tuliskan alasannya dulu.').waitFor();
  await id(desk, 'held-note').fill('Ganda dengan berita acara di kertas.');
  await id(desk, 'held-confirm').click();
  await until('it is closed', async () => (await id(desk, 'held-detail').getAttribute('data-held-state')) === 'closed');
  assert.match(await id(desk, 'held-detail').textContent(), /Ganda dengan berita acara di kertas/);
  await until('nothing waits any more', async () => (await desk.locator('[data-testid="nav-quarantine"] .badge').count()) === 0);
  await place('quarantine?state=handled');
  await id(desk, `held-${record.id}`).waitFor();
});

test('two values for one field stand side by side, and choosing one loses neither', async () => {
  const lodging = await unit.head.must('GET', `/lodgings/${unit.lodgings[4].id}`);
  await unit.head.must('PATCH', `/lodgings/${lodging.id}`, { phone: '0380 821455' }, { 'If-Match': `"${lodging.version}"` });
  hand.record('lodging.corrected', { lodging: lodging.id, base: lodging.version, fields: { phone: { old: lodging.phone, new: '0380 821544' } } });
  await pushed(hand.records.length);
  const [open] = (await unit.head.must('GET', '/cases')).cases;
  await place('cases');
  await desk.reload();
  await id(desk, `case-${open.id}`).waitFor();
  const card = await id(desk, `case-${open.id}`).textContent();
  for (const said of ['0380 821455', '0380 821544', lodging.name]) assert.ok(card.includes(said), said);
  await seen(desk, 'case-id-light');
  await id(desk, 'keep-theirs').click();
  await id(desk, 'case-note').fill('Sudah ditelepon');
  await seen(desk, 'case-confirm-id-light', { narrow: false });
  await id(desk, 'case-confirm').click();
  await desk.getByText('Tidak ada yang perlu diputuskan').waitFor();
  assert.equal((await unit.head.must('GET', `/lodgings/${lodging.id}`)).phone, '0380 821544');
  await place('cases?state=handled');
  await until('the decision is told', async () => /Usulan dipakai.*Sudah ditelepon/s.test(await id(desk, 'case-verdict').textContent()));
});

test('a corrected inspection shows why and what changed; the original stays readable', async () => {
  const lodging = unit.lodgings[5].id;
  const before = hand.sealed(lodging);
  const sealed = JSON.parse(hand.records.at(-1));
  await pushed(hand.records.length);
  const after = newId();
  hand.record('inspection.corrected', {
    supersedes: before, record: sha256(hand.records.at(-1)), reason_class: 'administrative', reason: 'Sebabnya salah tulis.',
    inspection: { ...sealed.body, inspection: after, outcome_reason: 'Tutup untuk perbaikan', portal_key: sha256(after) },
  });
  const reply = await pushed(hand.records.length);
  assert.deepEqual(reply.quarantined, []);
  await place(`inspections/${after}`);
  await id(desk, 'supersedes').waitFor();
  await until('the changes are listed', async () => /Tutup untuk perbaikan/.test(await id(desk, 'supersedes').textContent()));
  const told = await id(desk, 'supersedes').textContent();
  for (const said of ['Administratif', 'Sebabnya salah tulis.', 'Pintu terkunci']) assert.ok(told.includes(said), said);
  await seen(desk, 'correction-id-light');
  await id(desk, 'to-original').click();
  await id(desk, 'superseded-by').waitFor();
  assert.match(await desk.locator('main').textContent(), /Pintu terkunci/);
});

test('a lodging met on the street is merged into the one it is, with what was found there', async () => {
  const street = newId();
  const at = unit.lodgings.find((one) => one.lat_e6);
  hand.record('lodging.proposed', {
    lodging: street, name: 'Kos pagar hijau', kind: 'kos', address: null, kelurahan: null, kecamatan: null,
    lat_e6: at.lat_e6, lng_e6: at.lng_e6, rooms: 8, phone: null,
  });
  const inspection = hand.sealed(street);
  const reply = await pushed(hand.records.length - 1);
  assert.deepEqual(reply.quarantined, []);
  await place(`register/${street}`);
  await id(desk, 'lodging-merge').click();
  await id(desk, 'pick-search').fill(at.name);
  await id(desk, `pick-${at.id}`).click();
  await desk.getByText('Penggabungan tidak bisa diurungkan.').waitFor();
  await seen(desk, 'merge-id-light', { narrow: false });
  await id(desk, 'merge-confirm').click();
  await desk.waitForURL(new RegExp(`register/${at.id}`));
  assert.equal((await unit.head.must('GET', `/inspections/${inspection}`)).lodging.id, at.id);
});

test('what an officer sent after being switched off is held, accepted in the console, and the mark is gone in the app', async () => {
  story.network = await new Network(unit.port).open();
  const port = await freePort();
  await stage.field({ port });
  const app = new OfficerApp(port);
  await app.enrol(story.network.base, await unit.code());
  story.network.fate = () => 'down';
  const sealed = await app.sealClosed(unit.lodgings[6].id);
  const { device } = await app.must('GET', '/api/state');
  await unit.head.must('POST', `/devices/${device.id}/revoke`, { reason: 'Ponsel hilang' });
  story.network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await until('the record is held', async () => (await heldNow()).length === 1, 60);

  story.phoneContext = await chromium(stage.path('phone-profile'));
  const phone = (story.phone = story.phoneContext.pages()[0]);
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.goto(app.base);
  await id(phone, 'sync-badge').click();
  const visit = id(phone, `sync-visit-${sealed}`);
  await until('the officer sees that it needs somebody', async () => (await visit.getAttribute('data-state')) === 'problem', 40);
  assert.equal(await visit.getAttribute('aria-expanded'), 'true', 'the sentence is told unasked');
  await seen(phone, 'sync-held-id-dark');

  const [record] = await heldNow();
  await place(`quarantine/${record.id}`);
  await id(desk, 'held-accept_revoked').click();
  await id(desk, 'held-note').fill('Petugas menelepon, isinya benar.');
  await id(desk, 'held-confirm').click();
  await until('it is accepted', async () => (await id(desk, 'held-detail').getAttribute('data-held-state')) === 'accepted');
  await place('people/devices');
  await id(desk, `device-${device.id}-readmit`).click();
  await id(desk, 'readmit-confirm').click();
  await until('the phone may send again', async () => {
    await app.must('POST', '/api/sync', {});
    return (await app.must('GET', '/api/state')).device_state === 'active';
  }, 60);
  await until('the mark is gone', async () => (await visit.getAttribute('data-state')) === 'verified', 60);
  assert.equal((await unit.head.must('GET', `/inspections/${sealed}`)).outcome, 'closed');
});
