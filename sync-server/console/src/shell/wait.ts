// "Wait" said in words, counted from what the server answered.

/** Whole seconds left of a pause that ends at `until` (milliseconds). */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** Seconds below ninety are told as seconds, longer pauses as minutes rounded up. */
export function waitWords(seconds: number): { key: "wait.seconds" | "wait.minutes"; n: number } {
  return seconds < 90 ? { key: "wait.seconds", n: seconds } : { key: "wait.minutes", n: Math.ceil(seconds / 60) };
}
