// A phone whose folder was copied, a phone that was switched off: told as what it is, and nothing of the work is lost or
// counted twice. Real processes.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { noisePng, OfficerApp, openUnit, refusal, sha256 } from './cast.mjs';

const stage = new Stage();
let unit, app, field, port, twin, twinField;
let next = 0;
const lodging = () => unit.lodgings[next++].id;

async function onServer() {
  const { inspections } = await unit.head.must('GET', '/inspections?limit=500');
  return inspections.map((one) => one.id).sort();
}
const state = async (phone) => (await phone.must('GET', '/api/state')).device_state;
const isIn = (phone, word) => until(`the phone knows that it is ${word}`, async () => {
  await phone.must('POST', '/api/sync', {});
  return (await state(phone)) === word;
});

before(async () => {
  unit = await openUnit(stage);
  port = await freePort();
  field = await stage.field({ port });
  app = new OfficerApp(port);
  await app.enrol(unit.base, await unit.code());
});
after(() => stage.strike());

test('a copied folder forks, is enrolled anew and loses nothing', async () => {
  const sealed = [await app.sealClosed(lodging())];
  await app.settled();
  await field.stop();
  // Sealed before the copy was made, never sent: both folders hold it.
  await unit.server.stop();
  field = await stage.field({ port });
  sealed.push(await app.sealClosed(lodging()));
  await field.stop();
  cpSync(stage.path('field'), stage.path('twin'), { recursive: true });
  unit.server = await unit.restart();
  field = await stage.field({ port });
  sealed.push(await app.sealClosed(lodging()));
  await app.settled();

  const photo = noisePng(60);
  const twinPort = await freePort();
  twinField = await stage.field({ port: twinPort, data: stage.path('twin') });
  twin = new OfficerApp(twinPort);
  sealed.push(await twin.sealClosed(lodging(), [photo]));
  await isIn(twin, 'forked');
  assert.match((await twin.must('GET', '/api/state')).device_notice.en, /enrol this phone anew/);
  assert.deepEqual(await onServer(), sealed.slice(0, 3).sort());
  await until('the unit head sees it', async () => (await unit.head.must('GET', '/devices')).devices.filter((one) => one.state === 'forked').length === 1);

  // Work goes on before anybody has a code.
  sealed.push(await twin.sealClosed(lodging()));
  const papers = [];
  for (const id of sealed.slice(3)) papers.push((await twin.must('GET', `/api/inspections/${id}`)).record);
  const asked = await twin.must('POST', '/api/enrol', { server: unit.base, code: await unit.code() });
  assert.equal(asked.device_state, 'active');
  await twin.settled();

  assert.deepEqual(await onServer(), [...sealed].sort());
  for (const [n, id] of sealed.slice(3).entries()) {
    const told = await unit.head.must('GET', `/inspections/${id}`);
    assert.equal(told.verified, true);
    assert.deepEqual([told.record.carried_from.seq, told.record.carried_from.hash], [papers[n].seq, papers[n].hash], 'the paper still fits');
    assert.equal(sha256(Buffer.from(told.record.text)), told.record.hash);
    assert.deepEqual((await twin.must('GET', `/api/inspections/${id}`)).record, papers[n]);
  }
  assert.equal((await unit.head.must('GET', `/inspections/${sealed[3]}`)).photos_on_server, 1);
  const summary = await twin.sync();
  assert.ok(summary.visits.every((one) => one.state === 'verified'), JSON.stringify(summary.visits));
  const after = (await unit.head.must('GET', '/devices')).devices;
  assert.deepEqual(after.map((one) => one.state), ['active', 'active']);
  assert.ok(after.some((one) => one.replaced_by === asked.device.id));

  // Both go on, each in its own log.
  sealed.push(await twin.sealClosed(lodging()), await app.sealClosed(lodging()));
  await twin.settled();
  await app.settled();
  assert.deepEqual(await onServer(), [...sealed].sort());
  assert.equal(await state(app), 'active');
});

test('a phone in order is not enrolled again', async () => {
  assert.equal(refusal(await app.call('POST', '/api/enrol', { server: unit.base, code: await unit.code() })), '409 conflict');
});

test('a phone that was switched off shows everything, changes nothing, and wakes up by itself', async () => {
  const open = await app.must('POST', '/api/inspections', { lodging_id: lodging(), visit_id: null, fix: null });
  const mine = (await app.must('GET', '/api/state')).device.id;
  await unit.head.must('POST', `/devices/${mine}/revoke`, { reason: 'Tertinggal di kantor' });
  await isIn(app, 'revoked');

  const refused = await app.call('POST', '/api/inspections', { lodging_id: lodging(), visit_id: null, fix: null });
  assert.equal(refusal(refused), '403 revoked');
  assert.match(refused.body.text.id, /dinonaktifkan/);
  assert.equal(refusal(await app.call('PUT', `/api/inspections/${open.id}/outcome`, { outcome: 'closed', reason: 'x' })), '403 revoked');
  assert.equal(refusal(await app.call('POST', `/api/inspections/${open.id}/seal`, {})), '403 revoked');
  assert.equal((await app.call('GET', `/api/inspections/${open.id}`)).status, 200);
  assert.match((await app.sync()).problem.text.en, /switched off/);

  const readmitted = await unit.head.must('POST', `/devices/${mine}/readmit`, {});
  assert.equal(readmitted.state, 'active');
  await isIn(app, 'active');
  await app.must('PUT', `/api/inspections/${open.id}/outcome`, { outcome: 'closed', reason: 'Pintu terkunci' });
  const { lines } = await app.must('GET', '/api/sync/diary');
  assert.ok(lines.some((line) => /active again/.test(line.text.en)));
});

test('a phone that was switched off can be enrolled anew with a new code on the command line', async () => {
  const mine = (await app.must('GET', '/api/state')).device.id;
  await unit.head.must('POST', `/devices/${mine}/revoke`, { reason: 'Hilang' });
  await isIn(app, 'revoked');
  await field.stop();
  const enrol = (code) => stage.run('ronda-field', 'enrol', '--data', stage.path('field'), '--server', unit.base, '--code', code);
  const { officers } = await unit.head.must('GET', '/officers');
  const stranger = officers.find((one) => one.active && one.id !== unit.officer.id);
  const { code } = await unit.head.must('POST', `/officers/${stranger.id}/enrolment-codes`, {});
  const other = await enrol(code);
  assert.equal(other.code, 1);
  assert.match(other.err, /conflict: this code is another officer's/);
  const done = await enrol(await unit.code());
  assert.equal(done.code, 0, done.err);
  field = await stage.field({ port });
  await app.unlock();
  assert.equal(await state(app), 'active');
  assert.notEqual((await app.must('GET', '/api/state')).device.id, mine);
  const id = await app.sealClosed(lodging());
  await app.settled();
  assert.ok((await onServer()).includes(id));
});
