// The register under one set of filters, read page by page so that the first rows are there at once.

import { asProblem, type Problem } from "@ronda/web";
import { server } from "../server/client.ts";
import type { Lodging } from "../server/contract.ts";

export type Filter = Record<"q" | "kind" | "tier" | "status" | "kecamatan", string>;

export class Register {
  lodgings = $state.raw<Lodging[]>([]);
  total = $state(0);
  /** Nothing has answered yet. */
  first = $state(true);
  busy = $state(false);
  problem = $state.raw<Problem | undefined>(undefined);
  /** Every kecamatan seen so far, for the filter. */
  kecamatan = $state.raw<string[]>([]);
  private stop: AbortController | undefined;

  async read(filter: Filter): Promise<void> {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.busy = true;
    this.problem = undefined;
    let rows: Lodging[] = [];
    let after: string | null = null;
    try {
      do {
        const page = await server.lodgings({ ...filter, after, limit: 500 }, stop.signal);
        if (stop.signal.aborted) return;
        rows = after === null ? page.lodgings : [...rows, ...page.lodgings];
        after = page.next;
        this.lodgings = rows;
        this.total = page.total;
        this.first = false;
        const seen = new Set([...this.kecamatan, ...page.lodgings.flatMap((row) => row.kecamatan ?? [])]);
        if (seen.size !== this.kecamatan.length) this.kecamatan = [...seen].sort((a, b) => a.localeCompare(b, "id"));
      } while (after !== null);
    } catch (caught) {
      const problem = asProblem(caught);
      if (!stop.signal.aborted && problem.code !== "cancelled") this.problem = problem;
    } finally {
      if (this.stop === stop) this.busy = false;
    }
  }
}
