// The month of one lodging as a rhythm: where the visits stand, how long the gaps are. Pure.

import type { CoverageRow } from "../server/contract.ts";
import { dayNumber } from "../parts/calendar.ts";

export interface Gap {
  from: number;
  to: number;
  days: number;
  tooLong: boolean;
}

/** The gaps between neighbouring visits; missed ones do not close a gap. */
export function gapsOf(row: CoverageRow, longest: number): Gap[] {
  const days = row.days
    .filter((day) => day.state !== "missed" && day.state !== "moved")
    .map((day) => dayNumber(day.date))
    .sort((a, b) => a - b);
  const gaps: Gap[] = [];
  for (let i = 1; i < days.length; i++) {
    const from = days[i - 1] ?? 0;
    const to = days[i] ?? 0;
    if (to > from) gaps.push({ from, to, days: to - from, tooLong: to - from > longest });
  }
  return gaps;
}

/** Visits that neither happened nor are planned, against the minimum. */
export function shortOf(row: CoverageRow): number {
  return Math.max(0, row.min - row.done - row.planned);
}

/** The longest gap allowed for a lodging that gets so many visits. */
export function longestGap(gaps: Record<string, [number, number]> | undefined, visits: number): number {
  return gaps?.[String(visits)]?.[1] ?? gaps?.["4"]?.[1] ?? 12;
}

/** Does a name match what was typed? Accents and capitals do not matter. */
export function matches(name: string, typed: string): boolean {
  return plainText(name).includes(plainText(typed));
}

export function plainText(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
