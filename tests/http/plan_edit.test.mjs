// A month in the unit head's hands, with real processes: planned, watched by two, changed by hand, published, proved; a visit
// is missed on a device, the rest is planned anew, and the device's round shows it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { OfficerApp, openUnit, refusal } from './cast.mjs';

const stage = new Stage();
const day = (ms) => new Date(ms).toISOString().slice(0, 10);
let unit, round, app, phone, missed, instead;

before(async () => {
  unit = await openUnit(stage, { clock: '2026-11-28T01:00:00Z' });
});
after(() => stage.strike());

const now = async () => (round = await unit.head.must('GET', `/rounds/${round.id}`));
const visits = async (filter = '') => (await unit.head.must('GET', `/rounds/${round.id}/visits${filter}`)).visits;
const visit = async (id) => (await visits()).find((one) => one.id === id);
const version = () => ({ 'If-Match': `"${round.version}"` });
const job = (id) => unit.head.must('GET', `/jobs/${id}`);
const over = (id, seconds = 60) => until(`job ${id} ends`, async () => {
  const one = await job(id);
  return ['done', 'failed', 'cancelled'].includes(one.state) && one;
}, seconds);
/** Every team-day with what the visit would cost there. */
const prices = async (one) => (await unit.head.must('GET', `/rounds/${round.id}/prices?visit=${one.id}`)).days
  .flatMap((of) => of.teams.map((team) => ({ ...team, date: of.date })));
/** Another day that no rule forbids, the cheapest. */
const cheapest = async (one) => (await prices(one)).filter((price) => price.legal && price.date !== one.date).sort((a, b) => a.cost_min - b.cost_min)[0];
/** Somebody who watches a job: everything said, until the stream ends or `stop()`. */
function watch(id) {
  const cut = new AbortController();
  const one = { text: '', stop: () => cut.abort() };
  one.ended = fetch(`${unit.base}/api/v1/jobs/${id}/events`, { headers: { Cookie: unit.head.cookie }, signal: cut.signal })
    .then(async (reply) => {
      for await (const piece of reply.body) one.text += Buffer.from(piece).toString();
      return one.text.trim().split('\n\n').filter((event) => event.startsWith('event:')).map((event) => {
        const [name, data] = event.split('\n');
        return { name: name.slice(7), job: JSON.parse(data.slice(6)) };
      });
    });
  return one;
}
/** The officer's app as a program of its own, on a folder of its own; enrolled if there is a code. */
async function carry(name, clock, code) {
  const port = await freePort();
  phone = await stage.field({ port, clock, data: stage.path(name) });
  const made = new OfficerApp(port);
  if (code) await made.enrol(unit.base, code);
  return made;
}
async function restart(clock) {
  await unit.server.stop();
  unit.server = await unit.restart({ clock });
  await unit.head.signIn('kanit', unit.logins.kanit);
}

test('a run tells two people at once how far it is, also one who comes back after a cut, and stops with its best plan', async () => {
  round = await unit.head.must('POST', '/rounds', { month: '2026-12' });
  const { job: id } = await unit.head.must('POST', `/rounds/${round.id}/plan`, { seconds: 120 });
  const [one, cut] = [watch(id), watch(id)];
  await until('both hear of it', () => [one, cut].every((who) => who.text.includes('"state":"running"') && who.text.includes('"cost_min"')));
  cut.stop();
  await cut.ended.catch(() => {});
  const back = watch(id);
  await until('the one who came back hears where it is now', () => back.text.includes('"state":"running"'));
  assert.equal((await unit.head.call('POST', `/jobs/${id}/cancel`, {})).status, 202);
  for (const who of [one, back]) {
    const events = await who.ended;
    assert.equal(events.at(-1).name, 'done');
    assert.equal(events.at(-1).job.state, 'cancelled');
    const seen = events.filter((event) => event.job.progress).map((event) => event.job.progress.elapsed_s);
    assert.deepEqual(seen, [...seen].sort((a, b) => a - b), 'time only goes forward');
  }
  const best = await over(id);
  assert.ok(best.progress.planned > 700, `${best.progress.planned} planned`);
  await now();
  assert.equal(round.plan.job, id, 'the best plan is kept');
  assert.equal(round.figures.violations, 0);
});

test('a run that waits for another can be stopped before it begins; its watchers hear of it', async () => {
  const other = await unit.head.must('POST', '/rounds', { month: '2027-01' });
  const { job: first } = await unit.head.must('POST', `/rounds/${other.id}/plan`, { seconds: 120 });
  const { job: second } = await unit.head.must('POST', `/rounds/${round.id}/plan`, { seconds: 120 });
  const waiting = watch(second);
  await until('it waits', () => waiting.text.includes('"state":"queued"'));
  await unit.head.must('POST', `/jobs/${second}/cancel`, {});
  assert.equal((await waiting.ended).at(-1).job.state, 'cancelled');
  await unit.head.must('POST', `/jobs/${first}/cancel`, {});
  await over(first);
  assert.notEqual((await now()).plan.job, second);
});

test('a server that dies in the middle of a run begins it again and says so; the plan from before is still there', async () => {
  const before = (await now()).plan.job;
  const { job: id } = await unit.head.must('POST', `/rounds/${round.id}/plan`, { seconds: 8 });
  await until('it runs', async () => (await job(id)).progress?.planned > 0);
  await unit.server.kill();
  unit.server = await unit.restart();
  await unit.head.signIn('kanit', unit.logins.kanit);
  const again = await job(id);
  assert.ok(['queued', 'running', 'done'].includes(again.state));
  assert.equal((await over(id)).attempt, 2);
  assert.equal((await over(id)).state, 'done');
  assert.notEqual(before, id);
  assert.equal((await now()).plan.job, id);
});

test('the question what a move would cost changes nothing and is answered at once', async () => {
  const all = await visits();
  const teams = round.teams.map((team) => team.id);
  const took = [];
  for (let n = 0; n < 60; ++n) {
    const one = all[(n * 97) % all.length];
    const to = { date: all[(n * 31) % all.length].date, team: teams[n % teams.length] };
    const begun = performance.now();
    const { version: of, cost_min, bent } = await unit.head.must('POST', `/rounds/${round.id}/try-move`, { visit: one.id, ...to });
    took.push(performance.now() - begun);
    assert.equal(of, round.version);
    assert.ok(Number.isFinite(cost_min));
    for (const rule of bent) assert.ok(rule.text.id && rule.text.en);
  }
  took.sort((a, b) => a - b);
  console.log(`try-move over HTTP: p50 ${took[30].toFixed(1)} ms, p95 ${took[56].toFixed(1)} ms of ${took.length}`);
  assert.deepEqual(await visits(), all);
});

test('a visit is moved to the cheapest other day, taken back, locked there and stays when the month is planned again', async () => {
  const one = (await visits())[5];
  const to = await cheapest(one);
  const moved = await unit.head.must('POST', `/rounds/${round.id}/move`, { visit: one.id, date: to.date, team: to.team }, version());
  assert.deepEqual([moved.visit.date, moved.visit.team], [to.date, to.team]);
  assert.ok(Math.abs(moved.cost_min - to.cost_min) < 0.11, 'it costs what was said');
  assert.equal(refusal(await unit.head.call('POST', `/rounds/${round.id}/undo`, {}, version())), '412 stale_version', 'seen before the move');
  await now();
  assert.equal(round.undo.kind, 'move');
  assert.equal(round.figures.violations, 0);
  await unit.head.must('POST', `/rounds/${round.id}/undo`, {}, version());
  const back = await visit(one.id);
  assert.deepEqual([back.date, back.team, back.order], [one.date, one.team, one.order]);
  await now();
  await unit.head.must('PATCH', `/rounds/${round.id}/visits/${one.id}`, { locks: { day: true, team: true, time: true } }, version());
  const { job: id } = await unit.head.must('POST', `/rounds/${round.id}/plan`, { seconds: 2 });
  assert.equal((await over(id)).state, 'done');
  await now();
  const kept = await visit(one.id);
  assert.deepEqual([kept.date, kept.team, kept.planned_time], [one.date, one.team, one.planned_time]);
});

test('the published plan comes out of its seed once more, bit for bit, and the seed of its fingerprint', async () => {
  const published = await unit.head.must('POST', `/rounds/${round.id}/publish`, {}, version());
  const { seed_hash } = published.plan;
  assert.equal(published.plan.seed, null, 'the seed stays secret while the month runs');
  const { job: id } = await unit.head.must('POST', `/rounds/${round.id}/rederive`, {});
  const { state, result } = await over(id);
  assert.equal(state, 'done');
  assert.equal(result.same, true);
  assert.equal(result.runs.length, 1);
  assert.equal(result.runs[0].seed_hash, seed_hash);
  assert.equal(result.runs[0].plan_hash, result.runs[0].derived_hash);
  await now();
  assert.equal(round.proof.job, id);
  assert.equal(round.proof.result.same, true);
});

test('an officer misses a visit on the device; the head sees a proposal with the cause of each move', async () => {
  const { teams } = await unit.head.must('GET', '/teams');
  const team = teams.find((one) => one.members.includes(unit.officer.id));
  const first = (await visits()).filter((one) => one.team === team.id).map((one) => one.date).sort()[0];
  await restart(`${first}T01:00:00Z`);
  app = await carry('phone', `${first}T01:05:00Z`, await unit.code());
  const { stops } = await until('the round of the day', async () => {
    const today = await app.must('GET', '/api/round');
    return today.total > 0 && today;
  });
  [missed] = stops;
  await app.must('POST', `/api/visits/${missed.visit_id}/missed`, { reason: 'weather', note: null });
  await app.settled();
  assert.equal((await visit(missed.visit_id)).state, 'missed');
  await now();
  const before = new Map((await visits()).map((one) => [one.id, one]));
  const { job: id } = await unit.head.must('POST', `/rounds/${round.id}/replan`, { seconds: 3, events: [{ kind: 'missed', visit: missed.visit_id }] });
  assert.equal((await over(id)).state, 'done');
  const proposal = await unit.head.must('GET', `/rounds/${round.id}/proposal`);
  assert.equal(proposal.state, 'open');
  instead = proposal.moves.find((move) => move.lodging.id === missed.lodging.id && move.cause === 'missed');
  assert.ok(instead?.to, 'the missed visit finds another day');
  assert.equal(instead.from.date, first);
  for (const move of proposal.moves) assert.ok(move.text.id && move.text.en);
  assert.deepEqual(new Map((await visits()).map((one) => [one.id, one])), before, 'a proposal changes nothing');
  const others = proposal.moves.filter((move) => move.cause !== 'missed').length;
  console.log(`one missed visit: ${others} of ${proposal.ahead} other visits moved`);
  assert.ok(others <= 0.03 * proposal.ahead);
});

test('accepted, it keeps the rules, what is locked and what is missed, and the round of the device shows the new visit', async () => {
  const held = (await visits()).filter((one) => one.locked || one.state === 'missed');
  const accepted = await unit.head.must('POST', `/rounds/${round.id}/proposal/accept`, {}, version());
  assert.equal(accepted.state, 'published');
  await now();
  assert.equal(round.figures.violations, 0, 'a visit that nobody made is no neighbour of the next');
  for (const one of held) {
    const same = await visit(one.id);
    assert.deepEqual([same.date, same.team, same.state], [one.date, one.team, one.state]);
  }
  const made = (await visits(`?lodging=${missed.lodging.id}`)).filter((one) => one.date === instead.to.date);
  assert.deepEqual(made.map((one) => [one.team, one.state === 'missed']), [[instead.to.team, false]]);
  const { teams } = await unit.head.must('GET', '/teams');
  const team = teams.find((one) => one.id === instead.to.team);
  const evening = `${day(Date.parse(instead.to.date) - 86400000)}T10:30:00Z`;  // half past six at the unit
  await phone.stop();
  await restart(evening);
  if (team.members.includes(unit.officer.id)) {
    app = await carry('phone', evening);
  } else {
    const { code } = await unit.head.must('POST', `/officers/${team.members[0]}/enrolment-codes`, {});
    app = await carry('other', evening, code);
  }
  const shown = await until('the round of that day holds the new visit', async () => {
    const { stops } = await app.must('GET', `/api/round?date=${instead.to.date}`);
    return stops.find((stop) => stop.visit_id === made[0].id);
  });
  assert.equal(shown.lodging.id, missed.lodging.id);
});

test('plan and replan are proved together; after the month the seed itself is open and has the fingerprint', async () => {
  const { job: id } = await unit.head.must('POST', `/rounds/${round.id}/rederive`, {});
  const { result } = await over(id);
  assert.deepEqual(result.runs.map((run) => [run.kind, run.same]), [['plan', true], ['replan', true]]);
  await restart('2027-01-20T01:00:00Z');
  await until('the month is closed', async () => (await now()).state === 'closed');
  const { seed, seed_hash } = round.plan;
  assert.equal(createHash('sha256').update(Buffer.from(seed, 'hex')).digest('hex'), seed_hash);
});
