// Backup and restore as a drill with real processes: a server that was put back to an earlier day, by our command or by plain
// copying, ends with everything that any device holds, once.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { noisePng, OfficerApp, openUnit } from './cast.mjs';

const stage = new Stage();
let unit, app, late, next = 0;
const sealed = [];
const lodging = () => unit.lodgings[next++].id;

async function onServer() {
  const { inspections } = await unit.head.must('GET', '/inspections?limit=500');
  return inspections.map((one) => one.id).sort();
}
const whole = async () => {
  const verdict = await stage.run('ronda-server', 'verify', '--data', stage.path('server'));
  assert.equal(verdict.code, 0, verdict.err);
  return verdict.out;
};
async function everythingOnce(apps) {
  for (const one of apps) {
    await one.must('POST', '/api/sync', {});
    await one.settled(60);
  }
  assert.deepEqual(await until('all is there', async () => {
    const there = await onServer();
    return there.length >= sealed.length && there;
  }, 60), [...sealed].sort());
  assert.equal((await unit.head.must('GET', '/quarantine')).records.length, 0);
  for (const id of sealed) {
    const told = await unit.head.must('GET', `/inspections/${id}`);
    assert.deepEqual([told.verified, told.photos_on_server], [true, told.photos]);
  }
}
const signIn = () => unit.head.signIn('kanit', unit.logins.kanit);
async function phone(name) {
  const port = await freePort();
  await stage.field({ port, data: stage.path(name) });
  const one = new OfficerApp(port);
  await one.enrol(unit.base, await unit.code());
  return one;
}

before(async () => {
  unit = await openUnit(stage);
  app = await phone('early');
});
after(() => stage.strike());

test('a backup while the server works holds everything that was acknowledged', async () => {
  sealed.push(await app.sealClosed(lodging(), [noisePng(80)]), await app.sealClosed(lodging()));
  await app.settled();
  const backup = await stage.run('ronda-server', 'backup', '--data', stage.path('server'), stage.path('backup'));
  assert.equal(backup.code, 0, backup.err);
  assert.match(backup.out, /backup: 2 records, 1 photos/);
  assert.deepEqual(readdirSync(stage.path('backup')).sort(), ['MANIFEST', 'attachments', 'ronda.db']);
  const again = await stage.run('ronda-server', 'backup', '--data', stage.path('server'), stage.path('backup'));
  assert.equal(again.code, 2);
});

test('restored to the backup, nothing that a device holds is lost and nothing doubled', async () => {
  sealed.push(await app.sealClosed(lodging(), [noisePng(80)]));
  late = await phone('late'); // enrolled after the backup: its identity will be gone
  sealed.push(await late.sealClosed(lodging(), [noisePng(70)]));
  await app.settled();
  await late.settled();
  const before = await app.must('GET', '/api/lodgings?limit=1');

  const busy = await stage.run('ronda-server', 'restore', '--data', stage.path('server'), '--from', stage.path('backup'), '--force');
  assert.equal(busy.code, 7, 'not under a running server');
  await unit.server.stop();
  const careful = await stage.run('ronda-server', 'restore', '--data', stage.path('server'), '--from', stage.path('backup'));
  assert.equal(careful.code, 2);
  assert.match(careful.err, /not empty/);
  const done = await stage.run('ronda-server', 'restore', '--data', stage.path('server'), '--from', stage.path('backup'), '--force');
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /need a new code/);
  unit.server = await unit.restart();
  await signIn();
  assert.equal((await onServer()).length, 2);

  await until('the later phone knows', async () => {
    await late.must('POST', '/api/sync', {});
    return (await late.must('GET', '/api/state')).device_state === 'unknown';
  });
  sealed.push(await late.sealClosed(lodging()));
  await late.must('POST', '/api/enrol', { server: unit.base, code: await unit.code() });
  await everythingOnce([app, late]);
  assert.equal((await app.must('GET', '/api/lodgings?limit=1')).total, before.total);
  assert.match(await whole(), /whole: 5 records \(5 under their devices' signatures\), 3 attachments/);
});

test('an older database copied into its place is recognised at the next start', async () => {
  await unit.server.stop();
  const kept = stage.path('plain-copy.db');
  cpSync(stage.path('server', 'ronda.db'), kept);
  unit.server = await unit.restart();
  await signIn();
  sealed.push(await app.sealClosed(lodging()), await late.sealClosed(lodging()));
  await app.settled();
  await late.settled();
  await unit.server.stop();
  for (const name of ['ronda.db-wal', 'ronda.db-shm']) rmSync(stage.path('server', name), { force: true });
  renameSync(kept, stage.path('server', 'ronda.db'));
  unit.server = await unit.restart();
  assert.match(unit.server.log(), /server\.epoch_changed/);
  await signIn();
  await everythingOnce([app, late]);
  await whole();
});

test('an ordinary stop, a kill and a start change no epoch', async () => {
  await unit.server.stop();
  unit.server = await unit.restart();
  await unit.server.kill();
  unit.server = await unit.restart();
  assert.doesNotMatch(unit.server.log(), /epoch_changed/);
  await signIn();
});

test('a folder copied back whole, witness included, is noticed by the devices', async () => {
  await unit.server.stop();
  cpSync(stage.path('server'), stage.path('whole-copy'), { recursive: true });
  unit.server = await unit.restart();
  await signIn();
  sealed.push(await app.sealClosed(lodging(), [noisePng(60)]));
  await app.settled();
  await unit.server.stop();
  rmSync(stage.path('server'), { recursive: true });
  renameSync(stage.path('whole-copy'), stage.path('server'));
  unit.server = await unit.restart();
  assert.doesNotMatch(unit.server.log(), /epoch_changed/);
  await signIn();
  await everythingOnce([app, late]);
});

test('a damaged backup is refused with the file\'s name and nothing is touched', async () => {
  const [folder] = readdirSync(stage.path('backup', 'attachments'));
  const [name] = readdirSync(stage.path('backup', 'attachments', folder));
  const photo = stage.path('backup', 'attachments', folder, name);
  const bytes = readFileSync(photo);
  bytes[bytes.length - 3] ^= 1;
  writeFileSync(photo, bytes);
  const refused = await stage.run('ronda-server', 'restore', '--data', stage.path('elsewhere'), '--from', stage.path('backup'));
  assert.equal(refused.code, 1);
  assert.match(refused.err, new RegExp(name));
});
