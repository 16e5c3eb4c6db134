// FLEET under fire, with real processes: devices that hold real sealed inspections, a server, and between them networks
// that delay, drop, duplicate and truncate both ways while both programs are killed with SIGKILL or frozen at chosen
// moments of their exchanges. At the end every inspection is on the server exactly once, every photo whole, nothing in
// quarantine; and within a minute after the last fault every outbox is empty although nobody touched anything.
// RONDA_SEED repeats the choice of faults. Sizes: RONDA_FLEET_DEVICES, RONDA_FLEET_PER_DEVICE, RONDA_FLEET_KILLS;
// RONDA_FULL=1 is the whole FLEET with 1,000 kills.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openUnit, OfficerApp } from '../http/cast.mjs';
import { drawing, fates, pause, RoughNetwork } from '../support/rough_network.mjs';
import { freePort, Stage, until } from '../support/stage.mjs';

const full = process.env.RONDA_FULL === '1';
const seed = Number(process.env.RONDA_SEED ?? Date.now() % 1_000_000);
const size = {
  devices: Number(process.env.RONDA_FLEET_DEVICES ?? 10),
  perDevice: Number(process.env.RONDA_FLEET_PER_DEVICE ?? (full ? 1000 : 120)),
  kills: Number(process.env.RONDA_FLEET_KILLS ?? (full ? 1000 : 200)),
  turns: 5, // each device seals a part, is tormented, seals the next part …
  evening: Number(process.env.RONDA_FLEET_EVENING_S ?? (full ? 90 : 8)), // seconds without a network before the weather clears
};
const figures = { seed, ...size, client_kills: 0, server_kills: 0, freezes: 0, faults: {} };
const seconds = (since) => Number(((performance.now() - since) / 1000).toFixed(1));

const stage = new Stage();
const draw = drawing(seed);
const devices = [];
let unit;

/** The server under fire: never more than one is running, and it always comes back. */
const house = {
  rising: null,
  fall() {
    if (this.rising) return this.rising;
    figures.server_kills += 1;
    this.rising = (async () => {
      await unit.server.kill();
      unit.server = await unit.restart();
      this.rising = null;
    })();
    return this.rising;
  },
};

const kills = () => figures.client_kills + figures.server_kills;

/** What shall happen to one exchange: a fate of the network, and perhaps a kill at one of its moments. */
function misfortune(device) {
  const luck = device.draw(100);
  if (kills() >= size.kills) return { fate: luck < 50 ? 'pass' : fates[device.draw(fates.length)] };
  if (luck < 8) return { fate: 'pass' };
  if (luck < 38) return { fate: fates[device.draw(fates.length)] };
  const moment = ['request', 'sent', 'replied', 'delivered'][device.draw(4)];
  const wait = device.draw(3) === 0 ? 0 : device.draw(12);
  if (luck < 80) return { fate: 'pass', moment, wait, victim: 'client' };
  if (luck < 95) return { fate: 'pass', moment: device.draw(2) ? 'sent' : moment, wait, victim: 'server' };
  return { fate: 'pass', moment, wait, victim: luck < 98 ? 'freeze client' : 'freeze server' };
}

function freeze(one) {
  if (one === undefined || one.ended) return;
  figures.freezes += 1;
  one.child.kill('SIGSTOP');
  setTimeout(() => one.child.kill('SIGCONT'), 20 + draw(200));
}

async function strike(device, blow) {
  if (blow.wait > 0) await pause(blow.wait);
  if (blow.victim === 'freeze client') return freeze(device.process);
  if (blow.victim === 'freeze server') return house.rising ? undefined : freeze(unit.server);
  if (kills() >= size.kills) return undefined;
  if (blow.victim === 'server') return void house.fall();
  if (device.process === undefined || device.process.ended) return undefined;
  figures.client_kills += 1;
  return device.process.kill();
}

async function enrol(number) {
  const device = { number, draw: drawing(seed * 100 + number), data: stage.path(`device-${number}`), manifest: stage.path(`manifest-${number}`) };
  device.network = await new RoughNetwork(unit.port, device.draw).open();
  const { code } = await unit.head.must('POST', `/officers/${unit.officers[number % unit.officers.length].id}/enrolment-codes`, {});
  const done = await stage.run('ronda-field', 'enrol', '--data', device.data, '--server', device.network.base, '--code', code, '--name', `Ponsel ${number}`);
  assert.equal(done.code, 0, done.err);
  const pulled = await stage.run('ronda-field', 'sync', '--data', device.data);
  assert.equal(pulled.code, 0, pulled.err);
  return device;
}

/** Puts the device's network under the rule of misfortune. */
function torment(device) {
  device.network.fate = (exchange) => {
    exchange.blow = misfortune(device);
    return exchange.blow.fate;
  };
  device.network.at = (moment, exchange) => {
    if (exchange.blow?.moment !== moment) return undefined;
    const { blow } = exchange;
    exchange.blow = undefined;
    return strike(device, blow);
  };
}

const relieve = (device) => {
  device.network.fate = () => 'pass';
  device.network.at = () => {};
};

/** How many inspections a device seals in a turn; the last part is left for the evening. */
const part = (turn) => Math.floor((size.perDevice * (turn + 1)) / (size.turns + 1)) - Math.floor((size.perDevice * turn) / (size.turns + 1));

async function seal(device, count, turn) {
  relieve(device);
  const made = await stage.run('make_device', '--data', device.data, '--count', String(count), '--seed', String(seed * 1000 + device.number * 10 + turn),
    '--part', `${device.number}/${size.devices}`, '--photo-every', '25', '--manifest', device.manifest);
  assert.equal(made.code, 0, made.err);
}

/** One life of the device's program: `sync` on the command line or the app itself, until it ends, is killed, or lived long. */
async function live(device) {
  const serve = device.draw(3) === 0;
  device.process = serve
    ? stage.start('ronda-field', 'serve', '--data', device.data, '--listen', '127.0.0.1:0')
    : stage.start('ronda-field', 'sync', '--data', device.data);
  const ended = new Promise((done) => device.process.child.once('close', done));
  await Promise.race([ended, pause(serve ? 150 + device.draw(600) : 20_000)]);
  if (!device.process.ended) {
    if (serve && device.draw(2)) {
      await device.process.stop();
    } else {
      figures.client_kills += kills() < size.kills ? 1 : 0;
      await device.process.kill();
    }
  }
  stage.forget(device.process);
}

before(async () => {
  const begun = performance.now();
  unit = await openUnit(stage);
  unit.officers = (await unit.head.must('GET', '/officers')).officers.filter((one) => one.team && one.active);
  for (let number = 0; number < size.devices; ++number) devices.push(await enrol(number));
  figures.setting_up_s = seconds(begun);
});
after(async () => {
  await house.rising;
  await Promise.all(devices.map((device) => device.network.close()));
  await stage.strike();
  console.log(JSON.stringify({ workload: 'fleet_storm', ...figures }));
});

test(`${size.devices} devices seal ${size.perDevice} inspections each while both programs are killed ${size.kills} times (seed ${seed})`, async () => {
  const begun = performance.now();
  const share = Math.ceil(size.kills / (size.devices * size.turns));
  await Promise.all(devices.map(async (device) => {
    for (let turn = 0; turn < size.turns; ++turn) {
      await seal(device, part(turn), turn);
      torment(device);
      const enough = Math.min(size.kills, kills() + share * size.devices * 0.8);
      for (let lives = 0; lives < 3 * share && (lives < share || kills() < enough); ++lives) await live(device);
    }
    while (kills() < size.kills) await live(device);
  }));
  await house.rising;
  figures.storm_s = seconds(begun);
  for (const device of devices) {
    for (const [kind, count] of Object.entries(device.network.counts)) figures.faults[kind] = (figures.faults[kind] ?? 0) + count;
  }

  assert.ok(kills() >= size.kills);
});

test(`no network for ${size.evening} s; then nobody touches anything, and every outbox empties within a minute`, async () => {
  await Promise.all(devices.map(async (device) => {
    await seal(device, part(size.turns), size.turns);
    device.network.fate = () => ['drop', 'impostor', 'cut_request', 'lost'][device.draw(4)];
    device.port = await freePort();
    device.process = await stage.field({ port: device.port, data: device.data });
    device.app = new OfficerApp(device.port);
  }));
  const before_ = devices.map((device) => device.network.exchanges);
  await pause(size.evening * 1000);
  figures.tries_in_the_evening = devices.map((device, n) => device.network.exchanges - before_[n]);
  figures.waiting_when_healed = 0;
  for (const device of devices) figures.waiting_when_healed += (await device.app.sync()).pending_records;
  devices.forEach(relieve);
  const healed = performance.now();

  await Promise.all(devices.map((device) => until(`device ${device.number} has nothing left to send`, async () => {
    const now = await device.app.sync();
    return now.pending_records === 0 && now.pending_photos === 0;
  }, 60)));

  figures.emptied_after_s = seconds(healed);
});

test('every sealed inspection is on the server exactly once, byte for byte, and no photo is missing', async () => {
  const sealed = new Map();
  for (const device of devices) {
    for (const line of readFileSync(device.manifest, 'utf8').trim().split('\n')) {
      const [inspection, seq, hash] = line.split(' ');
      sealed.set(inspection, { seq: Number(seq), hash, device });
    }
  }
  assert.equal(sealed.size, size.devices * size.perDevice);
  const held = [];
  for (let after_ = ''; after_ !== null; ) {
    const page = await unit.head.must('GET', `/inspections?limit=500${after_ && `&after=${encodeURIComponent(after_)}`}`);
    held.push(...page.inspections);
    after_ = page.next;
  }
  figures.on_server = held.length;

  assert.equal(held.length, sealed.size, 'as many as were sealed');
  assert.deepEqual(new Set(held.map((one) => one.id)), new Set(sealed.keys()), 'the very ones that were sealed');
  assert.deepEqual(held.filter((one) => one.photos !== one.photos_on_server), []);
  assert.equal((await unit.head.must('GET', '/quarantine')).records.length, 0);
  figures.photos = held.reduce((sum, one) => sum + one.photos, 0);
  const look = full ? held.filter((_, n) => n % 20 === 0) : held.filter((_, n) => n % 5 === 0);
  for (const one of look) {
    const { record } = await unit.head.must('GET', `/inspections/${one.id}`);
    assert.deepEqual([record.seq, record.hash], [sealed.get(one.id).seq, sealed.get(one.id).hash]);
  }
  for (const device of devices) assert.equal((await device.app.sync()).acked_records, size.perDevice);
});

test('all devices and the console tell the same of every lodging, and nobody hammers the server', async () => {
  const quiet = devices.map((device) => device.network.exchanges);
  for (const device of devices) await device.app.must('POST', '/api/sync', {}); // else each looks again after minutes
  const { lodgings } = await unit.head.must('GET', '/lodgings?limit=500');
  for (const lodging of lodgings.filter((_, n) => n % 7 === 0)) {
    const told = await unit.head.must('GET', `/lodgings/${lodging.id}`);
    const expected = told.findings.filter((one) => one.state === 'open').map((one) => one.id).sort();
    for (const device of devices) {
      await until(`device ${device.number} sees what the console sees at ${lodging.name}`, async () => {
        const mine = await device.app.must('GET', `/api/lodgings/${lodging.id}`);
        assert.deepEqual(mine.findings.map((one) => one.id).sort(), expected);
        return true;
      });
    }
  }
  figures.exchanges_at_rest = devices.map((device, n) => device.network.exchanges - quiet[n]);
});
