// The app's `t`, and the chosen language of a two-language text from the wire. Indonesian comes with the page, English
// when it is chosen or in idle time.
import { LaterWords, prefs, translator } from "@ronda/web";
import type { Text } from "../wire.ts";
import { id as access } from "./id/access.ts";
import { id as changing } from "./id/changing.ts";
import { id as everyday } from "./id/everyday.ts";
import { id as scanning } from "./id/scanning.ts";
import { id as syncing } from "./id/syncing.ts";

export const id = { ...everyday, ...access, ...changing, ...scanning, ...syncing };
export type FieldKey = keyof typeof id;

export const english = new LaterWords<FieldKey>(async () => (await import("./en/all.ts")).en);
export const t = translator<FieldKey>({ id, en: english });

export function told(text: Text | null | undefined): string {
  return text ? text[prefs.lang] || text.id : "";
}

/** With a capital at the front, for a line that may begin with a parameter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
