// Which screen stands, and which is on its way. The one that stands stays until the next one can be drawn.

import type { Route } from "../router.svelte.ts";
import { screens as parts } from "./parts.ts";

type Parts = typeof parts;
type Name = keyof Parts;
type View<N extends Name> = Awaited<ReturnType<Parts[N]>>["default"];

const nameOf = (screen: Exclude<Route["screen"], "round">): Name => (screen === "add" ? "find" : screen);

export class Screens {
  /** What can be drawn; My round comes with the page. */
  shown = $state.raw<Route | undefined>(undefined);
  /** What was asked for and could not be fetched. */
  missing = $state.raw<Route | undefined>(undefined);
  private wanted: Route | undefined;
  private readonly views = new Map<Name, View<Name>>();
  private readonly parts: Parts;

  constructor(from: Parts = parts) {
    this.parts = from;
  }

  /** Draws the screen at once when its code is here, else as soon as it is; a later call wins. */
  async show(route: Route): Promise<void> {
    this.wanted = route;
    const name = route.screen === "round" ? undefined : nameOf(route.screen);
    try {
      if (name && !this.views.has(name)) this.views.set(name, (await this.parts[name]()).default);
    } catch {
      if (this.wanted === route) this.missing = route;
      return;
    }
    if (this.wanted !== route) return;
    this.missing = undefined;
    this.shown = route;
  }

  /** The code of a screen that is `shown`. */
  view<N extends Name>(name: N): View<N> {
    const found = this.views.get(name);
    if (!found) throw new Error(`${name} is not here`);
    return found as View<N>;
  }
}

export const screens = new Screens();
