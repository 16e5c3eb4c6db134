// The plan's figures as a table: what is measured, what is so, what is aimed at, and whether it is reached. Goals are those
// of the planning model. Pure.

import type { CoverageRow, Figures, Guessing, Predictability } from "../server/contract.ts";
import { usePercent, type Lane } from "./lanes.ts";

export type MeasureKey =
  | "coverage" | "unplanned" | "violations" | "travel" | "use" | "balance" | "repeats" | "team_share"
  | "gap_guess" | "gap_guess_p90" | "gap_entropy" | "weekday_month" | "weekday_quarter" | "weekday_quarter_p5" | "cell" | "learner";

export interface Measure {
  key: MeasureKey;
  value: number;
  /** How many digits after the comma, and what stands behind the number. */
  digits: number;
  unit?: "%" | "min" | "points" | "bits" | "times" | undefined;
  goal?: { at: "most" | "least"; value: number } | undefined;
}

/** Judged as it is shown: 0.404 is 0.40, which a goal of at most 0.40 allows. */
export function reached(measure: Measure): boolean | undefined {
  if (measure.goal === undefined) return undefined;
  const shown = Number(measure.value.toFixed(measure.digits));
  return measure.goal.at === "most" ? shown <= measure.goal.value : shown >= measure.goal.value;
}

/** What the server has not counted is left out. */
export function measuresOf(figures: Partial<Figures>): Measure[] {
  const rows: Measure[] = [];
  const add = (key: MeasureKey, value: number | undefined, digits: number, more: Partial<Measure> = {}): void => {
    if (value !== undefined) rows.push({ key, value, digits, ...more });
  };
  const f = figures;
  if (f.wanted) add("coverage", (100 * (f.planned ?? 0)) / f.wanted, 1, { unit: "%", goal: { at: "least", value: 100 } });
  add("unplanned", f.unplanned, 0, { goal: { at: "most", value: 0 } });
  add("violations", f.violations, 0, { goal: { at: "most", value: 0 } });
  add("travel", f.travel_min_per_visit, 1, { unit: "min" });
  add("use", f.use_mean === undefined ? undefined : usePercent(f).mean, 0, { unit: "%" });
  add("balance", f.balance_points, 1, { unit: "points", goal: { at: "most", value: 5 } });
  add("repeats", f.rotation_repeats, 0);
  add("team_share", f.team_share, 2, { goal: { at: "most", value: 0.4 } });
  add("gap_guess", f.best_gap_guess, 2, { goal: { at: "most", value: 0.2 } });
  // 0: no lodging has been seen often enough to count.
  add("gap_guess_p90", f.best_gap_guess_p90 || undefined, 2, { goal: { at: "most", value: 0.25 } });
  add("gap_entropy", f.gap_entropy_bits, 2, { unit: "bits", goal: { at: "least", value: 2.6 } });
  add("weekday_month", f.weekday_entropy, 2, { goal: { at: "least", value: 0.75 } });
  add("weekday_quarter", f.weekday_entropy_quarter, 2, { goal: { at: "least", value: 0.8 } });
  add("weekday_quarter_p5", f.weekday_entropy_quarter_p5 || undefined, 2, { goal: { at: "least", value: 0.6 } });
  add("cell", f.cell_share, 2, { goal: { at: "most", value: 0.3 } });
  add("learner", f.learner_lift, 2, { unit: "times", goal: { at: "most", value: 1.3 } });
  return rows;
}

export interface TeamLoad {
  id: string;
  name: string;
  visits: number;
  nights: number;
  used_min: number;
  budget_min: number;
  /** Percent of the month's time, and points above or below the mean of all teams. */
  use: number;
  off: number;
}

export function loadsOf(lanes: readonly Lane[]): TeamLoad[] {
  const sums = lanes.map((lane) => {
    const days = [...lane.days.values()].filter((day) => day.visits > 0 || day.budget_min > 0);
    return {
      id: lane.id,
      name: lane.name,
      visits: days.reduce((sum, day) => sum + day.visits, 0),
      nights: days.filter((day) => day.band === "night" && day.visits > 0).length,
      used_min: days.reduce((sum, day) => sum + day.used_min, 0),
      budget_min: days.reduce((sum, day) => sum + day.budget_min, 0),
    };
  });
  const use = (used: number, budget: number): number => (budget > 0 ? (100 * used) / budget : 0);
  const worked = sums.filter((one) => one.budget_min > 0);
  const mean = worked.reduce((sum, one) => sum + use(one.used_min, one.budget_min), 0) / Math.max(1, worked.length);
  return sums.map((one) => ({ ...one, use: use(one.used_min, one.budget_min), off: one.budget_min > 0 ? use(one.used_min, one.budget_min) - mean : 0 }));
}

export interface LodgingGuess extends Guessing {
  id: string;
  name: string;
  planned: number;
  min: number;
  easy: boolean;
}

/** Every lodging with its own measures, the easiest to guess first. */
export function guessesOf(guessing: Predictability, coverage: readonly CoverageRow[]): LodgingGuess[] {
  const rows = new Map(coverage.map((row) => [row.id, row]));
  const easy = new Set(guessing.warnings.map((one) => one.lodging.id));
  return guessing.lodgings
    .map((one) => {
      const row = rows.get(one.id);
      return { ...one, name: row?.name ?? "", planned: (row?.planned ?? 0) + (row?.done ?? 0), min: row?.min ?? 0, easy: easy.has(one.id) };
    })
    .sort((a, b) => Number(b.easy) - Number(a.easy) || b.cell_share - a.cell_share || a.name.localeCompare(b.name));
}
