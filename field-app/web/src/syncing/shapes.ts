// The shapes of the chapter "Sync" in field-app/core/API.md.

import type { Text } from "../wire.ts";

export type RecordSync = "on_device" | "sending" | "on_server" | "verified" | "problem";

/** `revoked` shows and exports only; `forked` and `unknown` work on and ask to be enrolled anew. */
export type DeviceState = "active" | "revoked" | "forked" | "unknown";

export interface SyncVisit {
  inspection_id: string;
  lodging: string;
  sealed_at: string;
  state: RecordSync;
  photos: number;
  photos_on_server: number;
  text: Text;
}

/** What is marked optional is left out by a field app that does not say it yet. */
export interface SyncSummary {
  state: "idle" | "syncing" | "offline" | "problem" | "never";
  sentence: Text;
  pending_records: number;
  pending_photos: number;
  pending_bytes: number;
  pending_drafts?: number;
  acked_records: number;
  last_ok_at: string | null;
  last_try_at: string | null;
  next_try_at: string | null;
  running: boolean;
  /** `cause` says more than `code`; it may be a word that is not known here. */
  problem: { code: string; cause?: string; text: Text } | null;
  device_state?: DeviceState;
  clock?: { skew_ms: number | null; wrong: boolean };
  visits: SyncVisit[];
}

export interface SyncAnswer extends SyncSummary {
  answered?: "running" | "started" | "nothing" | "cannot";
  /** What the button is answered at once. */
  answer?: Text;
}

export interface DiaryLine {
  at: string;
  event: "push" | "pull" | "photo" | "draft" | "enrol" | "error";
  text: Text;
}

export interface BundlePart {
  records: number;
  photos: number;
  bytes: number;
}

/** What a file of this device would hold. */
export interface BundleContents {
  waiting: BundlePart;
  all: BundlePart;
  /** Inspections that are not sealed: in no record yet, so in no file. */
  unfinished: number;
}
