// What an officer reports besides inspections, in real Chromium: a visit that was missed, premises that no register knows,
// data that is wrong, an inspection that has to be corrected; written without a network, known to the office when it is back.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { Network, OfficerApp, openUnit } from '../http/cast.mjs';
import { chromium, freePort, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';
import { seen } from './seeing.mjs';

const stage = new Stage();
const story = {};
let unit, network, app, phone, phoneContext, deskContext;
const id = (testid) => phone.getByTestId(testid);

const test = chapters(() => ({ 'reports-phone': phone }));

/** A published month, and the team whose stops of the first working day are followed. */
async function planned() {
  const round = await unit.head.must('POST', '/rounds', { month: '2026-12' });
  const { job } = await unit.head.must('POST', `/rounds/${round.id}/plan`, { seconds: 3 });
  await until('the month is planned', async () => (await unit.head.must('GET', `/jobs/${job}`)).state === 'done', 90);
  const { version } = await unit.head.must('GET', `/rounds/${round.id}`);
  await unit.head.must('POST', `/rounds/${round.id}/publish`, {}, { 'If-Match': `"${version}"` });
  const { visits } = await unit.head.must('GET', `/rounds/${round.id}/visits`);
  const day = [...new Set(visits.map((one) => one.date))].sort()[0];
  const visit = visits.find((one) => one.date === day);
  const { officers } = await unit.head.must('GET', '/officers');
  return { round: round.id, day, visit, officer: officers.find((one) => one.team === visit.team && one.role === 'officer') };
}

before(async () => {
  unit = await openUnit(stage, { clock: '2026-11-28T09:00:00+08:00' });
  Object.assign(story, await planned());
  await unit.server.stop();
  const clock = `${story.day}T08:00:00+08:00`;
  story.server = await unit.restart({ clock });
  await unit.head.signIn('kanit', unit.logins.kanit);
  network = await new Network(unit.port).open();
  const port = await freePort();
  await stage.field({ port, clock });
  app = new OfficerApp(port);
  const { code } = await unit.head.must('POST', `/officers/${story.officer.id}/enrolment-codes`, {});
  await app.enrol(network.base, code);
  phoneContext = await chromium(stage.path('phone-profile'));
  await phoneContext.grantPermissions(['geolocation']);
  phone = phoneContext.pages()[0];
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  // The day's visits are disclosed by the worker a moment after the start: asked for until they are here.
  await until('the stop is on the phone', async () => {
    await app.must('POST', '/api/sync', {});
    return (await app.must('GET', '/api/round')).stops.some((one) => one.visit_id === story.visit.id);
  }, 60);
  network.fate = () => 'down';
  await phone.goto(app.base);
  await id(`stop-${story.visit.id}`).waitFor({ timeout: 40_000 });
});

after(async () => {
  await phoneContext?.close();
  await deskContext?.close();
  await network?.close();
  await stage.strike();
});

test('a visit that nobody made is recorded as missed, with its reason, from its stop', async () => {
  await phone.goto(`${app.base}/#/lodging/${story.visit.lodging.id}`);
  await id('cannot-inspect').click();
  await id('missed-visit').click();
  await id('missed-save').click();
  await phone.getByText('Pilih satu alasan dulu.').waitFor();
  await id('missed-other').click();
  await id('missed-save').click();
  await phone.getByText('Untuk alasan lain, tuliskan keterangannya.').waitFor();
  await id('missed-note').fill('Hubungi 0812 3456 7890');
  await phone.getByText('Ini mirip nomor telepon.').waitFor();
  await id('missed-weather').click();
  await id('missed-note').fill('Banjir di depan gang.');
  await seen(phone, 'missed-id-dark');
  await id('missed-save').click();
  await phone.waitForURL(/#\/round/);
  const { stops } = await app.must('GET', '/api/round');
  assert.equal(stops.find((one) => one.visit_id === story.visit.id).state, 'missed');
  await phone.getByText('1 terlewat').waitFor();
});

test('premises that no register knows are written down where they stand and inspected at once', async () => {
  await phone.goto(`${app.base}/#/find`);
  await id('lodging-search').fill('Kos pagar hijau');
  await phone.getByText('Tidak ada yang cocok').waitFor();
  await seen(phone, 'find-none-id-dark', { narrow: false });
  await id('new-lodging').click();
  assert.equal(await id('lodging-name').inputValue(), 'Kos pagar hijau', 'what was searched for need not be typed again');
  await id('new-save').click();
  await phone.getByText('Ambil posisinya dulu').waitFor();
  await until('what is missing stands before the eyes', () => phone.evaluate(() => {
    const { top, bottom } = document.querySelector('[data-testid=point-status]').getBoundingClientRect();
    return top > 0 && bottom < innerHeight && document.activeElement.dataset.testid === 'point-take';
  }));
  const near = unit.lodgings.find((one) => one.lat_e6);
  await phoneContext.setGeolocation({ latitude: near.lat_e6 / 1e6, longitude: near.lng_e6 / 1e6, accuracy: 14 });
  await id('point-take').click();
  await phone.getByText('Posisi terambil, ketelitian 14 m.').waitFor();
  await id('lodging-kind').selectOption('kos');
  await id('lodging-address').fill('Gang Kelor 3');
  await seen(phone, 'new-lodging-id-dark');
  await id('new-save').click();
  await phone.waitForURL(/#\/inspect\//);
  await id('dock').waitFor();
  story.inspection = phone.url().match(/inspect\/([0-9a-f-]{36})/)[1];
  const { lodging } = await app.must('GET', `/api/inspections/${story.inspection}`);
  assert.deepEqual([lodging.name, lodging.kind, lodging.status, lodging.address], ['Kos pagar hijau', 'kos', 'unregistered', 'Gang Kelor 3']);
  story.street = lodging.id;
});

test('wrong data are put right field by field', async () => {
  story.known = unit.lodgings.find((one) => one.id !== story.visit.lodging.id);
  await phone.goto(`${app.base}/#/lodging/${story.known.id}`);
  await id('lodging-edit').click();
  await id('edit-save').click();
  await phone.getByText('Belum ada yang diubah.').waitFor();
  await id('lodging-phone').fill('0380 821544');
  await seen(phone, 'edit-lodging-id-dark');
  await id('edit-save').click();
  await until('the phone has it', async () => (await app.must('GET', `/api/lodgings/${story.known.id}`)).lodging.phone === '0380 821544');
});

test('when the network is back, the office knows all three', async () => {
  const { signatures } = await app.must('GET', `/api/inspections/${story.inspection}`);
  await app.must('PUT', `/api/inspections/${story.inspection}/outcome`, { outcome: 'closed', reason: 'Penjaga belum datang' });
  await app.must('PUT', `/api/inspections/${story.inspection}/signatures/officers/${signatures.officers[0].officer_id}`, { signed: true });
  await app.must('POST', `/api/inspections/${story.inspection}/seal`, {});
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await app.settled(90);
  assert.equal((await unit.head.must('GET', '/quarantine')).records.length, 0);
  const { visits } = await unit.head.must('GET', `/rounds/${story.round}/visits?date=${story.day}`);
  assert.equal(visits.find((one) => one.id === story.visit.id).state, 'missed');
  const street = await unit.head.must('GET', `/lodgings/${story.street}`);
  assert.deepEqual([street.name, street.status, street.source, street.inspections.length], ['Kos pagar hijau', 'unregistered', 'device', 1]);
  assert.equal((await unit.head.must('GET', `/lodgings/${story.known.id}`)).phone, '0380 821544');
});

test('what is sealed is corrected by a new version with its reason; the original stays readable and both are linked', async () => {
  network.fate = () => 'down';
  await phone.goto(`${app.base}/#/report/${story.inspection}`);
  await id('correct').click();
  await id('correct-start').click();
  await phone.getByText('Pilih jenis perbaikan dulu.').waitFor();
  await id('correct-result_changing').click();
  await id('correct-start').click();
  await phone.getByText('Tuliskan alasannya.').waitFor();
  await id('correct-administrative').click();
  await id('correct-reason').fill('Sebabnya salah tulis.');
  await seen(phone, 'correct-id-dark');
  await id('correct-start').click();
  await phone.waitForURL(/#\/inspect\//);
  await id('version-correction').waitFor();
  await seen(phone, 'correcting-id-dark', { narrow: false });
  story.newer = phone.url().match(/inspect\/([0-9a-f-]{36})/)[1];
  assert.notEqual(story.newer, story.inspection);
  const draft = await app.must('GET', `/api/inspections/${story.newer}`);
  assert.equal(draft.outcome, 'closed', 'the draft begins as what was sealed');
  await app.must('PUT', `/api/inspections/${story.newer}/outcome`, { outcome: 'closed', reason: 'Tutup untuk perbaikan' });
  await phone.goto(`${app.base}/#/finish/${story.newer}`);
  await id('officer-sign-1').click();
  await until('it can be sealed', async () => (await app.must('GET', `/api/inspections/${story.newer}/review`)).can_seal);
  await id('seal').click();
  await id('report').waitFor();
  await id('version-correction').waitFor();
  await id('see-original').click();
  await id('version-old').waitFor();
  assert.match(await id('report').textContent(), /Penjaga belum datang/);
  assert.equal(await id('correct').count(), 0, 'only the newest version is corrected');

  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await app.settled(90);
  const there = await unit.head.must('GET', `/inspections/${story.newer}`);
  assert.deepEqual([there.supersedes, there.correction.reason, there.body.outcome_reason],
    [story.inspection, 'Sebabnya salah tulis.', 'Tutup untuk perbaikan']);
  assert.equal((await unit.head.must('GET', `/inspections/${story.inspection}`)).superseded_by, story.newer);
});

test('when the day is over, the console shows the hash that closes it', async () => {
  await story.server.stop();
  const next = new Date(Date.parse(`${story.day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  await unit.restart({ clock: `${next}T07:00:00+08:00` });
  deskContext = await chromium(stage.path('desk-profile'));
  const desk = deskContext.pages()[0];
  await desk.goto(`${unit.base}/#/people/ledger`);
  await desk.getByTestId('login-user').fill('kanit');
  await desk.getByTestId('login-password').fill(unit.logins.kanit);
  await desk.getByTestId('login-submit').click();
  await desk.getByTestId('ledger').waitFor();
  await until('the day is closed', async () => {
    await desk.reload();
    await desk.getByTestId('ledger').waitFor();
    return desk.getByTestId(`root-${story.day}`).waitFor({ timeout: 2000 }).then(() => true, () => false);
  }, 60);
  assert.match(await desk.getByTestId(`root-${story.day}`).textContent(), /[0-9a-f]{64}/);
  await seen(desk, 'ledger-id-light');
});
