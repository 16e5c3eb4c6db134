// What the server refuses the console and strangers: each refusal has its stable word, its place, a request id, and leaves
// everything as it was.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freePort, Session, Stage } from '../support/stage.mjs';
import { call, newId, openUnit, problemOf, rawExchange, refusal } from './cast.mjs';

const stage = new Stage();
let unit;

before(async () => { unit = await openUnit(stage, { clock: '2026-12-01T08:00:00+08:00' }); });
after(() => stage.strike());

test('a wrong password and an unknown login are the same answer', async () => {
  const send = (login, password) => call('POST', `${unit.base}/api/v1/session`, { login, password });
  const wrong = await send('kanit', 'bukan ini');
  const unknown = await send('siapa', 'bukan ini');
  assert.equal(refusal(wrong), '401 wrong_password');
  assert.equal(refusal(unknown), '401 wrong_password');
  assert.equal(wrong.body.title, unknown.body.title);
  assert.equal(wrong.headers.get('set-cookie'), null);
  assert.match(wrong.headers.get('content-type'), /^application\/problem\+json/);
  assert.ok(wrong.body.request_id);
});

test('five wrong passwords close the door for a while, and say for how long', async () => {
  const answers = [];
  for (let i = 0; i < 7; ++i) answers.push(await call('POST', `${unit.base}/api/v1/session`, { login: 'percobaan', password: 'x' }));
  assert.equal(refusal(answers.at(-1)), '429 too_many');
  assert.ok(answers.at(-1).body.retry_after_s > 0);
});

test('without a session, with an invented one, and after signing out, nothing is shown', async () => {
  assert.equal(refusal(await call('GET', `${unit.base}/api/v1/lodgings`)), '401 unauthenticated');
  const invented = await call('GET', `${unit.base}/api/v1/lodgings`, undefined, { Cookie: `ronda_session=${'A'.repeat(43)}` });
  assert.equal(refusal(invented), '401 unauthenticated');
  const other = new Session(unit.base);
  await other.signIn('kanit', unit.logins.kanit);
  const { cookie } = other;
  await other.must('DELETE', '/session');
  assert.equal(refusal(await call('GET', `${unit.base}/api/v1/lodgings`, undefined, { Cookie: cookie })), '401 unauthenticated');
});

test('the cookie cannot be read by a script nor sent by another site', async () => {
  const reply = await call('POST', `${unit.base}/api/v1/session`, { login: 'kanit', password: unit.logins.kanit });
  const cookie = reply.headers.get('set-cookie');
  assert.match(cookie, /HttpOnly/i);
  assert.match(cookie, /SameSite=Strict/i);
});

test('unknown things, methods and addresses are told apart', async () => {
  assert.equal(refusal(await unit.head.call('GET', `/lodgings/${newId()}`)), '404 not_found');
  assert.equal(refusal(await unit.head.call('GET', `/inspections/${newId()}`)), '404 not_found');
  assert.equal(refusal(await unit.head.call('GET', '/nothing')), '404 not_found');
  assert.equal(refusal(await unit.head.call('PUT', '/session', {})), '405 method_not_allowed');
  const broken = await unit.head.call('GET', '/lodgings/no-id');
  assert.ok(['404 not_found', '422 bad_input'].includes(refusal(broken)), refusal(broken));
});

test('a wrong member is named by its pointer', async () => {
  const { id, version } = unit.lodgings[0];
  const change = (body, match = `"${version}"`) => unit.head.call('PATCH', `/lodgings/${id}`, body, { 'If-Match': match });
  const place = async (body) => { const reply = await change(body); return `${reply.status} ${reply.body.code} ${reply.body.where}`; };
  assert.equal(await place({ rooms: 'many' }), '422 bad_input /rooms');
  assert.equal(await place({ tier: 'huge' }), '422 bad_input /tier');
  assert.equal(await place({ colour: 'red' }), '422 bad_input /colour');
  const stale = await change({ rooms: 3 }, '"999"');
  assert.equal(refusal(stale), '412 stale_version');
  assert.ok('current' in stale.body);
  const after_ = await unit.head.must('GET', `/lodgings/${id}`);
  assert.deepEqual([after_.version, after_.rooms], [version, unit.lodgings[0].rooms]);
});

test('broken JSON is told with line and column', async () => {
  const reply = await call('POST', `${unit.base}/api/v1/session`, '{"login": "kanit",\n "password" 1}', { 'Content-Type': 'application/json' });
  assert.equal(reply.body.code, 'bad_input');
  assert.match(reply.body.where, /^2:\d+$/);
});

test('a write from another site or of another type is refused', async () => {
  const add = (headers) => call('POST', `${unit.base}/api/v1/lodgings`, '{}', { Cookie: unit.head.cookie, 'Content-Type': 'application/json', ...headers });
  const foreign = await rawExchange(unit.port, ['POST /api/v1/lodgings HTTP/1.1', `Host: 127.0.0.1:${unit.port}`, 'Origin: https://evil.example',
    `Cookie: ${unit.head.cookie}`, 'Content-Type: application/json', 'Content-Length: 2', 'Connection: close', '', '{}'].join('\r\n'));
  assert.match(foreign, /^HTTP\/1\.1 403 /);
  assert.deepEqual([problemOf(foreign).code, problemOf(foreign).where], ['forbidden', 'Origin']);
  const type = await add({ 'Content-Type': 'text/plain' });
  assert.equal(refusal(type), '422 bad_input');
  assert.equal(type.body.where, 'Content-Type');
});

test('a body of 10 MB is refused at its head, one that ends early has no effect', async () => {
  const head = (length) => ['POST /api/v1/session HTTP/1.1', `Host: 127.0.0.1:${unit.port}`, 'Content-Type: application/json', `Content-Length: ${length}`, '', ''].join('\r\n');
  const large = await rawExchange(unit.port, head(10_000_000));
  assert.match(large, /^HTTP\/1\.1 413 /);
  assert.equal(problemOf(large).code, 'too_large');
  const short = await rawExchange(unit.port, head(500) + '{"login": "kanit"', { end: true });
  assert.match(short, /^HTTP\/1\.1 400 /);
  assert.equal(problemOf(short).code, 'truncated');
  assert.equal((await call('GET', `${unit.base}/healthz`)).status, 200);
});

test('an import that is too large or no table is refused', async () => {
  const send = (body, type = 'text/csv') => call('POST', `${unit.base}/api/v1/imports?name=x.csv`, body, { 'Content-Type': type, Cookie: unit.head.cookie });
  assert.equal(refusal(await send(Buffer.alloc(5 * 1024 * 1024 + 1, 97))), '413 too_large');
  assert.equal((await send('a', 'application/pdf')).body.code, 'bad_input');
});

test('what is not HTTP is refused, and the server lives on', async () => {
  const text = await rawExchange(unit.port, '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n');
  assert.match(text, /^HTTP\/1\.1 4\d\d |^$/);
  assert.equal((await call('GET', `${unit.base}/healthz`)).status, 200);
});

test('a session ends by itself after an idle hour and after twelve hours', async () => {
  const { cookie } = unit.head;
  await unit.server.stop();
  unit.server = await unit.restart({ clock: '2026-12-01T08:30:00+08:00' });
  assert.equal((await unit.head.call('GET', '/session')).status, 200, 'half an hour is no reason');
  await unit.server.stop();
  unit.server = await unit.restart({ clock: '2026-12-01T11:00:00+08:00' });
  const idle = await call('GET', `${unit.base}/api/v1/session`, undefined, { Cookie: cookie });
  assert.equal(refusal(idle), '401 expired');
  await unit.head.signIn('kanit', unit.logins.kanit);
  await unit.server.stop();
  unit.server = await unit.restart({ clock: '2026-12-02T00:00:00+08:00' });
  assert.equal(refusal(await unit.head.call('GET', '/overview')), '401 expired');
});

test('an enrolment code is over after a day', async () => {
  await unit.head.signIn('kanit', unit.logins.kanit);
  const code = await unit.code();
  await unit.server.stop();
  unit.server = await unit.restart({ clock: '2026-12-03T00:01:00+08:00' });
  const field = await freePort();
  await stage.field({ port: field, clock: '2026-12-03T00:01:00+08:00' });
  const reply = await call('POST', `http://127.0.0.1:${field}/api/enrol`, { server: unit.base, code });
  assert.equal(refusal(reply), '403 expired');
});
