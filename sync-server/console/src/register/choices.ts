// The choices of a lodging's fields, in the chosen language.

import type { Kind, Status, Tier } from "../server/contract.ts";
import { t } from "../words/shell.ts";

const kindWords: readonly Kind[] = ["hotel", "guesthouse", "homestay", "villa", "kos", "other"];
const tierWords: readonly Tier[] = ["low", "medium", "high"];
const statusWords: readonly Status[] = ["active", "closed", "unregistered"];

export const kinds = (): { value: string; label: string }[] => kindWords.map((value) => ({ value, label: t(`kind.${value}`) }));
export const tiers = (): { value: string; label: string }[] => tierWords.map((value) => ({ value, label: t(`tier.${value}`) }));
export const statuses = (): { value: string; label: string }[] =>
  statusWords.map((value) => ({ value, label: t(`status.${value}`) }));

/** A form value as people read it. */
export function shownValue(field: string, value: string): string {
  if (field === "kind" && kindWords.includes(value as Kind)) return t(`kind.${value as Kind}`);
  if (field === "tier" && tierWords.includes(value as Tier)) return t(`tier.${value as Tier}`);
  if (field === "status" && statusWords.includes(value as Status)) return t(`status.${value as Status}`);
  return value === "" ? t("none") : value;
}
