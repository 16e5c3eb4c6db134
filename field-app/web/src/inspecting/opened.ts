// The inspections open in this session, each once, with its undo history; and the checklists they follow.

import { wireCalls, type Checklist } from "../wire.ts";
import { Inspecting } from "./inspecting.svelte.ts";

// Promises, not results: two parts of a screen that ask at once must get the same inspection.
const known = new Map<string, Promise<Inspecting>>();
const checklists = new Map<string, Checklist>();

export async function checklistOf(version: string): Promise<Checklist> {
  const kept = checklists.get(version);
  if (kept) return kept;
  const checklist = await wireCalls.checklist(version);
  checklists.set(version, checklist);
  return checklist;
}

/** The inspection with this id, with its undo history if it was open before in this session. */
export async function inspectingOf(id: string): Promise<Inspecting> {
  const kept = known.get(id);
  if (kept) {
    const found = await kept.catch(() => undefined);
    if (found && !found.sealed) return found;
    if (known.get(id) === kept) known.delete(id);
    return inspectingOf(id);
  }
  const made = wireCalls.inspection(id).then(async (data) => new Inspecting(data, await checklistOf(data.checklist)));
  known.set(id, made);
  // A sealed one is read anew each time, and so is one that could not be read.
  const drop = () => {
    if (known.get(id) === made) known.delete(id);
  };
  void made.then((found) => {
    if (found.sealed) drop();
  }, drop);
  return made;
}

export function forget(id: string): void {
  known.delete(id);
}
