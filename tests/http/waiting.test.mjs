// What waits for a person: held records and cases, from the device that said something to the unit head who decides, over
// the built server's real HTTP.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Session, Stage } from '../support/stage.mjs';
import { HandDevice, newId, openUnit, refusal, sha256 } from './cast.mjs';

const stage = new Stage();
let unit, head;

before(async () => {
  unit = await openUnit(stage);
  head = unit.head;
});
after(() => stage.strike());

const phone = async () => {
  const device = new HandDevice(unit.base);
  assert.equal((await device.enrol(await unit.code())).status, 201);
  return device;
};
const waiting = async (device, state = 'open') =>
  (await head.must('GET', `/quarantine?state=${state}&limit=500`)).records.filter((one) => one.device === device.who.device);
const match = (row) => ({ 'If-Match': `"${row.version}"` });
const feedOf = async (device, entity, id) => (await device.pullAll()).filter((one) => one.entity === entity && one.id === id).at(-1);

test('a record about an unknown lodging tells what happened, shows its bytes, and counts once a person says what was meant', async () => {
  const device = await phone();
  const unknown = newId();
  const inspection = device.sealed(unknown);
  assert.deepEqual((await device.push()).body.quarantined.map((one) => one.code), ['not_found']);
  const [held] = await waiting(device);
  assert.equal(held.device_name, 'Ponsel uji');
  assert.equal(held.officer.id, device.who.officer);
  assert.deepEqual(held.can, ['retry', 'lodging', 'close']);
  assert.ok(held.why.id && held.why.en && held.todo.id && held.todo.en);
  assert.match(held.summary.id, /penginapan yang tidak dikenal/);
  const detail = await head.must('GET', `/quarantine/${held.id}`);
  assert.equal(detail.text, device.records[0]);
  assert.equal(sha256(detail.text), detail.hash);

  const again = await head.call('POST', `/quarantine/${held.id}/retry`, {}, match(held));
  assert.equal(again.status, 200);
  assert.equal(again.body.state, 'open', 'nothing has changed yet, so it is still held');
  assert.equal(refusal(await head.call('POST', `/quarantine/${held.id}/retry`, {}, match(held))), '412 stale_version');
  const good = await head.call('POST', `/quarantine/${held.id}/retry`, { lodging: unit.lodgings[0].id, note: 'Nama lama' }, match(again.body));
  assert.equal(good.body.state, 'accepted', JSON.stringify(good.body));
  assert.equal((await head.must('GET', `/inspections/${inspection}`)).lodging.id, unit.lodgings[0].id);
  assert.deepEqual((await head.must('GET', `/quarantine/${held.id}`)).decisions.map((one) => one.what), ['retried', 'accepted']);
  assert.equal((await feedOf(device, 'record', held.id)).data.state, 'accepted', 'the device learns it');
  const another = await phone();
  assert.equal(await feedOf(another, 'record', held.id), undefined, 'no other device hears of it');
  assert.deepEqual((await device.push()).body.quarantined, [], 'and a repeated push does not list it again');
});

test('what a revoked device sent is accepted only when the head says so', async () => {
  const device = await phone();
  await head.must('POST', `/devices/${device.who.device}/revoke`, { reason: 'Hilang' });
  const inspection = device.sealed(unit.lodgings[1].id);
  await device.push();
  const [held] = await waiting(device);
  assert.deepEqual([held.code, held.device_revoked, held.can], ['revoked', true, ['accept_revoked', 'close']]);
  assert.equal(refusal(await head.call('POST', `/quarantine/${held.id}/retry`, {}, match(held))), '403 revoked');
  assert.equal((await head.call('POST', `/quarantine/${held.id}/retry`, { accept_revoked: true }, match(held))).body.state, 'accepted');
  assert.equal((await head.must('GET', `/inspections/${inspection}`)).outcome, 'closed');
});

test('a copied device: its other record is never applied by itself, only as a copy under review', async () => {
  const device = await phone();
  const copy = Object.assign(new HandDevice(unit.base), { who: device.who, keys: device.keys });
  device.sealed(unit.lodgings[2].id);
  const other = copy.sealed(unit.lodgings[3].id);
  await device.push();
  assert.equal(refusal(await copy.push()), '409 fork');
  const [held] = await waiting(device);
  assert.deepEqual([held.code, held.can], ['fork', ['as_copy', 'close']]);
  assert.equal(refusal(await head.call('POST', `/quarantine/${held.id}/retry`, {}, match(held))), '409 fork');
  assert.equal((await head.call('GET', `/inspections/${other}`)).status, 404);
  const taken = await head.call('POST', `/quarantine/${held.id}/retry`, { as_copy: true, note: 'Benar terjadi' }, match(held));
  assert.deepEqual([taken.body.state, taken.body.handled.how], ['accepted', 'accepted_copy']);
  const shown = await head.must('GET', `/inspections/${other}`);
  assert.ok(shown.verified, 'it stands in the ledger');
  assert.equal(shown.record.text, copy.records[0]);
  assert.equal((await head.must('GET', `/inspections?lodging=${unit.lodgings[2].id}`)).inspections.length, 1, 'the first one stands as it was');
  const [review] = (await head.must('GET', '/cases')).cases.filter((one) => one.quarantine === held.id);
  assert.equal(review.kind, 'copy');
  assert.equal((await head.call('POST', `/cases/${review.id}/decide`, { keep: 'theirs' }, match(review))).body.code, 'bad_input');
  assert.equal((await head.call('POST', `/cases/${review.id}/decide`, { keep: 'ours', note: 'Sudah ditinjau' }, match(review))).body.state, 'decided');
});

test('a record that is closed stays readable with its note, its bytes and who closed it', async () => {
  const device = await phone();
  device.record('tip.heard', { text: 'x' });
  await device.push();
  const [held] = await waiting(device);
  assert.equal(held.code, 'stale_schema');
  assert.equal((await head.call('POST', `/quarantine/${held.id}/close`, { note: ' ' }, match(held))).body.code, 'bad_input');
  assert.equal((await head.call('POST', `/quarantine/${held.id}/close`, { note: 'NIK 5371010101900001' }, match(held))).body.code, 'bad_input');
  assert.equal((await head.call('POST', `/quarantine/${held.id}/close`, { note: 'Uji coba petugas' }, {})).status, 422, 'without If-Match');
  const closed = await head.call('POST', `/quarantine/${held.id}/close`, { note: 'Uji coba petugas' }, match(held));
  assert.equal(closed.body.state, 'closed');
  assert.deepEqual(await waiting(device), []);
  const [kept] = await waiting(device, 'closed');
  assert.deepEqual([kept.handled.note, kept.handled.by.name.length > 0, kept.can], ['Uji coba petugas', true, []]);
  assert.equal((await head.must('GET', `/quarantine/${held.id}`)).text, device.records[0]);
  assert.equal(refusal(await head.call('POST', `/quarantine/${held.id}/retry`, {}, match(kept))), '409 conflict');
  assert.equal((await feedOf(device, 'record', held.id)).data.note, 'Uji coba petugas');
});

test('two phones and one name: both words are kept until the head decides, and every phone hears it', async () => {
  const [a, b] = [await phone(), await phone()];
  const lodging = await head.must('GET', `/lodgings/${unit.lodgings[4].id}`);
  const correct = (device, value) => device.record('lodging.corrected',
    { lodging: lodging.id, base: lodging.version, fields: { name: { old: lodging.name, new: value } } });
  correct(a, 'Wisma Satu');
  correct(b, 'Wisma Dua');
  for (const device of [a, b]) assert.deepEqual((await device.push()).body.quarantined, []);
  const [found] = (await head.must('GET', '/cases')).cases.filter((one) => one.lodging?.id === lodging.id);
  assert.deepEqual([found.kind, found.field, [found.ours.value, found.theirs.value].sort()], ['lodging_field', 'name', ['Wisma Dua', 'Wisma Satu']]);
  assert.equal(found.ours.by, 'device');
  assert.ok(found.text.id && found.text.en && found.field_name.id);
  assert.deepEqual((await feedOf(a, 'lodging', lodging.id)).data.disputed, ['name']);
  assert.equal(refusal(await head.call('POST', `/cases/${found.id}/decide`, { keep: 'ours' }, { 'If-Match': '"99"' })), '412 stale_version');
  const decided = await head.call('POST', `/cases/${found.id}/decide`, { keep: { value: 'Wisma Tiga' } }, match(found));
  assert.deepEqual([decided.status, decided.body.state, decided.body.decided.keep], [200, 'decided', 'value'], JSON.stringify(decided.body));
  const told = (await feedOf(b, 'lodging', lodging.id)).data;
  assert.deepEqual([told.name, told.disputed], ['Wisma Tiga', undefined]);
  assert.equal((await head.call('POST', `/cases/${found.id}/decide`, { keep: 'ours' }, match(decided.body))).body.code, 'conflict');
});

test('premises met on the street: inspected at once, merged later, and late records still find their way', async () => {
  const device = await phone();
  const id = newId();
  const { lat_e6, lng_e6 } = unit.lodgings[5];
  device.record('lodging.proposed', { lodging: id, name: 'Kos Baru', kind: 'kos', address: null, kelurahan: null, kecamatan: null, lat_e6, lng_e6, rooms: 8, phone: null });
  const first = device.sealed(id);
  assert.deepEqual((await device.push()).body.quarantined, []);
  const proposed = await head.must('GET', `/lodgings/${id}`);
  assert.deepEqual([proposed.status, proposed.source], ['unregistered', 'device']);
  assert.equal(refusal(await head.call('POST', `/lodgings/${unit.lodgings[6].id}/merge`, { into: unit.lodgings[5].id }, match(unit.lodgings[6]))), '409 conflict');
  const merged = await head.call('POST', `/lodgings/${id}/merge`, { into: unit.lodgings[5].id }, match(proposed));
  assert.equal(merged.body.id, unit.lodgings[5].id, JSON.stringify(merged.body));
  assert.equal((await head.call('GET', `/lodgings/${id}`)).status, 404);
  assert.equal((await head.must('GET', `/inspections/${first}`)).lodging.id, unit.lodgings[5].id);
  assert.equal((await feedOf(device, 'lodging', id)).deleted, true);
  const late = device.sealed(id);
  assert.deepEqual((await device.push()).body.quarantined, []);
  assert.equal((await head.must('GET', `/inspections/${late}`)).lodging.id, unit.lodgings[5].id);
});

test('a correction takes the place of what was sealed; both stay readable; a second one of the same waits', async () => {
  const device = await phone();
  const lodging = unit.lodgings[7].id;
  const before = device.sealed(lodging);
  const sealed = JSON.parse(device.records[0]).body;
  const correct = (reason) => {
    const version = newId();
    device.record('inspection.corrected', {
      supersedes: before, record: sha256(device.records[0]), reason_class: 'result_changing', reason,
      inspection: { ...sealed, inspection: version, outcome: 'refused', outcome_reason: 'Pengelola menolak', portal_key: sha256(version) },
    });
    return version;
  };
  const now = correct('Bukan tutup melainkan ditolak');
  const rival = correct('Salinan');
  const reply = (await device.push()).body;
  assert.deepEqual(reply.quarantined.map((one) => [one.seq, one.code]), [[3, 'conflict']], JSON.stringify(reply));
  const shown = await head.must('GET', `/inspections/${now}`);
  assert.deepEqual([shown.outcome, shown.supersedes, shown.superseded_by, shown.correction.reason_class], ['refused', before, null, 'result_changing']);
  assert.equal(shown.body.outcome, 'refused');
  const old = await head.must('GET', `/inspections/${before}`);
  assert.deepEqual([old.outcome, old.superseded_by, old.body.outcome], ['closed', now, 'closed']);
  assert.deepEqual((await head.must('GET', `/inspections?lodging=${lodging}`)).inspections.map((one) => one.id), [now]);
  assert.equal((await head.call('GET', `/inspections/${now}/berita-acara.pdf`)).status, 200);
  const feed = await device.pullAll();
  assert.equal(feed.filter((one) => one.id === before).at(-1).deleted, true);
  assert.equal(feed.filter((one) => one.id === now).at(-1).data.outcome, 'refused');
  const [held] = await waiting(device);
  assert.match(held.why.id, /sudah diganti/);
  assert.equal((await head.call('GET', `/inspections/${rival}`)).status, 404);
});

test('reports of the field reach the books and name nobody', async () => {
  const device = await phone();
  device.record('activity.held', { activity: newId(), kind: 'education', date: '2026-12-05', place: 'SMA Negeri 3 Kupang', theme: null, headcount: 60, lodging: null });
  device.record('activity.held', { activity: newId(), kind: 'education', date: '2026-12-05', place: 'Rumah DH 1234 AB', theme: null, headcount: 2, lodging: null });
  assert.deepEqual((await device.push()).body.quarantined.map((one) => [one.seq, one.code]), [[2, 'bad_input']]);
  const { activities } = await head.must('GET', '/activities?from=2026-12-01&to=2026-12-31');
  assert.deepEqual(activities.map((one) => [one.place, one.headcount]), [['SMA Negeri 3 Kupang', 60]]);
});

test('an officer of the unit sees neither queue and decides nothing', async () => {
  const officer = new Session(unit.base);
  await officer.signIn('petugas', unit.logins.petugas);
  const device = await phone();
  device.sealed(newId());
  await device.push();
  const [held] = await waiting(device);
  for (const [method, path, body] of [['GET', '/quarantine'], ['GET', `/quarantine/${held.id}`], ['POST', `/quarantine/${held.id}/retry`, {}],
    ['POST', `/quarantine/${held.id}/close`, { note: 'x' }], ['GET', '/cases'], ['POST', `/cases/${newId()}/decide`, { keep: 'ours' }],
    ['POST', `/lodgings/${unit.lodgings[0].id}/merge`, { into: unit.lodgings[1].id }]]) {
    assert.equal(refusal(await officer.call(method, path, body, { 'If-Match': '"1"' })), '403 forbidden', `${method} ${path}`);
  }
});
