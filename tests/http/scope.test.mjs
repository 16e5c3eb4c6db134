// What a device may see changes: its officer goes to another team, lodgings are merged, an eleventh inspection comes, word of what
// is gone is no longer kept. A device that only heard of changes must hold what a fresh one gets. Real processes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { HandDevice, newId, OfficerApp, openUnit, pin } from './cast.mjs';

const stage = new Stage();
let unit, teams;
const sql = (file, query) => execFileSync('sqlite3', ['-readonly', '-json', stage.path(file), query], { encoding: 'utf8' });
/** All that the feed tells, as one device holds it. */
const held = (folder) => Object.fromEntries(
  ['unit', 'officer', 'team', 'team_member', 'policy', 'checklist', 'lodging', 'finding', 'visit', 'inspection_summary', 'notice', 'activity']
    .map((table) => [table, sql(`${folder}/ronda-field.db`, `SELECT * FROM ${table} ORDER BY 1, 2`)]));
const sync = async (folder, ...more) => {
  const done = await stage.run('ronda-field', 'sync', '--data', stage.path(folder), ...more);
  assert.equal(done.code, 0, done.err);
  return done.out;
};
const enrol = async (folder) => {
  const done = await stage.run('ronda-field', 'enrol', '--data', stage.path(folder), '--server', unit.base, '--code', await unit.code());
  assert.equal(done.code, 0, done.err);
  return sync(folder);
};
let fresh = 0;
async function equalsAFreshDevice(folder) {
  await sync(folder);
  const other = `fresh-${++fresh}`;
  await enrol(other);
  const [ours, theirs] = [held(folder), held(other)];
  for (const table of Object.keys(theirs)) assert.equal(ours[table], theirs[table], `${table} differs`);
  return theirs;
}
const visits = (tables) => JSON.parse(tables.visit || '[]').map((one) => one.team_id);
async function members(team, change) {
  const now = (await unit.head.must('GET', '/teams')).teams.find((one) => one.id === team);
  const { id, version, ...rest } = now;
  await unit.head.must('PUT', `/teams/${id}`, { ...rest, members: change(rest.members) }, { 'If-Match': `"${version}"` });
}

/** A server whose clock goes on from another moment. */
async function serveAt(moment) {
  await unit.server.stop();
  unit.server = await unit.restart({ clock: moment });
  await unit.head.signIn('kanit', unit.logins.kanit);
}
const told = (folder) => JSON.parse(held(folder).visit || '[]');

before(async () => {
  unit = await openUnit(stage, { clock: '2026-11-30T01:00:00Z' });
  ({ teams } = await unit.head.must('GET', '/teams'));
  let round = await unit.head.must('POST', '/rounds', { month: '2026-12' });
  const { job } = await unit.head.must('POST', `/rounds/${round.id}/plan`, { seconds: 2 });
  await until('the plan', async () => (await unit.head.must('GET', `/jobs/${job}`)).state === 'done');
  round = await unit.head.must('GET', `/rounds/${round.id}`);
  await unit.head.must('POST', `/rounds/${round.id}/publish`, {}, { 'If-Match': `"${round.version}"` });
  await serveAt('2026-12-02T10:30:00Z');  // half past six in the evening: tomorrow's visits are told
  await until('visits of both teams are disclosed', () => {
    const known = JSON.parse(sql('server/ronda.db', "SELECT count(DISTINCT team_id) AS n FROM visit WHERE state = 'disclosed'"));
    return known[0].n >= 2;
  });
  await enrol('device');
});
after(() => stage.strike());

test('an officer who goes to another team loses its visits and gains those of the new one', async () => {
  const mine = unit.officer.team;
  const before = told('device');
  const openOf = (team) => JSON.parse(sql('server/ronda.db',
    `SELECT count(*) AS n FROM visit WHERE state = 'disclosed' AND lower(hex(team_id)) = '${team.replaceAll('-', '')}'`))[0].n;
  const other = teams.find((one) => one.id !== mine && openOf(one.id) > 0);
  await members(mine, (list) => list.filter((one) => one !== unit.officer.id));
  const without = await equalsAFreshDevice('device');
  assert.equal(visits(without).length, 0);
  await members(other.id, (list) => [...list, unit.officer.id]);
  await equalsAFreshDevice('device');
  const after = told('device');
  assert.ok(before.length > 0 && after.length > 0);
  assert.equal(new Set(after.map((one) => one.team_id)).size, 1);
  assert.ok(!after.some((one) => before.some((old) => old.id === one.id)));
  assert.ok(after.some((one) => one.date === '2026-12-03') && !after.some((one) => one.date > '2026-12-03'));

  await serveAt('2026-12-03T10:30:00Z');
  await until('the next evening', () => openOf(other.id) > 0 && JSON.parse(sql('server/ronda.db',
    "SELECT count(*) AS n FROM visit WHERE state = 'disclosed' AND date = '2026-12-04'"))[0].n > 0);
  await equalsAFreshDevice('device');
  assert.equal(new Set(told('device').map((one) => one.team_id)).size, 1, 'what is disclosed later is of the new team');
  assert.ok(after.every((one) => told('device').some((now) => now.id === one.id)), 'nothing that belongs to it left');
});

test('an eleventh inspection takes the place of the oldest of the last ten', async () => {
  const hand = new HandDevice(unit.base);
  await hand.enrol(await unit.code());
  const lodging = unit.lodgings[5].id;
  const closed = (n) => {
    const at = new Date(Date.parse('2026-12-03T10:00:00Z') - (20 - n) * 60_000).toISOString();
    return { opened_at: at, sealed_at: at };
  };
  for (let n = 0; n < 10; ++n) hand.sealed(lodging, closed(n));
  assert.equal((await hand.push()).body.quarantined.length, 0);
  await sync('device');
  for (let n = 10; n < 13; ++n) hand.sealed(lodging, closed(n));
  await hand.push(hand.pushBody(11));
  const tables = await equalsAFreshDevice('device');
  assert.equal(JSON.parse(tables.inspection_summary).length, 10);
});

test('a device that was away for longer than word of what is gone is kept fetches everything anew and keeps the officer\'s work', async () => {
  const hand = new HandDevice(unit.base);
  await hand.enrol(await unit.code());
  const street = newId();
  const { lat_e6, lng_e6 } = unit.lodgings[6];
  hand.record('lodging.proposed', { lodging: street, name: 'Kos Jalan', kind: 'kos', address: null, kelurahan: null, kecamatan: null, lat_e6, lng_e6, rooms: null, phone: null });
  await hand.push();
  await sync('device');
  const knows = () => JSON.parse(sql('device/ronda-field.db', 'SELECT count(*) AS n FROM lodging WHERE name = \'Kos Jalan\' AND in_scope = 1'))[0].n;
  assert.equal(knows(), 1);

  // Work made while nothing is sent: one sealed, one open.
  const port = await freePort();
  await unit.server.stop();
  const field = await stage.field({ port, data: stage.path('device') });
  const app = new OfficerApp(port);
  await app.must('PUT', '/api/access/pin', { pin });
  const sealed = await app.sealClosed(unit.lodgings[7].id);
  const { id: open } = await app.must('POST', '/api/inspections', { lodging_id: unit.lodgings[8].id, visit_id: null, fix: null });
  await app.must('PUT', `/api/inspections/${open}/answers/LEG-01`, { value: 'yes' });
  await field.stop();

  const day = 24 * 3_600_000;
  const at = (days) => new Date(Date.parse('2026-12-03T11:00:00Z') + days * day).toISOString();
  unit.server = await unit.restart({ clock: at(0) });
  await unit.head.signIn('kanit', unit.logins.kanit);
  const { version } = await unit.head.must('GET', `/lodgings/${street}`);
  await unit.head.must('POST', `/lodgings/${street}/merge`, { into: unit.lodgings[6].id }, { 'If-Match': `"${version}"` });
  const floor = () => JSON.parse(sql('server/ronda.db', 'SELECT feed_floor AS n FROM server'))[0].n;
  const gone = () => JSON.parse(sql('server/ronda.db', 'SELECT count(*) AS n FROM feed WHERE deleted = 1'))[0].n;
  await serveAt(at(1));
  await until('the day is noted', () => JSON.parse(sql('server/ronda.db', 'SELECT count(*) AS n FROM feed_day WHERE day = \'2026-12-04\''))[0].n === 1);
  assert.ok(gone() > 0);
  await serveAt(at(93));
  await until('the tombstones are gone', () => floor() > 0 && gone() === 0);

  const said = await sync('device', '--clock', at(93));
  assert.match(said, /Reference data is being fetched anew/);
  assert.equal(knows(), 0);
  const again = await stage.field({ port, data: stage.path('device'), clock: at(93) });
  assert.equal((await app.must('GET', `/api/inspections/${sealed}`)).state, 'sealed');
  const kept = await app.must('GET', `/api/inspections/${open}`);
  assert.deepEqual([kept.state, kept.answers['LEG-01'].value], ['open', 'yes']);
  await again.stop();
  await equalsAFreshDevice('device');
  // A fresh device pages through its first pull with cursors below the floor; that is no reason to begin again.
  assert.doesNotMatch(await sync(`fresh-${fresh}`), /anew/);
});
