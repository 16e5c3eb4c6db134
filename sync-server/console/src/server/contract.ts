// The shapes of sync-server/api/API.md, word for word. Unknown = null.

import type { Finding, InspectionRow, OfficerBrief } from "./inspected.ts";
import type { Rederivation, Visit } from "./planning.ts";

export type * from "./inspected.ts";
export type * from "./planning.ts";
export type * from "./waiting.ts";

export interface Text2 {
  id: string;
  en: string;
}
export type Role = "head" | "officer" | "admin";
export type Tier = "low" | "medium" | "high";
export type Kind = "hotel" | "guesthouse" | "homestay" | "villa" | "kos" | "other";
export type Status = "active" | "closed" | "unregistered";
export type Severity = "critical" | "major" | "minor";
export type Band = "morning" | "afternoon" | "night";
export type Outcome = "done" | "refused" | "closed" | "not_found" | "wrong_address" | "unsafe";
export type Rung = "berita_acara" | "pemberitahuan" | "teguran_1" | "teguran_2" | "teguran_3" | "rekomendasi";

export interface Session {
  user: { id: string; name: string; rank: string | null; nrp: string | null; role: Role };
  unit: {
    id: string;
    name: string;
    zone: string;
    zone_label: string;
    letterhead: string[];
    address: string;
    place: string;
  };
  expires_at: string;
  now: string;
  today: string;
  app_version: string;
}

export interface Officer {
  id: string;
  name: string;
  rank: string | null;
  nrp: string | null;
  team: string | null;
  role: Role;
  active: boolean;
  devices: number;
}
export interface EnrolmentCode {
  code: string;
  expires_at: string;
  server: string;
}
export interface Device {
  id: string;
  name: string;
  officer: string | null;
  enrolled_at: string;
  last_seen_at: string | null;
  acked_seq: number;
  revoked_at: string | null;
  app_version: string | null;
  state: "active" | "revoked" | "forked";
  forked_at: string | null;
  /** The device that carries on after this one was enrolled anew. */
  replaced_by: string | null;
  last_pin_code: { officer: string; made_by: string; made_at: string } | null;
  /** What is open on it, as of the copy that came last; only in the list of devices. */
  drafts?: OpenDraft[];
}
export interface OpenDraft {
  inspection: string;
  lodging: { id: string; name: string } | null;
  opened_at: string;
  saved_at: string;
  received_at: string;
  answered: number;
  total: number;
  photos: number;
}

export interface MonthCount {
  done: number;
  planned: number;
  min: number;
  max: number;
}
export interface Lodging {
  id: string;
  name: string;
  kind: Kind;
  kbli: string | null;
  kbli_version: string | null;
  nib: string | null;
  address: string | null;
  kelurahan: string | null;
  kelurahan_code: string | null;
  kecamatan: string | null;
  kecamatan_code: string | null;
  lat_e6: number | null;
  lng_e6: number | null;
  rooms: number | null;
  phone: string | null;
  tier: Tier;
  status: Status;
  source: string | null;
  version: number;
  month: MonthCount;
  open_findings: number;
  worst: Severity | null;
  last_visit_at: string | null;
}
export interface LodgingPage {
  lodgings: Lodging[];
  total: number;
  next: string | null;
}
export interface LodgingDetail extends Lodging {
  findings: Finding[];
  inspections: { id: string; at: string; outcome: Outcome; officer: string | OfficerBrief | null; new_findings: number }[];
  visits: Visit[];
}
export interface MapPoint {
  id: string;
  name: string;
  lat_e6: number;
  lng_e6: number;
  tier: Tier;
  kind: Kind;
  done: number;
  min: number;
  max: number;
  worst: Severity | null;
}
export interface MapPlace {
  name: string;
  lat_e6: number;
  lng_e6: number;
}
export interface RegisterMap {
  points: MapPoint[];
  places: MapPlace[];
}

export type Verdict = "certain" | "guessed" | "dropped_personal" | "dropped_unknown";
export interface ImportColumn {
  index: number;
  header: string;
  sample: string | null;
  field: string | null;
  verdict: Verdict;
}
export interface RejectedRow {
  row: number;
  column: string | null;
  reason: string;
  text: Text2;
  value: string | null;
}
export interface DoubtfulRow {
  row: number;
  name: string;
  other: { row: number | null; id: string | null; name: string };
  distance_m: number | null;
}
export interface Import {
  id: string;
  name: string;
  encoding: string;
  bom: boolean;
  separator: string;
  decimal: string;
  columns: ImportColumn[];
  counts: { read: number; accepted: number; rejected: number; doubtful: number; swapped: number; updated: number };
  rejected: RejectedRow[];
  doubtful: DoubtfulRow[];
  swapped: { row: number; name: string }[];
  /** The first accepted rows; `id` names the lodging that a row updates. */
  preview: (Partial<Omit<Lodging, "id">> & { id?: string | null; row?: number })[];
  state: "dry_run" | "committed";
}
export interface ImportResult {
  created: number;
  updated: number;
  skipped: number;
}

export interface Holiday {
  date: string;
  name: string;
  kind: "national" | "collective";
}
export interface Policy {
  version: number;
  visits: Record<Tier, [number, number]>;
  reading: "premises" | "unit" | "officer";
  gaps: Record<string, [number, number]>;
  service_minutes: { base: number; per_12_rooms: number };
  speed_kmh: number;
  detour_pct: number;
  disclosure: { time: string; days_before: number };
  sample_n: number;
  sample_min_n: number;
  sample_min_days: number;
  deadlines: Record<Severity, number>;
  ladder: { rung: Rung; days: number }[];
  holidays: Holiday[];
  plan_seconds: number;
  changed_by?: string | null;
  changed_at?: string | null;
}
export interface Shift {
  weekday: number;
  band: Band;
  start: string;
  minutes: number;
}
export interface Team {
  id: string;
  name: string;
  members: string[];
  start: { lat_e6: number; lng_e6: number; name: string };
  shifts: Shift[];
  leave: string[];
  version: number;
}

export interface Progress {
  done: number;
  planned: number;
  unplanned: number;
  travel_min: number;
  cost_min?: number;
  elapsed_s: number;
}
export interface Job {
  id: string;
  kind?: "plan" | "replan" | "rederive";
  /** Times the worker began it; 2 or more: the server ended in the middle and it began again. */
  attempt?: number;
  result?: Rederivation | null;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  progress: Progress | null;
  error: { code: string; title?: string; detail?: string } | null;
}
export interface CoverageRow {
  id: string;
  name: string;
  tier: Tier;
  min: number;
  max: number;
  done: number;
  planned: number;
  days: { date: string; state: string }[];
}

export interface Overview {
  today: string;
  visits_today: { planned: number; done: number; refused: number; open: number };
  month: { wanted: number; planned: number; done: number; percent: number };
  silent_devices: (Device & { officer_name?: string })[];
  quarantine: number;
  recent: InspectionRow[];
  due: Finding[];
}
