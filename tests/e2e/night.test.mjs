// A whole night with one phone and no network, as it goes when the battery is bad: eight visits (two refused, one at a kos that
// no register knows), thirty photos, one correction, half of it on a tablet's width; app and browser are killed at random moments,
// also in the middle of a tap. Whatever the app once called saved stands afterwards; then the network comes back, server and
// app are killed again while they talk, and at the end the office has everything once. RONDA_SEED=n repeats a night.
//
// Every visit is opened, signed and sealed by hand, part of its answers are tapped and two of its photos taken; the others
// are written by the calls that taps make, because each tap waits out the third of a second that guards against double ones.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { noisePng, openUnit } from '../http/cast.mjs';
import { freePort, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';
import { publishedDay } from './published_day.mjs';
import { randomness, size, StruckPhone } from './struck_phone.mjs';

const seed = Number(process.env.RONDA_SEED ?? Date.now() % 1_000_000);
const random = randomness(seed);

const stage = new Stage();
const night = { visits: [], photos: 0 };
let unit, phone, app, items;
let clock = () => '2026-11-28T09:00:00+08:00';
const id = (testid) => phone.id(testid);
const work = (inspection) => phone.work(inspection);
const surely = (...deed) => phone.surely(...deed);
const come = (check) => phone.come(check);

const test = chapters(() => ({ night: phone?.page }), {
  onError: (error) => (error.message = `seed ${seed}: ${error.message}`),
});

// ---- what the officer does -----------------------------------------------------------------------------------------

async function openVisit(lodging) {
  const open = async () => (await app.must('GET', '/api/inspections?state=open')).inspections.find((one) => one.lodging.id === lodging);
  await surely('the visit is opened', open, async () => {
    await phone.page.goto(`${app.base}/#/lodging/${lodging}`);
    await id('start-inspection').first().click({ timeout: 30_000 });
    await phone.page.waitForURL(/#\/inspect\//, { timeout: 30_000 });
  });
  return (await open()).id;
}

async function newKos(name) {
  const known = async () => (await app.must('GET', `/api/lodgings?q=${encodeURIComponent(name)}`)).lodgings[0];
  await surely('the kos is written down', known, async () => {
    await phone.page.goto(`${app.base}/#/new/${encodeURIComponent(name)}`);
    await id('point-take').click({ timeout: 30_000 });
    await phone.page.getByText('Posisi terambil').waitFor({ timeout: 30_000 });
    await id('lodging-kind').selectOption('kos');
    await id('lodging-address').fill('Gang Kelor 3');
    await id('new-save').click();
    await phone.page.waitForURL(/#\/inspect\//, { timeout: 30_000 });
  });
  return (await known()).id;
}

const stored = async (inspection, code) => (await work(inspection)).answers[code]?.value ?? null;

async function tap(inspection, item, value) {
  await surely(`${item.code} is answered`, async () => (await stored(inspection, item.code)) !== null, async () => {
    await phone.page.goto(`${app.base}/#/inspect/${inspection}/${item.section}/${item.code}`);
    const place = phone.screen === size.phone ? id('dock') : id(`item-${item.code}`);
    await place.getByTestId(`answer-${value}`).click({ timeout: 30_000 });
    await come(async () => (await stored(inspection, item.code)) !== null);
  });
}

async function photograph(inspection, item) {
  const count = async () => (await work(inspection)).answers[item.code]?.photos?.length ?? 0;
  assert.equal(await count(), 0, `${item.code} has no photo yet`);
  await surely(`a photo at ${item.code}`, async () => (await count()) > 0, async () => {
    await phone.page.goto(`${app.base}/#/inspect/${inspection}/${item.section}/${item.code}`);
    const place = phone.screen === size.phone ? id('dock') : id(`item-${item.code}`);
    const [camera] = await Promise.all([phone.page.waitForEvent('filechooser', { timeout: 30_000 }), place.getByTestId(`photo-${item.code}`).first().click({ timeout: 30_000 })]);
    await camera.setFiles({ name: 'foto.png', mimeType: 'image/png', buffer: noisePng(90) });
    await id('photo-use').click({ timeout: 30_000 });
    await come(async () => (await count()) > 0);
  }, 0.15);
  assert.equal(await count(), 1, `${item.code} has one photo`);
  night.photos++;
}

/** The rest of the answers, by the calls that taps make. */
async function writeRest(inspection) {
  for (const item of items.filter((one) => one.kind === 'yn' || one.kind === 'count')) {
    const one = await work(inspection);
    if (one.answers[item.code]?.value != null) continue;
    if (item.applies_when && one.answers[item.applies_when.item]?.value === item.applies_when.not) continue;
    const value = item.kind === 'count' ? 12 : random() < 0.1 ? 'no' : 'yes';
    await app.must('PUT', `/api/inspections/${inspection}/answers/${item.code}`, { value });
    phone.saved.set(`${inspection} ${item.code}`, value);
  }
}

async function countRegister(inspection) {
  const sample = async () => (await work(inspection)).sample;
  await surely('the sample is drawn', sample, async () => {
    await phone.page.goto(`${app.base}/#/sample/${inspection}`);
    await id('sample-total').fill('96', { timeout: 30_000 });
    await id('sample-start').click();
    await id('tally-line').waitFor({ timeout: 30_000 });
  });
  const { n } = await sample();
  for (let k = 1; k <= n; k++) {
    await surely(`line ${k} is counted`, async () => (await sample()).entries.length >= k, async () => {
      if (!phone.page.url().includes('/sample/')) await phone.page.goto(`${app.base}/#/sample/${inspection}`);
      await id('tally-verified').click({ timeout: 30_000 });
      await id('tally-complete').click();
      await come(async () => (await sample()).entries.length >= k);
    }, 0.02);
    assert.equal((await sample()).entries.length, k, 'no line is counted twice');
  }
}

async function signAndSeal(inspection) {
  await surely('it is sealed', async () => (await work(inspection)).state === 'sealed', async () => {
    await phone.page.goto(`${app.base}/#/round`);
    await phone.page.goto(`${app.base}/#/finish/${inspection}`);
    await id('officer-sign-1').waitFor({ timeout: 30_000 });
    const { officers } = (await work(inspection)).signatures;
    for (const [n, officer] of officers.entries()) {
      if (!officer.signed_at) await id(`officer-sign-${n + 1}`).click({ timeout: 30_000 });
    }
    await id('seal').click({ timeout: 30_000 });
    await id('report').waitFor({ timeout: 15_000 });
  }, 0.3);
}

async function inspect(inspection, taps) {
  const yn = items.filter((one) => one.kind === 'yn');
  const register = taps.register ? 'yes' : 'no';
  for (const item of yn.slice(0, taps.first)) await tap(inspection, item, item.code === 'REG-01' ? register : random() < 0.15 ? 'no' : 'yes');
  if ((await stored(inspection, 'REG-01')) === null) {
    await app.must('PUT', `/api/inspections/${inspection}/answers/REG-01`, { value: register });
    phone.saved.set(`${inspection} REG-01`, register);
  }
  await writeRest(inspection);
  if (taps.register) {
    await countRegister(inspection);
    await app.must('PUT', `/api/inspections/${inspection}/sample/most-blank`, { field: 'identity' });
  }
  for (const [n, item] of items.filter((one) => one.photo).slice(0, 5).entries()) {
    if (n < 2) {
      await photograph(inspection, item);
      continue;
    }
    await app.must('POST', `/api/inspections/${inspection}/photos?item=${item.code}`, noisePng(60 + phone.below(60)), { 'Content-Type': 'image/png' });
    night.photos++;
  }
  await app.must('PUT', `/api/inspections/${inspection}/signatures/manager`, { refused: true, reason: 'Menunggu pemilik' });
  const { missing } = await app.must('GET', `/api/inspections/${inspection}/review`);
  assert.deepEqual(missing.filter((one) => !/officer/.test(JSON.stringify(one))), [], 'every item is answered');
  await signAndSeal(inspection);
}

async function refused(lodging) {
  const sealed = async () => (await app.must('GET', '/api/inspections?state=sealed')).inspections.find((one) => one.lodging.id === lodging);
  const open = async () => (await app.must('GET', '/api/inspections?state=open')).inspections.find((one) => one.lodging.id === lodging);
  await surely('the refusal is chosen', async () => {
    const draft = await open();
    return draft && (await work(draft.id)).outcome === 'refused';
  }, async () => {
    await phone.page.goto(`${app.base}/#/round`);
    await phone.page.goto(`${app.base}/#/lodging/${lodging}`);
    await id('cannot-inspect').click({ timeout: 30_000 });
    await id('outcome-refused').click();
    await id('outcome-reason').fill('Pengelola menolak dibuka');
    await id('outcome-next').click();
    await phone.page.waitForURL(/#\/finish\//, { timeout: 30_000 });
  }, 0.3);
  await signAndSeal((await open()).id);
  return (await sealed()).id;
}

// ---- the night ----------------------------------------------------------------------------------------------------

before(async () => {
  console.log(`# seed ${seed}`);
  unit = await openUnit(stage, { clock: clock() });
  const { head } = unit;
  const { day, officer, stops } = await publishedDay(head);
  const start = Date.parse(`${day}T08:00:00+08:00`) - Date.now();
  clock = () => new Date(start + Date.now()).toISOString();
  await unit.server.stop();
  unit.server = await unit.restart({ clock: clock() });
  await head.signIn('kanit', unit.logins.kanit);
  phone = new StruckPhone(stage, { port: await freePort(), random, clock: () => clock() });
  app = phone.app;
  await phone.openApp();
  await app.enrol(unit.base, (await head.must('POST', `/officers/${officer.id}/enrolment-codes`, {})).code);
  await until('the stops of today are on the phone', async () => {
    await app.must('POST', '/api/sync', {});
    return (await app.must('GET', '/api/round')).stops.length === stops.length;
  }, 60);
  await app.settled();
  await unit.server.stop();
  // The round first; what it lacks of eight is visited outside of it.
  const planned = stops.map((one) => one.lodging.id ?? one.lodging);
  const others = unit.lodgings.map((one) => one.id).filter((one) => !planned.includes(one));
  night.lodgings = [...planned, ...others].slice(0, 7);
  const near = unit.lodgings.find((one) => one.lat_e6);
  phone.here = { latitude: near.lat_e6 / 1e6, longitude: near.lng_e6 / 1e6, accuracy: 12 };
  await phone.openBrowser();
  await phone.comeBack();
  const document = await app.must('GET', '/api/checklists/v1');
  items = document.sections.flatMap((section) => section.items.map((item) => ({ ...item, section: section.code })));
});

after(async () => {
  await phone?.context?.close().catch(() => {});
  await stage.strike();
  console.log(`# seed ${seed}: killed ${JSON.stringify(phone?.kills)}, ${phone?.saved.size} answers called saved, ${Math.round((Date.now() - (phone?.began ?? Date.now())) / 1000)} s`);
});

test('on the phone: two lodgings inspected, one refuses, and a kos that no register knows is inspected at once', async () => {
  for (const [n, lodging] of night.lodgings.slice(0, 3).entries()) {
    if (n === 1) {
      night.visits.push(await refused(lodging));
      continue;
    }
    const inspection = await openVisit(lodging);
    await inspect(inspection, { first: n === 0 ? 8 : 4, register: n === 0 });
    night.visits.push(inspection);
  }
  night.kos = await newKos(`Kos pagar hijau ${seed}`);
  const inspection = await openVisit(night.kos);
  await inspect(inspection, { first: 4 });
  night.visits.push(inspection);
});

test('on a tablet: three lodgings inspected, one refuses', async () => {
  phone.screen = size.tablet;
  await phone.page.setViewportSize(phone.screen);
  for (const [n, lodging] of night.lodgings.slice(3, 7).entries()) {
    if (n === 1) {
      night.visits.push(await refused(lodging));
      continue;
    }
    const inspection = await openVisit(lodging);
    await inspect(inspection, { first: 4 });
    night.visits.push(inspection);
  }
  assert.equal(night.photos, 30);
});

test('what was sealed wrong is corrected by a new version', async () => {
  phone.screen = size.phone;
  await phone.page.setViewportSize(phone.screen);
  const [, , original] = night.visits;
  const draft = async () => (await app.must('GET', '/api/inspections?state=open')).inspections[0];
  await surely('the correction is begun', draft, async () => {
    await phone.page.goto(`${app.base}/#/round`);
    await phone.page.goto(`${app.base}/#/report/${original}`);
    await id('correct').click({ timeout: 30_000 });
    await id('correct-administrative').click();
    await id('correct-reason').fill('Salah ketuk di meja resepsionis.');
    await id('correct-start').click();
    await phone.page.waitForURL(/#\/inspect\//, { timeout: 30_000 });
  }, 0.3);
  night.correction = (await draft()).id;
  const before = await stored(night.correction, 'LEG-02');
  await app.must('PUT', `/api/inspections/${night.correction}/answers/LEG-02`, { value: before === 'yes' ? 'no' : 'yes' });
  await app.must('PUT', `/api/inspections/${night.correction}/signatures/manager`, { refused: true, reason: 'Menunggu pemilik' });
  await signAndSeal(night.correction);
});

test('before the network comes back the phone holds all nine sealed inspections and says that nothing was sent', async () => {
  const { inspections } = await app.must('GET', '/api/inspections?state=sealed');
  assert.deepEqual(inspections.map((one) => one.id).sort(), [...night.visits.toSpliced(2, 1), night.correction].sort(), 'the newest version of each');
  assert.equal((await work(night.visits[2])).state, 'sealed', 'what was corrected stays readable');
  assert.equal((await app.must('GET', '/api/inspections?state=open')).inspections.length, 0, 'nothing is left half done');
  const sync = await app.sync();
  assert.equal(sync.pending_photos, 30);
  assert.ok(sync.pending_records >= 10, 'nine inspections and the kos');
  await phone.nothingLost();
});

test('the network comes back, both sides die while they talk, and the office has everything once', async () => {
  unit.server = await unit.restart({ clock: clock() });
  for (const victim of ['app', 'server', 'app']) {
    await app.must('POST', '/api/sync', {});
    await new Promise((next) => setTimeout(next, phone.below(700)));
    if (victim === 'app') {
      await phone.kill('app');
      await phone.recover('app');
    } else {
      await unit.server.kill();
      phone.kills.server++;
      unit.server = await unit.restart({ clock: clock() });
    }
  }
  await until('everything is on the server', async () => {
    await app.must('POST', '/api/sync', {});
    const now = await app.sync();
    return now.pending_records === 0 && now.pending_photos === 0 && !now.running;
  }, 90);
  await unit.head.signIn('kanit', unit.logins.kanit);
  const { inspections } = await unit.head.must('GET', '/inspections?limit=100');
  assert.deepEqual(inspections.map((one) => one.id).sort(), [...night.visits.toSpliced(2, 1), night.correction].sort(), 'the newest version of each visit, once');
  let photos = 0;
  for (const inspection of [...night.visits, night.correction]) {
    const there = await unit.head.must('GET', `/inspections/${inspection}`);
    const here = await work(inspection);
    assert.equal(there.verified, true);
    assert.equal(there.photos, there.photos_on_server);
    if (inspection !== night.correction) photos += there.photos;
    assert.equal(there.body.outcome, here.outcome);
    const told = Object.fromEntries(there.body.answers.map((one) => [one.item ?? one.code, one.value]));
    for (const [code, answer] of Object.entries(here.answers)) {
      if (answer.value !== null) assert.deepEqual(told[code], answer.value, `${code} of ${inspection}`);
    }
  }
  assert.equal(photos, 30);
  assert.equal(inspections.filter((one) => one.outcome === 'refused').length, 2);
  const { lodgings } = await unit.head.must('GET', `/lodgings?q=${encodeURIComponent(`pagar hijau ${seed}`)}&limit=10`);
  assert.equal(lodgings.filter((one) => one.id === night.kos).length, 1);
  assert.equal((await unit.head.must('GET', `/inspections/${night.correction}`)).supersedes, night.visits[2]);
  assert.equal((await unit.head.must('GET', '/quarantine')).records.length, 0);
  await unit.server.stop();
  const verified = await stage.run('ronda-server', 'verify', '--data', stage.path('server'));
  assert.equal(verified.code, 0, verified.out + verified.err);
});
