// Outreach sessions, tips and referrals (field-app/core/API.md, "Reporting"), and their calls.

import { api } from "@ronda/web";
import type { RecordSync } from "../wire.ts";

export const activityKinds = ["education", "socialisation", "coordination", "other"] as const;
export const tipSources = ["cyber_patrol", "public", "agency", "officer"] as const;
export const tipCategories = ["minors", "exploitation", "short_stay", "no_register", "drugs", "other"] as const;
export const tipPriorities = ["low", "normal", "high"] as const;
export const referralReasons = [
  "child", "exploitation", "violence", "danger", "drugs", "foreign_reporting", "fire_safety", "licence", "other",
] as const;
export const receivers = [
  "unit_ppa", "sapa", "uptd_ppa", "health", "lpsk", "dinsos", "immigration", "investigation", "fire_service", "licensing",
  "tourism", "satpol_pp", "other",
] as const;

export interface Activity {
  id: string;
  kind: (typeof activityKinds)[number];
  date: string;
  place: string;
  theme: string | null;
  headcount: number;
  lodging_id: string | null;
  sync: RecordSync;
}

export interface Tip {
  id: string;
  lodging: { id: string; name: string };
  source: (typeof tipSources)[number];
  category: (typeof tipCategories)[number];
  priority: (typeof tipPriorities)[number];
  received_on: string;
  expires_on: string;
  counts: boolean;
  reference: string | null;
  sync: RecordSync;
}

export interface Referral {
  id: string;
  lodging: { id: string; name: string };
  inspection_id: string | null;
  reason: (typeof referralReasons)[number];
  to: (typeof receivers)[number];
  at: string;
  case_no: string | null;
  stage: string | null;
  stage_on: string | null;
  sync: RecordSync;
}

export const reports = {
  activities: async () => (await api<{ activities: Activity[] }>("GET", "/api/activities")).activities,
  tips: async () => (await api<{ tips: Tip[] }>("GET", "/api/tips")).tips,
  referrals: async () => (await api<{ referrals: Referral[] }>("GET", "/api/referrals")).referrals,
  addActivity: (activity: Pick<Activity, "kind" | "date" | "place" | "theme" | "headcount">) =>
    api<unknown>("POST", "/api/activities", activity),
  addTip: (tip: Pick<Tip, "source" | "category" | "priority" | "expires_on" | "reference"> & { lodging_id: string }) =>
    api<unknown>("POST", "/api/tips", tip),
  addReferral: (referral: Pick<Referral, "reason" | "to" | "case_no" | "inspection_id"> & { lodging_id: string }) =>
    api<unknown>("POST", "/api/referrals", referral),
};

/** The day so many days after another, YYYY-MM-DD. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
