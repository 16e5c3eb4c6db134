// Process-level figures of the slice, one JSON line each: starts, memory, sizes, planning the demo month.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bin, chromium, freePort, Session, Stage, until, web } from '../support/stage.mjs';

const print = (workload, figures) => console.log(JSON.stringify({ workload, ...figures }));
const rssMb = (pid, field = 'VmRSS') =>
  Math.round(Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))[1]) / 102.4) / 10;
const mb = (file) => Math.round(statSync(file).size / 104857.6) / 10;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const stage = new Stage();
try {
  for (const program of ['ronda-server', 'ronda-field', 'ronda-plan']) {
    execFileSync('strip', ['-o', stage.path(program), join(bin, program)]);
    print('binary_size', { program, mb: mb(join(bin, program)), stripped_mb: mb(stage.path(program)) });
  }
  for (const face of ['field', 'console']) {
    let bytes = 0;
    const folder = join(web, face);
    for (const name of readdirSync(folder, { recursive: true })) {
      if (/\.(js|css)$/.test(name)) bytes += gzipSync(readFileSync(join(folder, name))).length;
    }
    print('web_size', { face, js_css_gzip_kb: Math.round(bytes / 102.4) / 10, limit_kb: face === 'field' ? 150 : null });
  }

  const port = await freePort();
  const made = await stage.run('ronda-server', 'unit', 'add', '--data', stage.path('empty'), '--name', 'Polres Kosong', '--area', '-10.5,123,-10,124');
  if (made.code !== 0) throw new Error(made.err);
  const empty = await stage.server({ port, data: stage.path('empty') });
  print('server_idle', { rss_mb: rssMb(empty.child.pid), limit_mb: 128 });
  await empty.stop();

  const passwords = await stage.demo();
  const server = await stage.server({ port, clock: '2026-11-28T09:00:00+08:00' });
  const head = new Session(`http://127.0.0.1:${port}`);
  await head.signIn('kanit', passwords.kanit);
  print('server_demo', { rss_mb: rssMb(server.child.pid), lodgings: (await head.must('GET', '/lodgings?limit=1')).total });

  const round = await head.must('POST', '/rounds', { month: '2026-12' });
  const begun = performance.now();
  const { job } = await head.must('POST', `/rounds/${round.id}/plan`, { seconds: 10 });
  let firstLegal = null;
  await until('the plan', async () => {
    const now = await head.must('GET', `/jobs/${job}`);
    if (firstLegal === null && now.progress?.planned > 0) firstLegal = performance.now() - begun;
    if (now.state === 'failed') throw new Error(JSON.stringify(now.error));
    return now.state === 'done';
  }, 120);
  const planned = await head.must('GET', `/rounds/${round.id}`);
  print('plan_demo_month', {
    wall_s: Math.round(performance.now() - begun) / 1000, first_progress_s: Math.round(firstLegal) / 1000, budget_s: 10,
    ...planned.figures, rss_peak_mb: rssMb(server.child.pid, 'VmHWM'),
  });

  const context = await chromium(stage.path('profile'));
  const page = context.pages()[0];
  const [starts, screens] = [[], []];
  for (let i = 0; i < 7; i++) {
    const fieldPort = await freePort();
    const from = performance.now();
    const field = await stage.field({ port: fieldPort });
    starts.push(performance.now() - from);
    await page.goto(`http://127.0.0.1:${fieldPort}/`);
    await page.getByTestId('enrol-submit').waitFor();
    screens.push(performance.now() - from);
    if (i === 0) print('field_idle', { rss_mb: rssMb(field.child.pid) });
    await field.stop();
  }
  await context.close();
  print('field_start', { to_first_reply_median_ms: Math.round(median(starts)), to_first_screen_median_ms: Math.round(median(screens)),
    to_first_screen_max_ms: Math.round(Math.max(...screens)), runs: starts.length,
    note: 'from the start of the process, polled every 50 ms until it answers, then Chromium opens the page' });
} finally {
  await stage.strike();
}
