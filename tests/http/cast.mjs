// Who plays in the http tests: a unit with its head, a device that speaks the protocol by hand, an officer's app, and a
// network that can be cut at a chosen moment.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, request as send } from 'node:http';
import { connect } from 'node:net';
import { deflateSync } from 'node:zlib';
import { freePort, Session, until } from '../support/stage.mjs';

export const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/** A UUIDv7. */
export function newId(at = Date.now()) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** One exchange: {status, headers, body}; JSON bodies are read. */
export async function call(method, url, body, headers = {}) {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  const reply = await fetch(url, {
    method,
    redirect: 'manual',
    body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    headers: { ...(body === undefined || raw ? {} : { 'Content-Type': 'application/json' }), ...headers },
  });
  const type = reply.headers.get('content-type') ?? '';
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, body: type.includes('json') && text ? JSON.parse(text) : text };
}

/** Raw bytes over TCP; the answer as text. `end` closes our half after sending. */
export function rawExchange(port, bytes, { end = false, seconds = 5 } = {}) {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => (end ? socket.end(bytes) : socket.write(bytes)));
    let text = '';
    socket.setTimeout(seconds * 1000, () => socket.destroy());
    socket.on('data', (data) => (text += data));
    socket.once('error', (error) => (text ? done(text) : fail(error)));
    socket.once('close', () => done(text));
  });
}

/** The problem document of a raw answer. */
export const problemOf = (text) => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));

/** Asserts-friendly view of a refusal. */
export const refusal = (reply) => `${reply.status} ${reply.body.code}`;

/** A demo unit with a running server and its head signed in. */
export async function openUnit(stage, options = {}) {
  const port = await freePort();
  const logins = await stage.demo();
  const server = await stage.server({ port, ...options });
  const base = `http://127.0.0.1:${port}`;
  const head = new Session(base);
  await head.signIn('kanit', logins.kanit);
  const { officers } = await head.must('GET', '/officers');
  const officer = officers.find((one) => one.team && one.active);
  const { lodgings } = await head.must('GET', '/lodgings?limit=50');
  return {
    port, base, logins, head, officer, lodgings, server,
    code: async () => (await head.must('POST', `/officers/${officer.id}/enrolment-codes`, {})).code,
    restart: async (more = {}) => stage.server({ port, ...options, ...more }),
  };
}

/** A device made of the protocol's text alone, so that nothing of ronda-field can hide a fault of the server. */
export class HandDevice {
  constructor(base) {
    this.base = base;
    this.keys = generateKeyPairSync('ed25519');
    this.records = [];
    this.head = '0'.repeat(64);
  }

  enrolBody(code) {
    const public_key = this.keys.publicKey.export({ format: 'jwk' }).x;
    return { protocol: 1, code, public_key, device_name: 'Ponsel uji', app_version: '0.1.0' };
  }

  async enrol(code) {
    const reply = await call('POST', `${this.base}/api/v1/enrol`, this.enrolBody(code));
    if (reply.status === 201) this.who = reply.body;
    return reply;
  }

  auth() {
    return { Authorization: `Bearer ${this.who.token}` };
  }

  /** Writes the next record of this device's log. */
  record(kind, body, at = new Date().toISOString()) {
    const text = JSON.stringify({
      v: 1, seq: this.records.length + 1, id: newId(), kind, device: this.who.device, officer: this.who.officer, at, prev: this.head, body,
    });
    this.records.push(text);
    this.head = sha256(text);
    return text;
  }

  /** A visit where the door stayed closed: the smallest sealed inspection. */
  sealed(lodging, more = {}) {
    const at = new Date().toISOString();
    const inspection = newId();
    this.record('inspection.sealed', {
      inspection, lodging, visit: null, checklist: 'v1', opened_at: at, sealed_at: at, zone: 'Asia/Makassar', outcome: 'closed',
      outcome_reason: 'Pintu terkunci', answers: [], sample: null, findings: [], dispositions: [], photos: [],
      signatures: { manager: null, officers: [{ officer: this.who.officer, at }] },
      fixes: { start: null, end: null }, emergency_at: null, portal_key: sha256(randomBytes(32)), clock: { boot_ms: 1000, skew_ms: null },
      ...more,
    }, at);
    return inspection;
  }

  /** The push body of the records from `first` to `last`. */
  pushBody(first = 1, last = this.records.length, envelope = {}) {
    const run = this.records.slice(first - 1, last);
    const head = sha256(run.at(-1) ?? '');
    const text = `ronda-push-1\n${this.who.device}\n${last}\n${head}`;
    const signature = sign(null, Buffer.from(text), this.keys.privateKey).toString('base64url');
    const outer = { protocol: 1, device: this.who.device, epoch: this.who.epoch, first_seq: first, count: run.length, head, signature, ...envelope };
    return [outer, ...run].map((line) => (typeof line === 'string' ? line : JSON.stringify(line)) + '\n').join('');
  }

  /** The records from `first` to `last` and some PNGs as a bundle (PROTOCOL.md §8), written from the protocol's text alone. */
  bundle(first = 1, last = this.records.length, photos = []) {
    const { device, officer, unit, epoch } = this.who;
    const hashOf = (seq) => (seq === 0 ? '0'.repeat(64) : sha256(this.records[seq - 1]));
    const vouch = (text) => sign(null, Buffer.from(text), this.keys.privateKey).toString('base64url');
    const manifest = JSON.stringify({
      bundle: 1, made_at: '2026-12-02T13:40:00.000Z', app_version: 'tangan', device, device_name: 'Tulisan tangan', officer, unit, epoch,
      logs: [{
        device, public_key: this.keys.publicKey.export({ format: 'jwk' }).x,
        first_seq: first, prev: hashOf(first - 1), last_seq: last, head: hashOf(last),
      }],
      photos: photos.length, photo_bytes: photos.reduce((sum, one) => sum + one.length, 0),
    });
    const parts = [Buffer.from('RONDA-BUNDLE 1\n')];
    const add = (header, content) => parts.push(Buffer.from(JSON.stringify(header) + '\n'), Buffer.from(content), Buffer.from('\n'));
    add({ part: 'manifest', bytes: Buffer.byteLength(manifest), sha256: sha256(manifest) }, manifest);
    for (let seq = first; seq <= last; ++seq) {
      const text = this.records[seq - 1];
      const signature = vouch(`ronda-push-1\n${device}\n${seq}\n${hashOf(seq)}`);
      add({ part: 'record', device, seq, bytes: Buffer.byteLength(text), sha256: hashOf(seq), signature }, text);
    }
    for (const photo of photos) add({ part: 'photo', type: 'image/png', bytes: photo.length, sha256: sha256(photo) }, photo);
    const before = sha256(Buffer.concat(parts));
    parts.push(Buffer.from(JSON.stringify({ part: 'end', sha256: before, signature: vouch(`ronda-bundle-1\n${device}\n${before}`) }) + '\n'));
    return Buffer.concat(parts);
  }

  push(body = this.pushBody(), headers = {}) {
    return call('POST', `${this.base}/api/v1/sync/push`, body, { 'Content-Type': 'application/x-ndjson', ...this.auth(), ...headers });
  }

  pull(cursor = 0, more = '') {
    return call('GET', `${this.base}/api/v1/sync/pull?protocol=1&cursor=${cursor}${more}`, undefined, this.auth());
  }

  /** Pulls until there is no more; gives the changes. */
  async pullAll() {
    const changes = [];
    for (let cursor = 0; ; ) {
      const { status, body } = await this.pull(cursor, '&limit=500');
      if (status !== 200) throw new Error(`pull: ${status} ${JSON.stringify(body)}`);
      changes.push(...body.changes);
      cursor = body.cursor;
      if (!body.more) return changes;
    }
  }

  tus(method, path, headers = {}, body) {
    return call(method, `${this.base}${path}`, body, { 'Tus-Resumable': '1.0.0', ...this.auth(), ...headers });
  }

  beginUpload(content, type = 'image/png') {
    const b64 = (text) => Buffer.from(text).toString('base64');
    return this.tus('POST', '/api/v1/attachments', {
      'Upload-Length': String(content.length), 'Upload-Metadata': `sha256 ${b64(sha256(content))},type ${b64(type)}`,
    });
  }

  patch(content, from, to, hash = sha256(content)) {
    return this.tus('PATCH', `/api/v1/attachments/${hash}`,
      { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' }, content.subarray(from, to));
  }
}

/** The PIN of every officer in the tests. */
export const pin = '493817';

/** What a hand does at the door of a page: types the PIN, the first one twice. */
export async function openDoor(page, { first = false } = {}) {
  if (first) {
    await page.getByTestId('pin-new').fill(pin);
    await page.getByTestId('pin-repeat').fill(pin);
    await page.getByTestId('pin-save').click();
  } else {
    await page.getByTestId('door-pin').fill(pin);
    await page.getByTestId('door-open').click();
  }
  await page.getByTestId('door').waitFor({ state: 'hidden' });
}

/** Waits for `testid` on a page that was loaded anew; one that was left before stands at the door first. */
export async function comeIn(page, testid) {
  const door = page.getByTestId('door-pin');
  const inside = page.getByTestId(testid).first();
  await door.or(inside).filter({ visible: true }).first().waitFor({ timeout: 30_000 });
  if (await door.isVisible()) await openDoor(page);
  await inside.waitFor();
}

/** The officer's app over its own API. */
export class OfficerApp {
  constructor(port) {
    this.base = `http://127.0.0.1:${port}`;
  }

  /** A locked device is opened with the officer's PIN, as a hand would do it, and asked again. */
  async call(method, path, body, headers) {
    const reply = await call(method, this.base + path, body, headers);
    if (!reply.body.locked) return reply;
    await this.unlock();
    return call(method, this.base + path, body, headers);
  }

  async unlock() {
    const { access } = (await call('GET', `${this.base}/api/state`)).body;
    const reply = await call('POST', `${this.base}/api/access/unlock`, { officer_id: access.officers[0].id, pin });
    if (reply.status !== 200) throw new Error(`unlock: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  async must(method, path, body, headers) {
    const reply = await this.call(method, path, body, headers);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  /** Enrols, chooses the PIN and waits for the first pull. */
  async enrol(server, code) {
    await this.must('POST', '/api/enrol', { server, code });
    await this.must('PUT', '/api/access/pin', { pin });
    await until('the first pull', async () => (await this.must('GET', '/api/lodgings?limit=1')).total > 0);
  }

  /** Seals a visit at a closed door, with photos if wanted; gives the inspection's id. */
  async sealClosed(lodging, photos = []) {
    const { id, signatures } = await this.must('POST', '/api/inspections', { lodging_id: lodging, visit_id: null, fix: null });
    for (const photo of photos) {
      await this.must('POST', `/api/inspections/${id}/photos?item=LEG-01`, photo, { 'Content-Type': 'image/png' });
    }
    await this.must('PUT', `/api/inspections/${id}/outcome`, { outcome: 'closed', reason: 'Pintu terkunci, tidak ada orang' });
    await this.must('PUT', `/api/inspections/${id}/signatures/officers/${signatures.officers[0].officer_id}`, { signed: true });
    await this.must('POST', `/api/inspections/${id}/seal`, {});
    return id;
  }

  sync() {
    return this.must('GET', '/api/sync');
  }

  /** Waits until nothing waits to be sent any more. */
  settled(seconds = 60) {
    return until('everything is on the server', async () => {
      const now = await this.sync();
      return now.pending_records === 0 && now.pending_photos === 0 && !now.running && now.state === 'idle' && now;
    }, seconds);
  }
}

/** A network between a device and the server. `fate(request)` decides: 'pass', 'lost' (the server gets the request and its
 *  answer is dropped), 'portal' (a sign-in page answers), 'down' (the connection breaks at once), 'plain' (a server that
 *  does not decode what is packed), 'held' (under way until release()). */
export class Network {
  constructor(target) {
    this.target = target;
    this.fate = () => 'pass';
    this.seen = [];
    this.held = [];
  }

  async open() {
    this.port = await freePort();
    this.server = createServer((request, response) => this.#carry(request, response));
    await new Promise((done) => this.server.listen(this.port, '127.0.0.1', done));
    this.base = `http://127.0.0.1:${this.port}`;
    return this;
  }

  #carry(request, response) {
    const fate = this.fate(request);
    this.seen.push(`${request.method} ${request.url.split('?')[0]} ${fate}`);
    if (fate === 'down') return request.socket.destroy();
    if (fate === 'held') return this.held.push(() => this.#onward(request, response, 'pass'));
    if (fate === 'plain' && request.headers['content-encoding']) {
      response.writeHead(415, { 'Content-Type': 'application/problem+json' });
      request.resume();
      return response.end(JSON.stringify({ type: 'about:blank', status: 415, code: 'bad_input', title: 'no', request_id: 'x' }));
    }
    if (fate === 'portal') {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      request.resume();
      return response.end('<html><title>Hotel WiFi</title><form>Room number</form></html>');
    }
    this.#onward(request, response, fate);
  }

  /** Lets everything go that was held. */
  release() {
    for (const go of this.held.splice(0)) go();
  }

  #onward(request, response, fate) {
    const onward = send({ host: '127.0.0.1', port: this.target, method: request.method, path: request.url, headers: request.headers }, (reply) => {
      if (fate === 'lost') {
        reply.resume();
        return reply.once('end', () => request.socket.destroy());
      }
      response.writeHead(reply.statusCode, reply.headers);
      reply.pipe(response);
    });
    onward.once('error', () => request.socket.destroy());
    request.pipe(onward);
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }
}

/** A PNG of noise without metadata, about 3 × side² bytes. */
export function noisePng(side) {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  const crc = (data) => {
    let c = 0xffffffff;
    for (const byte of data) c = crcTable[(c ^ byte) & 255] ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.concat(Array.from({ length: side }, () => Buffer.concat([Buffer.from([0]), randomBytes(side * 3)])));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
