// The plan's figures in words, each with its goal (SCHEDULING: guess ≤ 0.20, weekday mix ≥ 0.75, no rule broken).

import { say } from "@ronda/web";
import type { Figures } from "../server/contract.ts";
import type { Figure } from "../parts/FiguresStrip.svelte";
import { t } from "../words/plan.ts";
import { usePercent } from "./lanes.ts";

export const goals = { guess: 0.2, entropy: 0.75 };

/** Judged as it is shown: 0.204 is 0.20. */
const shown = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Only what the server has counted is shown; a figure it does not know is left out. */
export function figuresOf(figures: Partial<Figures>, checked: boolean): Figure[] {
  const list: Figure[] = [];
  const add = (known: unknown, figure: Figure): void => {
    if (known !== undefined && known !== null) list.push(figure);
  };
  const f = figures;
  add(f.planned, {
    key: "planned",
    value: say.number(f.planned ?? 0),
    unit: f.wanted === undefined ? undefined : t("figure.planned_of", { n: f.wanted }),
    label: t("figure.planned"),
    testid: "figure-planned",
  });
  add(f.unplanned, {
    key: "unplanned",
    value: say.number(f.unplanned ?? 0),
    label: t("figure.unplanned"),
    state: f.unplanned === 0 ? "good" : "look",
    testid: "figure-unplanned",
  });
  add(f.violations, {
    key: "violations",
    value: say.number(f.violations ?? 0),
    label: t("figure.violations"),
    state: f.violations === 0 ? "good" : "look",
  });
  add(f.travel_min_per_visit, {
    key: "travel",
    value: say.number(f.travel_min_per_visit ?? 0, 1),
    unit: t("unit.min"),
    label: t("figure.travel"),
  });
  add(f.best_gap_guess, {
    key: "guess",
    value: say.number(f.best_gap_guess ?? 0, 2),
    label: t("figure.guess", { goal: say.number(goals.guess, 2) }),
    state: shown(f.best_gap_guess ?? 1, 2) <= goals.guess ? "good" : "look",
  });
  add(f.weekday_entropy, {
    key: "entropy",
    value: say.number(f.weekday_entropy ?? 0, 2),
    label: t("figure.entropy", { goal: say.number(goals.entropy, 2) }),
    state: shown(f.weekday_entropy ?? 0, 2) >= goals.entropy ? "good" : "look",
  });
  const use = usePercent(f);
  add(f.use_mean, {
    key: "use",
    value: say.number(use.mean),
    unit: "%",
    label: t("figure.use", { min: use.min, max: use.max }),
  });
  add(f.balance_points, {
    key: "balance",
    value: say.number(f.balance_points ?? 0, 1),
    label: t("figure.balance"),
    state: shown(f.balance_points ?? 0, 1) <= 5 ? "good" : "look",
  });
  add(f.rotation_repeats, { key: "repeats", value: say.number(f.rotation_repeats ?? 0), label: t("figure.repeats") });
  add(f.seconds, {
    key: "seconds",
    value: say.number(f.seconds ?? 0, 1),
    unit: t("unit.s"),
    label: checked ? t("figure.seconds") : t("figure.unchecked"),
    state: checked ? "good" : "look",
  });
  return list;
}
