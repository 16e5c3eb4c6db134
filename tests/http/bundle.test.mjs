// Records and photos carried by hand, with real processes: a phone without a network, a file, a server. Whatever comes by
// file and whatever comes by network, in whichever order, counts once.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { freePort, Session, Stage, until } from '../support/stage.mjs';
import { call, HandDevice, Network, noisePng, OfficerApp, openUnit, refusal } from './cast.mjs';

const stage = new Stage();
let unit, app, network, data, next = 0;
const sealed = [];
const lodging = () => unit.lodgings[next++].id;
const field = (...args) => stage.run('ronda-field', ...args);
const bring = (file) => stage.run('ronda-server', 'import-bundle', '--data', stage.path('server'), file);
const goOffline = () => { network.fate = () => 'down'; };
async function goOnline() {
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await app.settled();
}
async function onServer() {
  const { inspections } = await unit.head.must('GET', '/inspections?limit=500');
  return inspections.map((one) => one.id).sort();
}
async function wholeOnServer() {
  assert.deepEqual(await onServer(), [...sealed].sort());
  for (const id of sealed) {
    const told = await unit.head.must('GET', `/inspections/${id}`);
    assert.deepEqual([told.verified, told.photos_on_server], [true, told.photos], id);
  }
  const verdict = await stage.run('ronda-server', 'verify', '--data', stage.path('server'));
  assert.equal(verdict.code, 0, verdict.err);
}
/** What the console does: announce, send in pieces, have it read. */
async function upload(bytes, { session = unit.head, piece = 100_000 } = {}) {
  const { id } = await session.must('POST', '/bundles', { bytes: bytes.length });
  for (let at = 0; at < bytes.length; at += piece) {
    const reply = await fetch(`${unit.base}/api/v1/bundles/${id}`, {
      method: 'PATCH', body: bytes.subarray(at, at + piece),
      headers: { Cookie: session.cookie, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(at) },
    });
    assert.equal(reply.status, 200, await reply.text());
  }
  return session.must('POST', `/bundles/${id}/import`, {});
}

before(async () => {
  unit = await openUnit(stage);
  network = await new Network(unit.port).open();
  data = stage.path('phone');
  const port = await freePort();
  await stage.field({ port, data });
  app = new OfficerApp(port);
  await app.enrol(network.base, await unit.code());
  await app.settled();
});
after(async () => {
  await network?.close();
  await stage.strike();
});

test('a night without a network, thirty photos and all, reaches the server by file', async () => {
  goOffline();
  for (let visit = 0; visit < 3; ++visit) {
    sealed.push(await app.sealClosed(lodging(), Array.from({ length: 10 }, () => noisePng(24))));
  }
  const contents = await app.must('GET', '/api/bundle/contents');
  assert.deepEqual([contents.waiting.records, contents.waiting.photos, contents.unfinished], [3, 30, 0]);
  const file = stage.path('malam.ronda');
  const written = await field('export-bundle', '--data', data, file);
  assert.equal(written.code, 0, written.err);
  assert.match(written.out, /3 records, 30 photos, \d+ bytes/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(stage.folder).filter((name) => name.includes('.part')), []);
  const verdict = await field('verify', file);
  assert.equal(verdict.code, 0, verdict.err);
  assert.match(verdict.out, /whole: bundle of .*3 records, 30 photos, all under the device's signatures/);

  const brought = await bring(file);
  assert.equal(brought.code, 0, brought.out + brought.err);
  assert.match(brought.out, /records: 3 in the file, 3 received, 0 already here, 0 held/);
  assert.match(brought.out, /photos: 30 in the file, 30 received, 0 already here/);
  await wholeOnServer();
});

test('the same file again changes nothing, and the next sync finds everything there', async () => {
  const again = await bring(stage.path('malam.ronda'));
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /0 received, 3 already here/);
  assert.match(again.out, /30 in the file, 0 received, 30 already here/);
  assert.equal((await app.sync()).pending_records, 3, 'nothing counts before the server itself said so');
  await goOnline();
  assert.equal((await app.sync()).pending_photos, 0);
  await wholeOnServer();
});

test('half by network, half by file that the officer saved from the app and the unit head sent in', async () => {
  sealed.push(await app.sealClosed(lodging(), [noisePng(40)]));
  await app.settled();
  goOffline();
  sealed.push(await app.sealClosed(lodging(), [noisePng(40)]), await app.sealClosed(lodging()));
  const saved = await fetch(`${app.base}/api/bundle`);
  assert.equal(saved.status, 200);
  assert.equal(saved.headers.get('content-type'), 'application/x-ronda-bundle');
  assert.match(saved.headers.get('content-disposition'), /^attachment; filename="ronda-[a-z0-9-]+-\d{8}-\d{4}\.ronda"$/);
  const report = await upload(Buffer.from(await saved.arrayBuffer()), { piece: 1000 });
  assert.deepEqual(report.records, { in_file: 2, received: 2, known: 0, held: 0, refused: 0, missing: 0 });
  assert.deepEqual([report.photos.received, report.whole, report.damage], [1, true, null]);
  await wholeOnServer();

  const all = Buffer.from(await (await fetch(`${app.base}/api/bundle?all=1`)).arrayBuffer());
  const everything = await upload(all);
  assert.deepEqual([everything.records.in_file, everything.records.known, everything.records.received], [6, 6, 0]);
  assert.deepEqual([everything.photos.in_file, everything.photos.known], [32, 32]);
  await goOnline();
  await wholeOnServer();
});

test('a file that is there is not written over unless asked, and none is left half written', async () => {
  const file = stage.path('malam.ronda');
  const before = readFileSync(file);
  const careful = await field('export-bundle', '--data', data, file);
  assert.equal(careful.code, 2);
  assert.match(careful.err, /already; use --force/);
  assert.deepEqual(readFileSync(file), before);
  const forced = await field('export-bundle', '--data', data, file, '--all', '--force');
  assert.equal(forced.code, 0, forced.err);
  assert.match(forced.out, /6 records, 32 photos/);
  const nowhere = await field('export-bundle', '--data', data, stage.path('no', 'such', 'folder', 'x.ronda'));
  assert.equal(nowhere.code, 3);
  const stranger = await field('export-bundle', '--data', stage.path('nobody'), stage.path('x.ronda'));
  assert.equal(stranger.code, 3);
  assert.equal(existsSync(stage.path('x.ronda')), false);
});

test('a damaged file is named with its place; what stands before the damage is taken', async () => {
  goOffline();
  sealed.push(await app.sealClosed(lodging()), await app.sealClosed(lodging()));
  const file = stage.path('rusak.ronda');
  assert.equal((await field('export-bundle', '--data', data, file)).code, 0);
  const good = readFileSync(file);
  const second = good.lastIndexOf('"kind":"inspection.sealed"');
  const bad = Buffer.from(good);
  bad[second + 300] ^= 4;
  writeFileSync(file, bad);
  const verdict = await field('verify', file);
  assert.equal(verdict.code, 1);
  assert.match(verdict.err, /not whole: record 8 of device [0-9a-f-]{36} \([0-9a-f-]{36}\): its bytes were changed \(byte \d+\)/);
  const brought = await bring(file);
  assert.equal(brought.code, 1);
  assert.match(brought.out, /2 in the file, 1 received/);
  assert.match(brought.out, /damaged at byte \d+: record 8 of device .*; everything before it was taken, 1 record and 0 photos behind it were not/);

  writeFileSync(file, good.subarray(0, good.length - 40));
  const cut = await bring(file);
  assert.equal(cut.code, 1);
  assert.match(cut.out, /1 received, 1 already here/);
  assert.match(cut.out, /the end mark: the file ends/);
  writeFileSync(file, 'name,address\n');
  assert.equal((await bring(file)).code, 2);
  assert.equal((await field('verify', file)).code, 2);
  await goOnline();
  await wholeOnServer();
});

test("a device's own database is held against itself, and the first record that was changed is named", async () => {
  const verdict = await field('verify', data);
  assert.equal(verdict.code, 0, verdict.err);
  assert.match(verdict.out, /whole: 8 records, 32 photos, 1 log/);
});

test('only the unit head brings bundles, in pieces that follow each other, and only bundles', async () => {
  const bytes = readFileSync(stage.path('malam.ronda'));
  const admin = new Session(unit.base);
  await admin.signIn('admin', unit.logins.admin);
  assert.equal(refusal(await admin.call('POST', '/bundles', { bytes: 10 })), '403 forbidden');
  assert.equal(refusal(await call('POST', `${unit.base}/api/v1/bundles`, { bytes: 10 })), '401 unauthenticated');
  assert.equal(refusal(await unit.head.call('POST', '/bundles', { bytes: 0 })), '422 bad_input');
  assert.equal(refusal(await unit.head.call('POST', '/bundles', { bytes: 2 ** 30 })), '413 too_large');
  const { id } = await unit.head.must('POST', '/bundles', { bytes: bytes.length });
  const patch = (offset, piece) => call('PATCH', `${unit.base}/api/v1/bundles/${id}`, piece,
    { Cookie: unit.head.cookie, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) });
  assert.equal((await patch(0, bytes.subarray(0, 100))).body.offset, 100);
  assert.equal(refusal(await patch(0, bytes.subarray(0, 100))), '409 conflict');
  assert.equal((await unit.head.must('GET', `/bundles/${id}`)).offset, 100);
  assert.equal(refusal(await unit.head.call('POST', `/bundles/${id}/import`, {})), '422 incomplete');
  assert.equal(refusal(await patch(100, Buffer.concat([bytes, bytes]))), '413 too_large');
  await unit.head.call('DELETE', `/bundles/${id}`);
  assert.equal(refusal(await unit.head.call('GET', `/bundles/${id}`)), '404 not_found');

  const csv = Buffer.from('name,address\n');
  const none = await unit.head.must('POST', '/bundles', { bytes: csv.length });
  await call('PATCH', `${unit.base}/api/v1/bundles/${none.id}`, csv,
    { Cookie: unit.head.cookie, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' });
  assert.equal(refusal(await unit.head.call('POST', `/bundles/${none.id}/import`, {})), '422 bad_input');
  assert.deepEqual(readdirSync(stage.path('server')).filter((name) => name.startsWith('bundle')), []);
});

test('a stranger writes a bundle from the protocol alone', async () => {
  const device = new HandDevice(unit.base);
  await device.enrol(await unit.code());
  sealed.push(device.sealed(lodging()), device.sealed(lodging()));
  const path = stage.path('tangan.ronda');
  writeFileSync(path, device.bundle());
  const verdict = await field('verify', path);
  assert.equal(verdict.code, 0, verdict.err);
  const brought = await bring(path);
  assert.equal(brought.code, 0, brought.out);
  await wholeOnServer();
  assert.equal((await device.push()).body.acked_seq, 2);
});

test('a phone that was switched off can still save its file; what it holds waits for the unit head', async () => {
  goOffline();
  const last = await app.sealClosed(lodging(), [noisePng(30)]);
  const ours = (await app.must('GET', '/api/state')).device.id;
  await unit.head.must('POST', `/devices/${ours}/revoke`, { reason: 'hilang' });
  // Nothing that it sends gets through.
  network.fate = (request) => (request.method === 'GET' ? 'pass' : 'down');
  const saved = await fetch(`${app.base}/api/bundle`);
  assert.equal(saved.status, 200);
  const report = await upload(Buffer.from(await saved.arrayBuffer()));
  assert.deepEqual([report.revoked, report.records.received, report.records.held, report.photos.received], [true, 1, 1, 1]);
  const waiting = await unit.head.must('GET', '/quarantine');
  assert.equal(waiting.records.length, 1);
  assert.equal((await onServer()).includes(last), false);
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await until('the phone knows', async () => (await app.must('GET', '/api/state')).device_state === 'revoked');
  assert.equal((await fetch(`${app.base}/api/bundle?all=1`)).status, 200, 'read-only, and exporting');
  assert.equal((await app.call('POST', '/api/inspections', { lodging_id: lodging(), visit_id: null, fix: null })).status, 403);
  assert.equal((await unit.head.must('GET', '/quarantine')).records.length, 1, 'by network it is the same record');
});
