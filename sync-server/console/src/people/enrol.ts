// What the enrolment dialog shows. Pure.

/** The text of the QR code: the server's address with the code behind #, so that it never reaches a log. */
export function enrolLink(server: string, code: string): string {
  return `${server.replace(/\/+$/, "")}/#enrol=${encodeURIComponent(code)}`;
}

/** Whole days a device has been silent, 0 when it was seen within the last day. */
export function silentDays(lastSeen: string | null, now: number): number {
  if (!lastSeen) return 0;
  return Math.max(0, Math.floor((now - Date.parse(lastSeen)) / 86_400_000));
}
