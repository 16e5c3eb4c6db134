// What an officer says besides inspections, from the app's own API through the log to the unit head's books and back, with
// both programs as built.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { OfficerApp, openUnit } from './cast.mjs';

const stage = new Stage();
let unit, head, app;

before(async () => {
  unit = await openUnit(stage);
  head = unit.head;
  const port = await freePort();
  await stage.field({ port });
  app = new OfficerApp(port);
  await app.enrol(unit.base, await unit.code());
});
after(() => stage.strike());

/** Presses Sync now and waits until everything is on the server and its answer is here. */
async function synced() {
  const before_ = (await app.sync()).last_ok_at;
  await app.must('POST', '/api/sync', {});
  await app.settled();
  await until('a round that ended well', async () => (await app.sync()).last_ok_at !== before_);
}

test('premises met on the street are inspected at once and reach the register', async () => {
  const { lat_e6, lng_e6 } = unit.lodgings[0];
  const { lodging } = await app.must('POST', '/api/lodgings', { name: 'Kos Jalan Baru', kind: 'kos', lat_e6, lng_e6, rooms: 9 });
  const inspection = await app.sealClosed(lodging.id);
  await synced();
  assert.equal((await head.must('GET', `/lodgings/${lodging.id}`)).status, 'unregistered');
  assert.equal((await head.must('GET', `/inspections/${inspection}`)).lodging.name, 'Kos Jalan Baru');
});

test('a corrected lodging is merged with what the office changed meanwhile', async () => {
  const { id } = unit.lodgings[1];
  await synced();
  await app.must('PATCH', `/api/lodgings/${id}`, { rooms: 31 });
  const row = await head.must('GET', `/lodgings/${id}`);
  assert.equal((await head.call('PATCH', `/lodgings/${id}`, { phone: '0380 8553001' }, { 'If-Match': `"${row.version}"` })).status, 200);
  await synced();
  const merged = await head.must('GET', `/lodgings/${id}`);
  assert.deepEqual([merged.rooms, merged.phone], [31, '0380 8553001']);
  assert.equal((await app.must('GET', `/api/lodgings/${id}`)).lodging.phone, '0380 8553001');
});

test('a correction made on the phone takes the place of what it sealed', async () => {
  const before_ = await app.sealClosed(unit.lodgings[2].id);
  await synced();
  const draft = await app.must('POST', `/api/inspections/${before_}/correct`, { reason_class: 'result_changing', reason: 'Ditolak, bukan tutup' });
  const at = `/api/inspections/${draft.id}`;
  await app.must('PUT', `${at}/outcome`, { outcome: 'refused', reason: 'Pengelola menolak' });
  await app.must('PUT', `${at}/signatures/officers/${draft.signatures.officers[0].officer_id}`, { signed: true });
  await app.must('POST', `${at}/seal`, {});
  await synced();
  const shown = await head.must('GET', `/inspections/${draft.id}`);
  assert.deepEqual([shown.outcome, shown.supersedes, shown.verified], ['refused', before_, true]);
  assert.equal((await head.must('GET', `/inspections/${before_}`)).superseded_by, draft.id);
  assert.equal((await head.must('GET', '/quarantine')).total, 0);
  const { visits } = await app.must('GET', `/api/lodgings/${unit.lodgings[2].id}`);
  assert.deepEqual(visits.map((one) => one.outcome), ['refused']);
  assert.equal((await app.must('GET', `/api/inspections/${before_}`)).outcome, 'closed', 'the old version stays on the phone');
});

test('when the head accepts what was held, the phone takes the problem mark off', async () => {
  // Outside the unit's area: the register cannot take it, and the inspection of it waits with it.
  const { lodging } = await app.must('POST', '/api/lodgings', { name: 'Kos Seberang', kind: 'kos', lat_e6: -8_600_000, lng_e6: 121_000_000 });
  const inspection = await app.sealClosed(lodging.id);
  await app.must('POST', '/api/sync', {});
  await until('the problem is told', async () => (await app.must('GET', `/api/inspections/${inspection}`)).sync === 'problem');
  const { records } = await head.must('GET', '/quarantine');
  const held = records.find((one) => one.kind === 'inspection.sealed');
  assert.ok(held.can.includes('lodging'), JSON.stringify(held));
  const accepted = await head.call('POST', `/quarantine/${held.id}/retry`, { lodging: unit.lodgings[3].id }, { 'If-Match': `"${held.version}"` });
  assert.equal(accepted.body.state, 'accepted');
  const proposal = records.find((one) => one.kind === 'lodging.proposed');
  await head.must('POST', `/quarantine/${proposal.id}/close`, { note: 'Di luar wilayah; sudah terdaftar' }, { 'If-Match': `"${proposal.version}"` });
  await synced();
  assert.equal((await app.must('GET', `/api/inspections/${inspection}`)).sync, 'on_server');
});
