// Small state of the frame: is the narrow screen's menu open, what waits behind a rail item.

import { server } from "../server/client.ts";

class Frame {
  menu = $state(false);
  /** Records held in quarantine. */
  held = $state(0);
  /** Decisions that wait. */
  cases = $state(0);

  /** What waits for a person: the badge on Antrean. */
  get waiting(): number {
    return this.held + this.cases;
  }

  /** Asks how much waits. When the server does not say, what was known stays. */
  async count(): Promise<void> {
    const [held, cases] = await Promise.all([
      server.quarantine({ limit: 1 }).catch(() => undefined),
      server.cases({ limit: 1 }).catch(() => undefined),
    ]);
    this.held = held?.total ?? this.held;
    this.cases = cases?.total ?? this.cases;
  }
}

export const frame = new Frame();
