// Days of a month as the planner's columns: ISO weeks, weekday letters, 0 = Monday.

import { format, type Lang } from "@ronda/web";

const letters: Record<Lang, readonly string[]> = {
  id: ["S", "S", "R", "K", "J", "S", "M"],
  en: ["M", "T", "W", "T", "F", "S", "S"],
};
const names: Record<Lang, readonly string[]> = {
  id: ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
  en: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
};
const short: Record<Lang, readonly string[]> = {
  id: ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"],
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
};

export const weekdayLetter = (weekday: number, lang: Lang): string => letters[lang][weekday] ?? "";
export const weekdayName = (weekday: number, lang: Lang): string => names[lang][weekday] ?? "";
export const weekdayShort = (weekday: number, lang: Lang): string => short[lang][weekday] ?? "";

const utc = (date: string): Date => new Date(`${date}T00:00:00Z`);

/** 0 = Monday … 6 = Sunday. */
export function weekdayOf(date: string): number {
  return (utc(date).getUTCDay() + 6) % 7;
}

export const dayNumber = (date: string): number => Number(date.slice(8, 10));

/** ISO 8601 week: the week of the Thursday. */
export function isoWeek(date: string): number {
  const day = utc(date);
  const thursday = new Date(day.getTime() + (3 - weekdayOf(date)) * 86_400_000);
  const january4 = new Date(Date.UTC(thursday.getUTCFullYear(), 0, 4));
  const first = january4.getTime() - ((january4.getUTCDay() + 6) % 7) * 86_400_000;
  return 1 + Math.floor((thursday.getTime() - first) / (7 * 86_400_000));
}

/** Every date of `2026-12`. */
export function datesOf(month: string): string[] {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, i) => `${month}-${String(i + 1).padStart(2, "0")}`);
}

/** Runs of dates that share an ISO week, for the header. */
export function weeksOf(dates: readonly string[]): { week: number; dates: string[] }[] {
  const weeks: { week: number; dates: string[] }[] = [];
  for (const date of dates) {
    const week = isoWeek(date);
    const last = weeks[weeks.length - 1];
    if (last && last.week === week) last.dates.push(date);
    else weeks.push({ week, dates: [date] });
  }
  return weeks;
}

/** `2026-12` moved by so many months. */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const moved = new Date(Date.UTC(year, number - 1 + by, 1));
  return `${moved.getUTCFullYear()}-${String(moved.getUTCMonth() + 1).padStart(2, "0")}`;
}

/** `Kamis, 10 Desember` / `Thursday 10 December`: the year is known from the page. */
export function dayTitle(date: string, lang: Lang): string {
  return format.longDate(date, lang).replace(/\s\d{4}$/, "");
}

/** `16:20` as people of that language write it: `16.20` / `16:20`. */
export function clock(time: string | null | undefined, lang: Lang): string {
  if (!time) return "";
  return lang === "id" ? time.slice(0, 5).replace(":", ".") : time.slice(0, 5);
}

/** Minutes as `4 j 22 m` / `4 h 22 m`. */
export function hours(minutes: number, lang: Lang): string {
  const whole = Math.round(minutes);
  const h = Math.floor(whole / 60);
  const m = whole % 60;
  const unit = lang === "id" ? "j" : "h";
  if (h === 0) return `${m} ${lang === "id" ? "mnt" : "min"}`;
  return m === 0 ? `${h} ${unit}` : `${h} ${unit} ${m} m`;
}
