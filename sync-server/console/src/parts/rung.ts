// The ladder of notices as a number for the rising bars.

import type { Rung } from "../server/contract.ts";

const order: readonly Rung[] = ["berita_acara", "pemberitahuan", "teguran_1", "teguran_2", "teguran_3", "rekomendasi"];

export function rungNumber(rung: Rung): 0 | 1 | 2 | 3 | 4 | 5 {
  return Math.max(0, order.indexOf(rung)) as 0 | 1 | 2 | 3 | 4 | 5;
}
