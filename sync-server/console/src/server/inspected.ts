// The shapes of inspections, findings and notices in sync-server/api/API.md, and of the sealed body (shared/wire/PROTOCOL.md §5).

import type { Outcome, Rung, Severity, Text2 } from "./contract.ts";

export interface OfficerBrief {
  id: string;
  name: string;
  rank: string | null;
}
export interface InspectionRow {
  id: string;
  lodging: { id: string; name: string };
  visit: string | null;
  at: string;
  outcome: Outcome;
  officer: OfficerBrief | null;
  new_findings: number;
  persisting: number;
  photos: number;
  photos_on_server: number;
  received_at: string;
}
export interface InspectionPage {
  inspections: InspectionRow[];
  next: string | null;
}
export interface Finding {
  id: string;
  lodging: { id: string; name: string };
  code: string;
  severity: Severity;
  text: Text2;
  note: string | null;
  state: string;
  opened_on: string;
  due_on: string;
  days_late: number;
  times_seen: number;
  rung: Rung | null;
}
export interface Strokes {
  width: number;
  height: number;
  lines: number[][];
}
export interface Fix {
  lat_e6: number;
  lng_e6: number;
  accuracy_m: number;
  mock: boolean;
}
export interface SealedBody {
  inspection: string;
  lodging: string;
  visit: string | null;
  checklist: string;
  opened_at: string;
  sealed_at: string;
  zone: string;
  outcome: Outcome;
  outcome_reason: string | null;
  answers: { item: string; value: unknown; note?: string; photos?: string[]; at: string }[];
  sample: {
    from: string;
    to: string;
    total_lines: number;
    n: number;
    start: number;
    step: number;
    complete: number;
    incomplete: number;
    verified: number;
    foreign: number;
    reported: number;
    minors: number;
    companion: number;
    most_blank: string | null;
  } | null;
  findings: { finding: string; item: string; severity: Severity; note?: string; due_on: string }[];
  dispositions: { finding: string; disposition: string; reason?: string }[];
  photos: { sha256: string; bytes: number; type: string; width: number; height: number; item: string }[];
  signatures: {
    manager:
      | { role: string; name?: string | null; strokes: Strokes }
      | { refused: true; reason: string }
      | null;
    officers: { officer: string; at: string }[];
  } | null;
  fixes: { start: Fix | null; end: Fix | null } | null;
  emergency_at: string | null;
  portal_key?: string;
  clock?: { boot_ms: number; skew_ms: number | null };
}
export interface ChecklistItem {
  code: string;
  kind: "yn" | "count" | "range" | "choice" | "sample";
  text: Text2;
  severity: Severity | null;
  options: { code: string; text: Text2 }[] | null;
}
export interface Checklist {
  version: string;
  title: Text2;
  sections: { code: string; title: Text2; items: ChecklistItem[] }[];
}
export interface InspectionDetail extends InspectionRow {
  body: SealedBody;
  record: { seq: number; id: string; hash: string; device: string; text: string };
  checklist: Checklist | null;
  findings: Finding[];
  notice: string | null;
  verified: boolean;
  /** The version this one replaced, and the one that replaced it. */
  supersedes: string | null;
  superseded_by: string | null;
  correction: { reason_class: "administrative" | "result_changing"; reason: string; at: string } | null;
}
export interface Notice {
  id: string;
  lodging: { id: string; name: string };
  rung: Rung;
  number: string | null;
  state: "draft" | "issued" | "acknowledged" | "fulfilled";
  made_at: string;
  due_on: string | null;
  acknowledged_at: string | null;
  findings: number;
}
export interface NoticeDetail extends Omit<Notice, "findings"> {
  findings: Finding[];
  inspection: string | null;
  link: string | null;
  events: { at: string; what: string; text: string | Text2 | null }[];
  version?: number;
}
