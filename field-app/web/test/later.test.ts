// Screens that are fetched later: the one that stands stays, and what cannot be had is said.
import { flushSync, mount, unmount, type Component } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Missing from "../src/later/Missing.svelte";
import { fetchIdly, screens as parts } from "../src/later/parts.ts";
import { Screens } from "../src/later/screens.svelte.ts";

const round = { screen: "round" } as const;
const me = { screen: "me" } as const;
const found = { default: (() => ({})) as unknown as Component };

/** The app's parts, with one that answers when the test says so. */
function held() {
  const asked: { give: () => void; fail: () => void }[] = [];
  const later = () =>
    new Promise<never>((resolve, reject) => asked.push({ give: () => resolve(found as never), fail: () => reject(new TypeError("Failed to fetch")) }));
  return { asked, screens: new Screens({ ...parts, me: later, find: later }) };
}

describe("a screen that is fetched when it is asked for", () => {
  it("leaves the one that stands until it is here, and is drawn at once the next time", async () => {
    const { asked, screens } = held();
    void screens.show(round);
    expect(screens.shown).toBe(round);
    const first = screens.show(me);
    expect(screens.shown).toBe(round);
    asked[0]?.give();
    await first;
    expect(screens.shown).toBe(me);
    expect(screens.view("me")).toBe(found.default);
    void screens.show(round);
    void screens.show(me);
    expect(screens.shown).toBe(me);
    expect(asked).toHaveLength(1);
  });

  it("does not come when something else was asked for meanwhile", async () => {
    const { asked, screens } = held();
    const slow = screens.show(me);
    const quick = screens.show({ screen: "add" });
    asked[1]?.give();
    await quick;
    asked[0]?.give();
    await slow;
    expect(screens.shown).toEqual({ screen: "add" });
  });

  it("that cannot be had leaves the old one, says so, and comes when it is asked for again", async () => {
    const { asked, screens } = held();
    void screens.show(round);
    const failing = screens.show(me);
    asked[0]?.fail();
    await failing;
    expect([screens.shown, screens.missing]).toEqual([round, me]);
    const again = screens.show(me);
    // The sentence stays until the answer.
    expect(screens.missing).toBe(me);
    asked[1]?.give();
    await again;
    expect([screens.shown, screens.missing]).toEqual([me, undefined]);
  });
});

describe("the rest in idle time", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("comes one after the other, and what failed is asked for again after a pause", async () => {
    const order: string[] = [];
    let silent = true;
    const a = () => Promise.resolve(order.push("a"));
    const b = () => (order.push("b"), silent ? Promise.reject(new TypeError("Failed to fetch")) : Promise.resolve());
    fetchIdly([a, b, a], 5000);
    await vi.advanceTimersByTimeAsync(4000);
    expect(order).toEqual(["a", "b"]);
    silent = false;
    await vi.advanceTimersByTimeAsync(7000);
    expect(order).toEqual(["a", "b", "b", "a"]);
  });
});

describe("what stands in place of a part that is missing", () => {
  it("is a sentence and a button that asks again", () => {
    const onretry = vi.fn(() => Promise.resolve());
    const target = document.body.appendChild(document.createElement("div"));
    const shown = mount(Missing, { target, props: { onretry } });
    flushSync();
    expect(target.textContent).toContain("Bagian ini belum bisa dibuka");
    expect(target.textContent).toContain("tersimpan aman");
    target.querySelector<HTMLButtonElement>("[data-testid=missing-again]")?.click();
    expect(onretry).toHaveBeenCalledOnce();
    void unmount(shown);
  });
});
