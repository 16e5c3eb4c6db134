// The app's `t`, and the chosen language of a two-language text from the wire.
import { prefs, translator } from "@ronda/web";
import type { Text } from "../wire.ts";
import { access } from "./access.ts";
import { changing } from "./changing.ts";
import { en as rest } from "./en.ts";
import { id as base } from "./id.ts";
import { scanning } from "./scanning.ts";
import { syncing } from "./syncing.ts";

/** Every sentence of the app. Parts with many of their own keep both languages side by side in one file. */
export const id = { ...base, ...access.id, ...changing.id, ...scanning.id, ...syncing.id };
export const en: Record<keyof typeof id, string> = { ...rest, ...access.en, ...changing.en, ...scanning.en, ...syncing.en };

export type FieldKey = keyof typeof id;
export const t = translator<FieldKey>({ id, en });

export function told(text: Text | null | undefined): string {
  return text ? text[prefs.lang] || text.id : "";
}

/** With a capital at the front, for a line that may begin with a parameter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
