// The device over TLS: a certificate that nobody vouches for is refused before anything is sent; a trusted one carries the
// whole exchange.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { createServer } from 'node:https';
import { after, before, test } from 'node:test';
import { freePort, Stage } from '../support/stage.mjs';
import { openUnit } from './cast.mjs';

const stage = new Stage();
let unit, front, port;
const seen = [];

before(async () => {
  unit = await openUnit(stage);
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=ronda.test',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', stage.path('key.pem'), '-out', stage.path('cert.pem')], { stdio: 'ignore' });
  port = await freePort();
  front = createServer({ key: readFileSync(stage.path('key.pem')), cert: readFileSync(stage.path('cert.pem')) }, (request, response) => {
    seen.push(`${request.method} ${request.url.split('?')[0]}`);
    const onward = send({ host: '127.0.0.1', port: unit.port, method: request.method, path: request.url, headers: request.headers }, (reply) => {
      response.writeHead(reply.statusCode, reply.headers);
      reply.pipe(response);
    });
    request.pipe(onward);
  });
  front.on('tlsClientError', () => undefined);
  await new Promise((done) => front.listen(port, '127.0.0.1', done));
});
after(async () => {
  delete process.env.SSL_CERT_FILE;
  front?.closeAllConnections();
  front?.close();
  await stage.strike();
});

const enrol = async (folder, host) => stage.run('ronda-field', 'enrol', '--data', stage.path(folder), '--server', `https://${host}:${port}`, '--code', await unit.code());

test('a certificate that nobody vouches for is refused and nothing is sent', async () => {
  const refused = await enrol('stranger', '127.0.0.1');
  assert.equal(refused.code, 1);
  assert.match(refused.err, /unreachable/);
  assert.deepEqual(seen, []);
});

test('a trusted certificate of another name is refused and nothing is sent', async () => {
  process.env.SSL_CERT_FILE = stage.path('cert.pem');
  const refused = await enrol('renamed', 'localhost');
  assert.equal(refused.code, 1);
  assert.deepEqual(seen, []);
});

test('a trusted certificate carries enrolment and sync', async () => {
  process.env.SSL_CERT_FILE = stage.path('cert.pem');
  const done = await enrol('friend', '127.0.0.1');
  assert.equal(done.code, 0, done.err);
  const sync = await stage.run('ronda-field', 'sync', '--data', stage.path('friend'));
  assert.equal(sync.code, 0, sync.err);
  assert.ok(seen.includes('GET /api/v1/sync/pull'));
});
