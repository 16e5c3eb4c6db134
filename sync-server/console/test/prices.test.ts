import { afterEach, describe, expect, it, vi } from "vitest";
import { dropOf, followPointer, type DropAt } from "../src/plan/drag.ts";
import { bestOf, kindOf, priceKey, priceMap, signed, signOf } from "../src/plan/prices.ts";
import type { Prices, TeamPrice } from "../src/server/contract.ts";

const price = (team: string, more: Partial<TeamPrice> = {}): TeamPrice => ({
  team, band: "morning", possible: true, legal: true, may_bend: true, cost_min: 0, rule: null, text: null, ...more,
});
const month = (teams: TeamPrice[]): Prices => ({ version: 3, days: [{ date: "2026-12-14", teams }] });

describe("prices of a picked-up visit", () => {
  it("tells what is allowed, what a person may insist on, and what nobody may", () => {
    expect(kindOf({ possible: true, legal: true, may_bend: true })).toBe("legal");
    expect(kindOf({ possible: true, legal: false, may_bend: true })).toBe("bend");
    expect(kindOf({ possible: true, legal: false, may_bend: false })).toBe("never");
    expect(kindOf({ possible: false, legal: false, may_bend: true })).toBe("never");
  });

  it("takes the cheapest allowed team of a day before any that breaks a rule", () => {
    const cells = priceMap(month([
      price("a", { cost_min: 7 }),
      price("b", { cost_min: 4 }),
      price("c", { cost_min: -9, legal: false, rule: "gap_short" }),
    ]));
    expect(bestOf(cells.values(), "2026-12-14")?.team).toBe("b");
    expect(bestOf(cells.values(), "2026-12-15")).toBeUndefined();
    expect(cells.get(priceKey("c", "2026-12-14"))?.kind).toBe("bend");
  });

  it("writes a price with its sign, and nothing as nothing", () => {
    expect(signed(2.4)).toBe("+2");
    expect(signed(-3.2)).toBe("−3");
    expect(signed(-0.3)).toBe("0");
  });

  it("draws too close, too far and no time apart", () => {
    expect([signOf("gap_short"), signOf("gap_long"), signOf("budget"), signOf("no_shift"), signOf("rest")]).toEqual([
      "closer", "farther", "time", "closed", "team",
    ]);
  });
});

describe("dragging", () => {
  afterEach(() => {
    document.body.innerHTML = "";
    vi.restoreAllMocks();
  });
  const over = (): DropAt[] => {
    document.body.innerHTML = `<div data-drop-team="t" data-drop-date="2026-12-14" data-drop-position="2"><span id="in"></span></div><p id="out"></p>`;
    return [];
  };
  const pointer = (type: string, x: number, y: number) => new PointerEvent(type, { clientX: x, clientY: y, button: 0 });
  const run = (moves: [number, number][], target: string, end: () => void) => {
    const seen: string[] = [];
    document.elementFromPoint = () => document.getElementById(target);
    followPointer(pointer("pointerdown", 0, 0), {
      onstart: () => seen.push("start"),
      onmove: (_x, _y, at) => seen.push(at ? `over ${at.date}` : "over nothing"),
      ondrop: (at) => seen.push(at ? `drop ${at.team} ${at.position}` : "drop nothing"),
    });
    for (const [x, y] of moves) window.dispatchEvent(pointer("pointermove", x, y));
    end();
    return seen;
  };

  it("knows a place by the nearest element that names a team and a day", () => {
    over();
    expect(dropOf(document.getElementById("in"))).toEqual({ team: "t", date: "2026-12-14", position: 2 });
    expect(dropOf(document.getElementById("out"))).toBeUndefined();
  });

  it("is no drag until the pointer has moved a little: a click stays a click", () => {
    over();
    expect(run([[2, 2]], "in", () => window.dispatchEvent(pointer("pointerup", 2, 2)))).toEqual([]);
  });

  it("says where it is and drops there", () => {
    over();
    expect(run([[20, 0]], "in", () => window.dispatchEvent(pointer("pointerup", 20, 0)))).toEqual([
      "start", "over 2026-12-14", "drop t 2",
    ]);
  });

  it("gives up on Escape", () => {
    over();
    expect(run([[20, 0]], "in", () => window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" })))).toEqual([
      "start", "over 2026-12-14", "drop nothing",
    ]);
  });
});
