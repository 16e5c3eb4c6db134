// A month that is planned and published, for tests that need an officer with stops today.
import { until } from '../support/stage.mjs';

/**
 * Plans and publishes December 2026 and finds its first working day and the officer with the most stops on it.
 * @returns {{round: string, day: string, officer: object, stops: object[]}} stops in the order of the round
 */
export async function publishedDay(head) {
  const round = await head.must('POST', '/rounds', { month: '2026-12' });
  const { job } = await head.must('POST', `/rounds/${round.id}/plan`, { seconds: 2 });
  await until('the month is planned', async () => (await head.must('GET', `/jobs/${job}`)).state === 'done', 90);
  const { version } = await head.must('GET', `/rounds/${round.id}`);
  await head.must('POST', `/rounds/${round.id}/publish`, {}, { 'If-Match': `"${version}"` });
  const { visits } = await head.must('GET', `/rounds/${round.id}/visits`);
  const day = visits.map((one) => one.date).sort()[0];
  const stopsOf = (team) => visits.filter((one) => one.date === day && one.team === team).sort((a, b) => a.order - b.order);
  const { officers } = await head.must('GET', '/officers');
  const [officer] = officers
    .filter((one) => one.team && one.active && one.role === 'officer')
    .sort((a, b) => stopsOf(b.team).length - stopsOf(a.team).length);
  return { round: round.id, day, officer, stops: stopsOf(officer.team) };
}
