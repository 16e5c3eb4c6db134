// What waits for a person, and the ledger, in sync-server/api/API.md.

import type { Text2 } from "./contract.ts";
import type { OfficerBrief } from "./inspected.ts";

export type Deed = "retry" | "accept_revoked" | "as_copy" | "lodging" | "close";
export type HeldState = "open" | "accepted" | "closed";

/** A record that was stored but could not be applied. */
export interface HeldRecord {
  id: string;
  device: string;
  device_name: string;
  device_revoked: boolean;
  officer: OfficerBrief | null;
  seq: number;
  kind: string;
  kind_name: Text2;
  code: string;
  /** The technical reason, in English. */
  message: string;
  why: Text2;
  todo: Text2;
  can: Deed[];
  summary: Text2;
  recorded_at: string;
  received_at: string;
  age_days: number;
  state: HeldState;
  handled: { at: string; by: { id: string; name: string }; how: "accepted" | "accepted_copy" | "closed"; note: string | null } | null;
  version: number;
}
export interface HeldDetail extends HeldRecord {
  text: string;
  hash: string;
  body: unknown;
  decisions: { at: string; by: { id: string; name: string }; what: "retried" | "accepted" | "accepted_copy" | "closed"; code: string | null; note: string | null }[];
}
export interface HeldPage {
  records: HeldRecord[];
  total: number;
  next: string | null;
}
export interface Retry {
  accept_revoked?: true;
  as_copy?: true;
  lodging?: string;
  note?: string;
}

export interface Side {
  value: unknown;
  by: "office" | "device";
  officer: string | null;
  at: string;
}
/** A decision that only a person can take. */
export interface Case {
  id: string;
  kind: "lodging_field" | "notice" | "copy";
  lodging: { id: string; name: string } | null;
  field: string | null;
  field_name: Text2 | null;
  text: Text2;
  ours: Side | null;
  theirs: Side | null;
  others: Side[];
  inspection: string | null;
  notice: string | null;
  quarantine: string | null;
  opened_at: string;
  state: "open" | "decided";
  decided: { at: string; by: { id: string; name: string } | null; keep: "ours" | "theirs" | "value" | "settled"; value: unknown; note: string | null } | null;
  version: number;
}
export interface CasePage {
  cases: Case[];
  total: number;
  next: string | null;
}
export type Keep = "ours" | "theirs" | { value: unknown };

/** The ledger's chain hash at the end of a day that is over. */
export interface LedgerRoot {
  day: string;
  records: number;
  /** The place in the chain that the root closes. */
  chain_seq: number;
  root: string;
  /** A hash over the seal before and this line, so that no root can be exchanged alone. */
  seal: string;
  written_at: string;
}
