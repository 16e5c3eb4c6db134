// The shapes of field-app/core/API.md. The calls themselves stand in calls.ts.

import type { Severity } from "@ronda/web";
import type { Access, Locked } from "./access/shapes.ts";
import type { Correction } from "./changing/shapes.ts";
import type { Tip } from "./reporting/shapes.ts";
import type { DeviceState, RecordSync, SyncSummary } from "./syncing/shapes.ts";

export interface Text {
  id: string;
  en: string;
}

export type VisitState =
  | "planned" | "under_way" | "done" | "missed" | "moved"
  | "refused" | "closed" | "not_found" | "wrong_address" | "unsafe";
export type Outcome = "done" | "refused" | "closed" | "not_found" | "wrong_address" | "unsafe";
export type Disposition = "corrected_on_site" | "corrected_later" | "persists" | "worsened" | "withdrawn";
export type Rung = "berita_acara" | "pemberitahuan" | "teguran_1" | "teguran_2" | "teguran_3" | "rekomendasi";

export interface Person {
  id: string;
  name: string;
  rank: string;
  nrp: string;
}

export interface EmergencyNumber {
  label: Text;
  number: string;
  tel: string;
}

export interface Prefs {
  lang: "id" | "en";
  theme: "system" | "dark" | "light" | "contrast";
  mode?: "list" | "page";
}

export interface Enrolled {
  enrolled: true;
  access: Access;
  app_version: string;
  now: string;
  today: string;
  server: string;
  device: { id: string; name: string };
  device_state: DeviceState;
  /** What to tell the officer; null while active. */
  device_notice: Text | null;
  officer: Person;
  team: { id: string; name: string; members: Person[] } | null;
  unit: {
    id: string;
    name: string;
    zone: string;
    zone_label: string;
    letterhead: string[];
    address: string;
    portal_base: string;
  };
  emergency: EmergencyNumber[];
  sync: SyncSummary;
  prefs: Prefs;
}

export interface NotEnrolled {
  enrolled: false;
  app_version: string;
  now: string;
  prefs: Prefs;
}

export type AppState = Enrolled | Locked | NotEnrolled;

export interface LodgingBrief {
  id: string;
  name: string;
  kind: "hotel" | "guesthouse" | "homestay" | "villa" | "kos" | "other";
  address: string;
  kelurahan: string;
  kecamatan: string;
  lat_e6: number | null;
  lng_e6: number | null;
  rooms: number | null;
  tier: "low" | "medium" | "high";
  status: "active" | "closed" | "unregistered";
  month: { done: number; min: number; max: number };
  open_findings: number;
  worst: Severity | null;
  last_visit_at: string | null;
}

export interface Stop {
  visit_id: string | null;
  order: number;
  state: VisitState;
  planned_time: string | null;
  lodging: LodgingBrief;
  inspection_id: string | null;
}

export interface Round {
  date: string;
  band: string;
  shift: { start: string; end: string } | null;
  team: { id: string; name: string } | null;
  total: number;
  dealt_with: number;
  stops: Stop[];
  extra: Stop[];
  last_pull_at: string | null;
}

export interface Finding {
  id: string;
  code: string;
  severity: Severity;
  text: Text;
  note: string | null;
  opened_on: string;
  due_on: string | null;
  times_seen: number;
  days_late: number;
  rung: Rung;
}

export interface OpenFinding extends Finding {
  disposition: { disposition: Disposition; reason: string | null } | Disposition | null;
}

export interface PastVisit {
  inspection_id: string;
  at: string;
  outcome: Outcome;
  new_findings: number;
  persisting: number;
  officer: string;
  sync: RecordSync;
}

export interface LodgingPage {
  lodging: LodgingBrief & { nib: string | null; kbli: string | null; phone: string | null; door_code: string };
  findings: Finding[];
  visits: PastVisit[];
  /** Those that still count. */
  tips: Tip[];
  draft_id: string | null;
  visit_id: string | null;
}

export interface Place {
  name: string;
  lat_e6: number;
  lng_e6: number;
}

export interface Item {
  code: string;
  kind: "yn" | "count" | "range" | "choice" | "sample";
  text: Text;
  hint: Text | null;
  severity: Severity | null;
  deadline_days: number | null;
  photo: boolean;
  required: boolean;
  basis: { label: Text; kind: "law" | "policy"; version: string } | null;
  options: { code: string; text: Text }[] | null;
  min?: number;
  max?: number;
  applies_when: { item: string; not: string } | null;
  unit: Text | null;
}

export interface Section {
  code: string;
  title: Text;
  items: Item[];
}

export interface Checklist {
  version: string;
  title: Text;
  published: string;
  items_total: number;
  sections: Section[];
}

export interface Photo {
  sha256: string;
  bytes: number;
  width: number;
  height: number;
}

export type Value = string | number | Record<string, unknown> | null;

export interface Answer {
  value: Value;
  note: string | null;
  photos: Photo[];
  answered_at: string | null;
  finding: { severity: Severity; deadline_days: number; due_on: string } | null;
}

export interface Progress {
  answered: number;
  total: number;
  sections: { code: string; answered: number; total: number }[];
  open_findings: { answered: number; total: number };
  first_gap: string | null;
}

export interface Entry {
  complete: boolean;
  verified: boolean;
  foreign: boolean;
  reported: boolean;
  minor: boolean;
  companion: boolean;
}

export interface Sample {
  from: string;
  to: string;
  total_lines: number;
  n: number;
  start: number;
  step: number;
  lines: number[];
  entries: (Entry & { k: number; line: number })[];
  next: { k: number; line: number } | null;
  tally: {
    complete: number;
    incomplete: number;
    verified: number;
    foreign: number;
    reported: number;
    minors: number;
    companion: number;
  };
  most_blank: string | null;
  sentence: Text | null;
}

export interface Strokes {
  width: number;
  height: number;
  lines: number[][];
}

export interface ManagerSignature {
  role?: string | null;
  name?: string | null;
  strokes?: Strokes | null;
  refused?: boolean;
  reason?: string | null;
  signed_at?: string | null;
}

export interface OfficerSignature {
  officer_id: string;
  name: string;
  rank: string;
  nrp: string;
  signed_at: string | null;
}

export interface Signatures {
  manager: ManagerSignature | null;
  officers: OfficerSignature[];
}

export interface Inspection {
  id: string;
  state: "open" | "sealed";
  lodging: LodgingBrief;
  visit_id: string | null;
  checklist: string;
  opened_at: string;
  saved_at: string;
  sealed_at: string | null;
  position: string | null;
  outcome: Outcome;
  outcome_reason: string | null;
  answers: Record<string, Answer>;
  last_answers: Record<string, { value: Value; on: string }>;
  open_findings: OpenFinding[];
  sample: Sample | null;
  signatures: Signatures;
  emergency: { referral_at: string | null };
  progress: Progress;
  sync: RecordSync;
  record: { seq: number; id: string; hash: string } | null;
  /** The version that took this one's place, and what this one is a correction of. */
  superseded_by: string | null;
  correction: Correction | null;
}

export interface InspectionBrief {
  id: string;
  lodging: LodgingBrief;
  state: "open" | "sealed";
  opened_at: string;
  saved_at: string;
  sealed_at: string | null;
  answered: number;
  total: number;
  missing: number;
  sync: RecordSync;
  /** Another phone of the officer sealed it while it is open here. */
  sealed_elsewhere: boolean;
}

/** What the same officer left unfinished on another phone. */
export interface RemoteDraft {
  id: string;
  device: string;
  lodging: LodgingBrief | null;
  opened_at: string;
  saved_at: string;
  answered: number;
  total: number;
  photos: number;
  checklist: string;
}

export interface Missing {
  what: "item" | "disposition" | "sample" | "manager_signature" | "officer_signature" | "outcome_reason";
  item: string | null;
  finding_id: string | null;
  text: Text;
}

export interface Review {
  answered: number;
  total: number;
  minutes: number;
  missing: Missing[];
  findings: { code: string; severity: Severity; text: Text; due_on: string | null; note: string | null }[];
  dispositions: { finding_id: string; code: string; severity: Severity; text: Text; disposition: Disposition | null }[];
  sample_sentence: Text | null;
  can_seal: boolean;
}

export interface Report {
  draft_id: string;
  letterhead: string[];
  address: string;
  lodging: LodgingBrief & { nib?: string | null };
  started: Text;
  ended: Text;
  place: string;
  team: string | { name: string } | null;
  officers: (OfficerSignature | Person)[];
  manager: ManagerSignature | null;
  outcome: Outcome;
  outcome_reason: string | null;
  sections: { code: string; title: Text; items: { code: string; text: Text; answer: Text; note: string | null }[] }[];
  sample: (Partial<Sample> & { sentence?: Text | null }) | null;
  findings: Review["findings"];
  dispositions: Review["dispositions"];
  photos: number;
  emergency_at: string | null;
  sealed_at: string;
  hash: string;
  /** Under the number of a corrected version: which paper it replaces and why. */
  replaces: Text | null;
  qr: string;
  portal_link: string | null;
}

export interface Fix {
  lat_e6: number;
  lng_e6: number;
  accuracy_m: number;
  mock: boolean;
}

export interface Saved {
  saved_at: string;
  progress: Progress;
}

export type * from "./access/shapes.ts";
export type * from "./syncing/shapes.ts";
export { photoUrl, reportPdf, wireCalls, type PaperForm } from "./calls.ts";
