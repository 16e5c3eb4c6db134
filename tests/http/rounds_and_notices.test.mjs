// A month from the plan to the manager's phone: planned by the worker, published, disclosed the evening before, inspected,
// told to the manager, read and answered for, numbered as a letter.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Stage, until } from '../support/stage.mjs';
import { call, HandDevice, newId, openUnit, refusal, sha256 } from './cast.mjs';

const stage = new Stage();
const day = (at) => new Date(at).toISOString().slice(0, 10);
let unit, device, round, visits, token, lodging, inspection;

/** Answers of a visit where everything is in order but `wrong`. */
function answersOf(checklist, wrong, at) {
  const items = checklist.sections.flatMap((section) => section.items);
  return items.filter((item) => item.kind === 'yn' || item.kind === 'count')
    .map((item) => ({ item: item.code, value: item.kind === 'count' ? 14 : wrong.includes(item.code) ? 'no' : 'yes', at }));
}

before(async () => {
  unit = await openUnit(stage, { clock: '2026-11-30T01:00:00Z' });
});
after(() => stage.strike());

test('the worker plans a month, reports while it does, and the checker agrees', async () => {
  round = await unit.head.must('POST', '/rounds', { month: '2026-12' });
  assert.equal((await unit.head.call('POST', '/rounds', { month: '2026-12' })).status, 200, 'a month is made once');
  const { job } = await unit.head.must('POST', `/rounds/${round.id}/plan`, { seconds: 3 });
  assert.equal(refusal(await unit.head.call('POST', `/rounds/${round.id}/plan`, { seconds: 3 })), '409 conflict');
  const events = await fetch(`${unit.base}/api/v1/jobs/${job}/events`, { headers: { Cookie: unit.head.cookie } });
  const text = await events.text();
  assert.match(text, /^event: progress$/m);
  assert.match(text.trim().split('\n\n').at(-1), /^event: done\ndata: .*"state":"done"/);
  round = await unit.head.must('GET', `/rounds/${round.id}`);
  assert.equal(round.plan.checked, true);
  assert.equal(round.figures.violations, 0);
  assert.equal(round.plan.seed, null);
  assert.match(round.plan.seed_hash, /^[0-9a-f]{64}$/);
  assert.equal(round.days.length, 31);
  assert.ok(round.figures.planned > 700, `${round.figures.planned} planned`);
  for (const left of round.unplanned) assert.ok(left.text.id && left.text.en);
});

test('a plan can be stopped early and the best so far is kept', async () => {
  const { job } = await unit.head.must('POST', `/rounds/${round.id}/plan`, { seconds: 60 });
  await until('the job runs', async () => (await unit.head.must('GET', `/jobs/${job}`)).progress?.planned > 0);
  assert.equal((await unit.head.call('POST', `/jobs/${job}/cancel`, {})).status, 202);
  const over = await until('the job ends', async () => {
    const now = await unit.head.must('GET', `/jobs/${job}`);
    return now.state !== 'running' && now.state !== 'queued' && now;
  });
  assert.equal(over.state, 'cancelled');
  round = await unit.head.must('GET', `/rounds/${round.id}`);
  assert.equal(round.plan.job, job);
});

test('only the version that was seen can be published', async () => {
  const stale = await unit.head.call('POST', `/rounds/${round.id}/publish`, {}, { 'If-Match': '"1"' });
  assert.equal(refusal(stale), '412 stale_version');
  const published = await unit.head.must('POST', `/rounds/${round.id}/publish`, {}, { 'If-Match': `"${round.version}"` });
  assert.equal(published.state, 'published');
  assert.equal(refusal(await unit.head.call('POST', `/rounds/${round.id}/plan`, { seconds: 3 })), '409 conflict');
  ({ visits } = await unit.head.must('GET', `/rounds/${round.id}/visits`));
  assert.ok(visits.every((visit) => visit.state === 'planned'), 'nothing is disclosed on the morning before');
  const cover = await unit.head.must('GET', `/rounds/${round.id}/coverage`);
  assert.equal(cover.lodgings.length, new Set(cover.lodgings.map((one) => one.id)).size);
});

test('a device hears of a visit only from six in the evening of the day before', async () => {
  device = new HandDevice(unit.base);
  assert.equal((await device.enrol(await unit.code())).status, 201);
  const before6 = await device.pullAll();
  assert.equal(before6.filter((change) => change.entity === 'visit').length, 0);
  const { teams } = await unit.head.must('GET', '/teams');
  const team = teams.find((one) => one.members.includes(unit.officer.id));
  const first = visits.filter((visit) => visit.team === team.id).map((visit) => visit.date).sort()[0];
  await unit.server.stop();
  unit.server = await unit.restart({ clock: `${day(Date.parse(first) - 86400000)}T10:00:00Z` });
  await unit.head.signIn('kanit', unit.logins.kanit);  // the session ended while the clock moved on
  const mine = await until('the visits of the first day', async () => {
    const changes = (await device.pullAll()).filter((change) => change.entity === 'visit' && !change.deleted);
    return changes.length > 0 && changes;
  });
  assert.ok(mine.every((change) => change.data.team === team.id && change.data.date === first && change.data.state === 'disclosed'));
  assert.match(mine[0].data.planned_time, /^\d\d:\d\d$/);
  lodging = mine[0].data.lodging;
  device.visit = mine[0].id;
});

test('an inspection with findings makes the visit done and a notice for the manager', async () => {
  const checklist = (await device.pullAll()).find((change) => change.entity === 'checklist').data;
  const now = (await unit.head.must('GET', '/session')).now;
  const plus = (days) => day(Date.parse(now) + 8 * 3600000 + days * 86400000);
  token = randomBytes(32).toString('base64url');
  inspection = device.sealed(lodging, {
    visit: device.visit, outcome: 'done', outcome_reason: null, opened_at: now, sealed_at: now,
    answers: answersOf(checklist, ['FIR-02', 'CHD-04'], now),
    sample: {
      from: plus(-14), to: plus(-1), total_lines: 40, n: 20, start: 1, step: 2, complete: 20, incomplete: 0, verified: 20,
      foreign: 0, reported: 0, minors: 0, companion: 0, most_blank: null,
    },
    findings: [
      { finding: newId(), item: 'CHD-04', severity: 'minor', due_on: plus(7) },
      { finding: newId(), item: 'FIR-02', severity: 'critical', note: 'Lorong lantai 2 terhalang lemari.', due_on: plus(3) },
    ],
    signatures: { manager: { refused: true, reason: 'Menunggu pemilik.' }, officers: [{ officer: device.who.officer, at: now }] },
    portal_key: sha256(token),
  });
  const reply = await device.push();
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  assert.deepEqual(reply.body.quarantined, []);
  const told = await unit.head.must('GET', `/inspections/${inspection}`);
  assert.equal(told.verified, true);
  assert.equal(told.body.inspection, inspection);
  assert.deepEqual(told.findings.map((one) => one.code), ['CHD-04', 'FIR-02']);
  const { visits: now_ } = await unit.head.must('GET', `/rounds/${round.id}/visits?lodging=${lodging}`);
  assert.equal(now_.find((visit) => visit.id === device.visit).state, 'done');
  const pdf = await fetch(`${unit.base}/api/v1/inspections/${inspection}/berita-acara.pdf`, { headers: { Cookie: unit.head.cookie } });
  assert.equal(pdf.headers.get('content-type'), 'application/pdf');
  assert.equal(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString(), '%PDF-');
});

test('the code on the paper opens the notice on any phone, in both languages and without script', async () => {
  const page = await call('GET', `${unit.base}/n/${token}`);
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(page.headers.get('cache-control'), 'no-store');
  assert.match(page.body, /Surat ini asli/);
  assert.match(page.body, /Jalur evakuasi/);
  assert.match(page.body, /Menyatakan sudah membaca tidak berarti setuju\./);
  assert.doesNotMatch(page.body, /<script|sanksi/i);
  assert.ok(page.body.length < 30_000);
  const english = await call('GET', `${unit.base}/n/${token}?lang=en`);
  assert.match(english.body, /This letter is genuine/);
  const browser = await call('GET', `${unit.base}/n/${token}`, undefined, { 'Accept-Language': 'en-GB,en' });
  assert.equal(browser.headers.get('content-language'), 'en');
  const css = await call('GET', `${unit.base}/portal.css`);
  assert.match(css.headers.get('content-type'), /^text\/css/);
});

test('saying "I have read this" works once and twice, as a browser sends it', async () => {
  const form = () => call('POST', `${unit.base}/n/${token}/acknowledge`, 'lang=en',
    { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'null' });
  const first = await form();
  assert.equal(first.status, 303);
  assert.equal(first.headers.get('location'), `/n/${token}?lang=en`);
  const page = await call('GET', `${unit.base}/n/${token}?lang=en`);
  const when = page.body.match(/You said you have read this: [^<]+/)[0];
  assert.equal((await form()).status, 303);
  assert.ok((await call('GET', `${unit.base}/n/${token}?lang=en`)).body.includes(when));
  const { notices } = await unit.head.must('GET', '/notices');
  assert.equal(notices[0].state, 'acknowledged');
});

test('the secretariat\'s number makes it a Surat Pemberitahuan with a letter and a link of the server', async () => {
  const { notices } = await unit.head.must('GET', '/notices');
  const detail = await unit.head.must('GET', `/notices/${notices[0].id}`);
  assert.equal(detail.findings.length, 2);
  assert.equal((await call('GET', detail.link)).status, 200, 'a link that is shown works');
  const early = await unit.head.call('GET', `/notices/${detail.id}/letter.pdf`);
  assert.equal(refusal(early), '409 conflict');
  const issued = await unit.head.must('POST', `/notices/${detail.id}/issue`,
    { number: 'B/214/XII/2026', perihal: 'Pemberitahuan hasil pemeriksaan' }, { 'If-Match': `"${detail.version}"` });
  assert.equal(issued.rung, 'pemberitahuan');
  assert.equal(issued.number, 'B/214/XII/2026');
  const letter = await fetch(`${unit.base}/api/v1/notices/${detail.id}/letter.pdf`, { headers: { Cookie: unit.head.cookie } });
  assert.equal(Buffer.from(await letter.arrayBuffer()).subarray(0, 5).toString(), '%PDF-');
  const page = await call('GET', issued.link);
  assert.match(page.body, /Surat Pemberitahuan/);
  assert.match(page.body, /B\/214\/XII\/2026/);
});

test('the paper of a door that stayed closed is genuine too and asks for nothing', async () => {
  const other = randomBytes(32).toString('base64url');
  device.sealed(unit.lodgings[4].id, { portal_key: sha256(other) });
  assert.deepEqual((await device.push()).body.quarantined, []);
  const page = await call('GET', `${unit.base}/n/${other}`);
  assert.equal(page.status, 200);
  assert.match(page.body, /Surat ini asli/);
  assert.match(page.body, /Kunjungan dicatat\. Hasil: Tutup\./);
  assert.doesNotMatch(page.body, /<form/);
});

test('a token nobody knows gets a page that says what to do; too many tries have to wait', async () => {
  const unknown = await call('GET', `${unit.base}/n/${randomBytes(32).toString('base64url')}`);
  assert.equal(unknown.status, 404);
  assert.match(unknown.body, /Surat tidak dikenal/);
  assert.match(unknown.body, /lang="en"/);
  let last = unknown;
  for (let i = 0; i < 31 && last.status !== 429; ++i) last = await call('GET', `${unit.base}/n/nobody`);
  assert.equal(last.status, 429);
  assert.equal(last.headers.get('retry-after'), '60');
});

test('what cannot be applied waits in quarantine and holds nothing up', async () => {
  device.sealed(newId());
  const good = device.sealed(unit.lodgings[3].id);
  const reply = await device.push();
  assert.equal(reply.status, 200);
  assert.deepEqual(reply.body.quarantined.map((one) => one.code), ['not_found']);
  const { records } = await unit.head.must('GET', '/quarantine');
  assert.equal(records.length, 1);
  assert.equal(records[0].kind, 'inspection.sealed');
  assert.equal((await unit.head.must('GET', `/inspections/${good}`)).outcome, 'closed');
});

test('an officer who signs in sees disclosed visits only', async () => {
  const { Session } = await import('../support/stage.mjs');
  const officer = new Session(unit.base);
  await officer.signIn('petugas', unit.logins.petugas);
  const { visits: seen } = await officer.must('GET', `/rounds/${round.id}/visits`);
  assert.ok(seen.length > 0 && seen.length < visits.length);
  assert.ok(seen.every((visit) => visit.state !== 'planned'));
  assert.equal(refusal(await officer.call('GET', '/notices')), '403 forbidden');
});
