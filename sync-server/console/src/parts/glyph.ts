// The shape of a visit or an inspection on the page.

import type { GlyphName } from "@ronda/web";
import type { Outcome, Visit } from "../server/contract.ts";

/** A visit as the officer's world names it: outcome first, then the state. */
export function visitGlyph(visit: Pick<Visit, "state" | "outcome">): GlyphName {
  if (visit.outcome && visit.outcome !== "done") return visit.outcome;
  if (visit.state === "done" || visit.outcome === "done") return "done";
  if (visit.state === "missed") return "missed";
  if (visit.state === "moved") return "moved";
  return "planned";
}

const known: readonly string[] = [
  "planned", "going", "done", "moved", "late", "missed", "refused", "closed", "not_found", "wrong_address", "unsafe",
];

/** The glyph of a state word of the coverage; an unknown word is shown as planned. */
export function stateGlyph(state: string): GlyphName {
  return (known.includes(state) ? state : "planned") as GlyphName;
}

export const outcomeGlyph = (outcome: Outcome): GlyphName => outcome;
