// What the page can say of a PIN before it is sent; the core decides. Pure.

export const pinLeast = 6;
export const pinMost = 12;

/** Only digits, and not more than a PIN may have. */
export function digitsOf(typed: string): string {
  return typed.replace(/\D/g, "").slice(0, pinMost);
}

/** When the next try is heard, of a wait of so many seconds that the core told at `asked`; 0 when that is over. */
export function waitEnds(asked: number, seconds: number, now = Date.now()): number {
  const end = asked + seconds * 1000;
  return end > now ? end : 0;
}

/** The time of day that a wait is told by: the full minute after its end, since no seconds are said. */
export function toldMinute(end: number): number {
  return Math.ceil(end / 60_000) * 60_000;
}
