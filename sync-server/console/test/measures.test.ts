import { describe, expect, it } from "vitest";
import type { CoverageRow, Predictability, TeamDay } from "../src/server/contract.ts";
import { guessesOf, loadsOf, measuresOf, reached } from "../src/plan/measures.ts";

const figures = {
  wanted: 200, planned: 190, unplanned: 10, violations: 0, travel_min_per_visit: 7.9, use_min: 0.4, use_mean: 0.8, use_max: 0.97,
  balance_points: 5.4, best_gap_guess: 0.2, weekday_entropy: 0.81, learner_lift: 1.31,
};
const day = (date: string, visits: number, used: number, budget: number, band: TeamDay["band"] = "morning"): TeamDay =>
  ({ date, visits, band, used_min: used, budget_min: budget, locked: 0, extra_min: 0, leave: false, holiday: false }) as TeamDay;

describe("the plan's measures", () => {
  it("says of each whether its goal is reached, and nothing of those without a goal", () => {
    const state = new Map(measuresOf(figures).map((one) => [one.key, reached(one)]));
    expect(state.get("coverage")).toBe(false);
    expect(state.get("unplanned")).toBe(false);
    expect(state.get("violations")).toBe(true);
    expect(state.get("gap_guess")).toBe(true);
    expect(state.get("balance")).toBe(false);
    expect(state.get("learner")).toBe(false);
    expect(state.get("travel")).toBeUndefined();
  });

  it("leaves out what the server has not counted", () => {
    expect(measuresOf({ violations: 0 }).map((one) => one.key)).toEqual(["violations"]);
  });

  it("shows how far each team lies from the mean of those that work", () => {
    const lane = (id: string, days: TeamDay[]) => ({ id, name: id, use: 0, days: new Map(days.map((one) => [one.date, one])) });
    const loads = loadsOf([
      lane("a", [day("2026-12-01", 6, 90, 100), day("2026-12-02", 5, 90, 100, "night")]),
      lane("b", [day("2026-12-01", 4, 70, 100)]),
      lane("c", []),
    ]);
    expect(loads.map((one) => [one.visits, one.nights, one.use, one.off])).toEqual([[11, 1, 90, 10], [4, 0, 70, -10], [0, 0, 0, 0]]);
  });

  it("puts the lodgings that are easy to guess first", () => {
    const one = (id: string, cell: number) => ({ id, visits: 12, best_gap_guess: 0.2, gap_entropy_bits: 2, weekday_entropy_month: 1, weekday_entropy_quarter: 0.9, cell_share: cell, team_share: 0.3, learner_lift: 1 });
    const guessing = {
      version: 1, overall: one("all", 0.1), lodgings: [one("x", 0.2), one("y", 0.1), one("z", 0.3)],
      warnings: [{ lodging: { id: "y", name: "Y" }, sign: "team" as const, by_locks: true, text: { id: "", en: "" } }],
    } satisfies Predictability;
    const rows = [{ id: "z", name: "Zamrud", tier: "low", min: 4, max: 4, done: 1, planned: 3, days: [] }] as CoverageRow[];
    expect(guessesOf(guessing, rows).map((row) => row.id)).toEqual(["y", "z", "x"]);
    expect(guessesOf(guessing, rows)[1]).toMatchObject({ name: "Zamrud", planned: 4, easy: false });
  });
});
