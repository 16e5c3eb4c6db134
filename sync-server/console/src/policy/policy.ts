// The policy and the teams as they are edited. Pure.

import type { Band, Policy, Shift, Team } from "../server/contract.ts";

/** Members the server sets itself; the rest is the policy. */
const notOurs = ["version", "changed_by", "changed_at"] as const;

/** What a PUT carries: the policy without what belongs to the server. */
export function policyBody(policy: Policy): Record<string, unknown> {
  return Object.fromEntries(Object.entries(policy).filter(([key]) => !(notOurs as readonly string[]).includes(key)));
}

export function teamBody(team: Team): Record<string, unknown> {
  const { name, members, start, shifts, leave } = team;
  return { name, members, start, shifts, leave };
}

export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
/** Equal as JSON, whatever the order of members. */
export const same = (a: unknown, b: unknown): boolean => ordered(a) === ordered(b);

function ordered(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

export interface PolicyError {
  /** JSON pointer of the field. */
  where: string;
  what: "e.order" | "e.range" | "e.time" | "e.holiday";
  min?: number;
  max?: number;
}

const ranges: { where: string; of: (policy: Policy) => number; min: number; max: number }[] = [
  { where: "/service_minutes/base", of: (p) => p.service_minutes.base, min: 5, max: 240 },
  { where: "/service_minutes/per_12_rooms", of: (p) => p.service_minutes.per_12_rooms, min: 0, max: 120 },
  { where: "/speed_kmh", of: (p) => p.speed_kmh, min: 3, max: 120 },
  { where: "/detour_pct", of: (p) => p.detour_pct, min: 100, max: 400 },
  { where: "/plan_seconds", of: (p) => p.plan_seconds, min: 1, max: 600 },
  { where: "/disclosure/days_before", of: (p) => p.disclosure.days_before, min: 0, max: 7 },
  { where: "/sample_n", of: (p) => p.sample_n, min: 1, max: 200 },
  { where: "/sample_min_n", of: (p) => p.sample_min_n, min: 1, max: 200 },
  { where: "/sample_min_days", of: (p) => p.sample_min_days, min: 1, max: 90 },
  { where: "/deadlines/critical", of: (p) => p.deadlines.critical, min: 1, max: 90 },
  { where: "/deadlines/major", of: (p) => p.deadlines.major, min: 1, max: 90 },
  { where: "/deadlines/minor", of: (p) => p.deadlines.minor, min: 1, max: 90 },
];

export function checkPolicy(policy: Policy): PolicyError[] {
  const errors: PolicyError[] = [];
  for (const [tier, [min, max]] of Object.entries(policy.visits)) {
    const where = `/visits/${tier}`;
    if (!(min >= 1 && max <= 31)) errors.push({ where, what: "e.range", min: 1, max: 31 });
    else if (min > max) errors.push({ where, what: "e.order" });
  }
  for (const [visits, [min, max]] of Object.entries(policy.gaps)) {
    const where = `/gaps/${visits}`;
    if (!(min >= 1 && max <= 62)) errors.push({ where, what: "e.range", min: 1, max: 62 });
    else if (min > max) errors.push({ where, what: "e.order" });
  }
  for (const rung of policy.ladder)
    if (!(rung.days >= 1 && rung.days <= 90)) errors.push({ where: `/ladder/${rung.rung}`, what: "e.range", min: 1, max: 90 });
  for (const range of ranges) {
    const value = range.of(policy);
    if (!Number.isInteger(value) || value < range.min || value > range.max)
      errors.push({ where: range.where, what: "e.range", min: range.min, max: range.max });
  }
  if (policy.sample_min_n > policy.sample_n) errors.push({ where: "/sample_min_n", what: "e.order" });
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(policy.disclosure.time)) errors.push({ where: "/disclosure/time", what: "e.time" });
  if (policy.holidays.some((day) => !/^\d{4}-\d{2}-\d{2}$/.test(day.date) || day.name.trim() === ""))
    errors.push({ where: "/holidays", what: "e.holiday" });
  return errors;
}

/** How many visits need a gap of their own: every number some tier may ask for. */
export function gapKeys(policy: Policy): string[] {
  const wanted = new Set(Object.keys(policy.gaps));
  for (const [min, max] of Object.values(policy.visits)) for (let n = min; n <= Math.min(max, 31); n++) wanted.add(String(n));
  return [...wanted].sort((a, b) => Number(a) - Number(b));
}

export const bandStart: Record<Band, string> = { morning: "08:00", afternoon: "15:00", night: "19:00" };

/** The shifts after one weekday was set to a band, or to off. One shift per day. */
export function setShift(shifts: readonly Shift[], weekday: number, band: Band | null, change: Partial<Shift> = {}): Shift[] {
  const before = shifts.find((shift) => shift.weekday === weekday);
  const rest = shifts.filter((shift) => shift.weekday !== weekday);
  if (band === null) return rest;
  const start = before && before.band === band ? before.start : bandStart[band];
  const next: Shift = { weekday, band, start, minutes: before?.minutes ?? 300, ...change };
  return [...rest, next].sort((a, b) => a.weekday - b.weekday);
}

/** `23:00` + 300 minutes → `04:00`. */
export function shiftEnd(shift: Shift): string {
  const [hour = 0, minute = 0] = shift.start.split(":").map(Number);
  const end = (hour * 60 + minute + shift.minutes) % 1440;
  return `${String(Math.floor(end / 60)).padStart(2, "0")}:${String(end % 60).padStart(2, "0")}`;
}
