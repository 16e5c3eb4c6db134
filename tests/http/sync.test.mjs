// The officer's app and the server as processes, with a network between them that fails at chosen moments: every record
// arrives exactly once, every photo whole, and nobody has to press anything.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { HandDevice, Network, noisePng, OfficerApp, openUnit, refusal, sha256 } from './cast.mjs';

const stage = new Stage();
let unit, network, app, field, fieldPort;
let sealed = 0;

/** What the server knows of this device. */
async function onServer() {
  const { inspections } = await unit.head.must('GET', '/inspections?limit=500');
  return inspections.map((one) => one.id);
}

before(async () => {
  unit = await openUnit(stage);
  network = await new Network(unit.port).open();
  fieldPort = await freePort();
  field = await stage.field({ port: fieldPort });
  app = new OfficerApp(fieldPort);
});
after(async () => {
  await network?.close();
  await stage.strike();
});

test('a wrong code is said in words and the device stays as it was', async () => {
  const reply = await app.call('POST', '/api/enrol', { server: network.base, code: 'AAAA-AAAA' });
  assert.equal(refusal(reply), '403 wrong_code');
  assert.equal((await app.must('GET', '/api/state')).enrolled, false);
});

test('an address that is none is told with its place', async () => {
  const reply = await app.call('POST', '/api/enrol', { server: 'ronda', code: 'AAAA-AAAA' });
  assert.equal(refusal(reply), '422 bad_input');
  assert.equal(reply.body.where, '/server');
});

test('a server that is not there is unreachable, a sign-in page is told as what it is', async () => {
  const nobody = await freePort();
  assert.equal(refusal(await app.call('POST', '/api/enrol', { server: `http://127.0.0.1:${nobody}`, code: 'AAAA-AAAA' })), '502 unreachable');
  network.fate = () => 'portal';
  const reply = await app.call('POST', '/api/enrol', { server: network.base, code: 'AAAA-AAAA' });
  network.fate = () => 'pass';
  assert.equal(refusal(reply), '502 unreachable');
  assert.match(reply.body.title, /sign-in on a web page/);
});

test('a code enrols one device, the first pull brings the register', async () => {
  const code = await unit.code();
  await app.enrol(network.base, code.toLowerCase().replace('-', ' '));
  const state = await app.must('GET', '/api/state');
  assert.equal(state.officer.id, unit.officer.id);
  const mine = await app.must('GET', '/api/lodgings?limit=1');
  const all = await unit.head.must('GET', '/lodgings?limit=1');
  assert.equal(mine.total, all.total);
  assert.equal(refusal(await new HandDevice(unit.base).enrol(code)), '403 wrong_code', 'a used code is no code');
  assert.equal(refusal(await app.call('POST', '/api/enrol', { server: network.base, code })), '409 conflict');
});

test('a sealed inspection goes up by itself, photo included', async () => {
  const photo = noisePng(450); // about 600 kB: three pieces
  const id = await app.sealClosed(unit.lodgings[sealed++].id, [photo]);
  const summary = await app.settled();
  assert.deepEqual(summary.visits.map((one) => [one.inspection_id, one.state]), [[id, 'verified']]);
  const told = await unit.head.must('GET', `/inspections/${id}`);
  assert.equal(told.photos_on_server, 1);
  assert.equal(sha256(Buffer.from(told.record.text)), told.record.hash);
  const seen = await fetch(`${unit.base}/api/v1/attachments/${sha256(photo)}`, { headers: { Cookie: unit.head.cookie } });
  assert.ok(photo.equals(Buffer.from(await seen.arrayBuffer())));
  assert.equal(network.seen.filter((line) => line.startsWith('PATCH')).length, 3);
});

test('a reply lost after the commit costs a repeat, not a second inspection', async () => {
  let cut = 0;
  network.fate = (request) => (request.url.endsWith('/sync/push') && cut++ < 2 ? 'lost' : 'pass');
  const id = await app.sealClosed(unit.lodgings[sealed++].id);
  await until('the server holds it while the app does not know', async () => cut > 0 && (await onServer()).includes(id));
  await app.settled();
  assert.ok(cut >= 2);
  assert.equal((await onServer()).filter((one) => one === id).length, 1);
  assert.equal((await unit.head.must('GET', '/quarantine')).records.length, 0);
});

test('no network: the app says that all is safe, and taps are answered at once', async () => {
  network.fate = () => 'down';
  const id = await app.sealClosed(unit.lodgings[sealed++].id);
  const summary = await until('the app noticed', async () => {
    const now = await app.sync();
    return now.state === 'offline' && now;
  });
  assert.equal(summary.problem.code, 'unreachable' === summary.problem.code ? 'unreachable' : 'truncated');
  assert.match(summary.sentence.id, /Semua aman di ponsel ini/);
  assert.equal(summary.pending_records, 1);
  assert.equal(summary.visits.find((one) => one.inspection_id === id).state, 'on_device');
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await app.settled();
});

test('a sign-in page of the network is recognised and nothing counts as sent', async () => {
  network.fate = () => 'portal';
  const id = await app.sealClosed(unit.lodgings[sealed++].id);
  await until('the app noticed', async () => (await app.sync()).state === 'problem');
  const summary = await app.sync();
  assert.match(summary.problem.text.en, /sign-in on a web page/);
  assert.equal(summary.pending_records, 1);
  const { lines } = await app.must('GET', '/api/sync/diary');
  assert.match(lines.find((line) => line.event === 'error').text.en, /sign-in on a web page/);
  assert.ok(!(await onServer()).includes(id));
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await app.settled();
  assert.ok((await onServer()).includes(id));
});

test('a server that does not decode what is packed gets it plain, and a proxy in between is no trouble', async () => {
  network.seen = [];
  network.fate = () => 'plain';
  await app.sealClosed(unit.lodgings[sealed++].id);
  await app.settled();
  assert.equal(network.seen.filter((line) => line.startsWith('POST /api/v1/sync/push')).length, 2, 'packed, then plain');
  network.seen = [];
  await app.sealClosed(unit.lodgings[sealed++].id);
  await app.settled();
  assert.equal(network.seen.filter((line) => line.startsWith('POST /api/v1/sync/push')).length, 1, 'it is remembered');
  network.fate = () => 'pass';
});

test('a photo cut in the middle goes on at the offset of the server', async () => {
  let pieces = 0;
  network.seen = [];
  network.fate = (request) => (request.method === 'PATCH' && ++pieces === 2 ? 'lost' : 'pass');
  await app.sealClosed(unit.lodgings[sealed++].id, [noisePng(450)]);
  await app.settled();
  assert.ok(network.seen.some((line) => line.startsWith('HEAD /api/v1/attachments/')), 'it asked where the server stands');
  assert.ok(pieces <= 4, `${pieces} pieces`);
});

test('the server is killed and comes back: the app goes on by itself', async () => {
  await unit.server.kill();
  const id = await app.sealClosed(unit.lodgings[sealed++].id);
  await until('the app noticed', async () => (await app.sync()).state === 'offline');
  unit.server = await unit.restart();
  await app.settled(60);
  assert.ok((await onServer()).includes(id));
});

test('the app is killed between seal and answer: what was sealed arrives once', async () => {
  network.fate = (request) => (request.url.endsWith('/sync/push') ? 'lost' : 'pass');
  const id = await app.sealClosed(unit.lodgings[sealed++].id);
  await until('the server holds it', async () => (await onServer()).includes(id));
  await field.kill();
  network.fate = () => 'pass';
  field = await stage.field({ port: fieldPort });
  await app.settled();
  assert.equal((await onServer()).filter((one) => one === id).length, 1);
  assert.equal((await app.sync()).acked_records, sealed);
});

test('taps are answered quickly while a slow network carries photos', async () => {
  network.fate = () => 'pass';
  await app.sealClosed(unit.lodgings[sealed++].id, [noisePng(700)]);
  const times = [];
  for (let i = 0; i < 60; ++i) {
    const begin = performance.now();
    await app.must('GET', '/api/state');
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  assert.ok(times[30] < 100, `median ${times[30].toFixed(1)} ms`);
  await app.settled();
});

test('one round on the command line tells what happened', async () => {
  await field.stop();
  const sync = await stage.run('ronda-field', 'sync', '--data', stage.path('field'));
  assert.equal(sync.code, 0, sync.err);
  assert.match(sync.out, new RegExp(`waiting: 0 records, 0 photos; on the server: ${sealed} records`));
  network.fate = () => 'down';
  const offline = await stage.run('ronda-field', 'sync', '--data', stage.path('field'));
  assert.equal(offline.code, 1);
  assert.match(offline.err, /^(?:\S+ info .*\n)*ronda-field: \w+: [^\n]*Everything is safe on this phone/m);
  network.fate = () => 'pass';
});

test('a device can be enrolled on the command line, once', async () => {
  const enrol = (code) => stage.run('ronda-field', 'enrol', '--data', stage.path('second'), '--server', unit.base, '--code', code, '--name', 'Tablet Regu 2');
  const wrong = await enrol('AAAA-AAAA');
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /wrong_code/);
  assert.equal((await enrol(await unit.code())).code, 0);
  assert.equal((await enrol(await unit.code())).code, 1);
  const { devices } = await unit.head.must('GET', '/devices');
  assert.ok(devices.some((one) => one.name === 'Tablet Regu 2'));
});

test('a revoked device hands over what it holds and is told so', async () => {
  const { devices } = await unit.head.must('GET', '/devices');
  const mine = devices.find((one) => one.acked_seq === sealed);
  await unit.head.must('POST', `/devices/${mine.id}/revoke`, { reason: 'Hilang' });
  network.fate = () => 'down'; // it seals before it can hear of it
  field = await stage.field({ port: fieldPort });
  await app.sealClosed(unit.lodgings[sealed++].id);
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  const summary = await until('it arrived', async () => {
    const now = await app.sync();
    return now.pending_records === 0 && now.state === 'problem' && now;
  });
  assert.equal(summary.problem?.code, 'revoked');
  const { records } = await unit.head.must('GET', '/quarantine');
  assert.equal(records.length, 1);
});
