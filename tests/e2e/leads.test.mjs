// Sessions, tips and referrals in real Chromium: written on the phone without a network, read by the unit head in the console,
// the other office's stage and the emergency numbers back on the phone. Never about a person.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { comeIn, Network, OfficerApp, openUnit } from '../http/cast.mjs';
import { chromium, freePort, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';
import { seen } from './seeing.mjs';

const stage = new Stage();
const story = {};
let unit, network, app, phone, desk, deskContext;
const id = (testid) => phone.getByTestId(testid);
const at = (testid) => desk.getByTestId(testid);

const test = chapters(() => ({ 'leads-phone': phone, 'leads-desk': desk }));

before(async () => {
  unit = await openUnit(stage);
  network = await new Network(unit.port).open();
  const port = await freePort();
  await stage.field({ port });
  app = new OfficerApp(port);
  await app.enrol(network.base, await unit.code());
  await app.settled();
  story.lodging = unit.lodgings[0];
  phone = await stage.phone();
  network.fate = () => 'down';
  await phone.goto(app.base);
  await id('sync-badge').waitFor();
});

after(async () => {
  await deskContext?.close();
  await network?.close();
  await stage.strike();
});

test('an outreach session is recorded with a number of people, never a list', async () => {
  await phone.goto(`${app.base}/#/add`);
  await id('others').click();
  await id('activity-add').click();
  await id('activity-save').click();
  await phone.getByText('Isi tempatnya dulu.').waitFor();
  await id('activity-place').fill('Aula Kelurahan Oebobo');
  await id('activity-theme').fill('Hubungi 0812 3456 7890');
  await phone.getByText('Ini mirip nomor telepon.').waitFor();
  await id('activity-theme').fill('Buku tamu dan perlindungan anak');
  await id('activity-headcount').fill('24');
  await seen(phone, 'activity-id-dark', { narrow: false });
  await id('activity-save').click();
  await phone.getByText('24 peserta').waitFor();
});

test('a tip and a referral are written at the lodging, with codes only', async () => {
  await phone.goto(`${app.base}/#/lodging/${story.lodging.id}`);
  await id('tip-add').click();
  await id('tip-source').selectOption('cyber_patrol');
  await id('tip-category').selectOption('short_stay');
  await id('tip-priority').getByText('Tinggi').click();
  await seen(phone, 'tip-id-dark', { narrow: false });
  await id('tip-save').click();
  await phone.getByText('Tarif per jam').waitFor();

  await id('referral-add').click();
  await id('referral-save').click();
  await phone.getByText('Pilih semuanya dulu.').waitFor();
  await id('referral-reason').selectOption('foreign_reporting');
  await id('referral-to').selectOption('immigration');
  await id('referral-case').fill('5371031212900004');
  await phone.getByText('Ini mirip nomor identitas.').waitFor();
  await id('referral-case').fill('');
  await seen(phone, 'referral-id-dark', { narrow: false });
  await id('referral-save').click();
  await id('referral-sheet').waitFor({ state: 'hidden' });
  await seen(phone, 'lodging-leads-id-dark', { narrow: false });
});

test('the unit head reads all three in the console and notes how far the other office is', async () => {
  network.fate = () => 'pass';
  await app.must('POST', '/api/sync', {});
  await app.settled();
  deskContext = await chromium(stage.path('desk-profile'));
  desk = deskContext.pages()[0];
  await desk.setViewportSize({ width: 1440, height: 900 });
  await desk.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await desk.goto(`${unit.base}/#/leads`);
  await at('login-user').fill('kanit');
  await at('login-password').fill(unit.logins.kanit);
  await at('login-submit').click();
  await desk.getByText('Buku tamu dan perlindungan anak').waitFor();
  await at('tab-tips').click();
  await desk.getByText('Patroli siber').waitFor();
  await seen(desk, 'leads-tips-id-light', { narrow: false });
  await at('tab-referrals').click();
  const { referrals } = await unit.head.must('GET', '/referrals');
  assert.equal(referrals.length, 1);
  await at(`referral-${referrals[0].id}-case`).click();
  await at('case-no').fill('W.23-12/2026');
  await at('case-stage').selectOption('inquiry');
  await at('case-save').click();
  await desk.getByText('Isi tanggal').waitFor();
  await at('case-on').fill(new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10));
  await at('case-save').click();
  await at(`referral-${referrals[0].id}`).getByText('W.23-12/2026').waitFor();
  await seen(desk, 'leads-referrals-id-light', { narrow: false });
  const known = JSON.stringify([referrals, await unit.head.must('GET', '/tips'), await unit.head.must('GET', '/activities')]);
  assert.doesNotMatch(known, /victim|suspect|witness|participant/);
});

test('the case number and the emergency numbers of the office come to the phone', async () => {
  await desk.goto(`${unit.base}/#/policy/emergency`);
  await at('contact-add').click();
  const rows = await desk.locator('li[data-testid^="contact-"]').count();
  await at(`contact-${rows - 1}-id`).fill('UPTD PPA Kota Kupang');
  await at(`contact-${rows - 1}-en`).fill('UPTD PPA, Kupang');
  await at(`contact-${rows - 1}-number`).fill('0380');
  await seen(desk, 'policy-emergency-id-light', { narrow: false });
  await at(`contact-${rows - 1}-number`).fill('0380 8430 123');
  await at('contact-save').click();
  await desk.getByText('Kartu darurat disimpan').waitFor();

  await app.must('POST', '/api/sync', {});
  await until('the stage is here', async () => (await app.must('GET', '/api/referrals')).referrals[0].stage === 'inquiry');
  await phone.goto(`${app.base}/#/others`);
  await phone.getByText('W.23-12/2026').waitFor();
  await seen(phone, 'others-id-dark');
  await until('the number is here', async () => JSON.stringify((await app.must('GET', '/api/state')).emergency).includes('0380 8430 123'));
  await phone.reload();
  await comeIn(phone, 'emergency');
  await id('emergency').click();
  await id('emergency-card').getByText('0380 8430 123').waitFor();
});
