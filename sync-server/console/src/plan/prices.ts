// What a picked-up visit costs on every team-day, and what stands in the way. Pure.

import type { Band, Prices, TeamPrice, Text2 } from "../server/contract.ts";

/** legal: may be dropped; bend: a person may insist; never: nobody may. */
export type PriceKind = "legal" | "bend" | "never";

export interface CellPrice {
  team: string;
  date: string;
  kind: PriceKind;
  /** Minutes of driving that the plan gets dearer by. */
  cost: number;
  rule: string | null;
  text: Text2 | null;
  band: Band;
}

export const priceKey = (team: string, date: string): string => `${date} ${team}`;

export const kindOf = (price: Pick<TeamPrice, "possible" | "legal" | "may_bend">): PriceKind =>
  price.legal ? "legal" : price.possible && price.may_bend ? "bend" : "never";

export function priceMap(prices: Prices): Map<string, CellPrice> {
  const map = new Map<string, CellPrice>();
  for (const day of prices.days)
    for (const price of day.teams)
      map.set(priceKey(price.team, day.date), {
        team: price.team, date: day.date, kind: kindOf(price), cost: price.cost_min, rule: price.rule, text: price.text, band: price.band,
      });
  return map;
}

const rank: Record<PriceKind, number> = { legal: 0, bend: 1, never: 2 };

/** The best team of a day: legal before bent, then the cheapest. */
export function bestOf(cells: Iterable<CellPrice>, date: string): CellPrice | undefined {
  let best: CellPrice | undefined;
  for (const cell of cells) {
    if (cell.date !== date) continue;
    if (!best || rank[cell.kind] < rank[best.kind] || (cell.kind === best.kind && cell.cost < best.cost)) best = cell;
  }
  return best;
}

/** `+2`, `−3`, `0`: whole minutes, with the sign that a price needs. */
export function signed(minutes: number): string {
  const whole = Math.round(minutes);
  return whole === 0 ? "0" : whole > 0 ? `+${whole}` : `−${-whole}`;
}

/** One character for what stands in the way; the words are in the cell's name. */
export function signOf(rule: string | null): "closer" | "farther" | "closed" | "same" | "time" | "team" | "other" {
  switch (rule) {
    case "gap_short":
    case "twice_a_day":
      return "closer";
    case "gap_long":
      return "farther";
    case "closed_weekday":
    case "blackout":
    case "no_shift":
    case "too_early":
      return "closed";
    case "weekday_share":
    case "past_weekday":
    case "past_cell":
      return "same";
    case "budget":
    case "band_end":
    case "hour":
      return "time";
    case "same_team_in_row":
    case "same_team_share":
    case "skill":
    case "conflict":
    case "rest":
      return "team";
    default:
      return "other";
  }
}
