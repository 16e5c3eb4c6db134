// Both programs are killed with SIGKILL at random moments while an officer seals inspections; the network drops answers. At
// the end everything the app reported as sealed is on the server exactly once, photos whole, and nobody pressed anything.
// The seed is printed; RONDA_SEED repeats a run, RONDA_STORM sets the number of rounds.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freePort, Stage, until } from '../support/stage.mjs';
import { Network, noisePng, OfficerApp, openUnit } from './cast.mjs';

const seed = Number(process.env.RONDA_SEED ?? Date.now() % 1_000_000);
const rounds = Number(process.env.RONDA_STORM ?? 12);
let state = seed + 1;
const draw = (most) => {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * most);
};
const pause = (ms) => new Promise((next) => setTimeout(next, ms));

const stage = new Stage();
let unit, network, app, field, port;

before(async () => {
  unit = await openUnit(stage);
  network = await new Network(unit.port).open();
  port = await freePort();
  field = await stage.field({ port });
  app = new OfficerApp(port);
  await app.enrol(network.base, await unit.code());
});
after(async () => {
  await network?.close();
  await stage.strike();
});

test(`after ${rounds} rounds of kills nothing is lost and nothing is there twice (seed ${seed})`, async () => {
  const sealed = [];
  let photos = 0;
  network.fate = () => ['pass', 'pass', 'pass', 'lost', 'down', 'portal'][draw(6)];
  for (let round = 0; round < rounds; ++round) {
    const pictures = draw(2) ? [noisePng(150 + draw(200))] : [];
    sealed.push(await app.sealClosed(unit.lodgings[round].id, pictures));
    photos += pictures.length;
    await app.must('POST', '/api/sync', {});
    await pause(draw(400)); // the moment of the fault
    if (draw(3) > 0) {
      await field.kill();
      field = await stage.field({ port });
    }
    if (draw(3) === 0) {
      await unit.server.kill();
      unit.server = await unit.restart();
    }
  }
  network.fate = () => 'pass';
  await unit.head.must('GET', '/session');

  const summary = await app.settled(60);

  assert.equal(summary.acked_records, rounds);
  const { inspections } = await unit.head.must('GET', '/inspections?limit=500');
  assert.deepEqual(inspections.map((one) => one.id).sort(), [...sealed].sort());
  assert.equal(inspections.reduce((sum, one) => sum + one.photos_on_server, 0), photos);
  assert.equal((await unit.head.must('GET', '/quarantine')).records.length, 0);
  const mine = await until('the feed told the app of its own work', async () => {
    const { visits } = await app.must('GET', `/api/lodgings/${unit.lodgings[0].id}`);
    return visits.length > 0 && visits;
  });
  assert.equal(mine.length, 1, 'one visit on the screen, not one from each side');
});
