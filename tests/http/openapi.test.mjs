// The description against the program: it is valid OpenAPI 3.1, the server hands out exactly this file, and what the server
// really answers fits the schemas, call by call.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import { root, Stage, until } from '../support/stage.mjs';
import { call, HandDevice, newId, noisePng, openUnit, sha256 } from './cast.mjs';

const stage = new Stage();
let unit, device, description, ajv;
const seen = new Set();

/** The description's path template and operation of a call. */
function operationOf(method, path) {
  const plain = path.split('?')[0].split('/');
  const fits = (template) => {
    const parts = template.split('/');
    return parts.length === plain.length && parts.every((part, i) => part.startsWith('{') || part === plain[i]);
  };
  const found = Object.keys(description.paths).filter(fits).sort((a, b) => a.split('{').length - b.split('{').length);
  const template = found.find((one) => description.paths[one][method.toLowerCase()]);
  assert.ok(template, `${method} ${path} is not described`);
  return [template, description.paths[template][method.toLowerCase()]];
}

/** Holds a real answer against its schema. */
function check(method, path, reply) {
  const [template, operation] = operationOf(method, path);
  const status = String(reply.status);
  let response = operation.responses[status] ?? operation.responses[`${status[0]}XX`];
  assert.ok(response, `${method} ${template} answered ${status}, which is not described: ${JSON.stringify(reply.body).slice(0, 300)}`);
  seen.add(`${method} ${template}`);
  if (response.$ref) response = description.components.responses[response.$ref.split('/').at(-1)];
  if (!response.content) return reply;
  const type = (reply.headers.get('content-type') ?? '').split(';')[0];
  const media = response.content[type];
  assert.ok(media, `${method} ${template} ${status} came as ${type}`);
  if (!type.includes('json')) return reply;
  const at = response === description.components.responses.Problem
    ? '#/components/responses/Problem/content/application~1problem+json/schema'
    : `#/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}/content/${type.replace('/', '~1')}/schema`;
  const validate = ajv.getSchema(`ronda${at}`);
  assert.ok(validate(reply.body), `${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(reply.body).slice(0, 600)}`);
  return reply;
}

/** A call of the head's console. */
async function head(method, path, body, headers) {
  return check(method, `/api/v1${path}`, await unit.head.call(method, path, body, headers));
}
/** A call of the device made by hand. */
const checked = (method, path, reply) => check(method, path, reply);

before(async () => {
  const text = execFileSync('python3', ['-c', `import sys,json,yaml\njson.dump(yaml.safe_load(open(sys.argv[1])),sys.stdout)`,
    join(root, 'shared/wire/openapi.yaml')], { maxBuffer: 1 << 24 });
  description = JSON.parse(text);
  ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(description, 'ronda');
  unit = await openUnit(stage);
  device = new HandDevice(unit.base);
});
after(() => stage.strike());

test('the description is valid OpenAPI 3.1', async () => {
  const found = await new Validator().validate(structuredClone(description));
  assert.ok(found.valid, JSON.stringify(found.errors, null, 1));
  assert.equal(description.openapi, '3.1.0');
});

test('every operation has a name of its own, a summary and a way to be refused', () => {
  const names = [];
  for (const [path, item] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (method === 'parameters') continue;
      assert.ok(operation.operationId && operation.summary, `${method} ${path}`);
      names.push(operation.operationId);
      const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map((one) => one[1]);
      const declared = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
        .map((one) => (one.$ref ? description.components.parameters[one.$ref.split('/').at(-1)] : one)).filter((one) => one.in === 'path').map((one) => one.name);
      assert.deepEqual(declared.sort(), placeholders.sort(), `${method} ${path}`);
    }
  }
  assert.equal(new Set(names).size, names.length);
});

test('its refusal words are those of the code', () => {
  const source = readFileSync(join(root, 'shared/base/error.hpp'), 'utf8');
  const words = source.slice(source.indexOf('enum class ErrorCode {')).split('}')[0].split('{')[1].split(',').map((word) => word.trim()).filter(Boolean);
  assert.deepEqual(description.components.schemas.Code.enum, words);
});

test('the server hands out this very description', async () => {
  const reply = check('GET', '/openapi.json', await call('GET', `${unit.base}/openapi.json`));
  assert.ok(isDeepStrictEqual(reply.body, description), 'the server was built with another shared/wire/openapi.yaml');
  check('GET', '/device-keys.json', await call('GET', `${unit.base}/device-keys.json`));
  check('GET', '/healthz', await call('GET', `${unit.base}/healthz`));
});

test('signing in', async () => {
  const send = (body) => call('POST', `${unit.base}/api/v1/session`, body);
  check('POST', '/api/v1/session', await send({ login: 'kanit', password: unit.logins.kanit }));
  assert.equal(check('POST', '/api/v1/session', await send({ login: 'kanit', password: 'bukan' })).body.code, 'wrong_password');
  check('GET', '/api/v1/session', await call('GET', `${unit.base}/api/v1/session`));
  await head('GET', '/session');
  await head('GET', '/officers');
});

test('the register', async () => {
  await head('GET', '/lodgings?limit=200');
  await head('GET', '/lodgings?q=wisma&tier=high&kind=guesthouse');
  await head('GET', '/lodgings/map');
  await head('GET', '/door-stickers.pdf?q=wisma');
  const { id, version } = unit.lodgings[0];
  await head('GET', `/lodgings/${id}`);
  await head('GET', `/lodgings/${id}/door-sticker.pdf`);
  await head('GET', `/lodgings/${newId()}`);
  const made = await head('POST', '/lodgings', { ...fields(unit.lodgings[1]), name: 'Kos Uji Coba' });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.equal((await head('PATCH', `/lodgings/${id}`, { rooms: 9 }, { 'If-Match': `"${version}"` })).status, 200);
  assert.equal((await head('PATCH', `/lodgings/${id}`, { rooms: 10 }, { 'If-Match': `"${version}"` })).body.code, 'stale_version');
});

/** What may be written of a lodging. */
function fields(lodging) {
  const names = Object.keys(description.components.schemas.LodgingFields.properties);
  return Object.fromEntries(names.filter((name) => lodging[name] !== null && lodging[name] !== undefined).map((name) => [name, lodging[name]]));
}

test('an import, dry run and commit', async () => {
  const csv = 'Nama Usaha;Jenis;Alamat;Kelurahan;Kecamatan;Lintang;Bujur;Jumlah Kamar\nPenginapan Uji;losmen;Jl. Uji 1;Kelapa Lima;Kelapa Lima;-10,15;123,62;12\nTanpa Letak;kos;Jl. Uji 2;Oesapa;Kelapa Lima;abc;x;3\n';
  const made = check('POST', '/api/v1/imports?name=uji.csv', await call('POST', `${unit.base}/api/v1/imports?name=uji.csv`, csv, { 'Content-Type': 'text/csv', Cookie: unit.head.cookie }));
  assert.equal(made.status, 201, JSON.stringify(made.body));
  await head('GET', `/imports/${made.body.id}`);
  await head('PUT', `/imports/${made.body.id}/mapping`, { mapping: { 0: 'name' } });
  await head('POST', `/imports/${made.body.id}/commit`, { keep: [] });
});

test('policy, teams and a round from draft to publication', async () => {
  const policy = (await head('GET', '/policy')).body;
  const { version, ...rest } = policy;
  const changed = await head('PUT', '/policy', { ...rest, plan_seconds: 1 }, { 'If-Match': `"${version}"` });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  const { teams } = (await head('GET', '/teams')).body;
  const { id, version: v, ...team } = teams[0];
  await head('PUT', `/teams/${id}`, team, { 'If-Match': `"${v}"` });
  const month = new Date(Date.now() + 35 * 86_400_000).toISOString().slice(0, 7);
  let round = (await head('POST', '/rounds', { month })).body;
  assert.equal((await head('POST', '/rounds', { month })).status, 200);
  await head('GET', '/rounds');
  const started = await head('POST', `/rounds/${round.id}/plan`, { seconds: 1, from: null });
  assert.equal(started.status, 202, JSON.stringify(started.body));
  await until('the plan', async () => ['done', 'failed'].includes((await head('GET', `/jobs/${started.body.job}`)).body.state), 90);
  check('GET', `/api/v1/jobs/${started.body.job}/events`, await call('GET', `${unit.base}/api/v1/jobs/${started.body.job}/events`, undefined, { Cookie: unit.head.cookie }));
  await head('POST', `/jobs/${started.body.job}/cancel`, {});
  round = (await head('GET', `/rounds/${round.id}`)).body;
  const visits = (await head('GET', `/rounds/${round.id}/visits`)).body.visits;
  assert.ok(visits.length > 0);
  const seen = () => ({ 'If-Match': `"${round.version}"` });
  const now = async () => (round = (await head('GET', `/rounds/${round.id}`)).body);
  const [one] = visits;
  await head('PATCH', `/rounds/${round.id}/visits/${one.id}`, { locks: { day: true } }, seen());
  await now();
  await head('POST', `/rounds/${round.id}/locks`, { date: one.date, locks: { day: true, team: true } }, seen());
  await now();
  const there = { visit: one.id, date: one.date, team: one.team, position: 0 };
  await head('POST', `/rounds/${round.id}/try-move`, there);
  await head('GET', `/rounds/${round.id}/prices?visit=${one.id}`);
  assert.equal((await head('POST', `/rounds/${round.id}/move`, { ...there, anyway: true }, seen())).status, 200);
  await now();
  await head('POST', `/rounds/${round.id}/relax`, { lodging: one.lodging.id, index: 0 }, seen());
  assert.equal((await head('POST', `/rounds/${round.id}/undo`, {}, seen())).status, 200);
  await now();
  await head('GET', `/rounds/${round.id}/edits`);
  await head('GET', `/rounds/${round.id}/predictability`);
  await head('POST', `/rounds/${round.id}/publish`, {}, { 'If-Match': `"${round.version}"` });
  await head('GET', `/rounds/${round.id}/coverage`);
  const ended = async (job) => until('the job', async () => ['done', 'failed'].includes((await head('GET', `/jobs/${job}`)).body.state), 90);
  const replan = await head('POST', `/rounds/${round.id}/replan`, { seconds: 1, events: [{ kind: 'absent', team: one.team, date: one.date }] });
  assert.equal(replan.status, 202, JSON.stringify(replan.body));
  await ended(replan.body.job);
  assert.equal((await head('GET', `/rounds/${round.id}/proposal`)).status, 200);
  await now();
  assert.equal((await head('POST', `/rounds/${round.id}/proposal/accept`, {}, seen())).status, 200);
  await head('POST', `/rounds/${round.id}/proposal/reject`, {});
  const proof = await head('POST', `/rounds/${round.id}/rederive`, {});
  assert.equal(proof.status, 202, JSON.stringify(proof.body));
  await ended(proof.body.job);
});

test('a device from its code to its revocation', async () => {
  const made = await head('POST', `/officers/${unit.officer.id}/enrolment-codes`, {});
  assert.equal(made.status, 201);
  checked('POST', '/api/v1/enrol', await new HandDevice(unit.base).enrol('AAAA-AAAA'));
  checked('POST', '/api/v1/enrol', await device.enrol(made.body.code));
  const photo = noisePng(64);
  device.sealed(unit.lodgings[2].id, { photos: [{ sha256: sha256(photo), bytes: photo.length, type: 'image/png', width: 64, height: 64, item: 'LEG-01' }] });
  device.sealed(newId());
  const pushed = checked('POST', '/api/v1/sync/push', await device.push());
  assert.deepEqual([pushed.body.accepted, pushed.body.quarantined.length], [2, 1]);
  checked('POST', '/api/v1/sync/push', await device.push(device.pushBody().slice(0, -1)));
  for (let cursor = 0, more = true; more; ) {
    const page = checked('GET', `/api/v1/sync/pull?protocol=1&cursor=${cursor}`, await device.pull(cursor));
    assert.equal(page.status, 200);
    ({ cursor, more } = page.body);
  }
  checked('GET', '/api/v1/sync/pull?protocol=1&cursor=x', await device.pull('x'));
  checked('POST', '/api/v1/attachments', await device.beginUpload(photo));
  checked('PATCH', `/api/v1/attachments/${sha256(photo)}`, await device.patch(photo, 7, 9));
  checked('PATCH', `/api/v1/attachments/${sha256(photo)}`, await device.patch(photo, 0, photo.length));
  checked('HEAD', `/api/v1/attachments/${sha256(photo)}`, await device.tus('HEAD', `/api/v1/attachments/${sha256(photo)}`));
  const another = noisePng(65);
  const at = `/api/v1/attachments/${sha256(another)}`;
  checked('OPTIONS', '/api/v1/attachments', await call('OPTIONS', `${unit.base}/api/v1/attachments`));
  checked('OPTIONS', at, await call('OPTIONS', unit.base + at));
  checked('POST', '/api/v1/attachments', await device.beginUpload(another));
  checked('POST', at, await device.tus('POST', at, { 'X-HTTP-Method-Override': 'HEAD' }));
  checked('PATCH', at, await device.tus('PATCH', at, { 'Tus-Resumable': '0.1' }));
  checked('DELETE', at, await device.tus('DELETE', at));
  checked('DELETE', at, await device.tus('DELETE', at));
  check('GET', `/api/v1/attachments/${sha256(photo)}`, await call('GET', `${unit.base}/api/v1/attachments/${sha256(photo)}`, undefined, { Cookie: unit.head.cookie }));
  const draft = {
    protocol: 1, inspection: newId(), version: 1, lodging: unit.lodgings[0].id, visit: null, checklist: 'v1', zone: 'Asia/Makassar', opened_at: new Date().toISOString(),
    saved_at: new Date().toISOString(), position: null, outcome: 'done', outcome_reason: null, answers: [], sample: null, dispositions: [],
    fixes: { start: null, end: null }, emergency_at: null, answered: 0, total: 39, photos: 0,
  };
  const drafts = `/api/v1/drafts/${draft.inspection}`;
  assert.equal(checked('PUT', drafts, await call('PUT', unit.base + drafts, draft, device.auth())).status, 200);
  checked('PUT', drafts, await call('PUT', unit.base + drafts, { ...draft, version: 0 }, device.auth()));
  const second = new HandDevice(unit.base);
  await second.enrol((await head('POST', `/officers/${unit.officer.id}/enrolment-codes`, {})).body.code);
  const told = checked('GET', '/api/v1/drafts?protocol=1', await call('GET', `${unit.base}/api/v1/drafts?protocol=1`, undefined, second.auth()));
  assert.equal(told.body.drafts.length, 1);
  await head('GET', '/devices');
  await device.record('activity.held', { activity: newId(), kind: 'other', date: '2026-12-05', place: 'Aula', theme: null, headcount: 6, lodging: null });
  const today = new Date().toISOString();
  device.record('referral.made', { referral: newId(), lodging: unit.lodgings[3].id, inspection: null, reason: 'child', to: 'unit_ppa', at: today, case_no: null });
  device.record('tip.received', { tip: newId(), lodging: unit.lodgings[3].id, source: 'public', category: 'minors', priority: 'high',
    received_on: today.slice(0, 10), expires_on: today.slice(0, 10), reference: null });
  const lodging = unit.lodgings[3];
  const name = { old: 'Nama yang tidak pernah ada', new: 'Wisma Baru' };
  device.record('lodging.corrected', { lodging: lodging.id, base: 0, fields: { name } });
  const street = newId();
  const { lat_e6, lng_e6 } = lodging;
  device.record('lodging.proposed', { lodging: street, name: 'Kos Jalan', kind: 'kos', address: null, kelurahan: null, kecamatan: null, lat_e6, lng_e6, rooms: null, phone: null });
  assert.equal(checked('POST', '/api/v1/sync/push', await device.push(device.pushBody(3))).body.quarantined.length, 0);
  await head('GET', '/activities');
  await head('GET', '/tips');
  const { referrals } = (await head('GET', '/referrals')).body;
  const first = { 'If-Match': `"${referrals[0].version}"` };
  const stage = { case_no: 'LP/B/12/XII/2026/SPKT', stage: 'report', stage_on: referrals[0].at.slice(0, 10) };
  assert.equal((await head('PUT', `/referrals/${referrals[0].id}`, stage, first)).status, 200);
  assert.equal((await head('PUT', `/referrals/${referrals[0].id}`, stage, first)).body.code, 'stale_version');
  const card = (await head('GET', '/unit/emergency')).body;
  const ppa = { label: { id: 'Unit PPA', en: 'Unit PPA' }, number: '0380 833 077', tel: '0380833077' };
  const now = { 'If-Match': `"${card.version}"` };
  assert.equal((await head('PUT', '/unit/emergency', { emergency: [ppa] }, now)).body.code, 'bad_input', '110 stays');
  assert.equal((await head('PUT', '/unit/emergency', { emergency: [...card.emergency, ppa] }, now)).status, 200);
  assert.equal((await head('PUT', '/unit/emergency', { emergency: card.emergency }, now)).body.code, 'stale_version');
  const pinCode = { officer: unit.officer.id, request: '4k7 2qm' };
  assert.equal((await head('POST', `/devices/${device.who.device}/pin-codes`, pinCode)).status, 201);
  assert.equal((await head('POST', `/devices/${device.who.device}/pin-codes`, { ...pinCode, request: '4K7' })).body.code, 'bad_input');
  const { records } = (await head('GET', '/quarantine')).body;
  const at1 = { 'If-Match': `"${records[0].version}"` };
  await head('GET', `/quarantine/${records[0].id}`);
  await head('GET', `/quarantine/${newId()}`);
  await head('POST', `/quarantine/${records[0].id}/retry`, {}, at1);
  await head('POST', `/quarantine/${records[0].id}/retry`, {}, at1);
  await head('POST', `/quarantine/${records[0].id}/close`, { note: 'Uji' }, { 'If-Match': `"${records[0].version + 1}"` });
  await head('GET', '/quarantine?state=closed');
  await head('GET', `/quarantine/${records[0].id}`);
  const { cases } = (await head('GET', '/cases')).body;
  await head('POST', `/cases/${cases[0].id}/decide`, { keep: 'theirs', note: 'Papan nama' }, { 'If-Match': `"${cases[0].version}"` });
  await head('GET', '/cases?state=decided');
  const { version } = (await head('GET', `/lodgings/${street}`)).body;
  assert.equal((await head('POST', `/lodgings/${street}/merge`, { into: lodging.id }, { 'If-Match': `"${version}"` })).status, 200);
  for (let cursor = 0, more = true; more; ) {
    const page = checked('GET', `/api/v1/sync/pull?protocol=1&cursor=${cursor}`, await device.pull(cursor));
    ({ cursor, more } = page.body);
  }
  await head('POST', `/devices/${device.who.device}/revoke`, { reason: 'Hilang' });
  assert.equal(checked('GET', '/api/v1/sync/pull?protocol=1&cursor=0', await device.pull()).body.code, 'revoked');
  await head('POST', `/devices/${device.who.device}/readmit`, {});
  assert.equal(checked('GET', '/api/v1/sync/pull?protocol=1&cursor=0', await device.pull()).status, 200);
});

test('what inspections left behind', async () => {
  await head('GET', '/overview');
  await head('GET', '/ledger/roots?month=2026-12');
  await head('GET', '/ledger/roots?month=x');
  const { inspections } = (await head('GET', '/inspections?limit=10')).body;
  assert.ok(inspections.length > 0);
  await head('GET', `/inspections/${inspections[0].id}`);
  await head('GET', `/inspections/${inspections[0].id}/berita-acara.pdf`);
  await head('GET', '/findings?state=open');
  const { notices } = (await head('GET', '/notices')).body;
  if (notices.length > 0) await head('GET', `/notices/${notices[0].id}`);
  await head('GET', `/notices/${newId()}`);
  check('GET', '/n/unknown', await call('GET', `${unit.base}/n/unknown`));
});

test('a phone\'s file', async () => {
  device.sealed(unit.lodgings[4].id);
  const bytes = device.bundle();
  const { id } = (await head('POST', '/bundles', { bytes: bytes.length })).body;
  const piece = await call('PATCH', `${unit.base}/api/v1/bundles/${id}`, bytes,
    { Cookie: unit.head.cookie, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' });
  assert.equal(check('PATCH', `/api/v1/bundles/${id}`, piece).body.offset, bytes.length);
  await head('GET', `/bundles/${id}`);
  const report = await head('POST', `/bundles/${id}/import`, {});
  assert.equal(report.status, 200);
  assert.ok(report.body.records.in_file >= 1);
  await head('POST', `/bundles/${id}/import`, {});
  assert.equal((await head('DELETE', `/bundles/${id}`)).status, 204);
});

test('signing out ends the session', async () => {
  assert.equal((await head('DELETE', '/session')).status, 204);
  assert.equal((await head('GET', '/overview')).body.code, 'unauthenticated');
});

test('nearly every described call was really made', () => {
  const all = Object.entries(description.paths).flatMap(([path, item]) => Object.keys(item).filter((key) => key !== 'parameters').map((method) => `${method.toUpperCase()} ${path}`));
  const missed = all.filter((one) => !seen.has(one));
  const allowed = ['POST /api/v1/notices/{id}/issue', 'GET /api/v1/notices/{id}/letter.pdf', 'POST /n/{token}/acknowledge'];
  assert.deepEqual(missed.filter((one) => !allowed.includes(one)), []);
});
