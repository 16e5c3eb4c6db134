// One thing read from the server: not yet, here, or a problem. A newer reading wins over an older one still under way.

import { asProblem, type Problem } from "@ronda/web";

export class Loaded<T> {
  data = $state.raw<T | undefined>(undefined);
  problem = $state.raw<Problem | undefined>(undefined);
  busy = $state(false);
  private turn = 0;

  /** Reads; what was shown before stays until the new answer is here. */
  async read(from: () => Promise<T>): Promise<T | undefined> {
    const turn = ++this.turn;
    this.busy = true;
    this.problem = undefined;
    try {
      const data = await from();
      if (turn !== this.turn) return undefined;
      this.data = data;
      return data;
    } catch (caught) {
      if (turn === this.turn) this.problem = asProblem(caught);
      return undefined;
    } finally {
      if (turn === this.turn) this.busy = false;
    }
  }

  clear(): void {
    this.turn++;
    this.data = undefined;
    this.problem = undefined;
    this.busy = false;
  }
}
