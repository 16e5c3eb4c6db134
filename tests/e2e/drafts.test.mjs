// A phone dies in the middle of an inspection. On another one its officer sees what is unfinished, is told what stays behind, and
// goes on at the same item; the old phone is told later. Real programs, real Chromium.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { noisePng, OfficerApp, openUnit } from '../http/cast.mjs';
import { chromium, freePort, Stage, until } from '../support/stage.mjs';
import { seen } from './seeing.mjs';

const stage = new Stage();
const id = (page, testid) => page.getByTestId(testid);
let unit, oldPhone, oldField, newPhone, inspection, context, phone, deskContext, desk;

async function open(name) {
  const port = await freePort();
  const field = await stage.field({ port, data: stage.path(name) });
  return [new OfficerApp(port), field];
}

before(async () => {
  unit = await openUnit(stage);
  [oldPhone, oldField] = await open('old');
  await oldPhone.enrol(unit.base, await unit.code());
  context = await chromium(stage.path('phone-profile'));
  phone = context.pages()[0];
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.emulateMedia({ colorScheme: 'dark' });
  deskContext = await chromium(stage.path('desk-profile'));
  desk = deskContext.pages()[0];
  await desk.setViewportSize({ width: 1440, height: 900 });
});
after(async () => {
  await context?.close();
  await deskContext?.close();
  await stage.strike();
});

test('the unit head sees what is unfinished on a phone', async () => {
  ({ id: inspection } = await oldPhone.must('POST', '/api/inspections', { lodging_id: unit.lodgings[1].id, visit_id: null, fix: null }));
  await oldPhone.must('PUT', `/api/inspections/${inspection}/answers/LEG-01`, { value: 'yes', note: 'Papan jelas' });
  await oldPhone.must('POST', `/api/inspections/${inspection}/photos?item=LEG-01`, noisePng(60), { 'Content-Type': 'image/png' });
  await oldPhone.must('PUT', `/api/inspections/${inspection}/position`, { item: 'ADM-04' });
  await until('the copy is on the server', async () => {
    await oldPhone.must('POST', '/api/sync', {});
    return (await oldPhone.sync()).pending_drafts === 0;
  });
  await oldField.kill();
  await desk.goto(unit.base);
  await id(desk, 'login-user').fill('kanit');
  await id(desk, 'login-password').fill(unit.logins.kanit);
  await id(desk, 'login-submit').click();
  await id(desk, 'nav-people').click();
  await id(desk, 'people-devices').click();
  const cell = desk.locator('[data-testid^="device-"][data-testid$="-drafts"]').first();
  await cell.waitFor();
  assert.match(await cell.textContent(), /1 dari 39/);
  await seen(desk, 'device-drafts-id-light', { narrow: false });
});

test('the officer goes on with it on another phone, and is told what stays behind', async () => {
  [newPhone] = await open('new');
  await newPhone.enrol(unit.base, await unit.code());
  await until('the new phone has looked', async () => (await newPhone.must('GET', '/api/drafts/remote')).drafts.length === 1);
  await phone.goto(newPhone.base);
  const row = id(phone, `remote-${inspection}`);
  await row.waitFor();
  await row.scrollIntoViewIfNeeded();
  assert.ok((await row.boundingBox()).height >= 48);
  await seen(phone, 'take-round-id-dark');
  await row.click();
  await id(phone, 'take-over').waitFor();
  assert.match(await id(phone, 'take-sheet').textContent(), /1 foto tetap di/);
  await seen(phone, 'take-sheet-id-dark');
  await id(phone, 'take-over').click();
  await phone.waitForURL(new RegExp(inspection));
  await until('it stands at the same item', async () => (await phone.locator('main').textContent()).includes('ADM-04') || (await newPhone.must('GET', `/api/inspections/${inspection}`)).position === 'ADM-04');
});

test('the old phone says that it was finished elsewhere and puts its own away', async () => {
  const { signatures } = await newPhone.must('GET', `/api/inspections/${inspection}`);
  await newPhone.must('PUT', `/api/inspections/${inspection}/outcome`, { outcome: 'closed', reason: 'Ditutup di tengah pemeriksaan' });
  await newPhone.must('PUT', `/api/inspections/${inspection}/signatures/officers/${signatures.officers[0].officer_id}`, { signed: true });
  await newPhone.must('POST', `/api/inspections/${inspection}/seal`, {});
  await newPhone.settled();
  [oldPhone, oldField] = await open('old');
  await until('the old phone is told', async () => (await oldPhone.must('GET', `/api/inspections/${inspection}`)).sealed_elsewhere);
  await phone.goto(oldPhone.base);
  const row = id(phone, `twin-${inspection}`);
  await row.waitFor();
  await row.click();
  await id(phone, 'own').waitFor();
  await seen(phone, 'twin-sheet-id-dark');
  await id(phone, 'put-away').click();
  await until('it left the round', async () => (await row.count()) === 0);
  assert.equal((await oldPhone.must('GET', '/api/inspections?state=open')).inspections.length, 0);
});
