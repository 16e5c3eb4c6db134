// The app's `t`, and the chosen language of a two-language text from the wire.
import { prefs, translator } from "@ronda/web";
import type { Text } from "../wire.ts";
import { en } from "./en.ts";
import { id } from "./id.ts";

export type FieldKey = keyof typeof id;
export const t = translator<FieldKey>({ id, en });

export function told(text: Text | null | undefined): string {
  return text ? text[prefs.lang] || text.id : "";
}

/** With a capital at the front, for a line that may begin with a parameter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
