import { describe, expect, it } from "vitest";
import { clock, datesOf, hours, isoWeek, shiftMonth, weekdayOf, weeksOf } from "../src/parts/calendar.ts";
import { causes, cellKind, firstChoice, lanesOf, moveSpot, planFrom, totals, used, usePercent } from "../src/plan/lanes.ts";
import type { RoundDetail, TeamDay } from "../src/server/contract.ts";

const day = (date: string, visits: number, more: Partial<TeamDay> = {}): TeamDay => ({
  date, visits, band: "morning", used_min: 200, budget_min: 300, locked: 0, extra_min: 0, leave: false, holiday: false, ...more,
});
const teams = [
  { id: "a", name: "Regu 1", use_pct: 86.4, days: [day("2026-12-01", 8), day("2026-12-02", 5, { band: "night" })] },
  { id: "b", name: "Regu 2", use_pct: 70, days: [day("2026-12-02", 9)] },
];

describe("the month as lanes", () => {
  it("adds up the visits of a day over all teams", () => {
    expect(totals(lanesOf(teams), ["2026-12-01", "2026-12-02", "2026-12-03"])).toEqual([8, 14, 0]);
  });

  it("tells work, free duty, leave, holiday and no duty apart", () => {
    expect(cellKind(day("x", 3))).toBe("work");
    expect(cellKind(day("x", 0))).toBe("free");
    expect(cellKind(day("x", 0, { leave: true }))).toBe("leave");
    expect(cellKind(day("x", 0, { holiday: true }))).toBe("holiday");
    expect(cellKind(undefined)).toBe("off");
    expect(cellKind(day("x", 0, { budget_min: 0 }))).toBe("off");
  });

  it("never draws a bar longer than its cell", () => {
    expect(used(day("x", 1, { used_min: 400 }))).toBe(1);
    expect(used(day("x", 1, { budget_min: 0 }))).toBe(0);
  });

  it("moves with the keys and stops at the edge", () => {
    expect(moveSpot({ row: 0, column: 0 }, "ArrowUp", false, 12, 31)).toEqual({ row: 0, column: 0 });
    expect(moveSpot({ row: 3, column: 29 }, "PageDown", false, 12, 31)).toEqual({ row: 3, column: 30 });
    expect(moveSpot({ row: 3, column: 4 }, "End", true, 12, 31)).toEqual({ row: 11, column: 30 });
    expect(moveSpot({ row: 3, column: 4 }, "a", false, 12, 31)).toBeUndefined();
  });

  it("opens today's busiest team-day, else the first one", () => {
    const round = { teams } as unknown as RoundDetail;
    expect(firstChoice(round, "2026-12-02")).toEqual({ team: "b", date: "2026-12-02" });
    expect(firstChoice(round, "2026-11-20")).toEqual({ team: "a", date: "2026-12-01" });
    expect(firstChoice({ teams: [] } as unknown as RoundDetail, "2026-11-20")).toBeUndefined();
  });

  it("reads use as share or as percent", () => {
    expect(usePercent({ use_min: 0.71, use_mean: 0.86, use_max: 0.98 })).toEqual({ min: 71, mean: 86, max: 98 });
    expect(usePercent({ use_min: 71, use_mean: 86, use_max: 98 })).toEqual({ min: 71, mean: 86, max: 98 });
  });

  it("counts causes, most first", () => {
    const visit = (reason: string, count: number) => ({ lodging: "", name: "", count, reason, text: { id: "", en: "" }, relaxations: [] });
    expect(causes([visit("budget", 1), visit("spacing", 2), visit("budget", 3)])).toEqual([
      { reason: "budget", visits: 4 },
      { reason: "spacing", visits: 2 },
    ]);
  });

  it("plans a month under way from today on, another month as a whole", () => {
    expect(planFrom("2026-12", "2026-12-10")).toBe("2026-12-10");
    expect(planFrom("2026-12", "2026-12-01")).toBeNull();
    expect(planFrom("2026-12", "2026-11-21")).toBeNull();
  });
});

describe("the calendar", () => {
  it("counts ISO weeks across the year's edge", () => {
    expect(isoWeek("2026-12-01")).toBe(49);
    expect(isoWeek("2026-12-31")).toBe(53);
    expect(isoWeek("2027-01-03")).toBe(53);
    expect(isoWeek("2027-01-04")).toBe(1);
  });

  it("starts the week on Monday", () => {
    expect(weekdayOf("2026-11-30")).toBe(0);
    expect(weekdayOf("2026-12-06")).toBe(6);
    expect(weeksOf(datesOf("2026-12")).map((week) => week.dates.length)).toEqual([6, 7, 7, 7, 4]);
  });

  it("knows leap years and the turn of the year", () => {
    expect(datesOf("2028-02")).toHaveLength(29);
    expect(shiftMonth("2026-12", 1)).toBe("2027-01");
    expect(shiftMonth("2026-01", -1)).toBe("2025-12");
  });

  it("writes times and lengths as each language does", () => {
    expect(clock("16:20", "id")).toBe("16.20");
    expect(clock("16:20", "en")).toBe("16:20");
    expect(hours(262, "id")).toBe("4 j 22 m");
    expect(hours(300, "en")).toBe("5 h");
    expect(hours(31, "id")).toBe("31 mnt");
  });
});
