// The plan in the unit head's hands, in real Chromium: watched while it is made, locked, moved by pointer and by keyboard,
// relaxed, taken back, published, and planned anew when a team is absent. Screenshots go to tests/e2e/screens.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { chromium, freePort, root, Session, Stage, until } from '../support/stage.mjs';
import { chapters } from './chapters.mjs';

const screens = join(root, 'tests/e2e/screens');
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const stage = new Stage();
let port, base, server, logins, head, context, desk, round;
const id = (testid) => desk.getByTestId(testid);

const test = chapters(() => ({ plan: desk }));

/** Nobody is shut out of this screen; with RONDA_SCREENS=1 its picture is taken anew. */
async function look(name) {
  await desk.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
  if (process.env.RONDA_SCREENS) await desk.screenshot({ path: join(screens, `${name}.png`) });
  await desk.evaluate(axe);
  const { violations } = await desk.evaluate(() =>
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  assert.deepEqual(serious.map((one) => `${name}: ${one.id} at ${one.nodes[0].target}: ${one.nodes[0].failureSummary}`), []);
}

/** The same in light and dark, Indonesian and English. */
async function lookEveryWay(name) {
  await look(`${name}-id-light`);
  await desk.emulateMedia({ colorScheme: 'dark' });
  await look(`${name}-id-dark`);
  await language('English');
  await look(`${name}-en-dark`);
  await desk.emulateMedia({ colorScheme: 'light' });
  await look(`${name}-en-light`);
  await language('Indonesia');
}

async function language(word) {
  // Not with the pointer: it may hold a visit.
  await desk.getByRole('button', { name: word }).first().evaluate((button) => button.click());
}

/** Another view of the plan. By its whole name: the undo button is called after a lodging, and that may be a Penginapan, too. */
const show = (name) => desk.getByRole('radio', { name, exact: true }).click();

async function signIn() {
  await desk.context().clearCookies();
  await desk.goto(`${base}/?${Date.now()}`);
  await id('login-user').fill('kanit');
  await id('login-password').fill(logins.kanit);
  await id('login-submit').click();
  await id('nav-today').waitFor();
}

async function openPlan() {
  await id('nav-plan').click();
  await id('plan-month').selectOption('2026-12');
  await id('figure-planned').waitFor({ timeout: 60_000 });
}

const now = async () => (round = await head.must('GET', `/rounds/${round.id}`));
const visits = async (filter = '') => (await head.must('GET', `/rounds/${round.id}/visits${filter}`)).visits;
const visit = async (which) => (await visits()).find((one) => one.id === which);
/** The first visit of the team-day that the page shows. */
const shown = async () => visit(await id('visit-row').first().getAttribute('data-visit'));
/** A legal team-day of another date, the cheapest. */
async function cheapest(one) {
  const { days } = await head.must('GET', `/rounds/${round.id}/prices?visit=${one.id}`);
  const legal = days.flatMap((day) => day.teams.map((team) => ({ ...team, date: day.date })))
    .filter((price) => price.legal && price.date !== one.date).sort((a, b) => a.cost_min - b.cost_min);
  assert.ok(legal.length > 0, 'some other day is allowed');
  return legal[0];
}
/** Minutes of every shift of every team. */
async function giveTeams(minutes) {
  for (const { id: team, version, ...rest } of (await head.must('GET', '/teams')).teams) {
    const shifts = rest.shifts.map((shift) => ({ ...shift, minutes }));
    await head.must('PUT', `/teams/${team}`, { ...rest, shifts }, { 'If-Match': `"${version}"` });
  }
}
const cell = (team, date) => desk.locator(`[role=gridcell][data-drop-team="${team}"][data-drop-date="${date}"]`);

before(async () => {
  mkdirSync(screens, { recursive: true });
  port = await freePort();
  base = `http://127.0.0.1:${port}`;
  logins = await stage.demo();
  server = await stage.server({ port, clock: '2026-11-28T09:00:00+08:00' });
  head = new Session(base);
  await head.signIn('kanit', logins.kanit);
  await giveTeams(205);  // too little for all that is wanted, so that something stays without a place
  context = await chromium(stage.path('desk'));
  desk = context.pages()[0];
  await desk.setViewportSize({ width: 1440, height: 900 });
  await signIn();
});
after(async () => {
  await context?.close();
  await stage.strike();
});

test('a run is found again after the page was closed, stopped, and its best plan is kept', async () => {
  round = await head.must('POST', '/rounds', { month: '2026-12' });
  const { job } = await head.must('POST', `/rounds/${round.id}/plan`, { seconds: 120 });
  await until('the job runs', async () => (await head.must('GET', `/jobs/${job}`)).progress?.planned > 0);
  await id('nav-plan').click();
  await id('plan-month').selectOption('2026-12');
  await id('plan-progress').waitFor();
  await desk.reload();
  await id('plan-progress').waitFor();
  const first = (await head.must('GET', `/jobs/${job}`)).progress;
  assert.ok(first.cost_min > 0);
  await id('plan-cancel').click();
  await id('figure-planned').waitFor({ timeout: 60_000 });
  const over = await head.must('GET', `/jobs/${job}`);
  assert.equal(over.state, 'cancelled');
  assert.equal((await now()).plan.job, job);
  assert.equal(round.figures.violations, 0);
  assert.ok(round.unplanned.length > 0, 'the teams have too little time in this story');
});

test('each unplanned visit has its cause and ways out; one press places it, one more takes it back', async () => {
  await desk.reload();
  await id('figure-unplanned').waitFor();
  await lookEveryWay('planner');
  const before = round.figures.unplanned;
  const way = id('relax-0').first();
  assert.match(await way.textContent(), /Regu \d/);
  await way.click();
  await id('relax-deed').waitFor();
  assert.match(await desk.getByRole('dialog').textContent(), /bisa dibatalkan/);
  await look('planner-relax-id-light');
  await id('relax-deed').click();
  await until('one visit more is planned', async () => (await now()).figures.unplanned === before - 1);
  assert.equal(round.undo.kind, 'place');
  await id('plan-undo').click();
  await until('it is taken back', async () => (await now()).figures.unplanned === before);
  assert.equal(round.undo, null);
});

test('a visit is locked on its day, its team, its hour, each by itself', async () => {
  const one = await shown();
  const card = desk.locator(`[data-visit="${one.id}"]`);
  await card.getByTestId('lock').click();
  await card.getByTestId('lock-team').click();
  await until('the team is locked', async () => (await visit(one.id)).locks.team);
  assert.deepEqual((await visit(one.id)).locks, { day: false, team: true, time: false });
  await until('the page knows', async () => (await card.getByTestId('lock-team').getAttribute('aria-pressed')) === 'true');
  await card.getByTestId('lock-time').click();
  await until('the hour is locked', async () => (await visit(one.id)).locks.time);
  assert.deepEqual((await visit(one.id)).locks, { day: true, team: true, time: true });
  await until('the page knows', async () => (await card.getByTestId('lock-time').getAttribute('aria-pressed')) === 'true');
  await id('lock-many').click();
  await id('lock-deed').waitFor();
  await look('planner-lock-id-light');
  await id('lock-deed').click();
  await until('the whole team-day is locked', async () =>
    (await visits(`?team=${one.team}&date=${one.date}`)).every((other) => other.locks.day && other.locks.team));
  for (let n = 0; n < 3; n++) {
    const { n: last } = (await now()).undo;
    await id('plan-undo').click();
    await until('one more is taken back', async () => (await now()).undo?.n !== last);
    await until('the page knows', async () => round.undo ? (await id('plan-undo').count()) === 1 : (await id('plan-undo').count()) === 0);
  }
  assert.ok((await visits()).every((other) => !other.locked));
});

/** Where it stands; the month may just be drawn anew. */
const boxOf = (place) => until('it stands on the page', () => place.boundingBox());

test('a visit is dragged to another team-day; the month shows prices before it is dropped', async () => {
  await giveTeams(300);  // room to move
  const one = await shown();
  const to = await cheapest(one);
  const card = await boxOf(desk.locator(`[data-visit="${one.id}"] article`));
  await desk.mouse.move(card.x + 40, card.y + 40);
  await desk.mouse.down();
  await desk.mouse.move(card.x + 60, card.y + 20, { steps: 4 });
  await id('price').waitFor();
  await until('the month is prices', async () => (await desk.locator('.cost').count()) > 50);
  const target = await boxOf(cell(to.team, to.date));
  await desk.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 8 });
  await id('price-sum').waitFor();
  assert.deepEqual((await visit(one.id)).date, one.date, 'nothing has moved yet');
  await lookEveryWay('planner-drag');
  await desk.mouse.up();
  const moved = await until('it has moved', async () => {
    const other = await visit(one.id);
    return other.date === to.date && other;
  });
  assert.equal(moved.team, to.team);
  assert.equal((await now()).figures.violations, 0);
});

test('Escape puts a picked-up visit back', async () => {
  const one = await shown();
  const card = await boxOf(desk.locator(`[data-visit="${one.id}"] article`));
  await desk.mouse.move(card.x + 40, card.y + 40);
  await desk.mouse.down();
  await desk.mouse.move(card.x + 80, card.y + 10, { steps: 4 });
  await id('price').waitFor();
  await desk.keyboard.press('Escape');
  await id('price').waitFor({ state: 'detached' });
  await desk.mouse.up();
  assert.equal((await visit(one.id)).date, one.date);
});

test('the same without a pointer: M picks up, arrows aim, Enter moves', async () => {
  const one = await shown();
  const to = await cheapest(one);
  await desk.locator(`[data-visit="${one.id}"]`).getByTestId('lock').focus();
  await desk.keyboard.press('m');
  await id('price').waitFor();
  await until('the month is prices', async () => (await desk.locator('.cost').count()) > 50);
  const rows = round.teams.map((team) => team.id);
  const dates = round.days.map((day) => day.date);
  const press = async (key, times) => { for (let n = 0; n < times; n++) await desk.keyboard.press(key); };
  const [down, right] = [rows.indexOf(to.team) - rows.indexOf(one.team), dates.indexOf(to.date) - dates.indexOf(one.date)];
  await press(down > 0 ? 'ArrowDown' : 'ArrowUp', Math.abs(down));
  await press(right > 0 ? 'ArrowRight' : 'ArrowLeft', Math.abs(right));
  await id('price-sum').waitFor();
  await desk.keyboard.press('Enter');
  await until('it has moved', async () => (await visit(one.id)).date === to.date);
});

test('or by a dialog with day, team and order; a broken rule is said in words and asks for a word', async () => {
  const one = await shown();
  const { days } = await head.must('GET', `/rounds/${round.id}/prices?visit=${one.id}`);
  const bent = days.flatMap((day) => day.teams.map((team) => ({ ...team, date: day.date })))
    .find((price) => price.possible && !price.legal && price.may_bend && price.rule === 'gap_short');
  assert.ok(bent, 'some day lies too close to another visit');
  await desk.locator(`[data-visit="${one.id}"]`).getByTestId('move').click();
  await id('move-day').selectOption(bent.date);
  await id('move-team').selectOption(bent.team);
  await desk.locator('[data-testid=move-price][data-kind=bend]').waitFor();
  assert.match(await id('move-price').textContent(), /Hanya \d+ hari dari kunjungan lain/);
  await look('planner-move-id-light');
  await id('move-deed').click();
  const moved = await until('it has moved', async () => {
    const other = await visit(one.id);
    return other.date === bent.date && other;
  });
  assert.deepEqual(moved.locks, { day: true, team: true, time: false });
  assert.equal((await now()).figures.violations, 0, 'a lock is a person\'s word');
  await id('plan-undo').click();
  await until('it is taken back', async () => (await visit(one.id)).date === one.date);
});


test('every figure stands on one page with its goal, and every lodging with how easy it is to guess', async () => {
  await show('Angka');
  await id('measure-coverage').waitFor();
  for (const key of ['unplanned', 'violations', 'travel', 'use', 'balance', 'repeats', 'gap_guess', 'weekday_quarter', 'cell', 'learner', 'team_share'])
    assert.equal(await id(`measure-${key}`).count(), 1, key);
  assert.match(await id('measure-violations').textContent(), /0/);
  assert.match(await id('seed-hash').textContent(), /^[0-9a-f]{64}$/);
  await lookEveryWay('planner-figures');
});

test('coverage shows what an observer could guess', async () => {
  await show('Penginapan');
  await desk.getByText(/acak hari 0,\d+/).waitFor();
  await look('planner-coverage-id-light');
});

test('a published month is planned anew when a team is absent: the head sees each move and its cause first', async () => {
  await now();
  await head.must('POST', `/rounds/${round.id}/publish`, {}, { 'If-Match': `"${round.version}"` });
  await server.stop();
  server = await stage.server({ port, clock: '2026-12-07T09:00:00+08:00' });
  await head.signIn('kanit', logins.kanit);
  await signIn();
  await openPlan();
  const lost = (await visits()).find((one) => one.date >= '2026-12-10');
  const before = (await visits()).filter((one) => one.date > '2026-12-07');
  await id('plan-replan').click();
  await id('replan-team').selectOption(lost.team);
  await id('replan-date').fill(lost.date);
  await id('replan-add').click();
  await look('planner-replan-id-light');
  await id('replan-deed').click();
  await id('proposal').waitFor({ timeout: 60_000 });
  await id('proposal-move').first().waitFor({ timeout: 60_000 });
  const proposal = await head.must('GET', `/rounds/${round.id}/proposal`);
  assert.ok(proposal.moves.some((move) => move.cause === 'team_absent'));
  assert.ok(proposal.moves.every((move) => move.text.id && move.text.en));
  await lookEveryWay('planner-proposal');
  assert.ok((await visits()).some((one) => one.team === lost.team && one.date === lost.date), 'nothing has moved yet');
  await id('proposal-accept').click();
  await until('the plan has changed', async () =>
    (await visits()).every((one) => one.team !== lost.team || one.date !== lost.date || one.state === 'moved'));
  const after_ = new Map((await visits()).map((one) => [one.id, one]));
  const own = before.filter((one) => one.team === lost.team && one.date === lost.date).length;
  const others = before.filter((one) => {
    const at = after_.get(one.id);
    return (one.team !== lost.team || one.date !== lost.date) && (!at || at.team !== one.team || at.date !== one.date);
  }).length;
  console.log(`absent team-day: ${own} visits lost, ${others} of ${before.length - own} others moved`);
});


test('the planner works on a phone held in one hand', async () => {
  await desk.setViewportSize({ width: 360, height: 740 });
  for (const [view, name] of [['Regu', 'lanes'], ['Penginapan', 'coverage'], ['Angka', 'figures']]) {
    await show(view);
    if (name === 'coverage') await desk.locator('.coverage').waitFor();
    const wide = await desk.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name}: nothing important scrolls sideways (${wide} px)`);
    await look(`planner-phone-${name}-id-light`);
  }
  await show('Regu');
  const small = await desk.evaluate(() => [...document.querySelectorAll('[data-spot]')].filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width < 47.5 || height < 47.5;
  }).length);
  assert.equal(small, 0, 'a thumb finds every team-day');
  await desk.setViewportSize({ width: 1440, height: 900 });
});

test('the month and the chosen team-day go on paper', async () => {
  await desk.emulateMedia({ media: 'print', colorScheme: 'light' });
  assert.ok(await id('paper-foot').isVisible());
  assert.match(await id('paper-foot').textContent(), /Sidik benih [0-9a-f]{16}/);
  assert.ok(await desk.locator('.paper table').isVisible());
  assert.ok(!(await id('plan-replan').isVisible()));
  if (process.env.RONDA_SCREENS) await desk.pdf({ path: stage.path('month.pdf'), preferCSSPageSize: true, printBackground: true });
  await desk.emulateMedia({ media: null });
});
