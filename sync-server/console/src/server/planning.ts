// The shapes of rounds, plans, their changes and proposals in sync-server/api/API.md. Unknown = null.

import type { Band, Outcome, Text2 } from "./contract.ts";

export interface Figures {
  wanted: number;
  planned: number;
  unplanned: number;
  travel_min_per_visit: number;
  use_min: number;
  use_mean: number;
  use_max: number;
  balance_points: number;
  weekday_entropy: number;
  weekday_entropy_quarter: number;
  weekday_entropy_quarter_p5: number;
  best_gap_guess: number;
  best_gap_guess_p90: number;
  gap_entropy_bits: number;
  cell_share: number;
  learner_lift: number;
  team_share: number;
  rotation_repeats: number;
  seconds: number;
  violations: number;
}
export interface Round {
  id: string;
  month: string;
  state: "draft" | "published" | "closed";
  plan: {
    job: string | null;
    seed_hash: string;
    seed: string | null;
    planned_at: string;
    figures: Partial<Figures>;
    checked: boolean;
  } | null;
  version: number;
  published_at: string | null;
}
export interface RoundDay {
  date: string;
  weekday: number;
  holiday: string | null;
}
export interface TeamDay {
  date: string;
  visits: number;
  band: Band | null;
  used_min: number;
  budget_min: number;
  locked: number;
  extra_min: number;
  leave: boolean;
  holiday: boolean;
}
export interface TeamMonth {
  id: string;
  name: string;
  use_pct: number;
  days: TeamDay[];
}
export interface UnplannedVisit {
  lodging: string;
  name: string;
  count: number;
  reason: string;
  text: Text2;
  relaxations: Relaxation[];
}
export interface Relaxation {
  bend: string;
  text: Text2;
  cost_min: number;
  may_apply: boolean;
}
export interface RoundDetail extends Round {
  days: RoundDay[];
  teams: TeamMonth[];
  unplanned: UnplannedVisit[];
  figures: Figures | null;
  undo: PlanEdit | null;
  /** The planning job that is queued or running. */
  job: string | null;
  proposal: { job: string; state: "open" | "accepted" | "rejected"; version: number; made_at: string } | null;
  /** The last re-derivation since the plan was made. */
  proof: { job: string; at: string; result: Rederivation } | null;
}
export interface Locks {
  day: boolean;
  team: boolean;
  time: boolean;
}
export interface VisitPlace {
  team: string;
  date: string;
  order?: number;
}
export interface PlanEdit {
  n: number;
  deed: number;
  kind: "move" | "lock" | "place" | "replan";
  visit: string | null;
  lodging: { id: string; name: string } | null;
  from: VisitPlace | null;
  to: VisitPlace | null;
  locks_before: Locks;
  locks_after: Locks;
  extra_min: number;
  bent: string;
  cost_min: number;
  by: string | null;
  at: string;
  undone_at: string | null;
}
export interface Bent {
  rule: string;
  hard: string;
  new: boolean;
  may_bend: boolean;
  text: Text2;
}
export interface TriedMove {
  version: number;
  possible: boolean;
  legal: boolean;
  may_bend: boolean;
  cost_min: number;
  unplanned: number;
  position: number;
  terms: { rule: string; name: Text2; min: number }[];
  bent: Bent[];
  shifts: { team: string; date: string; used_before_min: number; used_after_min: number; budget_min: number }[];
}
export interface TeamPrice {
  team: string;
  band: Band;
  possible: boolean;
  legal: boolean;
  may_bend: boolean;
  cost_min: number;
  rule: string | null;
  text: Text2 | null;
}
export interface Prices {
  version: number;
  days: { date: string; teams: TeamPrice[] }[];
}
/** A visit by its identity, or by its lodging one that has no place yet. */
export interface MoveTo {
  visit?: string | undefined;
  lodging?: string | undefined;
  date: string;
  team: string;
  position?: number | null | undefined;
}
export interface Moved {
  version: number;
  visit: Visit;
  cost_min: number;
  also_locked: number;
  extra_min: number;
}
export interface Guessing {
  visits: number;
  best_gap_guess: number;
  gap_entropy_bits: number;
  weekday_entropy_month: number;
  weekday_entropy_quarter: number;
  cell_share: number;
  team_share: number;
  learner_lift: number;
}
export interface GuessWarning {
  lodging: { id: string; name: string };
  sign: "gap" | "weekday" | "cell" | "team";
  by_locks: boolean;
  text: Text2;
}
export interface Predictability {
  version: number;
  overall: Guessing;
  warnings: GuessWarning[];
  lodgings: (Guessing & { id: string })[];
}
export type ReplanEvent =
  | { kind: "missed"; visit: string }
  | { kind: "absent"; team: string; date: string }
  | { kind: "new_lodging"; lodging: string }
  | { kind: "lock"; visit: string; team?: string; date?: string };
export interface ProposedMove {
  lodging: { id: string; name: string };
  from: { date: string; team: string | null } | null;
  to: { date: string; team: string | null } | null;
  cause: string;
  text: Text2;
}
export interface Proposal {
  job: string;
  state: "open" | "accepted" | "rejected";
  version: number;
  made_at: string;
  from: string;
  ahead: number;
  moved: number;
  unplanned: number;
  travel_min_per_visit: number;
  seconds: number;
  moves: ProposedMove[];
}
export interface Rederivation {
  same: boolean;
  edits: number;
  runs: { job: string; kind: string; seed_hash: string; steps: number; plan_hash: string; derived_hash: string; same: boolean }[];
}
export type VisitState = "planned" | "disclosed" | "done" | "missed" | "moved";
export interface Visit {
  id: string;
  lodging: { id: string; name: string; kelurahan: string | null; lat_e6: number | null; lng_e6: number | null };
  team: string;
  date: string;
  band: Band;
  order: number;
  planned_time: string | null;
  service_min: number;
  travel_min: number;
  locked: boolean;
  locks: Locks;
  state: VisitState;
  outcome: Outcome | null;
  inspection: string | null;
}
