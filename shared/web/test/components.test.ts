import { flushSync, mount, unmount, type Component } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  MonthCounter, prefs, RungBars, Segmented, severities, StatusGlyph, syncGlyphs, t, toasts, visitGlyphs, wordKey,
} from "../src/index.ts";

let shown: Record<string, unknown>[] = [];

function show(component: Component<any, any, any>, props: Record<string, unknown>): HTMLElement {
  shown.push(mount(component, { target: document.body, props }));
  flushSync();
  return document.body;
}

beforeEach(() => {
  localStorage.clear();
  prefs.start({ theme: "dark" });
});

afterEach(() => {
  for (const one of shown) void unmount(one);
  shown = [];
  document.body.innerHTML = "";
});

describe("status glyphs", () => {
  it("each has a drawing and a word in both languages", () => {
    for (const name of [...visitGlyphs, ...severities, ...syncGlyphs]) {
      const label = t(wordKey(name));
      expect(t(wordKey(name), {}, "en")).not.toBe("");
      const root = show(StatusGlyph, { name, label });
      const svg = root.querySelector(`svg[aria-label="${label}"]`);
      expect(svg?.children.length, name).toBeGreaterThan(0);
    }
  });
});

describe("month counter", () => {
  it("says the count in words and draws what is done, due and optional", () => {
    const root = show(MonthCounter, { done: 2, min: 4, max: 5 });
    expect(root.querySelector("[role=img]")?.getAttribute("aria-label")).toBe("2 dari 4 sampai 5 kunjungan bulan ini");
    expect([...root.querySelectorAll("circle")].map((dot) => dot.getAttribute("class")?.split(" ")[0])).toEqual([
      "full", "full", "ring", "ring", "extra",
    ]);
  });

  it("more visits than asked stay visible", () => {
    expect(show(MonthCounter, { done: 6, min: 4, max: 5 }).querySelectorAll("circle.full").length).toBe(6);
  });
});

describe("notice rungs", () => {
  it("fill as many bars as the rung", () => {
    const root = show(RungBars, { rung: 3, bare: true });
    expect(root.querySelectorAll("rect.full").length).toBe(3);
    expect(root.querySelector("svg")?.getAttribute("aria-label")).toContain("3");
  });
});

describe("segmented", () => {
  it("arrow keys choose, and only the chosen one is in the tab order", () => {
    const onchange = vi.fn();
    const options = [
      { value: "list", label: "Daftar" },
      { value: "map", label: "Peta" },
    ];
    const root = show(Segmented, { label: "Tampilan", options, value: "list", onchange });
    const [list, map] = [...root.querySelectorAll<HTMLElement>("[role=radio]")];
    expect(list?.tabIndex).toBe(0);
    expect(map?.tabIndex).toBe(-1);
    list?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    expect(onchange).toHaveBeenCalledWith("map");
  });
});

describe("preferences", () => {
  it("paint the page and survive a reload; nothing else is stored", () => {
    prefs.setTheme("contrast");
    prefs.setLang("en");
    expect(document.documentElement.dataset.theme).toBe("contrast");
    expect(document.documentElement.lang).toBe("en");
    prefs.lang = "id";
    prefs.start({ theme: "dark" });
    expect(prefs.lang).toBe("en");
    expect(prefs.theme).toBe("contrast");
    expect(Object.keys(localStorage)).toEqual(["ronda.prefs"]);
  });

  it("following the system leaves the choice to the style sheet", () => {
    prefs.setTheme("auto");
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });

  it("a damaged store is ignored", () => {
    localStorage.setItem("ronda.prefs", "{not json");
    prefs.start({ theme: "dark" });
    expect(prefs.theme).toBe("dark");
    expect(prefs.lang).toBe("id");
  });
});

describe("toast", () => {
  it("goes after ten seconds, waits while held, and undoes once", () => {
    vi.useFakeTimers();
    const undo = vi.fn();
    toasts.show({ text: "Kunjungan dipindah", undo });
    toasts.hold();
    vi.advanceTimersByTime(60_000);
    expect(toasts.current?.text).toBe("Kunjungan dipindah");
    toasts.undo();
    expect(undo).toHaveBeenCalledOnce();
    expect(toasts.current).toBeUndefined();
    toasts.show({ text: "Tersimpan" });
    vi.advanceTimersByTime(9_999);
    expect(toasts.current).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(toasts.current).toBeUndefined();
    vi.useRealTimers();
  });
});
