// What My round stands on. At a cold start it is asked for right behind the PIN: the core answers one call after the
// other, so it is read in the moment after the device was opened and not a turn of the page later. Nothing of it comes
// while the PIN is wrong.

import type { Options } from "@ronda/web";
import { wireCalls, type InspectionBrief, type Round } from "../wire.ts";

export interface ReadRound {
  round: Round;
  drafts: InspectionBrief[];
}

async function read(options?: Options): Promise<ReadRound> {
  const [round, { inspections }] = await Promise.all([wireCalls.round(options), wireCalls.inspections("open", options)]);
  return { round, drafts: inspections };
}

let ahead: Promise<ReadRound> | undefined;

/** Call when the PIN was sent. A refusal is nobody's news: whoever reads later asks anew. */
export function readAhead(): void {
  ahead = read({ quiet: true });
  ahead.catch(() => undefined);
}

/** What was asked for ahead when that went well, else what is true now. Throws Problem. */
export async function readRound(): Promise<ReadRound> {
  const early = ahead;
  ahead = undefined;
  return early ? early.catch(() => read()) : read();
}
