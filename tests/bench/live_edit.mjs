// Live editing of a city's month through the server: 400 lodgings, 12 teams, a real process over loopback. What a move would
// cost (try-move), the month of prices, and a move made and taken back; beside them an empty question, which is what HTTP
// and this program cost alone. One JSON line each, the limit beside the figure.
import { freePort, Session, Stage, until } from '../support/stage.mjs';

const count = Number(process.argv[process.argv.indexOf('--questions') + 1] ?? 0) || 1000;
const stage = new Stage();

function print(workload, took, more = {}) {
  took.sort((a, b) => a - b);
  const at = (share) => Math.round(took[Math.floor(share * (took.length - 1))] * 100) / 100;
  console.log(JSON.stringify({ workload, n: took.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1), ...more }));
}

async function timed(times, deed) {
  const took = [];
  for (let n = 0; n < times; ++n) {
    const begun = performance.now();
    await deed(n);
    took.push(performance.now() - begun);
  }
  return took;
}

try {
  const port = await freePort();
  const logins = await stage.demo();
  const server = await stage.server({ port, clock: '2026-11-28T09:00:00+08:00' });
  const head = new Session(`http://127.0.0.1:${port}`);
  await head.signIn('kanit', logins.kanit);
  const { lodgings } = await head.must('GET', '/lodgings?limit=200');
  const known = (await head.must('GET', '/lodgings?limit=1')).total;
  for (let n = 0; n < 400 - known; ++n) {
    const { name, kind, kelurahan, kecamatan, lat_e6, lng_e6, rooms } = lodgings[n % lodgings.length];
    await head.must('POST', '/lodgings', { name: `${name} ${n + 2}`, kind, kelurahan, kecamatan, lat_e6: lat_e6 + 90 * (n % 7), lng_e6: lng_e6 - 70 * (n % 5), rooms });
  }
  const { teams } = await head.must('GET', '/teams');
  for (let n = 0; n < 6; ++n) {
    const { id, version, members, leave, ...rest } = teams[n];
    await head.must('POST', '/teams', { ...rest, name: `Regu ${n + 7}`, members: [], leave: [] });
  }
  const round = await head.must('POST', '/rounds', { month: '2026-12' });
  const { job } = await head.must('POST', `/rounds/${round.id}/plan`, { seconds: 10 });
  await until('the plan', async () => ['done', 'failed'].includes((await head.must('GET', `/jobs/${job}`)).state), 180);
  const planned = await head.must('GET', `/rounds/${round.id}`);
  const { visits } = await head.must('GET', `/rounds/${round.id}/visits`);
  console.log(JSON.stringify({ workload: 'live_edit_city', lodgings: (await head.must('GET', '/lodgings?limit=1')).total, teams: planned.teams.length, visits: visits.length }));

  let seed = 7;
  const any = (list) => list[(seed = (seed * 1103515245 + 12345) % 2147483648) % list.length];
  print('live_edit_nothing', await timed(count, () => fetch(`http://127.0.0.1:${port}/healthz`).then((reply) => reply.text())));
  const ask = () => head.must('POST', `/rounds/${round.id}/try-move`, { visit: any(visits).id, date: any(visits).date, team: any(planned.teams).id });
  print('live_edit_first_question', await timed(1, ask), { what: 'opens the plan' });
  print('live_edit_try_move', await timed(count, ask), { limit_ms: 10 });
  print('live_edit_month_of_prices', await timed(Math.ceil(count / 20), () => head.must('GET', `/rounds/${round.id}/prices?visit=${any(visits).id}`)), { limit_ms: 100 });
  let { version } = planned;
  const moves = await timed(Math.ceil(count / 50), async () => {
    const one = any(visits);
    const { days } = await head.must('GET', `/rounds/${round.id}/prices?visit=${one.id}`);
    const to = days.flatMap((day) => day.teams.map((team) => ({ ...team, date: day.date }))).find((price) => price.legal && price.date !== one.date);
    if (!to) return;
    ({ version } = await head.must('POST', `/rounds/${round.id}/move`, { visit: one.id, date: to.date, team: to.team }, { 'If-Match': `"${version}"` }));
    ({ version } = await head.must('POST', `/rounds/${round.id}/undo`, {}, { 'If-Match': `"${version}"` }));
  });
  print('live_edit_move_and_undo', moves, { what: 'prices, move, undo' });
  await server.stop();
} finally {
  await stage.strike();
}
