// A network between one device and the server that does its worst by a seed. It carries whole HTTP exchanges over raw
// sockets, so that it can cut a request or a reply at any byte, deliver one twice, answer with what belonged to another,
// or sign in the guest of a hotel. Everything it does is counted; nothing it does is a fault of either program.
import { connect, createServer } from 'node:net';

/** Numbers from a seed (mulberry32): draw(n) gives 0 … n-1. */
export function drawing(seed) {
  let state = seed >>> 0;
  return (most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * most);
  };
}

export const pause = (ms) => new Promise((next) => setTimeout(next, ms));

const impostors = [
  'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 44\r\n\r\n<html><form action=/login>Room</form></html>',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 301 Moved Permanently\r\nLocation: http://login.hotel/\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>',
  'HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n',
].map((text) => Buffer.from(text));

/** Length of the first whole HTTP message in `bytes`, or 0. A reply to HEAD, a 204 and a 304 have no body. */
function wholeMessage(bytes, bodiless = false) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const head = bytes.subarray(0, end).toString('latin1');
  if (bodiless || /^HTTP\/1\.1 (204|304|1\d\d)/.test(head)) return end + 4;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  return bytes.length >= end + 4 + length ? end + 4 + length : 0;
}

/** fate(exchange) → one of these words (or {kind, ms}); anything else is a mistake of the test. */
export const fates = ['pass', 'delay', 'drop', 'cut_request', 'twice', 'late_copy', 'lost', 'cut_reply', 'other_reply', 'impostor'];

export class RoughNetwork {
  /** `target` is the server's port; `draw` from drawing(). */
  constructor(target, draw) {
    this.target = target;
    this.draw = draw;
    this.fate = () => 'pass';
    /** Called at the moments 'request', 'sent', 'replied', 'delivered' of an exchange; may return a promise. */
    this.at = () => {};
    this.exchanges = 0;
    this.connections = 0;
    this.counts = {};
    this.open_sockets = new Set();
  }

  async open() {
    this.server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.port = this.server.address().port;
    this.base = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async close() {
    for (const socket of this.open_sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  #serve(socket) {
    this.connections += 1;
    this.open_sockets.add(socket);
    let bytes = Buffer.alloc(0);
    let busy = false;
    const next = async () => {
      const length = wholeMessage(bytes);
      if (busy || length === 0) return;
      busy = true;
      const request = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      await this.#carry(socket, request);
      busy = false;
      if (!socket.destroyed) next();
    };
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      next();
    });
    socket.on('error', () => {});
    socket.on('close', () => this.open_sockets.delete(socket));
  }

  async #carry(socket, bytes) {
    const [, method, target] = /^(\S+) (\S+)/.exec(bytes.subarray(0, 2000).toString('latin1')) ?? [];
    const exchange = { method, target, socket };
    this.exchanges += 1;
    const fate = this.fate(exchange);
    const kind = fate.kind ?? fate;
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
    await this.at('request', exchange);
    if (socket.destroyed) return;
    if (kind === 'delay') await pause(fate.ms ?? 5 + this.draw(60));
    if (kind === 'drop') return socket.destroy();
    if (kind === 'impostor') return void socket.write(impostors[this.draw(impostors.length)]);
    if (kind === 'cut_request') {
      await this.#ask(bytes.subarray(0, 1 + this.draw(bytes.length - 1)), exchange, true);
      return socket.destroy();
    }
    if (kind === 'late_copy') pause(this.draw(400)).then(() => this.#ask(bytes, { method }));
    const [reply] = await Promise.all([this.#ask(bytes, exchange), ...(kind === 'twice' ? [this.#ask(bytes, { method })] : [])]);
    await this.at('replied', exchange);
    if (socket.destroyed) return;
    if (!reply || kind === 'lost') return socket.destroy();
    if (kind === 'cut_reply') {
      socket.write(reply.subarray(0, this.draw(reply.length)));
      await pause(1);
      return socket.destroy();
    }
    const given = kind === 'other_reply' && this.before ? this.before : reply;
    this.before = reply;
    socket.write(given);
    await this.at('delivered', exchange);
  }

  /** One request to the server over a connection of its own; the whole reply, or nothing. */
  #ask(bytes, exchange, cut = false) {
    return new Promise((done) => {
      const onward = connect(this.target, '127.0.0.1');
      let reply = Buffer.alloc(0);
      const finish = (value) => {
        onward.destroy();
        this.open_sockets.delete(onward);
        done(value);
      };
      this.open_sockets.add(onward);
      onward.setNoDelay();
      onward.setTimeout(20_000, () => finish());
      onward.on('connect', () => {
        onward.write(bytes, async () => {
          await this.at('sent', exchange);
          if (cut) finish();
        });
      });
      onward.on('data', (more) => {
        reply = Buffer.concat([reply, more]);
        const length = wholeMessage(reply, exchange.method === 'HEAD');
        if (length > 0) finish(reply.subarray(0, length));
      });
      onward.on('error', () => finish());
      onward.on('close', () => finish());
    });
  }
}
