// Numbers, dates and times as Indonesians and English readers write them. Pure; no Intl, so that every device agrees.
// Instants are UTC milliseconds; a zone is a fixed offset (Indonesia has no summer time).

import type { Lang } from "../prefs.svelte.ts";

export type Zone = "WIB" | "WITA" | "WIT";

const offsetHours: Record<Zone, number> = { WIB: 7, WITA: 8, WIT: 9 };

const days: Record<Lang, readonly string[]> = {
  id: ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};

const longDays: Record<Lang, readonly string[]> = {
  id: ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};

const months: Record<Lang, readonly string[]> = {
  id: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

const longMonths: Record<Lang, readonly string[]> = {
  id: [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
  ],
  en: [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
  ],
};

/** A calendar day in some zone. `month` is 1 to 12. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

export function isZone(word: unknown): word is Zone {
  return word === "WIB" || word === "WITA" || word === "WIT";
}

/** The zone of an IANA name as the wire writes it; WITA if it is none of Indonesia's. */
export function zoneOf(name: string): Zone {
  if (isZone(name)) return name;
  if (name === "Asia/Jakarta" || name === "Asia/Pontianak") return "WIB";
  if (name === "Asia/Jayapura") return "WIT";
  return "WITA";
}

/** `decimals` digits after the sign; the default drops them for whole numbers and shows one otherwise. */
export function number(value: number, lang: Lang, decimals?: number): string {
  const places = decimals ?? (Number.isInteger(value) ? 0 : 1);
  const [whole = "0", rest] = Math.abs(value).toFixed(places).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, lang === "id" ? "." : ",");
  const sign = value < 0 && Number(whole + (rest ?? "")) !== 0 ? "−" : "";
  return sign + grouped + (rest ? (lang === "id" ? "," : ".") + rest : "");
}

/** Metres below one kilometre, else kilometres with one decimal. */
export function distance(metres: number, lang: Lang): string {
  if (metres < 995) return `${number(Math.round(metres / 10) * 10, lang)} m`;
  return `${number(Math.round(metres / 100) / 10, lang)} km`;
}

export function minutes(count: number, lang: Lang): string {
  return `${number(Math.round(count), lang)} ${lang === "id" ? "mnt" : "min"}`;
}

/** The day of an instant in a zone. */
export function dayOf(instant: number, zone: Zone): Day {
  const shifted = new Date(instant + offsetHours[zone] * 3_600_000);
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() };
}

/** Reads `2026-11-17`; undefined when it is not a real day. */
export function parseDay(text: string): Day | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return undefined;
  const day = { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
  const check = new Date(Date.UTC(day.year, day.month - 1, day.day));
  return check.getUTCMonth() + 1 === day.month && check.getUTCDate() === day.day ? day : undefined;
}

export function isoDay(day: Day): string {
  return `${String(day.year).padStart(4, "0")}-${String(day.month).padStart(2, "0")}-${String(day.day).padStart(2, "0")}`;
}

export function addDays(day: Day, count: number): Day {
  return dayOf(Date.UTC(day.year, day.month - 1, day.day + count, 0) - offsetHours.WIB * 3_600_000, "WIB");
}

/** Whole days from one to the other. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round(
    (Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)) / 86_400_000,
  );
}

function weekday(day: Day): number {
  return new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();
}

function asDay(day: Day | string): Day | undefined {
  return typeof day === "string" ? parseDay(day) : day;
}

/** `17 Nov`. A text that is no date comes back as it is. */
export function shortDate(day: Day | string, lang: Lang): string {
  const found = asDay(day);
  return found ? `${found.day} ${months[lang][found.month - 1]}` : String(day);
}

/** `Sel 17 Nov` / `Tue 17 Nov`. */
export function date(day: Day | string, lang: Lang): string {
  const found = asDay(day);
  return found ? `${days[lang][weekday(found)]} ${shortDate(found, lang)}` : String(day);
}

/** `Selasa, 17 November 2026` / `Tuesday 17 November 2026`. */
export function longDate(day: Day | string, lang: Lang): string {
  const found = asDay(day);
  if (!found) return String(day);
  const name = longDays[lang][weekday(found)];
  return `${name}${lang === "id" ? "," : ""} ${found.day} ${longMonths[lang][found.month - 1]} ${found.year}`;
}

/** `November 2026`, from `2026-11` or a day. */
export function month(day: Day | string, lang: Lang): string {
  const found = typeof day === "string" ? asDay(`${day.slice(0, 7)}-01`) : day;
  return found ? `${longMonths[lang][found.month - 1]} ${found.year}` : String(day);
}

/** `21.03` / `21:03`; with a label `21.03 WITA`. */
export function time(instant: number, lang: Lang, zone: Zone, label = false): string {
  const shifted = new Date(instant + offsetHours[zone] * 3_600_000);
  const hour = String(shifted.getUTCHours()).padStart(2, "0");
  const minute = String(shifted.getUTCMinutes()).padStart(2, "0");
  return `${hour}${lang === "id" ? "." : ":"}${minute}${label ? ` ${zone}` : ""}`;
}

/** A time of day as the wire writes it, `16:20`, becomes `16.20` in Indonesian. */
export function clock(text: string, lang: Lang): string {
  return lang === "id" ? text.replace(":", ".") : text;
}

/** `Jum 13 Nov, 14.20`. */
export function moment(instant: number, lang: Lang, zone: Zone, label = false): string {
  return `${date(dayOf(instant, zone), lang)}, ${time(instant, lang, zone, label)}`;
}

/** Kilobytes, megabytes with one decimal. */
export function size(bytes: number, lang: Lang): string {
  if (bytes < 1_000_000) return `${number(Math.max(1, Math.round(bytes / 1000)), lang)} kB`;
  return `${number(bytes / 1_000_000, lang, 1)} MB`;
}
