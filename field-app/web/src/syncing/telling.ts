// What the sync sheet says about a summary: which headline, which picture, which answer. Pure.

import { format, type Lang, type Zone } from "@ronda/web";
import type { DiaryLine, SyncSummary } from "./shapes.ts";

/** The ways a sync can stand that have a headline of their own. */
export type Headline =
  | "idle" | "waiting" | "offline" | "syncing" | "problem" | "never"
  | "captive" | "tls" | "clock" | "disk" | "server" | "reply" | "busy" | "version" | "revoked" | "forked" | "unknown";

const headlines: Record<string, Headline> = {
  captive_portal: "captive",
  tls_expired: "tls",
  tls_wrong_host: "tls",
  tls_unknown_ca: "tls",
  tls_failed: "tls",
  tls_plain: "tls",
  wrong_clock: "clock",
  disk_full: "disk",
  server_full: "server",
  server_trouble: "server",
  wrong_reply: "reply",
  too_many: "busy",
  busy: "busy",
  unsupported_version: "version",
  revoked: "revoked",
  forked: "forked",
  fork: "forked",
  unknown_device: "unknown",
  unreachable: "offline",
  timeout: "offline",
  truncated: "offline",
};

export function headlineOf(sync: SyncSummary | undefined): Headline {
  if (!sync) return "never";
  if (sync.running || sync.state === "syncing") return "syncing";
  const { problem } = sync;
  // "unreachable" is also what a sign-in page or a strange answer are called where no cause is told: then the state decides.
  const named = problem?.cause ? headlines[problem.cause] : problem && problem.code !== "unreachable" ? headlines[problem.code] : undefined;
  if (named) return named === "offline" && !sync.last_ok_at ? "never" : named;
  if (sync.state === "idle") return waitingOf(sync) > 0 ? "waiting" : "idle";
  return sync.state;
}

/** Is it something a person must act on? Silence of the network is not. */
export function needsAction(headline: Headline): boolean {
  return !["idle", "waiting", "offline", "syncing", "never", "busy", "server"].includes(headline);
}

/** Records not yet on the server; when those are through, the photos that still are not. */
export function waitingOf(sync: SyncSummary | undefined): number {
  return sync?.pending_records || sync?.pending_photos || 0;
}

export interface Photos {
  all: number;
  there: number;
}

/** How many photos of the visits shown are on the server. */
export function photosOf(sync: SyncSummary): Photos {
  return sync.visits.reduce((sum, one) => ({ all: sum.all + one.photos, there: sum.there + one.photos_on_server }), { all: 0, there: 0 });
}

/** A clock's difference in the largest unit that still says something: minutes, hours, days. */
export function skewOf(ms: number): { unit: "min" | "hour" | "day"; n: number } {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / 60_000));
  if (minutes < 120) return { unit: "min", n: minutes };
  if (minutes < 48 * 60) return { unit: "hour", n: Math.round(minutes / 60) };
  return { unit: "day", n: Math.round(minutes / (24 * 60)) };
}

/** The diary to send to somebody: one line an event, newest first, in one language, with the zone said once. */
export function diaryText(lines: readonly DiaryLine[], lang: Lang, zone: Zone): string {
  const said = lines.map((line) => {
    const at = Date.parse(line.at);
    return `${format.isoDay(format.dayOf(at, zone))} ${format.time(at, lang, zone)}  ${line.event.padEnd(5)}  ${line.text[lang] || line.text.id}\n`;
  });
  return `Ronda, ${zone}\n\n${said.join("")}`;
}
