// What a correction changed: the answers and the outcome of two versions, compared item by item. Pure.

import type { SealedBody } from "../server/contract.ts";

export interface Change {
  /** The item's code; "outcome", "sample", "findings" or "dispositions" for what is no item. */
  what: string;
  before: unknown;
  after: unknown;
  noteBefore: string | null;
  noteAfter: string | null;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function changesOf(before: SealedBody, after: SealedBody): Change[] {
  const found: Change[] = [];
  const plain = (what: string, a: unknown, b: unknown, noteBefore: string | null = null, noteAfter: string | null = null): void => {
    if (!same(a, b) || noteBefore !== noteAfter) found.push({ what, before: a ?? null, after: b ?? null, noteBefore, noteAfter });
  };
  plain("outcome", before.outcome, after.outcome, before.outcome_reason, after.outcome_reason);
  const old = new Map(before.answers.map((answer) => [answer.item, answer]));
  const now = new Map(after.answers.map((answer) => [answer.item, answer]));
  for (const item of new Set([...old.keys(), ...now.keys()])) {
    plain(item, old.get(item)?.value, now.get(item)?.value, old.get(item)?.note ?? null, now.get(item)?.note ?? null);
  }
  plain("sample", before.sample, after.sample);
  return found;
}
