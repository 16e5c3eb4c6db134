// An answer in words, for the chip, the undo button, the view before sealing.
import { say } from "@ronda/web";
import { t, told } from "../words/words.ts";
import type { Item, Value } from "../wire.ts";

export type Tone = "done" | "miss" | "plan";

function isRange(value: Value): value is { from: string; to: string } {
  return typeof value === "object" && value !== null && typeof value.from === "string" && typeof value.to === "string";
}

/** Empty when there is no answer. */
export function valueText(item: Item, value: Value): string {
  if (value === null) return "";
  if (item.kind === "yn") return value === "yes" ? t("inspect.yes") : value === "no" ? t("inspect.no") : t("inspect.na");
  if (item.kind === "choice") return told(item.options?.find((option) => option.code === value)?.text) || String(value);
  if (isRange(value)) return `${say.shortDate(value.from)} – ${say.shortDate(value.to)}`;
  if (typeof value === "string" && value.includes("/")) return value.split("/").map(say.shortDate).join(" – ");
  if (typeof value === "number") return `${say.number(value)}${item.unit ? ` ${told(item.unit)}` : ""}`;
  return String(value);
}

export function valueTone(item: Item, value: Value, finding: boolean): Tone {
  if (item.kind === "yn") return value === "yes" ? "done" : value === "no" ? "miss" : "plan";
  return finding ? "miss" : "plan";
}

/** Items the tally fills. */
export function fromSample(item: Item): boolean {
  return item.kind === "range" || item.kind === "sample";
}
