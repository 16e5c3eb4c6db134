// The daily roots as a text to be kept outside the server. Pure.

import type { LedgerRoot } from "../server/contract.ts";

/** One line a day: day, records, root, seal. Plain, so that it can be printed, mailed or compared by any program. */
export function rootsText(roots: readonly LedgerRoot[]): string {
  return roots.map((root) => `${root.day}\t${root.records}\t${root.root}\t${root.seal}\n`).join("");
}
