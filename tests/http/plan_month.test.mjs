// ronda-plan on a real unit: a month planned out of a running server's data, judged, and every mistake told in words.
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Stage, until } from '../support/stage.mjs';
import { openUnit } from './cast.mjs';

const stage = new Stage();
const clock = '2026-11-28T01:00:00Z';
let unit, data;

before(async () => {
  unit = await openUnit(stage, { clock });
  data = stage.path('server');
});
after(() => stage.strike());

const month = (out, ...more) => stage.run('ronda-plan', 'month', '--data', data, '--clock', clock, '--out', stage.path(out), ...more);
const check = (file, ...more) => stage.run('ronda-plan', 'check', '--data', data, '--plan', stage.path(file), ...more);
const read = (file) => JSON.parse(readFileSync(stage.path(file), 'utf8'));

test('a month is planned beside the running server, within every rule, and nothing of the server changes', async () => {
  const { code, out, err } = await month('plan.json', '--month', '2026-12', '--iterations', '3000', '--seed', '7');
  assert.equal(code, 0, err);
  assert.match(out, /^unit="Polresta Kupang Kota" month=2026-12 lodgings=\d+ teams=6 wanted=\d+ planned=\d+ unplanned=\d+ violations=0 off_spacing=0 /);
  const plan = read('plan.json');
  assert.equal(plan.seed, 7);
  assert.equal(plan.iterations, 3000);
  assert.equal(plan.figures.violations, 0);
  assert.equal(plan.routes.flatMap((route) => route.visits).length, plan.figures.planned);
  assert.ok(plan.figures.planned > 700);
  for (const left of plan.unplanned) assert.ok(left.text.id && left.text.en);
  assert.equal(statSync(stage.path('plan.json')).mode & 0o777, 0o600, 'it says who is visited when');
  assert.deepEqual((await unit.head.must('GET', '/rounds')).rounds, []);
});

test('the same seed and steps give the same plan, no seed gives one that nobody knows', async () => {
  await month('again.json', '--month', '2026-12', '--iterations', '3000', '--seed', '7');
  assert.deepEqual(read('again.json').routes, read('plan.json').routes);
  await month('secret.json', '--month', '2026-12', '--iterations', '500');
  await month('other.json', '--month', '2026-12', '--iterations', '500');
  assert.notDeepEqual(read('secret.json').routes, read('other.json').routes);
});

test('what the server plans with the same lock is what ronda-plan sees', async () => {
  const round = await unit.head.must('POST', '/rounds', { month: '2026-12' });
  const { job } = await unit.head.must('POST', `/rounds/${round.id}/plan`, { seconds: 1 });
  await until('the plan', async () => (await unit.head.must('GET', `/jobs/${job}`)).state === 'done');
  const planned = await unit.head.must('GET', `/rounds/${round.id}`);
  const [one] = (await unit.head.must('GET', `/rounds/${round.id}/visits`)).visits;
  await unit.head.must('PATCH', `/rounds/${round.id}/visits/${one.id}`, { locks: { day: true, team: true, time: false } }, { 'If-Match': `"${planned.version}"` });
  assert.equal((await month('locked.json', '--month', '2026-12', '--iterations', '500')).code, 0);
  const route = read('locked.json').routes.find((of) => of.date === one.date && of.team.id === one.team);
  assert.ok(route.visits.some((visit) => visit.lodging === one.lodging.id));
  assert.equal(read('locked.json').figures.wanted, planned.figures.wanted);
});

test('check passes what was planned and names each rule that a changed file breaks', async () => {
  const fine = await check('locked.json');
  assert.equal(fine.code, 0, fine.out + fine.err);
  assert.match(fine.out, /violations=0/);
  const plan = read('locked.json');
  const [visit] = plan.routes[0].visits.splice(0, 1);
  writeFileSync(stage.path('broken.json'), JSON.stringify(plan));
  const broken = await check('broken.json');
  assert.equal(broken.code, 1);
  assert.ok(broken.out.split('\n').some((line) => line.startsWith('H1 ') && line.includes(visit.name)), broken.out);
});

test('every mistake is told in words and ends with 2', async () => {
  const wrong = async (words, ...call) => {
    const { code, out, err } = await stage.run('ronda-plan', ...call);
    assert.equal(code, 2, `${call.join(' ')}: ${out}${err}`);
    assert.match(err, words);
  };
  const out = ['--out', stage.path('never.json')];
  await wrong(/2026-13/, 'month', '--data', data, '--month', '2026-13', ...out);
  await wrong(/no such folder/, 'month', '--data', stage.path('nowhere'), '--month', '2026-12', ...out);
  await wrong(/no data of a ronda-server/, 'month', '--data', stage.folder, '--month', '2026-12', ...out);
  await wrong(/no unit named "Polres Lain"/, 'month', '--data', data, '--unit', 'Polres Lain', '--month', '2026-12', ...out);
  await wrong(/month is over/, 'month', '--data', data, '--month', '2026-10', '--clock', clock, ...out);
  await wrong(/outside the month/, 'month', '--data', data, '--month', '2026-12', '--from', '2027-01-02', '--clock', clock, ...out);
  await wrong(/--from takes a date/, 'month', '--data', data, '--month', '2026-12', '--from', 'soon', ...out);
  await wrong(/--month is required/, 'month', '--data', data, ...out);
  const text = readFileSync(stage.path('plan.json'), 'utf8');
  writeFileSync(stage.path('cut.json'), text.slice(0, text.length / 2));
  await wrong(/cut\.json:\d+:\d+: /, 'check', '--data', data, '--plan', stage.path('cut.json'));
  const plan = read('plan.json');
  plan.routes[3].visits[0].lodging = '01890000-0000-7000-8000-000000000000';
  writeFileSync(stage.path('stranger.json'), JSON.stringify(plan));
  await wrong(/\/routes\/3\/visits\/0: the register holds no such lodging/, 'check', '--data', data, '--plan', stage.path('stranger.json'));
  await wrong(/cannot be read/, 'check', '--data', data, '--plan', stage.path('nothing.json'));
});
