// Reports besides inspections, in field-app/core/API.md.

import type { LodgingBrief } from "../wire.ts";

export type MissedReason = "no_time" | "called_away" | "weather" | "vehicle" | "road" | "team_short" | "other";
export const missedReasons: readonly MissedReason[] = ["no_time", "called_away", "weather", "vehicle", "road", "team_short", "other"];

export type ReasonClass = "administrative" | "result_changing";
export const reasonClasses: readonly ReasonClass[] = ["administrative", "result_changing"];

/** Why this inspection is a new version of another. */
export interface Correction {
  supersedes: string;
  reason_class: ReasonClass;
  reason: string;
}

export type LodgingKind = LodgingBrief["kind"];
export const lodgingKinds: readonly LodgingKind[] = ["hotel", "guesthouse", "homestay", "villa", "kos", "other"];

/** Unknown is null, never an empty text. */
export interface Proposal {
  name: string;
  kind: LodgingKind;
  address: string | null;
  kelurahan: string | null;
  kecamatan: string | null;
  rooms: number | null;
  phone: string | null;
  lat_e6: number;
  lng_e6: number;
}

export interface LodgingChanges {
  name?: string;
  kind?: LodgingKind;
  address?: string | null;
  kelurahan?: string | null;
  phone?: string | null;
  rooms?: number | null;
  status?: LodgingBrief["status"];
  point?: { lat_e6: number; lng_e6: number };
}
