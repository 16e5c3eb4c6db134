// A phone's file on its way to the server: in pieces, resumed where the server stands. What the report says. Pure but for
// the calls it is given.

import type { Problem } from "@ronda/web";
import type { BundleReport, BundleStanding } from "../server/bundle.ts";

export const PIECE = 1024 * 1024;
export const LIMIT = 512 * 1024 * 1024;
const TRIES = 4;

export interface BundleCalls {
  begin: (bytes: number) => Promise<BundleStanding>;
  piece: (id: string, offset: number, piece: Blob) => Promise<BundleStanding>;
  where: (id: string) => Promise<BundleStanding>;
  read: (id: string) => Promise<BundleReport>;
}

/** Sends the file and has it read. `onsent` hears how many bytes are there. Throws the Problem that would not go away. */
export async function sendBundle(file: Blob, calls: BundleCalls, onsent: (bytes: number) => void): Promise<BundleReport> {
  const { id } = await calls.begin(file.size);
  let offset = 0;
  let failed = 0;
  while (offset < file.size) {
    try {
      offset = (await calls.piece(id, offset, file.slice(offset, offset + PIECE))).offset;
      failed = 0;
    } catch (caught) {
      // A reply that was lost on its way, or a network that blinked: the server knows how far it is.
      const code = (caught as Problem).code;
      if (!["unreachable", "timeout", "truncated", "busy", "conflict"].includes(code) || ++failed >= TRIES) throw caught;
      offset = (await calls.where(id).catch(() => ({ id, offset }))).offset;
    }
    onsent(offset);
  }
  return calls.read(id);
}

export type Verdict = "whole" | "known" | "held" | "partly" | "nothing";

/** The headline for a report: what the unit head needs to know first. */
export function verdictOf(report: BundleReport): Verdict {
  const { records, photos } = report;
  const taken = records.received + photos.received;
  const there = records.known + photos.known;
  if (!report.whole) return taken + there > 0 ? "partly" : "nothing";
  if (records.held > 0) return "held";
  return taken === 0 ? "known" : "whole";
}

/** Which sentence explains a refusal. */
export function reasonOf(code: string): "gap" | "fork" | "not_found" | "bad_signature" | "other" {
  return code === "gap" || code === "fork" || code === "not_found" || code === "bad_signature" ? code : "other";
}

/** "byte 24310" -> 24310 */
export function byteOf(where: string): number {
  return Number(/\d+/.exec(where)?.[0] ?? 0);
}
