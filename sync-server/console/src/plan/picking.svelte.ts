// A visit that is picked up: its prices for the month, where it is aimed, what exactly that would cost. One at a time.

import { asProblem, type Problem } from "@ronda/web";
import { server } from "../server/client.ts";
import type { MoveTo, TriedMove } from "../server/contract.ts";
import type { DropAt } from "./drag.ts";
import { bestOf, priceKey, priceMap, type CellPrice } from "./prices.ts";

export interface Picked {
  visit?: string | undefined;
  lodging?: string | undefined;
  name: string;
  /** Where it lies now; nothing for one without a place. */
  from?: { team: string; date: string; order: number } | undefined;
}

export class Picking {
  picked = $state.raw<Picked | undefined>(undefined);
  prices = $state.raw<Map<string, CellPrice>>(new Map());
  problem = $state.raw<Problem | undefined>(undefined);
  aimed = $state.raw<DropAt | undefined>(undefined);
  tried = $state.raw<TriedMove | undefined>(undefined);
  /** Where the pointer is while dragging. */
  pointer = $state.raw<{ x: number; y: number } | undefined>(undefined);
  private round = "";
  private turn = 0;

  async pick(round: string, picked: Picked): Promise<void> {
    this.put();
    this.round = round;
    this.picked = picked;
    const turn = this.turn;
    try {
      const found = await server.prices(round, { visit: picked.visit, lodging: picked.lodging });
      if (turn === this.turn) this.prices = priceMap(found);
    } catch (caught) {
      if (turn === this.turn) this.problem = asProblem(caught);
    }
  }

  /** Puts the visit back where it was. */
  put(): void {
    this.turn++;
    this.picked = undefined;
    this.prices = new Map();
    this.problem = undefined;
    this.aimed = undefined;
    this.tried = undefined;
    this.pointer = undefined;
  }

  target(at: DropAt): MoveTo {
    return { visit: this.picked?.visit, lodging: this.picked?.lodging, team: at.team, date: at.date, position: at.position };
  }

  async aim(at: DropAt | undefined): Promise<void> {
    if (at?.team === this.aimed?.team && at?.date === this.aimed?.date && at?.position === this.aimed?.position) return;
    this.aimed = at;
    this.tried = undefined;
    if (!at || !this.picked) return;
    const turn = this.turn;
    try {
      const tried = await server.tryMove(this.round, this.target(at));
      if (turn === this.turn && this.aimed === at) this.tried = tried;
    } catch (caught) {
      if (turn === this.turn) this.problem = asProblem(caught);
    }
  }

  price(team: string, date: string): CellPrice | undefined {
    return this.prices.get(priceKey(team, date));
  }
  best(date: string): CellPrice | undefined {
    return bestOf(this.prices.values(), date);
  }
}
