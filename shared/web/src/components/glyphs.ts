// The names of our own status drawings, with the words and the colour that belong to them (LOOK §3).

export type VisitGlyph =
  | "planned" | "going" | "done" | "moved" | "late" | "missed"
  | "refused" | "closed" | "not_found" | "wrong_address" | "unsafe";
export type Severity = "critical" | "major" | "minor";
export type SyncGlyph = "on_device" | "sending" | "on_server" | "verified" | "problem";
export type GlyphName = VisitGlyph | Severity | SyncGlyph;

export type Tone = "plan" | "going" | "done" | "late" | "miss" | "refuse" | "send";

export const toneOf: Record<GlyphName, Tone> = {
  planned: "plan",
  going: "going",
  done: "done",
  moved: "plan",
  late: "late",
  missed: "miss",
  refused: "refuse",
  closed: "refuse",
  not_found: "refuse",
  wrong_address: "refuse",
  unsafe: "refuse",
  critical: "miss",
  major: "late",
  minor: "plan",
  on_device: "plan",
  sending: "send",
  on_server: "send",
  verified: "done",
  problem: "late",
};

export const visitGlyphs: readonly VisitGlyph[] = [
  "planned", "going", "done", "moved", "late", "missed", "refused", "closed", "not_found", "wrong_address", "unsafe",
];
export const severities: readonly Severity[] = ["critical", "major", "minor"];
export const syncGlyphs: readonly SyncGlyph[] = ["on_device", "sending", "on_server", "verified", "problem"];

/** The i18n key of a glyph's word. */
export function wordKey(name: GlyphName) {
  if ((severities as readonly string[]).includes(name)) return `severity.${name as Severity}` as const;
  if ((syncGlyphs as readonly string[]).includes(name)) return `sync.${name as SyncGlyph}` as const;
  return `visit.${name as VisitGlyph}` as const;
}
