// What holds a planned visit: its day, its team, its hour.

import type { Locks } from "../server/contract.ts";

export const unlocked: Locks = { day: false, team: false, time: false };
export const onDayAndTeam: Locks = { day: true, team: true, time: false };

/** `locks` with one part turned on or off. An hour holds only on its day with its team. */
export function withLock(locks: Locks, part: keyof Locks, on: boolean): Locks {
  if (part === "time") return on ? { day: true, team: true, time: true } : { ...locks, time: false };
  return { ...locks, [part]: on, time: on ? locks.time : false };
}
