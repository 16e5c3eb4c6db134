// sync.mjs [--devices 10] [--per-device 1000] [--batch 100] [--complete] [--smoke]: FLEET against a real server process
// over loopback.
//
// ../shared/fleet makes the documents, sync_documents.mjs turns them into real sealed inspections, sync_load pushes them
// (one thread a device, real keys and chains), the real ronda-field pulls them afresh. Every lodging gets ten
// inspections, one of each of ten devices that know nothing of each other, so all of them are in scope of the pull.
// A complete inspection of our checklist is twice as large as a document of FLEET. So a quarter of the visits are
// complete and the others came to nothing, which makes records of FLEET's size; with --complete all are complete.
// Prints one JSON line, and a table of each figure beside its bars (SYNC.md §1.4) on the error stream.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bin, freePort, Session, shared, Stage } from '../support/stage.mjs';
import { deviceBodies } from './sync_documents.mjs';

const arg = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const smoke = process.argv.includes('--smoke');
const devices = arg('devices', smoke ? 2 : 10);
const perDevice = arg('per-device', smoke ? 20 : 1000);
const batch = arg('batch', smoke ? 7 : 100);
const kind = process.argv.includes('--complete') ? 'complete' : 'mixed';
const PER_LODGING = 10;

const generator = join(shared, 'fleet/fleet-gen.mjs');
if (!existsSync(generator)) {
  console.error('bench sync: ../shared/fleet is not here, so there are no documents to push; nothing was measured');
  process.exit(process.argv.includes('--smoke') ? 77 : 0);
}
const { genDevice } = await import(generator);
const docs = devices * perDevice;
const round = (value, digits) => Number(value.toFixed(digits));

/** CPU seconds of a process so far, all threads, to the nanosecond where the kernel tells. */
function cpuOf(pid) {
  let ns = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  return ns / 1e9;
}
const rssMb = (pid, field) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))[1]) / 1024;
const sizeOf = (folder) => readdirSync(folder).filter((name) => name.startsWith('ronda.db')).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** A CSV of as many lodgings as the documents need, spread over the unit's area. */
function register(count) {
  const rows = ['name,type,address,latitude,longitude,rooms'];
  for (let i = 0; i < count; i++) {
    const [lat, lng] = [-10.01 - Math.floor(i / 100) * 0.0015, 123.51 + (i % 100) * 0.0025];
    rows.push(`Penginapan ${String(i + 1).padStart(5, '0')},Losmen,Jl. Uji ${i + 1},${lat.toFixed(4)},${lng.toFixed(4)},${5 + (i % 40)}`);
  }
  return rows.join('\n') + '\n';
}

/** Starts the load program; `ask(word)` gives its next answer. */
function startLoad(port, folder) {
  const child = spawn(join(bin, 'sync_load'), [String(port), folder, String(batch)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('sync_load ended too early');
    return JSON.parse(value);
  };
  return { child, next, ask: (word) => (child.stdin.write(word + '\n'), next()) };
}

async function main(stage) {
  const data = stage.path('server');
  const must = (made) => {
    if (made.code !== 0) throw new Error(made.err);
    return made;
  };
  must(await stage.run('ronda-server', 'unit', 'add', '--data', data, '--name', 'Polresta Uji', '--area', '-11,123,-9,125'));
  const head = must(await stage.run('ronda-server', 'user', 'add', '--data', data, '--login', 'kanit', '--name', 'Kanit Uji', '--role', 'head'));
  must(await stage.run('ronda-server', 'user', 'add', '--data', data, '--login', 'petugas', '--name', 'Petugas Uji'));
  const lodgingCount = Math.max(1, Math.ceil(docs / PER_LODGING));
  writeFileSync(stage.path('register.csv'), register(lodgingCount));
  must(await stage.run('ronda-server', 'import', '--data', data, '--commit', stage.path('register.csv')));
  const before = sizeOf(data);

  const port = await freePort();
  const counter = stage.path('fsyncs');
  process.env.RONDA_FSYNC_COUNT = counter;
  process.env.LD_PRELOAD = join(bin, 'libsync_fsyncs.so');
  const server = await stage.server({ port, data });
  delete process.env.LD_PRELOAD;
  delete process.env.RONDA_FSYNC_COUNT;
  const { pid } = server.child;
  const fsyncs = () => Number(readFileSync(counter).readBigUInt64LE(0));

  const session = new Session(`http://127.0.0.1:${port}`);
  await session.signIn('kanit', head.out.match(/password:\s*(\S+)/)[1]);
  const { officers } = await session.must('GET', '/officers');
  const officer = officers.find((one) => one.name === 'Petugas Uji');
  const lodgings = [];
  for (let after = ''; ; ) {
    const page = await session.must('GET', `/lodgings?limit=500${after && `&after=${after}`}`);
    lodgings.push(...page.lodgings.map((one) => one.id));
    if (page.lodgings.length < 500) break;
    after = page.lodgings.at(-1).id;
  }
  if (lodgings.length !== lodgingCount) throw new Error(`${lodgings.length} lodgings instead of ${lodgingCount}`);

  const folder = stage.path('load');
  mkdirSync(folder);
  const code = async () => (await session.must('POST', `/officers/${officer.id}/enrolment-codes`, {})).code;
  const codes = [];
  let docBytes = 0;
  let completeVisits = 0;
  for (let d = 0; d < devices; d++) {
    codes.push(await code());
    // Ten devices share a group of lodgings; the next ten have lodgings of their own.
    const lodgingOf = (i) => lodgings[(Math.floor(d / PER_LODGING) * perDevice + i) % lodgings.length];
    const { lines, documentBytes, complete } = deviceBodies(genDevice('1', d, perDevice), kind, (i) => `${d}:${i}`, lodgingOf, officer.id);
    docBytes += documentBytes;
    completeVisits += complete;
    writeFileSync(join(folder, `device-${String(d).padStart(3, '0')}.ndjson`), lines.join('\n') + '\n');
  }
  writeFileSync(join(folder, 'codes'), codes.join('\n') + '\n');

  const load = startLoad(port, folder);
  const ready = await load.next();
  writeFileSync(`/proc/${pid}/clear_refs`, '5'); // the peak from here on
  const measured = async (work) => {
    const [cpu, syncs] = [cpuOf(pid), fsyncs()];
    const result = await work();
    return { ...result, cpu: cpuOf(pid) - cpu, fsyncs: fsyncs() - syncs };
  };
  const push = await measured(() => load.ask('push'));
  if (process.env.RONDA_BENCH_PAUSE) await new Promise((next) => process.stdin.once('data', next));
  const again = await measured(() => load.ask('again'));

  must(await stage.run('ronda-field', 'enrol', '--data', stage.path('field'), '--server', `http://127.0.0.1:${port}`, '--code', await code()));
  const logged = server.log().length;
  const pull = await measured(async () => {
    const began = performance.now();
    must(await stage.run('ronda-field', 'sync', '--data', stage.path('field')));
    return { wall_s: (performance.now() - began) / 1000 };
  });
  let pullBytes = 0;
  for (const line of server.log().slice(logged).split('\n')) {
    if (line.includes('route=/api/v1/sync/pull')) pullBytes += Number(line.match(/ out=(\d+)/)[1]) + 350; // and its heads
  }
  const stored = execFileSync('sqlite3', [stage.path('field', 'ronda-field.db'), 'SELECT count(*) FROM inspection_summary'], { encoding: 'utf8' });
  const peak = rssMb(pid, 'VmHWM');
  const raw = await load.ask('raw');
  load.child.stdin.end('quit\n');
  await server.stop();

  if (push.accepted !== docs || push.quarantined !== 0) throw new Error(`push: ${JSON.stringify(push)}`);
  if (again.accepted !== 0 || again.known !== docs) throw new Error(`push again: ${JSON.stringify(again)}`);
  if (Number(stored) !== docs) throw new Error(`the device stored ${stored.trim()} of ${docs} inspections`);
  const rawBytes = ready.raw_json_bytes;
  const figures = {
    workload: `sync_fleet_${devices}x${perDevice}${kind === 'complete' ? '_complete' : ''}`,
    push_s: round(push.wall_s, 3), docs_per_s: Math.round(docs / push.wall_s), server_cpu_s: round(push.cpu, 3),
    fresh_pull_s: round(pull.wall_s, 3), repush_s: round(again.wall_s, 3), server_peak_rss_mb: round(peak, 1),
    wire_bytes: push.wire_bytes + pullBytes, disk_bytes_per_doc: Math.round((sizeOf(data) - before) / docs), fsyncs: push.fsyncs,
    request_p99_ms: push.p99_ms, raw_sqlite_s: raw.wall_s, raw_json_bytes: rawBytes,
    push_wire_bytes: push.wire_bytes, pull_wire_bytes: pullBytes, repush_fsyncs: again.fsyncs, repush_server_cpu_s: round(again.cpu, 3),
    pull_server_cpu_s: round(pull.cpu, 3), raw_sqlite_cpu_s: raw.cpu_s, requests: push.requests,
    record_mean_bytes: Math.round(rawBytes / docs), document_mean_bytes: Math.round(docBytes / docs), complete_visits: completeVisits,
    quarantined: push.quarantined, load_average: round(loadavg()[0], 1),
  };
  console.log(JSON.stringify(figures));
  if (!smoke) table(figures);
}

/** Bars and peers are those of SYNC.md §1.4 and §1.1, measured there on FLEET 10 x 1,000; nothing of them is run here. */
function table(f) {
  const big = devices >= 50;
  const n = docs / 10000;
  const rows = [
    ['server CPU for the push, s', f.server_cpu_s, 0.4 * n, 0.2 * n, 'plain fast 0.14, Triplit 1.21, PouchDB 2.1'],
    ['push wall, s', f.push_s, 0.45 * n, 0.22 * n, 'a quarter and an eighth of Triplit (1.80), PouchDB 3.1'],
    ['fresh pull wall with storing, s', f.fresh_pull_s, 0.99 * n, 0.41 * n, 'Triplit 1.65, plain fast 0.96'],
    ['server peak RSS, MB', f.server_peak_rss_mb, big ? 96 : 64, 40, 'plain fast 29 (40 at 50k), Triplit 346'],
    ['push wire / raw JSON', round(f.push_wire_bytes / f.raw_json_bytes, 3), 0.3, 0.2, 'PouchDB 1.2'],
    ['pull wire / raw JSON', round(f.pull_wire_bytes / f.raw_json_bytes, 3), 0.3, 0.2, 'PouchDB 0.30'],
    ['disk per document, B', f.disk_bytes_per_doc, 2600, 1000, 'PouchDB 1,317, plain fast 3,430'],
    ['re-push of what is known, s', f.repush_s, 0.1 * n, 0.04 * n, 'plain fast 0.021'],
    ['fsyncs of the re-push', f.repush_fsyncs, 0, 0, ''],
    ['request p99, ms', f.request_p99_ms, big ? 500 : 100, big ? 250 : 50, 'plain fast 28 (463 at 50 devices)'],
  ];
  const line = (cells) => console.error(cells.map((cell, i) => String(cell)[i === 0 || i === 5 ? 'padEnd' : 'padStart']([34, 10, 8, 8, 9, 0][i])).join('  '));
  console.error(`\n${f.workload}: ${docs} sealed inspections (${f.complete_visits} complete), mean ${f.record_mean_bytes} B for documents of ${f.document_mean_bytes} B; raw SQLite of the same bytes ${f.raw_sqlite_s} s, ${f.raw_sqlite_cpu_s} s CPU; load ${f.load_average}`);
  line(['', 'here', 'pass', 'stretch', 'reached', 'peers (SYNC.md, another day)']);
  for (const [name, value, pass, stretch, peers] of rows) {
    line([name, value, round(pass, 3), round(stretch, 3), value <= stretch ? 'stretch' : value <= pass ? 'pass' : 'no', peers]);
  }
}

const stage = new Stage();
try {
  await main(stage);
} finally {
  await stage.strike();
}
