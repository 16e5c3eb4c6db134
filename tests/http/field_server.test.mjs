// ronda-field as a process: what its local server lets in, how it starts, stops and says what is wrong.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { call, OfficerApp, problemOf, rawExchange, refusal } from './cast.mjs';

const stage = new Stage();
let port, app, field;

/** A raw request with our own head. */
const raw = (lines, body = '') => `${lines.join('\r\n')}\r\n\r\n${body}`;

before(async () => {
  mkdirSync(stage.path('web/assets'), { recursive: true });
  writeFileSync(stage.path('web/index.html'), '<!doctype html><title>Ronda</title>'.padEnd(2000, ' '));
  writeFileSync(stage.path('web/assets/app-1a2b.js'), 'console.log("ronda");'.repeat(200));
  port = await freePort();
  app = new OfficerApp(port);
  field = stage.start('ronda-field', 'serve', '--data', stage.path('field'), '--listen', `127.0.0.1:${port}`, '--web', stage.path('web'));
  await until('the app answers', async () => (await fetch(`${app.base}/api/state`)).ok);
});
after(() => stage.strike());

test('the first line on standard output is the address to open', () => {
  assert.match(field.log(), new RegExp(`^ronda-field: http://127\\.0\\.0\\.1:${port}/$`, 'm'));
});

test('a device that is not enrolled says so and answers nothing else', async () => {
  const state = await app.must('GET', '/api/state');
  assert.equal(state.enrolled, false);
  assert.equal(refusal(await app.call('GET', '/api/round')), '401 unauthenticated');
});

test('another Host is refused, so that no web page can reach this device under a name of its own', async () => {
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${port + 1}`, `localhost.evil.example:${port}`]) {
    const text = await rawExchange(port, raw(['GET /api/state HTTP/1.1', `Host: ${host}`, 'Connection: close']));
    assert.match(text, /^HTTP\/1\.1 421 /, host);
    assert.equal(problemOf(text).code, 'foreign_host');
    assert.equal(problemOf(text).where, 'Host');
  }
  const none = await rawExchange(port, raw(['GET /api/state HTTP/1.1', 'Connection: close']));
  assert.match(none, /^HTTP\/1\.1 421 /);
  const two = await rawExchange(port, raw(['GET /api/state HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Host: evil.example', 'Connection: close']));
  assert.match(two, /^HTTP\/1\.1 4\d\d /);
});

test('localhost and 127.0.0.1 with the port are the device itself', async () => {
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
    const text = await rawExchange(port, raw(['GET /api/state HTTP/1.1', `Host: ${host}`, 'Connection: close']));
    assert.match(text, /^HTTP\/1\.1 200 /, host);
  }
});

test('writes from another origin are refused and change nothing', async () => {
  const before_ = (await app.must('GET', '/api/state')).prefs;
  for (const headers of [{ Origin: 'https://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
    const reply = await rawExchange(port, raw(['PUT /api/prefs HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Content-Type: application/json',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), 'Content-Length: 13', 'Connection: close'], '{"lang":"en"}'));
    assert.match(reply, /^HTTP\/1\.1 403 /);
    assert.equal(problemOf(reply).code, 'forbidden');
  }
  assert.deepEqual((await app.must('GET', '/api/state')).prefs, before_);
});

test('a form type, which any page could send, is refused', async () => {
  const reply = await app.call('PUT', '/api/prefs', '{"lang":"en"}', { 'Content-Type': 'text/plain' });
  assert.equal(refusal(reply), '422 bad_input');
  assert.equal(reply.body.where, 'Content-Type');
});

test('a body of 10 MB is refused before it has arrived', async () => {
  const text = await rawExchange(port, raw(['PUT /api/prefs HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Content-Type: application/json', 'Content-Length: 10000000']));
  assert.match(text, /^HTTP\/1\.1 413 /);
  assert.equal(problemOf(text).code, 'too_large');
});

test('a body of 10 MB that really comes is refused with the same words', async () => {
  const reply = await new Promise((done, fail) => {
    call('PUT', `${app.base}/api/prefs`, Buffer.alloc(10_000_000, 32), { 'Content-Type': 'application/json' }).then(done, fail);
  });
  assert.equal(refusal(reply), '413 too_large');
});

test('a body that ends early has no effect', async () => {
  const text = await rawExchange(port, raw(['PUT /api/prefs HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Content-Type: application/json', 'Content-Length: 100'], '{"lang":"en"}'), { end: true });
  assert.match(text, /^HTTP\/1\.1 400 /);
  assert.equal(problemOf(text).code, 'truncated');
  assert.equal((await app.must('GET', '/api/state')).prefs.lang, 'id');
});

test('what is not HTTP is refused, and the server lives on', async () => {
  const text = await rawExchange(port, '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n');
  assert.match(text, /^HTTP\/1\.1 4\d\d |^$/);
  assert.equal((await app.call('GET', '/api/state')).status, 200);
});

test('broken JSON is told with its place', async () => {
  const reply = await app.call('PUT', '/api/prefs', '{"lang":', { 'Content-Type': 'application/json' });
  assert.equal(reply.status, 400);
  assert.equal(reply.body.code, 'truncated');
  assert.match(reply.body.where, /^\d+:\d+$/);
  const unknown = await app.call('PUT', '/api/prefs', { colour: 'red' });
  assert.equal(refusal(unknown), '422 bad_input');
  assert.equal(unknown.body.where, '/colour');
});

test('unknown addresses and methods are told apart', async () => {
  assert.equal(refusal(await app.call('GET', '/api/nothing')), '404 not_found');
  assert.equal(refusal(await app.call('POST', '/api/state', {})), '405 method_not_allowed');
  assert.equal(refusal(await app.call('GET', '/missing.js')), '404 not_found');
  assert.equal(refusal(await app.call('GET', '/..%2f..%2fetc%2fpasswd')), '404 not_found');
  assert.equal(refusal(await app.call('GET', '/.git/config')), '404 not_found');
});

test('the interface comes compressed, guarded and only once', async () => {
  const page = await app.call('GET', '/');
  assert.equal(page.status, 200);
  const policy = page.headers.get('content-security-policy');
  for (const part of ["default-src 'self'", "img-src 'self' blob: data:", "frame-ancestors 'none'", "base-uri 'none'"]) assert.ok(policy.includes(part), part);
  assert.doesNotMatch(policy, /unsafe/);
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(page.headers.get('content-encoding'), 'gzip');
  const again = await app.call('GET', '/', undefined, { 'If-None-Match': page.headers.get('etag') });
  assert.equal(again.status, 304);
  const script = await app.call('GET', '/assets/app-1a2b.js');
  assert.match(script.headers.get('cache-control'), /immutable/);
  assert.match(script.headers.get('content-type'), /javascript/);
  assert.equal((await app.call('GET', '/ronde/hari-ini')).status, 200, "the interface's own addresses give the page");
});

test('a part of a file can be asked for', async () => {
  const part = await app.call('GET', '/assets/app-1a2b.js', undefined, { Range: 'bytes=0-6' });
  assert.equal(part.status, 206);
  assert.equal(part.body, 'console');
  assert.equal((await app.call('GET', '/assets/app-1a2b.js', undefined, { Range: 'bytes=999999-' })).status, 416);
});

test('the data belongs to its owner only', () => {
  assert.equal(statSync(stage.path('field')).mode & 0o777, 0o700);
  assert.equal(statSync(stage.path('field/ronda-field.db')).mode & 0o777, 0o600);
});

test('a second program on the same data is refused in one line', async () => {
  const second = await stage.run('ronda-field', 'serve', '--data', stage.path('field'), '--listen', '127.0.0.1:0');
  assert.equal(second.code, 3);
  assert.match(second.err, /^ronda-field: another ronda-field is using [^\n]+\n$/);
});

test('status reads beside the running app', async () => {
  const status = await stage.run('ronda-field', 'status', '--data', stage.path('field'), '--json');
  assert.equal(status.code, 0);
  const told = JSON.parse(status.out);
  assert.equal(told.enrolled, false);
  assert.equal(told.sync.state, 'never');
});

test('a taken port, a public address and a wrong option each have their code', async () => {
  const taken = await stage.run('ronda-field', 'serve', '--data', stage.path('other'), '--listen', `127.0.0.1:${port}`);
  assert.equal(taken.code, 4);
  assert.match(taken.err, /^ronda-field: port \d+ is in use[^\n]*\n$/);
  const open = await stage.run('ronda-field', 'serve', '--data', stage.path('other'), '--listen', '0.0.0.0:0');
  assert.equal(open.code, 4);
  assert.match(open.err, /only this device itself/);
  assert.equal((await stage.run('ronda-field', 'serve', '--colour', 'red')).code, 2);
  assert.equal((await stage.run('ronda-field')).code, 2);
});

test('--help tells the exit codes and --version the version', async () => {
  const help = await stage.run('ronda-field', '--help');
  assert.equal(help.code, 0);
  assert.match(help.out, /Exit codes: 0 done/);
  assert.match((await stage.run('ronda-field', '--version')).out, /^ronda-field \d+\.\d+\.\d+/);
});

test('data that cannot be read is told in one line and left alone', async () => {
  mkdirSync(stage.path('broken'));
  writeFileSync(stage.path('broken/ronda-field.db'), 'this is no database'.repeat(500));
  const before_ = statSync(stage.path('broken/ronda-field.db')).size;
  const broken = await stage.run('ronda-field', 'serve', '--data', stage.path('broken'), '--listen', '127.0.0.1:0');
  assert.equal(broken.code, 3);
  assert.match(broken.err, /^ronda-field: the data in [^\n]+ is damaged[^\n]+\n$/);
  assert.equal(statSync(stage.path('broken/ronda-field.db')).size, before_);
  if (process.getuid?.() !== 0) {
    mkdirSync(stage.path('locked'));
    chmodSync(stage.path('locked'), 0o500);
    assert.equal((await stage.run('ronda-field', 'serve', '--data', stage.path('locked'), '--listen', '127.0.0.1:0')).code, 3);
  }
});

test('data of a newer program is refused and left alone', async () => {
  const folder = stage.path('newer');
  const first = await stage.field({ port: await freePort(), data: folder });
  await first.stop();
  execFileSync('python3', ['-c', `import sqlite3,sys
db = sqlite3.connect(sys.argv[1])
db.execute("INSERT INTO schema_migration (number, name, fingerprint, applied_at) VALUES (9999, '9999_later.sql', 'x', 0)")
db.commit()`, `${folder}/ronda-field.db`]);
  const refused = await stage.run('ronda-field', 'serve', '--data', folder, '--listen', '127.0.0.1:0');
  assert.equal(refused.code, 3);
  assert.match(refused.err, /^ronda-field: the data in [^\n]+ was written by a newer ronda-field[^\n]+\n$/);
});

test('SIGINT and SIGTERM stop it cleanly; after SIGKILL it starts again with what was saved', async () => {
  await app.must('PUT', '/api/prefs', { lang: 'en' });
  await field.kill();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    const at = await freePort();
    const one = await stage.field({ port: at, data: stage.path('field') });
    assert.equal((await new OfficerApp(at).must('GET', '/api/state')).prefs.lang, 'en');
    assert.deepEqual(await one.stop(signal), { code: 0, signal: null });
    assert.match(one.log(), /ronda-field: stopped/);
  }
});
