// Today's visits on a line of hours. Pure.

import type { Visit } from "../server/contract.ts";

export interface Block {
  visit: Visit;
  /** Minutes after midnight of the shown day; a night that passes midnight goes beyond 1440. */
  from: number;
  to: number;
}
export interface TodayLane {
  team: string;
  blocks: Block[];
}
export interface Clock {
  from: number;
  to: number;
}

export function minuteOf(time: string | null): number | undefined {
  const found = /^(\d{2}):(\d{2})/.exec(time ?? "");
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined;
}

/** Lanes in the order of the teams' first visit; a visit without a time stands after the one before it. */
export function todayLanes(visits: readonly Visit[]): TodayLane[] {
  const lanes = new Map<string, Block[]>();
  for (const visit of [...visits].sort((a, b) => a.team.localeCompare(b.team) || a.order - b.order)) {
    const blocks = lanes.get(visit.team) ?? [];
    const before = blocks[blocks.length - 1];
    let from = minuteOf(visit.planned_time) ?? (before ? before.to + visit.travel_min : 8 * 60);
    // A night shift runs on past midnight: a time that falls back belongs to the next morning.
    if (before && from < before.from) from += 24 * 60;
    blocks.push({ visit, from, to: from + Math.max(10, visit.service_min) });
    lanes.set(visit.team, blocks);
  }
  return [...lanes].map(([team, blocks]) => ({ team, blocks })).sort((a, b) => first(a) - first(b));
}

const first = (lane: TodayLane): number => lane.blocks[0]?.from ?? 0;

/** Whole hours around all blocks, at least four. */
export function clockOf(lanes: readonly TodayLane[]): Clock {
  const all = lanes.flatMap((lane) => lane.blocks);
  if (all.length === 0) return { from: 8 * 60, to: 16 * 60 };
  const from = Math.floor(Math.min(...all.map((block) => block.from)) / 60) * 60;
  const to = Math.ceil(Math.max(...all.map((block) => block.to)) / 60) * 60;
  return { from, to: Math.max(to, from + 240) };
}

export const share = (minute: number, clock: Clock): number => (minute - clock.from) / (clock.to - clock.from);

/** Hours to write above, every one or every two or three so that at most nine stand there. */
export function ticks(clock: Clock): number[] {
  const hours = (clock.to - clock.from) / 60;
  const every = Math.ceil(hours / 9) * 60;
  const found: number[] = [];
  for (let minute = clock.from; minute < clock.to; minute += every) found.push(minute);
  return found;
}

/** `22.00`, also for minutes beyond midnight. */
export function clockText(minute: number, dot: string): string {
  const inDay = ((minute % 1440) + 1440) % 1440;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}${dot}${String(inDay % 60).padStart(2, "0")}`;
}
