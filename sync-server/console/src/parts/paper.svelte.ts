// Is the page being printed right now? Lists then show all their rows.

import { flushSync } from "svelte";

class Paper {
  printing = $state(false);

  constructor() {
    if (typeof window === "undefined") return;
    addEventListener("beforeprint", () => flushSync(() => (this.printing = true)));
    addEventListener("afterprint", () => (this.printing = false));
  }
}

export const paper = new Paper();
