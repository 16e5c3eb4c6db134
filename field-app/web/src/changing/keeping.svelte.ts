// Writing something down on this phone from a form: one press at a time, and what is refused is said in a sentence while
// the form stays as it is.

import { refusalOf } from "./refusal.ts";

export class Keeping {
  busy = $state(false);
  /** The sentence about the last press; "" when nothing stands in the way. */
  failed = $state("");

  /** Does `deed`; a Problem that it throws becomes the sentence. A press while one is under way is the same press. */
  async run(deed: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failed = "";
    try {
      await deed();
    } catch (caught) {
      this.failed = refusalOf(caught);
    } finally {
      this.busy = false;
    }
  }
}
