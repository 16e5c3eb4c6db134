// The server against a device made of the protocol's text alone (shared/wire/PROTOCOL.md): what must be refused, with which
// word and place, and what repeats must not change.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { Stage } from '../support/stage.mjs';
import { call, HandDevice, newId, noisePng, openUnit, rawExchange, refusal, sha256 } from './cast.mjs';

const stage = new Stage();
let unit, device;

/** All that the head sees of what devices brought, as text to compare. */
async function books() {
  const parts = [];
  for (const path of ['/inspections?limit=500', '/findings', '/notices', '/quarantine']) parts.push(await unit.head.must('GET', path));
  return JSON.stringify(parts);
}

before(async () => {
  unit = await openUnit(stage);
  device = new HandDevice(unit.base);
  assert.equal((await device.enrol(await unit.code())).status, 201);
});
after(() => stage.strike());

test('enrolment refuses what it cannot use, each with its word and place', async () => {
  const one = new HandDevice(unit.base);
  const send = (body) => call('POST', `${unit.base}/api/v1/enrol`, body);
  const body = one.enrolBody('AAAA-AAAA');
  assert.equal(refusal(await send(body)), '403 wrong_code');
  const other = await send({ ...body, protocol: 2 });
  assert.equal(refusal(other), '400 unsupported_version');
  assert.deepEqual(other.body.speaks ?? [1], [1]);
  const key = await send({ ...body, public_key: 'AAAA' });
  assert.equal(`${refusal(key)} ${key.body.where}`, '422 bad_input /public_key');
  const more = await send({ ...body, imei: '1' });
  assert.equal(`${refusal(more)} ${more.body.where}`, '422 bad_input /imei');
  assert.match(refusal(await send('{"protocol":1,')), /^4\d\d (truncated|bad_input)$/);
});

test('a push twice changes nothing', async () => {
  device.sealed(unit.lodgings[0].id);
  device.sealed(unit.lodgings[1].id);
  const body = device.pushBody();
  const first = await device.push(body);
  assert.equal(first.status, 200);
  assert.deepEqual([first.body.acked_seq, first.body.accepted, first.body.known, first.body.quarantined], [2, 2, 0, []]);
  const before_ = await books();
  for (let i = 0; i < 3; ++i) {
    const again = await device.push(body);
    assert.deepEqual([again.body.acked_seq, again.body.accepted, again.body.known], [2, 0, 2]);
  }
  assert.equal(await books(), before_);
});

test('a push compressed with gzip is the same push', async () => {
  const reply = await device.push(gzipSync(device.pushBody()), { 'Content-Encoding': 'gzip' });
  assert.deepEqual([reply.status, reply.body.acked_seq, reply.body.known], [200, 2, 2]);
});

test('a coding that the server does not speak is 415, and the same push without it goes through', async () => {
  const reply = await device.push(device.pushBody(), { 'Content-Encoding': 'br' });
  assert.equal(refusal(reply), '415 bad_input');
  assert.equal(reply.body.status, 415);
  assert.equal(reply.headers.get('accept-encoding'), 'zstd, gzip');
  assert.equal((await device.push()).body.known, 2);
});

test('a packed push that is cut or damaged changes nothing, a bomb is refused', async () => {
  const body = gzipSync(device.pushBody());
  for (const part of [body.subarray(0, body.length - 1), body.subarray(0, 20), Buffer.from('no gzip at all')]) {
    assert.equal(refusal(await device.push(part, { 'Content-Encoding': 'gzip' })), '422 bad_input');
  }
  assert.equal(refusal(await device.push('no zstd at all', { 'Content-Encoding': 'zstd' })), '422 bad_input');
  const bomb = gzipSync(Buffer.alloc(64 << 20));
  assert.ok(bomb.length < 100_000);
  assert.equal(refusal(await device.push(bomb, { 'Content-Encoding': 'gzip' })), '413 too_large');
});

test('a gap names the record that is expected', async () => {
  device.sealed(unit.lodgings[2].id);
  device.sealed(unit.lodgings[3].id);
  const reply = await device.push(device.pushBody(4, 4));
  assert.equal(refusal(reply), '409 gap');
  assert.equal(reply.body.expected_seq, 3);
  assert.equal((await device.push(device.pushBody(2, 4))).body.acked_seq, 4, 'an overlap is fine');
});

test('the same number with other content is a fork, and both are kept', async () => {
  const copy = Object.assign(Object.create(HandDevice.prototype), device, { records: device.records.slice(0, 3), head: sha256(device.records[2]) });
  copy.sealed(unit.lodgings[4].id);
  const reply = await copy.push(copy.pushBody(4, 4));
  assert.equal(refusal(reply), '409 fork');
  assert.equal((await device.push()).body.acked_seq, 4, 'the log that was first stands');
});

test('a wrong signature, a foreign envelope and a wrong token change nothing', async () => {
  device.sealed(unit.lodgings[5].id);
  const before_ = await books();
  const wrong = await device.push(device.pushBody(5, 5, { signature: Buffer.alloc(64, 1).toString('base64url') }));
  assert.equal(refusal(wrong), '403 bad_signature');
  const foreign = await device.push(device.pushBody(5, 5, { device: newId() }));
  assert.ok([403, 422].includes(foreign.status), refusal(foreign));
  const token = await device.push(device.pushBody(5, 5), { Authorization: `Bearer ${'A'.repeat(43)}` });
  assert.equal(refusal(token), '401 unauthenticated');
  assert.equal(await books(), before_);
});

test('a push cut anywhere changes nothing', async () => {
  const body = device.pushBody(5, 5);
  const before_ = await books();
  for (const size of [0, 1, 50, body.indexOf('\n'), body.indexOf('\n') + 1, body.length - 100, body.length - 1]) {
    const reply = await device.push(body.slice(0, size));
    assert.ok(reply.status >= 400 && reply.status < 500, `${size}: ${reply.status}`);
    assert.ok(['truncated', 'bad_input'].includes(reply.body.code), `${size}: ${reply.body.code}`);
  }
  const head = ['POST /api/v1/sync/push HTTP/1.1', `Host: 127.0.0.1:${unit.port}`, 'Content-Type: application/x-ndjson',
    `Authorization: Bearer ${device.who.token}`, `Content-Length: ${Buffer.byteLength(body)}`, '', ''].join('\r\n');
  await rawExchange(unit.port, head + body.slice(0, -20), { end: true });
  assert.equal(await books(), before_);
  assert.equal((await device.push()).body.acked_seq, 5);
});

test('an unknown lodging is kept in quarantine and does not hold up what follows', async () => {
  device.sealed(newId());
  const good = device.sealed(unit.lodgings[6].id);
  const reply = await device.push();
  assert.equal(reply.status, 200);
  assert.equal(reply.body.acked_seq, 7);
  assert.deepEqual(reply.body.quarantined.map((one) => [one.seq, one.code]), [[6, 'not_found']]);
  const { records } = await unit.head.must('GET', '/quarantine');
  assert.ok(records.some((one) => one.seq === 6 && one.code === 'not_found'));
  assert.equal((await unit.head.call('GET', `/inspections/${good}`)).status, 200);
});

test('an answer of the wrong kind is kept in quarantine with its reason', async () => {
  device.sealed(unit.lodgings[7].id, {
    outcome: 'done', outcome_reason: null, answers: [{ item: 'LEG-01', value: 12, at: new Date().toISOString() }],
  });
  device.sealed(unit.lodgings[8].id, { answers: [{ item: 'NO-99', value: 'yes', at: new Date().toISOString() }] });
  const reply = await device.push(device.pushBody(8, 9));
  assert.equal(reply.body.acked_seq, 9);
  assert.deepEqual(reply.body.quarantined.map((one) => one.seq), [8, 9]);
  assert.ok(reply.body.quarantined.every((one) => one.message.length > 0));
});

test('a kind of record that this server does not know yet is kept', async () => {
  device.record('weather.seen', { text: 'x' });
  const reply = await device.push(device.pushBody(10, 10));
  assert.deepEqual(reply.body.quarantined.map((one) => one.code), ['stale_schema']);
});

test('a record with its members in another order is refused with its place', async () => {
  const { head } = device;
  const record = JSON.parse(device.sealed(unit.lodgings[9].id) && device.records.at(-1));
  const { v, ...rest } = record;
  device.records[device.records.length - 1] = JSON.stringify({ ...rest, v });
  const reply = await device.push(device.pushBody(11, 11));
  assert.equal(refusal(reply), '422 bad_input');
  assert.ok(reply.body.where, 'where is told');
  device.records.pop();
  device.head = head;
});

test('the feed comes in rising order, in pages, and every lodging once', async () => {
  const changes = [];
  for (let cursor = 0, more = true; more; ) {
    const { status, body } = await device.pull(cursor, '&limit=50');
    assert.equal(status, 200);
    assert.ok(body.changes.length <= 50);
    assert.ok(body.changes.every((change, i) => change.seq > (i ? body.changes[i - 1].seq : cursor)));
    assert.ok(body.cursor > cursor || !body.more);
    changes.push(...body.changes);
    ({ cursor, more } = body);
  }
  const lodgings = changes.filter((change) => change.entity === 'lodging');
  assert.equal(new Set(lodgings.map((change) => change.id)).size, lodgings.length);
  assert.equal(lodgings.length, (await unit.head.must('GET', '/lodgings?limit=1')).total);
});

test('a cursor from another life is answered with stale_cursor', async () => {
  assert.equal(refusal(await device.pull(5, `&epoch=${newId()}`)), '410 stale_cursor');
  assert.equal(refusal(await device.pull(999_999_999, `&epoch=${device.who.epoch}`)), '410 stale_cursor');
});

test('a pull with a wrong question is told which part is wrong', async () => {
  const ask = (query) => call('GET', `${unit.base}/api/v1/sync/pull?${query}`, undefined, device.auth());
  const where = async (query) => { const reply = await ask(query); return `${reply.status} ${reply.body.code} ${reply.body.where}`; };
  assert.equal(await where('protocol=1&cursor=x'), '422 bad_input /cursor');
  assert.equal(await where('protocol=1&cursor=0&limit=5000'), '422 bad_input /limit');
  assert.equal(await where('protocol=1&cursor=0&since=1'), '422 bad_input /since');
  assert.equal(await where('protocol=9&cursor=0'), '400 unsupported_version /protocol');
});

test('a photo arrives in pieces, a wrong offset changes nothing, a damaged one starts anew', async () => {
  const photo = noisePng(300);
  const item = { sha256: sha256(photo), bytes: photo.length, type: 'image/png', width: 300, height: 300, item: 'LEG-01' };
  const inspection = device.sealed(unit.lodgings[10].id, { photos: [item] });
  assert.deepEqual((await device.push(device.pushBody(11, 11))).body.quarantined, []);
  const begun = await device.beginUpload(photo);
  assert.equal(begun.status, 201);
  const location = begun.headers.get('location');
  assert.equal(location, `/api/v1/attachments/${sha256(photo)}`);
  assert.equal((await device.patch(photo, 0, 1000)).headers.get('upload-offset'), '1000');
  assert.equal((await device.patch(photo, 0, 1000)).status, 409);
  assert.equal((await device.patch(photo, 5000, 6000)).status, 409);
  const asked = await device.tus('HEAD', location);
  assert.deepEqual([asked.headers.get('upload-offset'), asked.headers.get('upload-length')], ['1000', String(photo.length)]);
  const damaged = Buffer.from(photo);
  damaged[2000] ^= 1;
  assert.equal((await device.patch(damaged, 1000, photo.length, sha256(photo))).status, 460);
  await device.beginUpload(photo);
  assert.equal((await device.patch(photo, 0, photo.length)).status, 204);
  assert.equal((await device.beginUpload(photo)).status, 200, 'there already, and whole');
  assert.equal((await unit.head.must('GET', `/inspections/${inspection}`)).photos_on_server, 1);
});

test('an attachment that is too large or no picture is refused', async () => {
  const big = await device.tus('POST', '/api/v1/attachments', {
    'Upload-Length': '5000000', 'Upload-Metadata': `sha256 ${Buffer.from('a'.repeat(64)).toString('base64')},type ${Buffer.from('image/png').toString('base64')}`,
  });
  assert.equal(refusal(big), '413 too_large');
  assert.equal((await device.beginUpload(Buffer.from('<svg/>'), 'image/svg+xml')).status, 422);
});

test('a push above the limit is refused before it is read', async () => {
  const reply = await device.push(Buffer.alloc(4 * 1024 * 1024 + 1, 32));
  assert.equal(refusal(reply), '413 too_large');
});

test('a revoked device may still push, into quarantine, and nothing else', async () => {
  await unit.head.must('POST', `/devices/${device.who.device}/revoke`, { reason: 'Hilang' });
  assert.equal(refusal(await device.pull()), '403 revoked');
  device.sealed(unit.lodgings[11].id);
  const reply = await device.push(device.pushBody(12, 12));
  assert.equal(reply.status, 200);
  assert.equal(reply.body.acked_seq, 12);
  assert.deepEqual(reply.body.quarantined.map((one) => one.seq), [12]);
});

test('ten wrong codes in ten minutes close the door for a while', async () => {
  const one = new HandDevice(unit.base);
  const codes = [];
  for (let i = 0; i < 12; ++i) codes.push((await one.enrol(`AAAA-AA${i < 10 ? 'A' : 'B'}${'ABCDEFGHJKLM'[i]}`)).body);
  assert.equal(codes.at(-1).code, 'too_many');
  assert.ok(codes.at(-1).retry_after_s > 0);
  assert.equal((await one.enrol(await unit.code())).body.code, 'too_many');
});

test('the page with the worked exchange holds against another implementation of SHA-256 and Ed25519', () => {
  const page = readFileSync(new URL('../../shared/wire/EXCHANGE.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```\n([^]*?)\n```/g)].map((found) => found[1]);
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: /base64url {3}(\S+)/.exec(blocks[0])[1] },
    format: 'jwk',
  });
  const records = blocks.filter((text) => text.startsWith('{"v":1,'));
  assert.equal(records.length, 2);
  for (const record of records) assert.match(blocks[blocks.indexOf(record) + 1], new RegExp(`^${sha256(record)}`));
  assert.equal(JSON.parse(records[1]).prev, sha256(records[0]));
  const signed = blocks.findIndex((text) => text.startsWith('ronda-push-1\n'));
  assert.ok(verify(null, Buffer.from(blocks[signed]), publicKey, Buffer.from(blocks[signed + 1], 'base64url')));
  const pushes = blocks.filter((text) => text.startsWith('POST /api/v1/sync/push'));
  assert.equal(pushes.length, 3);
  for (const push of pushes) {
    const [envelope, ...lines] = push.slice(push.indexOf('\n\n') + 2).split('\n');
    const { device, first_seq, count, head, signature } = JSON.parse(envelope);
    assert.deepEqual([lines.length, sha256(lines.at(-1))], [count, head]);
    const text = `ronda-push-1\n${device}\n${first_seq + count - 1}\n${head}`;
    assert.ok(verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url')));
  }
});
