// Inspections and what is done besides them stand side by side.
import { t } from "../words/leads.ts";

export const tabs = () => [
  { key: "inspections", href: "#/inspections", word: t("inspections"), testid: "tab-inspections" },
  { key: "activities", href: "#/leads", word: t("activities"), testid: "tab-activities" },
  { key: "referrals", href: "#/leads/referrals", word: t("referrals"), testid: "tab-referrals" },
  { key: "tips", href: "#/leads/tips", word: t("tips"), testid: "tab-tips" },
];
