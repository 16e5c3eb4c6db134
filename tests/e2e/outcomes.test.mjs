// A visit that cannot be an inspection is a result of its own, with its reason, its time and its place; far from the lodging is said
// and never a hindrance; an emergency stops the form. In real Chromium, then in the office.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { OfficerApp, openUnit } from '../http/cast.mjs';
import { chromium, freePort, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';
import { seen } from './seeing.mjs';

const stage = new Stage();
const story = { sealed: {} };
let unit, app, phone, phoneContext, deskContext;
const id = (testid) => phone.getByTestId(testid);

const test = chapters(() => ({ 'outcomes-phone': phone }));

/** Stands so many metres north of the lodging. */
const standBy = (lodging, metres, accuracy = 12) => phoneContext.setGeolocation({
  latitude: lodging.lat_e6 / 1e6 + metres / 111_320, longitude: lodging.lng_e6 / 1e6, accuracy,
});
const inspectionOf = () => phone.url().match(/(?:inspect|finish|report)\/([0-9a-f-]{36})/)[1];

async function sealIt() {
  await id('officer-sign-1').click();
  await until('it can be sealed', async () => (await app.must('GET', `/api/inspections/${inspectionOf()}/review`)).can_seal);
  await id('seal').click();
  await id('report').waitFor();
  return inspectionOf();
}

before(async () => {
  unit = await openUnit(stage);
  story.lodgings = unit.lodgings.filter((one) => one.lat_e6);
  const port = await freePort();
  await stage.field({ port });
  app = new OfficerApp(port);
  await app.enrol(unit.base, await unit.code());
  phoneContext = await chromium(stage.path('phone-profile'));
  await phoneContext.grantPermissions(['geolocation']);
  phone = phoneContext.pages()[0];
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await phone.goto(app.base);
  await id('sync-badge').waitFor({ timeout: 40_000 });
});

after(async () => {
  await phoneContext?.close();
  await deskContext?.close();
  await stage.strike();
});

const outcomes = { refused: 'Pengelola menolak dibuka', closed: 'Pagar terkunci', not_found: 'Tidak ada bangunan di titik ini',
  wrong_address: 'Nomor rumah lain', unsafe: 'Banjir di depan gang' };

test('each of the five is chosen with its reason and sealed with where the officer stood at the start and at the end', async () => {
  for (const [n, [outcome, reason]] of Object.entries(outcomes).entries()) {
    const lodging = story.lodgings[n];
    await standBy(lodging, 20);
    await phone.goto(`${app.base}/#/lodging/${lodging.id}`);
    await id('cannot-inspect').click();
    if (n === 0) {
      await id('outcome-next').click();
      await phone.getByText('Pilih satu keadaan dan tuliskan sebabnya.').waitFor();
    }
    await id(`outcome-${outcome}`).click();
    await id('outcome-reason').fill(reason);
    if (n === 0) await seen(phone, 'outcome-id-dark');
    await id('outcome-next').click();
    await phone.waitForURL(/#\/finish\//);
    if (n === 0) await seen(phone, 'outcome-finish-id-dark', { narrow: false });
    story.sealed[outcome] = await sealIt();
  }
  await app.settled(90);
  for (const [outcome, reason] of Object.entries(outcomes)) {
    const { body } = await unit.head.must('GET', `/inspections/${story.sealed[outcome]}`);
    assert.deepEqual([body.outcome, body.outcome_reason], [outcome, reason]);
    assert.ok(body.opened_at <= body.sealed_at);
    for (const fix of [body.fixes.start, body.fixes.end]) {
      assert.equal(fix?.accuracy_m, 12, `${outcome} has both places`);
      assert.equal(fix.mock, false);
    }
  }
});

test('far from the lodging is said on the phone and shown in the office, and stops nobody', async () => {
  const lodging = story.lodgings[6];
  await standBy(lodging, 2400, 0);
  await phone.goto(`${app.base}/#/lodging/${lodging.id}`);
  await id('cannot-inspect').click();
  await id('outcome-closed').click();
  await id('outcome-reason').fill('Dilihat dari seberang sungai');
  await id('outcome-next').click();
  await id('far').waitFor();
  assert.match(await id('far').textContent(), /2,4 km dari penginapan/);
  await seen(phone, 'outcome-far-id-dark');
  const sealed = await sealIt();
  await app.settled(90);
  const { body } = await unit.head.must('GET', `/inspections/${sealed}`);
  assert.equal(body.fixes.end.mock, true, 'a position without any doubt is what made-up ones look like');

  deskContext = await chromium(stage.path('desk-profile'));
  const desk = deskContext.pages()[0];
  await desk.goto(`${unit.base}/#/inspections/${sealed}`);
  await desk.getByTestId('login-user').fill('kanit');
  await desk.getByTestId('login-password').fill(unit.logins.kanit);
  await desk.getByTestId('login-submit').click();
  await desk.getByTestId('far-end').waitFor();
  assert.match(await desk.getByTestId('far-end').textContent(), /2,4 km dari penginapan, jauh/);
  await seen(desk, 'inspection-far-id-light', { narrow: false });
});

test('a child or danger on site stops the form; only the referral and its time are kept', async () => {
  const lodging = story.lodgings[7];
  await standBy(lodging, 5);
  await phone.goto(`${app.base}/#/lodging/${lodging.id}`);
  await id('start-inspection').first().click();
  await phone.waitForURL(/#\/inspect\//);
  await id('answer-yes').click();
  await id('emergency').click();
  await id('emergency-card').getByText('110').waitFor();
  await id('emergency-card').getByText('08111-129-129').waitFor();
  await id('emergency-refer').click();
  await id('emergency-stop').waitFor();
  await seen(phone, 'emergency-referred-id-dark');
  await id('emergency-stop').click();
  await phone.waitForURL(/#\/finish\//);
  const sealed = await sealIt();
  await app.settled(90);
  const { body } = await unit.head.must('GET', `/inspections/${sealed}`);
  assert.equal(body.outcome, 'unsafe');
  assert.equal(body.outcome_reason, 'Dihentikan: ada keadaan darurat, rujukan dibuat');
  assert.ok(body.emergency_at);
  assert.equal(body.answers.length, 1, 'what was answered stays');
});
