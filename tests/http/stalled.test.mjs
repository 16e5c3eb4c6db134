// Hundreds of clients that begin something and stop: the server's memory stays within bounds that do not depend on them, and
// those who send are served meanwhile.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { Stage, until } from '../support/stage.mjs';
import { HandDevice, openUnit } from './cast.mjs';

const stage = new Stage();
const MiB = 1024 * 1024;
const stalled = [];
let unit, device;

/** Megabytes that the server holds in memory. */
const resident = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${unit.server.child.pid}/status`, 'utf8'))[1]) / 1024;

/** A connection that sends this and then nothing more; resolves when it is on its way. */
const stall = (...parts) => new Promise((begun) => {
  const socket = connect(unit.port, '127.0.0.1', () => {
    for (const part of parts.slice(0, -1)) socket.write(part);
    socket.write(parts.at(-1), begun);
  });
  socket.on('error', begun);
  socket.on('data', () => {});
  stalled.push(socket);
});

before(async () => {
  unit = await openUnit(stage);
  device = new HandDevice(unit.base);
  assert.equal((await device.enrol(await unit.code())).status, 201);
});
after(async () => {
  for (const socket of stalled) socket.destroy();
  await stage.strike();
});

test('300 half-sent runs, 60 half-sent photos and 60 half heads cost no more than the limit, and others are served', async () => {
  const before = resident();
  const push = `POST /api/v1/sync/push HTTP/1.1\r\nHost: 127.0.0.1:${unit.port}\r\nContent-Type: application/x-ndjson\r\n`
    + `Content-Length: ${4 * MiB}\r\n\r\n`;
  const photo = `PATCH /api/v1/attachments/${'ab'.repeat(32)} HTTP/1.1\r\nHost: 127.0.0.1:${unit.port}\r\nTus-Resumable: 1.0.0\r\n`
    + `Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: ${4 * MiB}\r\n\r\n`;
  let most = 0;
  for (let group = 0; group < 6; ++group) {
    await Promise.all([
      ...Array.from({ length: 50 }, () => stall(push, Buffer.alloc(MiB, 'x'))),
      ...Array.from({ length: 10 }, () => stall(photo, Buffer.alloc(MiB, 'y'))),
      ...Array.from({ length: 10 }, () => stall('POST /api/v1/sync/push HTTP/1.1\r\nHost: 127.0')),
    ]);
    device.sealed(unit.lodgings[group].id);
    const pushed = await device.push(device.pushBody(group + 1));
    assert.equal(pushed.status, 200, 'a run that is sent goes through');
    assert.equal(pushed.body.acked_seq, group + 1);
    most = Math.max(most, resident());
  }
  const grown = most - before;
  console.log(`resident ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most`);

  assert.ok(grown < 160, `the server grew by ${grown.toFixed(0)} MB for 360 MB that nobody finished`);
  const pulled = await device.pull(0);
  assert.equal(pulled.status, 200);
  assert.equal((await unit.head.call('GET', '/session')).status, 200);

  for (const socket of stalled) socket.destroy();
  await until('those who stalled are forgotten', () => resident() < before + 120);
});
