// A phone dies in the middle of an inspection. Its officer enrols another one, takes over what was begun and goes on at the
// same item; then both phones go on. Real processes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { call, HandDevice, newId, noisePng, OfficerApp, openUnit, refusal, sha256 } from './cast.mjs';

const stage = new Stage();
let unit, oldPhone, oldField, newPhone;
let next = 0;
const lodging = () => unit.lodgings[next++].id;

async function phone(name) {
  const port = await freePort();
  const field = await stage.field({ port, data: stage.path(name) });
  const app = new OfficerApp(port);
  await app.enrol(unit.base, await unit.code());
  return [app, field];
}
const copied = (app) => until('the copy is on the server', async () => {
  await app.must('POST', '/api/sync', {});
  const now = await app.sync();
  return now.pending_drafts === 0 && !now.running;
});
const remote = async (app) => (await app.must('GET', '/api/drafts/remote')).drafts;
const devices = async () => (await unit.head.must('GET', '/devices')).devices;

/** Everything that sealing a closed door needs. */
async function finish(app, id) {
  const { signatures } = await app.must('GET', `/api/inspections/${id}`);
  await app.must('PUT', `/api/inspections/${id}/outcome`, { outcome: 'closed', reason: 'Ditutup di tengah pemeriksaan' });
  await app.must('PUT', `/api/inspections/${id}/signatures/officers/${signatures.officers[0].officer_id}`, { signed: true });
  return app.call('POST', `/api/inspections/${id}/seal`, {});
}

before(async () => {
  unit = await openUnit(stage);
  [oldPhone, oldField] = await phone('old');
});
after(() => stage.strike());

test('another phone of the officer takes the inspection over at the same item', async () => {
  const { id } = await oldPhone.must('POST', '/api/inspections', { lodging_id: lodging(), visit_id: null, fix: null });
  await oldPhone.must('PUT', `/api/inspections/${id}/answers/LEG-01`, { value: 'yes', note: 'Papan jelas' });
  await oldPhone.must('POST', `/api/inspections/${id}/photos?item=LEG-01`, noisePng(60), { 'Content-Type': 'image/png' });
  await oldPhone.must('PUT', `/api/inspections/${id}/position`, { item: 'ADM-04' });
  await copied(oldPhone);
  const before = await oldPhone.must('GET', `/api/inspections/${id}`);
  const [listed] = (await devices()).filter((one) => one.drafts.length > 0);
  assert.deepEqual([listed.drafts[0].inspection, listed.drafts[0].photos, listed.drafts[0].answered], [id, 1, 1]);
  await oldField.kill();

  [newPhone] = await phone('new');
  await until('the new phone sees it', async () => (await remote(newPhone)).length === 1);
  const taken = await newPhone.must('POST', `/api/drafts/${id}/take`, {});
  assert.deepEqual([taken.id, taken.position, taken.checklist, taken.photos_left_behind], [id, 'ADM-04', before.checklist, 1]);
  assert.deepEqual(taken.answers['LEG-01'].note, 'Papan jelas');
  assert.equal((await finish(newPhone, id)).status, 201);
  await newPhone.settled();
  assert.equal((await devices()).flatMap((one) => one.drafts).length, 0);

  // The old phone wakes up again.
  const port = await freePort();
  oldField = await stage.field({ port, data: stage.path('old') });
  oldPhone = new OfficerApp(port);
  await until('the old phone is told', async () => (await oldPhone.must('GET', `/api/inspections/${id}`)).sealed_elsewhere);
  const refused = await finish(oldPhone, id);
  assert.equal(refusal(refused), '409 conflict');
  const own = await oldPhone.must('POST', `/api/inspections/${id}/own`, {});
  assert.notEqual(own.id, id);
  assert.equal(own.answers['LEG-01'].photos.length, 1);
  assert.equal((await finish(oldPhone, own.id)).status, 201);
  await oldPhone.settled();
  const { inspections } = await unit.head.must('GET', '/inspections?limit=10');
  assert.deepEqual(inspections.map((one) => one.id).sort(), [id, own.id].sort());
  assert.equal((await unit.head.must('GET', '/quarantine')).total, 0);
});

test('when both seal without knowing, the first stands and the second is kept for the unit head', async () => {
  const { id } = await oldPhone.must('POST', '/api/inspections', { lodging_id: lodging(), visit_id: null, fix: null });
  await copied(oldPhone);
  await until('the new phone sees it', async () => {
    await newPhone.must('POST', '/api/sync', {});
    return (await remote(newPhone)).some((one) => one.id === id);
  });
  await newPhone.must('POST', `/api/drafts/${id}/take`, {});
  await unit.server.stop();
  assert.equal((await finish(oldPhone, id)).status, 201);
  assert.equal((await finish(newPhone, id)).status, 201);
  unit.server = await unit.restart();
  for (const one of [oldPhone, newPhone]) {
    await until('both were sent', async () => {
      await one.must('POST', '/api/sync', {});
      return (await one.sync()).pending_records === 0;
    });
  }
  const { records } = await unit.head.must('GET', '/quarantine');
  assert.deepEqual(records.map((one) => [one.kind, one.code]), [['inspection.sealed', 'conflict']]);
  assert.match(records[0].why.en, /second phone/);
  const states = await Promise.all([oldPhone, newPhone].map(async (one) => (await one.sync()).visits.find((visit) => visit.inspection_id === id).state));
  assert.deepEqual(states.sort(), ['problem', 'verified']);
});

test('the server refuses what is no draft', async () => {
  const hand = new HandDevice(unit.base);
  await hand.enrol(await unit.code());
  const id = newId();
  const at = new Date().toISOString();
  const draft = {
    protocol: 1, inspection: id, version: 1, lodging: unit.lodgings[0].id, visit: null, checklist: 'v1', zone: 'Asia/Makassar', opened_at: at, saved_at: at,
    position: null, outcome: 'done', outcome_reason: null, answers: [], sample: null, dispositions: [], fixes: { start: null, end: null }, emergency_at: null,
    answered: 0, total: 39, photos: 0,
  };
  const put = (body, to = id, headers = hand.auth()) => call('PUT', `${unit.base}/api/v1/drafts/${to}`, body, headers);
  assert.equal((await put(draft)).status, 200);
  const vouched = (body) => ({ ...hand.auth(), 'Ronda-Draft-SHA256': sha256(JSON.stringify(body)) });
  assert.equal((await put({ ...draft, version: 2 }, id, vouched({ ...draft, version: 2 }))).status, 200);
  assert.equal(refusal(await put({ ...draft, version: 3 }, id, vouched({ ...draft, version: 7 }))), '422 bad_input', 'changed on its way');
  assert.equal((await put(draft)).body.version, 2, 'and nothing of it is kept');
  assert.equal(refusal(await put(draft, newId())), '422 bad_input');
  assert.equal(refusal(await put({ ...draft, name: 'x' })), '422 bad_input');
  assert.equal(refusal(await put({ ...draft, protocol: 2 })), '400 unsupported_version');
  assert.equal(refusal(await put({ ...draft, answers: [{ item: 'LEG-01', value: 'yes', note: '5371012345678901', at }] })), '422 bad_input');
  assert.equal(refusal(await put({ ...draft, outcome_reason: 'x'.repeat(100_000) })), '413 too_large');
  assert.equal(refusal(await put(draft, id, {})), '401 unauthenticated');
  assert.equal(refusal(await call('GET', `${unit.base}/api/v1/drafts`, undefined, hand.auth())), '400 unsupported_version');
  await unit.head.must('POST', `/devices/${hand.who.device}/revoke`, { reason: 'Hilang' });
  assert.equal(refusal(await put({ ...draft, version: 2 })), '403 revoked');
});
