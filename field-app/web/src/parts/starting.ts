// Opening an inspection, and closing it: at once, with the place following when the phone knows it. Never waits for a satellite.
import { device } from "../device.svelte.ts";
import type { Inspecting } from "../inspecting/inspecting.svelte.ts";
import { wireCalls } from "../wire.ts";

/** The id of the open inspection of that lodging; an open one is continued. Throws Problem. */
export async function startAt(lodging: string, visit: string | null): Promise<string> {
  const opened = await wireCalls.open(lodging, visit, null);
  void device.locate().then(async (fix) => {
    if (!fix) return;
    // Comes with the screen that is opened meanwhile, not with My round.
    const { inspectingOf } = await import("../inspecting/opened.ts");
    const inspecting = await inspectingOf(opened.id);
    await inspecting.place("start", fix);
  }, () => undefined);
  return opened.id;
}

/** The one fix at the end, taken when the inspection is about to be closed; a correction is written elsewhere and has none. */
export async function placeAtEnd(inspecting: Inspecting | undefined): Promise<void> {
  if (!inspecting || inspecting.sealed || inspecting.data.correction) return;
  const fix = await device.locate();
  if (fix && !inspecting.sealed) await inspecting.place("end", fix);
}
