// What the sync face says, sentence by sentence: each state of a visit, and each thing that can stand in the way called by its
// name with what to do. Real programs, real Chromium; a network, certificates and a disk that fail when told to.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { request as send } from 'node:http';
import { after, before, test } from 'node:test';
import { comeIn, Network, noisePng, OfficerApp, openUnit } from '../http/cast.mjs';
import { Authorities } from '../http/certificates.mjs';
import { chromium, freePort, Stage, until } from '../support/stage.mjs';
import { seen } from './seeing.mjs';

const stage = new Stage();
const { makeAuthority, makeCertificate, pair } = new Authorities(stage);
const isPhoto = (request) => request.url.startsWith('/api/v1/attachments');
const isPush = (request) => request.url.startsWith('/api/v1/sync/push');
let unit, network, app, phone, context, front;
let next = 0;
const lodging = () => unit.lodgings[next++].id;
const id = (testid) => phone.getByTestId(testid);

/** A file system of `megabytes` in memory, where that is allowed. */
let mounted = false;
try {
  mkdirSync(stage.path('small'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', stage.path('small')], { stdio: 'ignore' });
  mounted = true;
} catch {
  // not allowed here: that test is skipped
}

/** A phone's page on one app, with the sync sheet open. */
async function openSheet(base) {
  await phone.goto('about:blank');
  await phone.goto(base);
  await comeIn(phone, 'sync-badge');
  await id('sync-badge').click();
  await id('sync-now').waitFor();
}
const sheet = () => id('sync-sheet').textContent();
/** Presses the button as a person does and gives what was answered. */
async function syncNow() {
  const free = () => until('the button is free', async () => (await id('sync-now').getAttribute('aria-busy')) === null, 60);
  await free();
  await id('sync-now').click();
  await free();
  return id('sync-result').textContent();
}
/** The row of a visit stands in this state, and a tap tells the same sentence that the app knows. */
async function visitSays(of, inspection, state, sentence) {
  const row = id(`sync-visit-${inspection}`);
  await until(`the visit is ${state}`, async () => (await row.getAttribute('data-state')) === state, 40);
  if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
  const { text } = (await of.sync()).visits.find((one) => one.inspection_id === inspection);
  assert.match(text.id, sentence);
  assert.match(text.en, /\w+/);
  assert.ok((await sheet()).includes(text.id), text.id);
}
/** The sheet's headline and its sentence name the cause; the press is answered; the diary has it. */
async function named(of, title, sentence) {
  const answer = await syncNow();
  await until(`the sheet says ${title}`, async () => title.test(await sheet()), 40);
  assert.match(await sheet(), sentence);
  assert.ok(answer.length > 10, 'the press was answered');
  return (await of.must('GET', '/api/sync/diary')).lines;
}
/** A TLS server with this certificate before the real one, always at one port. */
async function present(name, port) {
  if (front) {
    front.closeAllConnections();
    await new Promise((done) => front.close(done));
  }
  front = createServer(pair(name), (request, response) => {
    const inner = send({ host: '127.0.0.1', port: unit.port, method: request.method, path: request.url, headers: request.headers }, (reply) => {
      response.writeHead(reply.statusCode, reply.headers);
      reply.pipe(response);
    });
    request.pipe(inner);
  }).on('tlsClientError', () => undefined);
  await new Promise((done) => front.listen(port, '127.0.0.1', done));
}

before(async () => {
  unit = await openUnit(stage);
  network = await new Network(unit.port).open();
  const port = await freePort();
  await stage.field({ port });
  app = new OfficerApp(port);
  await app.enrol(network.base, await unit.code());
  context = await chromium(stage.path('profile'));
  phone = context.pages()[0];
  await phone.setViewportSize({ width: 360, height: 740 });
});
after(async () => {
  await context?.close();
  network?.release();
  await network?.close();
  front?.closeAllConnections();
  front?.close();
  await Promise.all(stage.running.map((one) => one.kill()));
  if (mounted) execFileSync('umount', [stage.path('small')]);
  await stage.strike();
});

test('a visit goes from the phone through sending and the server to verified, each with its sentence', async () => {
  network.fate = () => 'down';
  const inspection = await app.sealClosed(lodging(), [noisePng(60), noisePng(50)]);
  await openSheet(app.base);
  await visitSays(app, inspection, 'on_device', /Di ponsel/);
  assert.match(await sheet(), /Masih [\d,.]+ (kB|MB) untuk dikirim/);

  network.fate = (request) => (isPush(request) ? 'held' : isPhoto(request) ? 'down' : 'pass');
  await app.must('POST', '/api/sync', {});
  await until('the push is under way', () => network.held.length > 0, 40);
  await visitSays(app, inspection, 'sending', /[Ss]edang dikirim/);
  network.fate = (request) => (isPhoto(request) ? 'down' : 'pass');
  network.release();
  await visitSays(app, inspection, 'on_server', /0 dari 2 foto/);
  network.fate = () => 'pass';
  await syncNow();
  await app.settled();
  await visitSays(app, inspection, 'verified', /2 foto|[Ss]emua/);
});

test('a visit that the office holds back says so unasked, until a person has accepted it', async () => {
  network.fate = () => 'down';
  const inspection = await app.sealClosed(lodging());
  const { device } = await app.must('GET', '/api/state');
  await unit.head.must('POST', `/devices/${device.id}/revoke`, { reason: 'Dikira hilang' });
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await openSheet(app.base);
  await visitSays(app, inspection, 'problem', /kepala unit|kantor|ditahan/i);
  const [held] = (await unit.head.must('GET', '/quarantine?state=open')).records.filter((one) => one.device === device.id);
  await unit.head.must('POST', `/quarantine/${held.id}/retry`, { accept_revoked: true }, { 'If-Match': `"${held.version}"` });
  await unit.head.must('POST', `/devices/${device.id}/readmit`, {});
  await app.must('POST', '/api/sync', {});
  await visitSays(app, inspection, 'verified', /./);
});

test('a server whose clock is hours apart is told as a clock that is off, and work goes on', async () => {
  await unit.server.stop();
  unit.server = await unit.restart({ clock: new Date(Date.now() + 3 * 3_600_000).toISOString() });
  await app.must('POST', '/api/sync', {});
  await until('the difference is known', async () => (await app.sync()).clock.wrong, 40);
  await openSheet(app.base);
  assert.match(await sheet(), /Jam ponsel ini meleset 3 jam dari server/);
  assert.ok((await app.must('GET', '/api/sync/diary')).lines.some((line) => /[Jj]am/.test(line.text.id)));
  await seen(phone, 'sync-clock-id-light', { narrow: false });
  await unit.server.stop();
  unit.server = await unit.restart();
  await unit.head.signIn('kanit', unit.logins.kanit);
  await app.must('POST', '/api/sync', {});
  await until('the clock is right', async () => !(await app.sync()).clock.wrong, 40);
});

test('each thing that is wrong with a certificate is named with what to do, and mended it goes on by itself', async () => {
  makeAuthority('unit-ca');
  makeAuthority('stranger-ca');
  makeCertificate('good', 'unit-ca');
  makeCertificate('old', 'unit-ca', 'IP:127.0.0.1', '20200101000000Z', '20210101000000Z');
  makeCertificate('young', 'unit-ca', 'IP:127.0.0.1', '20480101000000Z');
  makeCertificate('renamed', 'unit-ca', 'DNS:another.example.id');
  makeCertificate('stranger', 'stranger-ca');
  const tls = await freePort();
  await present('good', tls);
  const port = await freePort();
  await stage.field({ port, data: stage.path('tls-field'), ca: stage.path('unit-ca.pem') });
  const other = new OfficerApp(port);
  await other.enrol(`https://127.0.0.1:${tls}`, await unit.code());
  await other.settled();
  await openSheet(other.base);
  for (const [name, title, sentence] of [
    ['old', /Sambungan belum bisa dipercaya/, /kedaluwarsa|habis/i],
    ['renamed', /Sambungan belum bisa dipercaya/, /alamat|nama/i],
    ['stranger', /Sambungan belum bisa dipercaya/, /dikenal|penerbit|mengenal/i],
    ['young', /Jam ponsel ini meleset/, /jam/i],
  ]) {
    await present(name, tls);
    const lines = await named(other, title, sentence);
    assert.ok(lines.some((line) => line.event === 'error'), `${name} is in the diary`);
  }
  await seen(phone, 'sync-tls-id-light', { narrow: false });
  await present('good', tls);
  assert.match(await syncNow(), /Server menjawab/);
});

test('a phone without room says that it is the phone, also though it cannot write that down', { skip: mounted ? false : 'mounting a file system is not allowed here' }, async () => {
  const port = await freePort();
  await stage.field({ port, data: stage.path('small') });
  const other = new OfficerApp(port);
  await other.enrol(unit.base, await unit.code());
  await other.settled();
  const { bavail, bsize } = statfsSync(stage.path('small'));
  writeFileSync(stage.path('small', 'ballast'), Buffer.alloc(bavail * bsize));
  await openSheet(other.base);
  await named(other, /Ruang ponsel ini penuh/, /penuh/);
  await seen(phone, 'sync-disk-id-light', { narrow: false });
  rmSync(stage.path('small', 'ballast'));
  assert.match(await syncNow(), /Server menjawab/);
});
