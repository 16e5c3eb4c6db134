// Photos over tus 1.0.0, sent by the official client (tus-js-client): fresh, resumed after the server was killed, over
// connections that break in the middle, twice at once, damaged, ended, given up. The server's offset is the truth.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, before, test } from 'node:test';
import { Upload } from 'tus-js-client';
import { drawing, RoughNetwork } from '../support/rough_network.mjs';
import { Stage, until } from '../support/stage.mjs';
import { call, HandDevice, noisePng, openUnit, refusal, sha256 } from './cast.mjs';

const seed = Number(process.env.RONDA_SEED ?? Date.now() % 1_000_000);
const stage = new Stage();
const started = '2026-12-01T08:00:00+08:00';
const chunkSize = 40_000;
let unit, device;

const place = (photo) => `/api/v1/attachments/${sha256(photo)}`;
const stand = async (photo) => {
  const reply = await device.tus('HEAD', place(photo));
  return reply.status === 200 ? Number(reply.headers.get('upload-offset')) : reply.status;
};

/** A record that names the photo, accepted by the server; gives the inspection. */
async function named(photo, by = device) {
  const inspection = by.sealed(unit.lodgings[by.records.length % 40].id, {
    photos: [{ sha256: sha256(photo), bytes: photo.length, type: 'image/png', width: 300, height: 300, item: 'LEG-01' }],
  });
  const last = by.records.length;
  const { status, body } = await by.push(by.pushBody(last, last));
  assert.equal(status, 200, JSON.stringify(body));
  return inspection;
}

const arrived = async (inspection) => {
  const { photos, photos_on_server } = await unit.head.must('GET', `/inspections/${inspection}`);
  return `${photos_on_server} of ${photos}`;
};

/** Sends a photo with the official client; gives the offsets its PATCHes began at. */
function send(photo, options = {}) {
  const offsets = [];
  const { base = unit.base, onStart = () => {}, ...more } = options;
  return new Promise((done, fail) => {
    const upload = new Upload(photo, {
      endpoint: `${base}/api/v1/attachments`,
      headers: device.auth(),
      metadata: { sha256: sha256(photo), type: 'image/png' },
      chunkSize,
      retryDelays: [0, 50, 100, 200, 400, 800, 1600, 3200],
      onBeforeRequest: (request) => {
        if (request.getMethod() === 'PATCH') offsets.push(Number(request.getHeader('Upload-Offset')));
      },
      onError: fail,
      onSuccess: () => done(offsets),
      ...more,
    });
    onStart(upload);
    upload.start();
  });
}

before(async () => {
  unit = await openUnit(stage, { clock: started });
  device = new HandDevice(unit.base);
  assert.equal((await device.enrol(await unit.code())).status, 201);
});
after(() => stage.strike());

test('the server says what it speaks, and refuses another version with 412', async () => {
  const { status, headers } = await call('OPTIONS', `${unit.base}/api/v1/attachments`);
  const said = Object.fromEntries([...headers].filter(([name]) => name.startsWith('tus-')));
  assert.deepEqual([status, said], [204, {
    'tus-resumable': '1.0.0', 'tus-version': '1.0.0', 'tus-max-size': '4194304', 'tus-checksum-algorithm': 'sha1,sha256',
    'tus-extension': 'creation,creation-with-upload,checksum,termination,expiration',
  }]);
  const old = await device.tus('HEAD', place(noisePng(10)), { 'Tus-Resumable': '0.2.2' });
  assert.deepEqual([old.status, old.headers.get('tus-version')], [412, '1.0.0']);
});

test('a photo from the official client counts as arrived only when it is whole', async () => {
  const photo = noisePng(250);
  const inspection = await named(photo);
  assert.equal(await arrived(inspection), '0 of 1');

  const offsets = await send(photo);

  assert.deepEqual(offsets, Array.from({ length: Math.ceil(photo.length / chunkSize) }, (_, n) => n * chunkSize));
  assert.equal(await arrived(inspection), '1 of 1');
  const seen = await fetch(unit.base + place(photo), { headers: { Cookie: unit.head.cookie } });
  assert.ok(photo.equals(Buffer.from(await seen.arrayBuffer())));
});

test('the server is killed twice in the middle: the client goes on where the disk stands', async () => {
  const photo = noisePng(300);
  const inspection = await named(photo);
  let kills = 0;

  const offsets = await send(photo, {
    onChunkComplete: async (_size, accepted) => {
      if (kills < 2 && accepted >= (kills + 1) * 2 * chunkSize) {
        kills += 1;
        await unit.server.kill();
        unit.server = await unit.restart();
      }
    },
  });

  assert.equal(kills, 2);
  assert.equal(offsets.filter((at) => at === 0).length, 1, `it began anew: ${offsets}`);
  assert.equal(await arrived(inspection), '1 of 1');
});

test(`connections break in the middle of pieces: what arrived is kept (seed ${seed})`, async () => {
  const network = await new RoughNetwork(unit.port, drawing(seed)).open();
  const photo = noisePng(300);
  const inspection = await named(photo);
  let cuts = 0;
  network.fate = ({ method }) => (method === 'PATCH' && cuts++ < 6 ? (cuts % 3 === 0 ? 'lost' : 'cut_request') : 'pass');

  const offsets = await send(photo, { base: network.base });

  await network.close();
  assert.ok(cuts >= 6);
  assert.ok(offsets.some((at) => at % chunkSize !== 0), `no partial piece was kept: ${offsets}`);
  assert.equal(await arrived(inspection), '1 of 1');
});

test('the same photo begun twice at once arrives once', async () => {
  const photo = noisePng(300);
  const inspection = await named(photo);

  await Promise.all([send(photo), send(photo), send(photo, { uploadDataDuringCreation: true })]);

  assert.equal(await stand(photo), photo.length);
  assert.equal(await arrived(inspection), '1 of 1');
});

test('two pieces at one offset: one is taken, the other is told 409', async () => {
  const photo = noisePng(200);
  await device.beginUpload(photo);

  const replies = await Promise.all(Array.from({ length: 8 }, () => device.patch(photo, 0, 30_000)));

  assert.deepEqual(replies.map((one) => one.status).sort(), [204, 409, 409, 409, 409, 409, 409, 409]);
  assert.equal(await stand(photo), 30_000);
});

test('a piece whose checksum differs changes nothing; an unknown algorithm is refused', async () => {
  const photo = noisePng(100);
  await device.beginUpload(photo);
  const patch = (checksum, from, to) => device.tus('PATCH', place(photo),
    { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream', 'Upload-Checksum': checksum }, photo.subarray(from, to));
  const digest = (name, from, to) => createHash(name).update(photo.subarray(from, to)).digest('base64');

  assert.equal((await patch(`sha1 ${digest('sha1', 0, 1000)}`, 0, 1000)).status, 204);
  assert.equal((await patch(`sha256 ${digest('sha256', 1000, 2000)}`, 1000, 2000)).status, 204);
  const damaged = await patch(`sha1 ${digest('sha1', 2000, 2999)}`, 2000, 3000);
  const unknown = await patch('md5 1B2M2Y8AsgTpgAmY7PhCfg==', 2000, 3000);
  const broken = await patch('sha256 !', 2000, 3000);

  assert.deepEqual([refusal(damaged), damaged.body.where, damaged.body.status], ['460 corrupt', '/Upload-Checksum', 460]);
  assert.deepEqual([refusal(unknown), unknown.body.where], ['400 bad_input', '/Upload-Checksum']);
  assert.equal(broken.status, 400);
  assert.equal(await stand(photo), 2000);
});

test('a photo that is not what its hash says starts anew', async () => {
  const photo = noisePng(100);
  const damaged = Buffer.from(photo);
  damaged[500] ^= 4;
  await device.beginUpload(photo);

  const reply = await device.patch(damaged, 0, photo.length, sha256(photo));

  assert.deepEqual([reply.status, reply.body.status, await stand(photo)], [460, 460, 0]);
  await send(photo);
  assert.equal(await stand(photo), photo.length);
});

test('what a server that died before the mark left behind is verified before it counts', async () => {
  const [good, bad] = [noisePng(60), noisePng(61)];
  const inspection = await named(good);
  for (const photo of [good, bad]) await device.beginUpload(photo);
  await unit.server.stop();
  const left = (photo) => stage.path('server', 'attachments', 'partial', sha256(photo));
  mkdirSync(dirname(left(good)), { recursive: true });
  writeFileSync(left(good), good);
  const spoiled = Buffer.from(bad);
  spoiled[300] ^= 1;
  writeFileSync(left(bad), spoiled);
  unit.server = await unit.restart();

  assert.deepEqual([await stand(good), await stand(bad)], [good.length, 0]);
  assert.equal(await arrived(inspection), '1 of 1');
});

test('an upload is ended by the device that began it, and only while no record names it', async () => {
  const photo = noisePng(150);
  const other = new HandDevice(unit.base);
  await other.enrol(await unit.code());
  let upload;
  await new Promise((done, fail) => send(photo, { onStart: (one) => (upload = one), onChunkComplete: done, onError: fail }));

  assert.equal(refusal(await other.tus('DELETE', place(photo))), '403 forbidden');
  await upload.abort(true); // the official client's termination
  assert.equal(await stand(photo), 404);

  const evidence = noisePng(151);
  await named(evidence);
  await send(evidence);
  assert.equal(refusal(await device.tus('DELETE', place(evidence))), '409 conflict');
  assert.equal(await stand(evidence), evidence.length);
});

test('who can only POST says what is meant with X-HTTP-Method-Override', async () => {
  const photo = noisePng(40);
  await device.beginUpload(photo);
  const say = (method, more, body) => device.tus('POST', place(photo), { 'X-HTTP-Method-Override': method, ...more }, body);
  const sent = await say('PATCH', { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' }, photo.subarray(0, 700));
  assert.deepEqual([sent.status, sent.headers.get('upload-offset')], [204, '700']);
  assert.equal((await say('HEAD')).headers.get('upload-offset'), '700');
  assert.equal((await say('DELETE')).status, 204);
  assert.equal(refusal(await say('PUT')), '405 method_not_allowed');
});

test('a device that sends what no record names is stopped before it fills the disk', async () => {
  const stranger = new HandDevice(unit.base);
  await stranger.enrol(await unit.code());
  const begin = (n) => {
    const b64 = (text) => Buffer.from(text).toString('base64');
    return stranger.tus('POST', '/api/v1/attachments', {
      'Upload-Length': '4194304', 'Upload-Metadata': `sha256 ${b64(sha256(`stranger ${n}`))},type ${b64('image/png')}`,
    });
  };
  for (let n = 0; n < 64; ++n) assert.equal((await begin(n)).status, 201);

  assert.equal(refusal(await begin(64)), '403 forbidden');
  const evidence = noisePng(50);
  await named(evidence, stranger);
  assert.equal((await stranger.beginUpload(evidence)).status, 201, 'what a record names is always welcome');
});

test('a revoked device may still hand over the photos of its held records, and nothing else', async () => {
  const lost = new HandDevice(unit.base);
  await lost.enrol(await unit.code());
  await unit.head.must('POST', `/devices/${lost.who.device}/revoke`, { reason: 'Hilang' });
  const [evidence, other] = [noisePng(52), noisePng(53)];
  await named(evidence, lost);

  assert.equal((await lost.beginUpload(evidence)).status, 201);
  assert.equal((await lost.patch(evidence, 0, evidence.length)).status, 204);
  assert.equal(refusal(await lost.beginUpload(other)), '403 revoked');
});

test('an upload that nobody goes on with is given up after a week, and the client begins anew', async () => {
  const photo = noisePng(200);
  await device.beginUpload(photo);
  const half = await device.patch(photo, 0, 50_000);
  const expires = new Date(half.headers.get('upload-expires'));
  assert.ok(Math.abs(expires - new Date('2026-12-08T00:00:00Z')) < 600_000, `expires ${expires.toISOString()}`);
  await unit.server.stop();
  unit.server = await unit.restart({ clock: '2026-12-09T08:00:00+08:00' });

  await until('it was given up', async () => (await stand(photo)) === 404);
  await until('it was logged', () => /attachments\.swept unfinished=\d+ unnamed=0/.test(unit.server.log()));
  await send(photo, { uploadUrl: unit.base + place(photo) });
  assert.equal(await stand(photo), photo.length);
});

test('a whole photo that nobody ever names is removed after two months, one that is named stays', async () => {
  const [forgotten, kept] = [noisePng(71), noisePng(72)];
  const inspection = await named(kept);
  await send(forgotten);
  await send(kept);
  await unit.server.stop();
  unit.server = await unit.restart({ clock: '2027-02-20T08:00:00+08:00' });

  await until('it was removed', async () => (await stand(forgotten)) === 404);
  assert.equal(await stand(kept), kept.length);
  await unit.head.signIn('kanit', unit.logins.kanit);
  assert.equal(await arrived(inspection), '1 of 1');
});
