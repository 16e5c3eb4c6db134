// A case as choices: which values stand against each other and what choosing one sends. Pure.

import type { Case, Keep, Side } from "../server/contract.ts";

export interface Choice {
  key: string;
  role: "ours" | "theirs" | "other";
  side: Side;
  keep: Keep;
}

/** Ours, theirs, then the others, each once. An "other" is kept by its value: the server knows it by nothing else. */
export function choicesOf(one: Case): Choice[] {
  const found: Choice[] = [];
  if (one.ours) found.push({ key: "ours", role: "ours", side: one.ours, keep: "ours" });
  if (one.theirs) found.push({ key: "theirs", role: "theirs", side: one.theirs, keep: "theirs" });
  one.others.forEach((side, i) => found.push({ key: `other-${i}`, role: "other", side, keep: { value: side.value } }));
  return found;
}

const numbers = new Set(["rooms"]);

/** How a third value is given: typed, chosen from the field's own words, or not at all (a point is taken on the spot). */
export function ownBy(field: string | null): "text" | "choice" | "none" {
  if (field === "point" || field === null) return "none";
  return field === "kind" || field === "status" || field === "tier" ? "choice" : "text";
}

/** What a person typed, as the field's own kind of value; undefined when it is no such thing. */
export function typedValue(field: string | null, text: string): { value: unknown } | undefined {
  const said = text.trim();
  if (said === "") return undefined;
  if (!field || !numbers.has(field)) return { value: said };
  const digits = said.replace(/[ .]/g, "");
  return /^-?\d+$/.test(digits) ? { value: Number(digits) } : undefined;
}

/** Do the two texts differ, and where: the part between what they begin and end with alike. */
export function differing(mine: string, other: string): { before: string; middle: string; after: string } {
  let from = 0;
  while (from < mine.length && from < other.length && mine[from] === other[from]) from++;
  let tail = 0;
  while (tail < mine.length - from && tail < other.length - from && mine[mine.length - 1 - tail] === other[other.length - 1 - tail]) tail++;
  return { before: mine.slice(0, from), middle: mine.slice(from, mine.length - tail), after: mine.slice(mine.length - tail) };
}
