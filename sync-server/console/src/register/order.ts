// Filtering and sorting the register as it is shown. Pure.

import type { GlyphName } from "@ronda/web";
import type { Lodging, MapPoint, Severity, Tier } from "../server/contract.ts";

export type Column = "name" | "kind" | "place" | "rooms" | "tier" | "month" | "findings" | "last";
export interface Order {
  column: Column;
  down: boolean;
}

const tiers: Record<Tier, number> = { low: 0, medium: 1, high: 2 };
const severities: Record<Severity, number> = { minor: 1, major: 2, critical: 3 };

/** How far this month is from the minimum: the neediest first when sorted upwards. */
export function need(month: { done: number; min: number }): number {
  return month.done - month.min;
}

function compareBy(column: Column, a: Lodging, b: Lodging): number {
  switch (column) {
    case "name":
      return 0;
    case "kind":
      return a.kind.localeCompare(b.kind);
    case "place":
      return (a.kelurahan ?? "\uffff").localeCompare(b.kelurahan ?? "\uffff", "id");
    case "rooms":
      return (a.rooms ?? -1) - (b.rooms ?? -1);
    case "tier":
      return tiers[a.tier] - tiers[b.tier];
    case "month":
      return need(a.month) - need(b.month) || a.month.done - b.month.done;
    case "findings":
      return (a.worst ? severities[a.worst] : 0) - (b.worst ? severities[b.worst] : 0) || a.open_findings - b.open_findings;
    case "last":
      return (a.last_visit_at ?? "").localeCompare(b.last_visit_at ?? "");
  }
}

/** A new array in the wanted order; equal rows stand by name. */
export function sorted(lodgings: readonly Lodging[], order: Order): Lodging[] {
  const sign = order.down ? -1 : 1;
  return [...lodgings].sort(
    (a, b) => sign * compareBy(order.column, a, b) || (order.column === "name" ? sign : 1) * a.name.localeCompare(b.name, "id"),
  );
}

/** A click on a head: the same column turns round, another one starts upwards. */
export function turn(order: Order, column: Column): Order {
  return order.column === column ? { column, down: !order.down } : { column, down: false };
}

export function readOrder(text: string | undefined): Order {
  const columns: readonly string[] = ["name", "kind", "place", "rooms", "tier", "month", "findings", "last"];
  const plain = (text ?? "").replace(/^-/, "");
  return columns.includes(plain) ? { column: plain as Column, down: (text ?? "").startsWith("-") } : { column: "name", down: false };
}

export const writeOrder = (order: Order): string => `${order.down ? "-" : ""}${order.column}`;

/** Colour and shape of a point: a critical finding first, then the month. */
export function pointGlyph(point: Pick<MapPoint, "done" | "min" | "worst">): GlyphName {
  if (point.worst === "critical") return "critical";
  if (point.worst === "major") return "major";
  if (point.done >= point.min) return "done";
  return "planned";
}
