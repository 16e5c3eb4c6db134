// Outreach sessions, referrals, tips, and the numbers of the emergency card: shapes of sync-server/api/API.md and their calls.

import { api } from "@ronda/web";
import type { OfficerBrief } from "./inspected.ts";

const base = "/api/v1";

export const stages = [
  "report", "inquiry", "investigation", "arrest", "detention", "search", "seizure", "file", "stage1", "p21", "stage2", "stopped",
  "verdict",
] as const;
export type Stage = (typeof stages)[number];

interface Received {
  id: string;
  officer: OfficerBrief;
  received_at: string;
}
export interface Activity extends Received {
  kind: "education" | "socialisation" | "coordination" | "other";
  date: string;
  place: string;
  theme: string | null;
  headcount: number;
  lodging: { id: string; name: string } | null;
}
export interface Referral extends Received {
  lodging: { id: string; name: string };
  inspection: string | null;
  reason: "child" | "exploitation" | "violence" | "danger" | "drugs" | "foreign_reporting" | "fire_safety" | "licence" | "other";
  to:
    | "unit_ppa" | "sapa" | "uptd_ppa" | "health" | "lpsk" | "dinsos" | "immigration" | "investigation" | "fire_service"
    | "licensing" | "tourism" | "satpol_pp" | "other";
  at: string;
  case_no: string | null;
  stage: Stage | null;
  stage_on: string | null;
  version: number;
}
export interface Tip extends Received {
  lodging: { id: string; name: string };
  source: "cyber_patrol" | "public" | "agency" | "officer";
  category: "minors" | "exploitation" | "short_stay" | "no_register" | "drugs" | "other";
  priority: "low" | "normal" | "high";
  received_on: string;
  expires_on: string;
  reference: string | null;
  counts: boolean;
}
export interface Contact {
  label: { id: string; en: string };
  number: string;
  tel: string;
}
export interface Contacts {
  version: number;
  emergency: Contact[];
}

export const leads = {
  activities: async () => (await api<{ activities: Activity[] }>("GET", `${base}/activities`)).activities,
  referrals: async () => (await api<{ referrals: Referral[] }>("GET", `${base}/referrals`)).referrals,
  tips: async () => (await api<{ tips: Tip[] }>("GET", `${base}/tips`)).tips,
  changeCase: (id: string, version: number, change: Pick<Referral, "case_no" | "stage" | "stage_on">) =>
    api<Referral>("PUT", `${base}/referrals/${encodeURIComponent(id)}`, change, { headers: { "if-match": `"${version}"` } }),
  contacts: () => api<Contacts>("GET", `${base}/unit/emergency`),
  changeContacts: (version: number, emergency: Contact[]) =>
    api<Contacts>("PUT", `${base}/unit/emergency`, { emergency }, { headers: { "if-match": `"${version}"` } }),
};
