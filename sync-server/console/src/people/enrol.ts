// What the enrolment dialog shows. Pure.

/** The QR code's text: code and address on a line each, to be copied. No link, because a link would open the console. */
export function enrolText(server: string, code: string): string {
  return `${code}\n${server.replace(/\/+$/, "")}`;
}

/** Whole days a device has been silent, 0 when it was seen within the last day. */
export function silentDays(lastSeen: string | null, now: number): number {
  if (!lastSeen) return 0;
  return Math.max(0, Math.floor((now - Date.parse(lastSeen)) / 86_400_000));
}
