// A topic's words in both languages. The types refuse a missing or an extra key.

import { translator } from "@ronda/web";

export function words<T extends Record<string, string>>(id: T, en: { [K in keyof T]: string }) {
  return translator<Extract<keyof T, string>>({ id, en });
}

/** The member of a two-language text that fits; either may be missing in an old record. */
export function pick(text: { id: string; en: string } | string | null | undefined, lang: "id" | "en"): string {
  if (text === null || text === undefined) return "";
  if (typeof text === "string") return text;
  return text[lang] || text.id || text.en || "";
}
