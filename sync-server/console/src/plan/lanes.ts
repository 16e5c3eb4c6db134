// The month with lanes, as numbers: cells by date, sums per day, where a key leads. Pure.

import type { Figures, RoundDetail, TeamDay, TeamMonth, UnplannedVisit } from "../server/contract.ts";

export interface Lane {
  id: string;
  name: string;
  /** Percent of the month's budget. */
  use: number;
  days: Map<string, TeamDay>;
}

export function lanesOf(teams: readonly TeamMonth[]): Lane[] {
  return teams.map((team) => ({
    id: team.id,
    name: team.name,
    use: Math.round(team.use_pct),
    days: new Map(team.days.map((day) => [day.date, day])),
  }));
}

export type CellKind = "work" | "free" | "leave" | "holiday" | "off";

export function cellKind(day: TeamDay | undefined): CellKind {
  if (!day) return "off";
  if (day.visits > 0) return "work";
  if (day.leave) return "leave";
  if (day.holiday) return "holiday";
  return day.budget_min > 0 ? "free" : "off";
}

/** Visits of all teams on each date. */
export function totals(lanes: readonly Lane[], dates: readonly string[]): number[] {
  return dates.map((date) => lanes.reduce((sum, lane) => sum + (lane.days.get(date)?.visits ?? 0), 0));
}

/** Share of the shift used, 0 to 1. */
export function used(day: TeamDay): number {
  return day.budget_min > 0 ? Math.min(1, day.used_min / day.budget_min) : 0;
}

export interface Spot {
  row: number;
  column: number;
}

/** Where a key leads in a grid of rows × columns; undefined for a key that is not ours. */
export function moveSpot(spot: Spot, key: string, ctrl: boolean, rows: number, columns: number): Spot | undefined {
  const last = { row: rows - 1, column: columns - 1 };
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  switch (key) {
    case "ArrowLeft":
      return { row: spot.row, column: clamp(spot.column - 1, last.column) };
    case "ArrowRight":
      return { row: spot.row, column: clamp(spot.column + 1, last.column) };
    case "ArrowUp":
      return { row: clamp(spot.row - 1, last.row), column: spot.column };
    case "ArrowDown":
      return { row: clamp(spot.row + 1, last.row), column: spot.column };
    case "Home":
      return ctrl ? { row: 0, column: 0 } : { row: spot.row, column: 0 };
    case "End":
      return ctrl ? last : { row: spot.row, column: last.column };
    case "PageUp":
      return { row: spot.row, column: clamp(spot.column - 7, last.column) };
    case "PageDown":
      return { row: spot.row, column: clamp(spot.column + 7, last.column) };
    default:
      return undefined;
  }
}

/** The team-day shown first: today's busiest, else the first with visits. */
export function firstChoice(round: RoundDetail, today: string): { team: string; date: string } | undefined {
  let found: { team: string; date: string; visits: number } | undefined;
  for (const team of round.teams)
    for (const day of team.days) {
      if (day.visits === 0) continue;
      const better = day.date === today && (found?.date !== today || day.visits > found.visits);
      const earlier = found === undefined || (found.date !== today && day.date < found.date);
      if (better || (day.date !== today && earlier)) found = { team: team.id, date: day.date, visits: day.visits };
    }
  return found && { team: found.team, date: found.date };
}

export interface Use {
  min: number;
  mean: number;
  max: number;
}

/** The three use figures as whole percents, whether the server counts them as shares or as percents. */
export function usePercent(figures: Partial<Figures>): Use {
  const most = figures.use_max ?? 0;
  const factor = most <= 1.0001 ? 100 : 1;
  const percent = (value: number | undefined): number => Math.round((value ?? 0) * factor);
  return { min: percent(figures.use_min), mean: percent(figures.use_mean), max: percent(most) };
}

/** Causes with the number of visits behind each, most first. */
export function causes(unplanned: readonly UnplannedVisit[]): { reason: string; visits: number }[] {
  const counts = new Map<string, number>();
  for (const visit of unplanned) counts.set(visit.reason, (counts.get(visit.reason) ?? 0) + visit.count);
  return [...counts].map(([reason, visits]) => ({ reason, visits })).sort((a, b) => b.visits - a.visits);
}

/** From which day a new plan may change things: a month under way keeps what lies behind. */
export function planFrom(month: string, today: string): string | null {
  return today.slice(0, 7) === month && today.slice(8) !== "01" ? today : null;
}
