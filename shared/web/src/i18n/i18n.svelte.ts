// Words in two languages. A dictionary is two records with the same keys; the compiler proves that they are the same.
// `{name}` is replaced by a parameter; `{n|visit|visits}` chooses by the parameter n (one, other).

import { prefs, type Lang } from "../prefs.svelte.ts";
import * as format from "./format.ts";
import type { Day, Zone } from "./format.ts";
import { en } from "./en.ts";
import { id } from "./id.ts";

export type Params = Record<string, string | number>;
export type Words<K extends string> = Record<Lang, Record<K, string>>;
export type SharedKey = keyof typeof id;

/** Fills a sentence. A parameter that is missing stays visible as `{name}`, so that a test or an eye finds it. */
export function fill(sentence: string, params: Params, lang: Lang): string {
  return sentence.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (one !== undefined) return Number(value) === 1 ? one : (other ?? "");
    return typeof value === "number" ? format.number(value, lang) : value;
  });
}

/** The words of a language that are fetched when somebody reads them, or before. */
export class LaterWords<K extends string> {
  /** Nothing until they are here. */
  found = $state.raw<Record<K, string>>();
  private asked: Promise<void> | undefined;
  private readonly fetched: () => Promise<Record<K, string>>;

  constructor(fetched: () => Promise<Record<K, string>>) {
    this.fetched = fetched;
  }

  /** Resolves once they are here. Rejects when they cannot be had now; a later call asks again. */
  load(): Promise<void> {
    this.asked ??= this.fetched().then(
      (words) => void (this.found = words),
      (cause: unknown) => {
        this.asked = undefined;
        throw cause;
      },
    );
    return this.asked;
  }
}

/**
 * Joins a room's own words with the shared ones and gives its `t`. Reading it in a component follows the language. While
 * a language that is fetched later is on its way, Indonesian stands: a screen is never without words.
 */
export function translator<K extends string>(own: { id: Record<K, string>; en: Record<K, string> | LaterWords<K> }) {
  type All = Record<K | SharedKey, string>;
  const inId: All = { ...id, ...own.id };
  const later = own.en instanceof LaterWords ? own.en : undefined;
  const withOwn = (words: Record<K, string>): All => ({ ...en, ...words });
  let inEn = own.en instanceof LaterWords ? undefined : withOwn(own.en);

  function english(): All {
    if (inEn) return inEn;
    if (later?.found) return (inEn = withOwn(later.found));
    void later?.load().catch(() => undefined);
    return inId;
  }
  return (key: K | SharedKey, params: Params = {}, lang: Lang = prefs.lang): string => {
    const words = lang === "en" ? english() : inId;
    return fill(words[key], params, words === inId ? "id" : "en");
  };
}

/** The shared words alone. */
export const t = translator<never>({ id: {}, en: {} });

class Place {
  /** The zone of the unit; every time on screen is told in it. */
  zone = $state<Zone>("WITA");
}

export const place = new Place();

/** Formatting in the chosen language and the unit's zone. */
export const say = {
  number: (value: number, decimals?: number) => format.number(value, prefs.lang, decimals),
  distance: (metres: number) => format.distance(metres, prefs.lang),
  minutes: (count: number) => format.minutes(count, prefs.lang),
  shortDate: (day: Day | string) => format.shortDate(day, prefs.lang),
  date: (day: Day | string) => format.date(day, prefs.lang),
  longDate: (day: Day | string) => format.longDate(day, prefs.lang),
  month: (day: Day | string) => format.month(day, prefs.lang),
  time: (instant: number, label = false) => format.time(instant, prefs.lang, place.zone, label),
  moment: (instant: number, label = false) => format.moment(instant, prefs.lang, place.zone, label),
  clock: (text: string) => format.clock(text, prefs.lang),
  day: (instant: number) => format.dayOf(instant, place.zone),
  size: (bytes: number) => format.size(bytes, prefs.lang),
};
