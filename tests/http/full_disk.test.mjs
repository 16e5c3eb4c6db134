// A disk without room is called what it is, on both sides: nothing is lost, reading goes on, and work goes on by itself once
// there is room. On small file systems in memory, which only root may mount.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { HandDevice, noisePng, OfficerApp, openUnit, refusal } from './cast.mjs';

const stage = new Stage();
const mounted = [];
let unit, app;
let next = 0;
const lodging = () => unit.lodgings[next++].id;

/** A file system of `megabytes`; false where that is not allowed. */
function mount(name, megabytes) {
  mkdirSync(stage.path(name), { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', stage.path(name)], { stdio: 'ignore' });
  } catch {
    return false;
  }
  mounted.push(stage.path(name));
  return true;
}
/** Leaves `bytes` free. */
function fill(name, bytes = 0) {
  const { bavail, bsize } = statfsSync(stage.path(name));
  writeFileSync(stage.path(name, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
}
const empty = (name) => rmSync(stage.path(name, 'ballast'));
const allowed = mount('server', 48) && mount('device', 24);
const where = { skip: allowed ? false : 'mounting a file system is not allowed here' };

before(async () => {
  if (!allowed) return;
  unit = await openUnit(stage);
  const port = await freePort();
  await stage.field({ port, data: stage.path('device') });
  app = new OfficerApp(port);
  await app.enrol(unit.base, await unit.code());
});
after(async () => {
  await Promise.all(stage.running.map((one) => one.kill()));
  for (const folder of mounted) execFileSync('umount', [folder]);
  await stage.strike();
});

test('a server without room says so with a time to come back, and still lets read', where, async () => {
  const hand = new HandDevice(unit.base);
  await hand.enrol(await unit.code());
  fill('server');
  for (let n = 0; n < 200; ++n) hand.sealed(unit.lodgings[20].id);
  const refused = await hand.push();
  assert.equal(refusal(refused), '507 disk_full');
  assert.ok(Number(refused.headers.get('retry-after')) >= 30);
  assert.equal((await hand.pull()).status, 200);
  await app.sealClosed(lodging(), [noisePng(80)]);
  const told = await until('the phone names the server\'s disk', async () => {
    await app.must('POST', '/api/sync', {});
    const { problem } = await app.sync();
    return problem?.cause === 'server_full' && problem;
  });
  assert.match(told.text.en, /server's storage is full\. Everything is safe on this phone/);
  assert.match(told.text.id, /penyimpanan server penuh/);
  assert.equal((await app.sync()).pending_records, 1);
  empty('server');
  assert.equal((await hand.push()).body.accepted, 200);
  await app.must('POST', '/api/sync', {});
  await app.settled();
});

test('a phone without room says so, loses nothing that it reported as saved, and goes on', where, async () => {
  const { id } = await app.must('POST', '/api/inspections', { lodging_id: lodging(), visit_id: null, fix: null });
  await app.must('PUT', `/api/inspections/${id}/answers/LEG-01`, { value: 'yes', note: 'Sebelum penuh' });
  fill('device');
  let refused;
  for (let n = 0; n < 50 && !refused; ++n) {
    const reply = await app.call('POST', `/api/inspections/${id}/photos?item=LEG-01`, noisePng(400 + n), { 'Content-Type': 'image/png' });
    if (reply.status >= 300) refused = reply;
  }
  assert.equal(refusal(refused), '507 disk_full');
  const kept = await app.must('GET', `/api/inspections/${id}`);
  assert.equal(kept.answers['LEG-01'].note, 'Sebelum penuh');
  empty('device');
  await app.must('PUT', `/api/inspections/${id}/answers/LEG-03`, { value: 'yes' });
  assert.equal((await app.must('GET', `/api/inspections/${id}`)).answers['LEG-03'].value, 'yes');
  await app.must('POST', '/api/sync', {});
  await until('the sync goes through', async () => {
    const now = await app.sync();
    return !now.running && now.problem === null;
  });
});
