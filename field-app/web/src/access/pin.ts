// What the page can say of a PIN before it is sent; the core decides. Pure.

export const pinLeast = 6;
export const pinMost = 12;

/** Only digits, and not more than a PIN may have. */
export function digitsOf(typed: string): string {
  return typed.replace(/\D/g, "").slice(0, pinMost);
}

/** Waits are told as the time of day at which the next try is heard, rounded up to the minute. */
export function waitEnds(now: number, seconds: number): number {
  return Math.ceil((now + seconds * 1000) / 60_000) * 60_000;
}
