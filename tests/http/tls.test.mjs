// The device over TLS: each way in which a certificate or a handshake can be wrong is called by its name, and nothing is sent
// before the server is trusted. Real TLS servers with certificates made for each case.
import assert from 'node:assert/strict';
import { createServer as createPlain, request as send } from 'node:http';
import { createServer } from 'node:https';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { OfficerApp, openUnit } from './cast.mjs';
import { Authorities } from './certificates.mjs';

const stage = new Stage();
const { makeAuthority, makeCertificate, pair } = new Authorities(stage);
let unit;
const seen = [];
const open = [];
const onward = (request, response) => {
  seen.push(`${request.method} ${request.url.split('?')[0]}`);
  const inner = send({ host: '127.0.0.1', port: unit.port, method: request.method, path: request.url, headers: request.headers }, (reply) => {
    response.writeHead(reply.statusCode, reply.headers);
    reply.pipe(response);
  });
  request.pipe(inner);
};

/** A front before the real server; gives its port. */
async function front(server, port) {
  server.on('tlsClientError', () => undefined);
  const at = port ?? (await freePort());
  await new Promise((done) => server.listen(at, '127.0.0.1', done));
  open.push(server);
  return at;
}
const tlsFront = (name, more = {}) => front(createServer({ ...pair(name), ...more }, onward));

before(async () => {
  unit = await openUnit(stage);
  makeAuthority('unit-ca');
  makeAuthority('stranger-ca');
  makeCertificate('good', 'unit-ca');
  makeCertificate('old', 'unit-ca', 'IP:127.0.0.1', '20200101000000Z', '20210101000000Z');
  makeCertificate('young', 'unit-ca', 'IP:127.0.0.1', '20480101000000Z');
  makeCertificate('renamed', 'unit-ca', 'DNS:another.example.id');
  makeCertificate('stranger', 'stranger-ca');
});
after(async () => {
  for (const server of open) {
    server.closeAllConnections();
    server.close();
  }
  await stage.strike();
});

let folders = 0;
const enrol = async (port, { ca = stage.path('unit-ca.pem'), host = '127.0.0.1' } = {}) =>
  stage.run('ronda-field', 'enrol', '--data', stage.path(`field-${++folders}`), '--server', `https://${host}:${port}`, '--code', await unit.code(), ...(ca ? ['--ca', ca] : []));

const cases = [
  ['expired', 'tls_expired', () => tlsFront('old')],
  ['not valid yet', 'wrong_clock', () => tlsFront('young')],
  ['for another host', 'tls_wrong_host', () => tlsFront('renamed')],
  ['from an authority that nobody vouches for', 'tls_unknown_ca', () => tlsFront('stranger')],
];
for (const [what, word, make] of cases) {
  test(`a certificate that is ${what} is called ${word} and nothing is sent`, async () => {
    const refused = await enrol(await make());
    assert.equal(refused.code, 1);
    assert.match(refused.err, new RegExp(`unreachable: ${word}: `));
    assert.deepEqual(seen, []);
  });
}

test('a name instead of an address is checked as a name', async () => {
  const refused = await enrol(await tlsFront('good'), { host: 'localhost' });
  assert.match(refused.err, /tls_wrong_host/);
});

test('the unit\'s own authority is not known without --ca', async () => {
  assert.match((await enrol(await tlsFront('good'), { ca: null })).err, /tls_unknown_ca/);
});

test('a refused handshake and plain http are told apart', async () => {
  const ancient = await tlsFront('good', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
  assert.match((await enrol(ancient)).err, /unreachable: tls_failed: /);
  const plain = await front(createPlain(onward));
  assert.match((await enrol(plain)).err, /unreachable: tls_plain: /);
  assert.deepEqual(seen, []);
});

test('a file that is no certificate is a wrong option', async () => {
  const wrong = await enrol(await tlsFront('good'), { ca: stage.path('good.key') });
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /no readable PEM certificate/);
});

test('a trusted certificate carries enrolment and sync, and the app says when it stops being one', async () => {
  const port = await freePort();
  let server = createServer(pair('good'), onward);
  await front(server, port);
  const data = stage.path('friend');
  const ca = ['--ca', stage.path('unit-ca.pem')];
  const done = await stage.run('ronda-field', 'enrol', '--data', data, '--server', `https://127.0.0.1:${port}`, '--code', await unit.code(), ...ca);
  assert.equal(done.code, 0, done.err);
  const sync = await stage.run('ronda-field', 'sync', '--data', data, ...ca);
  assert.equal(sync.code, 0, sync.err);
  assert.ok(seen.includes('GET /api/v1/sync/pull'));

  const listen = await freePort();
  process.env.RONDA_CA = stage.path('unit-ca.pem');
  await stage.field({ port: listen, data });
  delete process.env.RONDA_CA;
  const app = new OfficerApp(listen);
  await until('a sync over TLS', async () => (await app.sync()).last_ok_at);
  for (const [name, cause, title] of [['old', 'tls_expired', /kedaluwarsa/], ['young', 'wrong_clock', /jam ponsel/], ['stranger', 'tls_unknown_ca', /tidak dikenal/]]) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    server = createServer(pair(name), onward);
    await front(server, port);
    const told = await until(`the sheet names ${cause}`, async () => {
      await app.must('POST', '/api/sync', {});
      const { problem } = await app.sync();
      return problem?.cause === cause && problem;
    });
    assert.equal(told.code, 'unreachable');
    assert.match(told.text.id, title);
    assert.ok(told.text.en.length > 40);
  }
});
