// The search on the phone: what was typed last is what stands, a screenful at once and the rest when the fingers rest.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Find from "../src/screens/Find.svelte";

const register = Array.from({ length: 60 }, (_, n) => ({
  id: `l${n}`, name: `Wisma ${n}`, kind: "guesthouse", address: "Jl. Timor Raya", kelurahan: "Oesapa", kecamatan: "Kelapa Lima", lat_e6: null,
  lng_e6: null, rooms: 4, tier: "low", status: "active", month: { done: 0, min: 4, max: 5 }, open_findings: 0, worst: null, last_visit_at: null,
}));

/** The phone's core: answers each search when the test says so, the first one asked first. */
const waiting: { query: string; limit: number; answer: () => void }[] = [];
let shown: ReturnType<typeof mount> | undefined;
let target: HTMLElement;

const next = async () => {
  waiting.shift()?.answer();
  await vi.advanceTimersByTimeAsync(1);
  flushSync();
};
const type = (words: string) => {
  const field = target.querySelector<HTMLInputElement>("[data-testid=lodging-search]");
  if (!field) throw new Error("no field");
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
};
const rows = () => [...target.querySelectorAll("[data-testid^=lodging-l] strong")].map((one) => one.textContent);

beforeEach(async () => {
  vi.useFakeTimers();
  waiting.length = 0;
  vi.stubGlobal("fetch", (path: string) => {
    const asked = new URL(path, "http://phone").searchParams;
    const [query, limit] = [asked.get("q") ?? "", Number(asked.get("limit"))];
    const found = register.filter((one) => one.name.includes(query));
    const body = JSON.stringify({ lodgings: found.slice(0, limit), total: found.length });
    return new Promise<Response>((resolve) => {
      waiting.push({ query, limit, answer: () => resolve(new Response(body, { headers: { "content-type": "application/json" } })) });
    });
  });
  target = document.body.appendChild(document.createElement("div"));
  shown = mount(Find, { target, props: { mode: "find" } });
  flushSync();
  await next();
});
afterEach(async () => {
  if (shown) await unmount(shown);
  target.remove();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("while somebody types", () => {
  it("a screenful stands at once, the rest comes when the fingers rest", async () => {
    const first = rows().length;
    expect(first).toBeGreaterThan(5);
    expect(first).toBeLessThan(20);
    expect(waiting).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(400);
    expect(waiting.map((one) => one.limit)).toEqual([50]);
    await next();
    expect(rows()).toHaveLength(50);
    expect(target.textContent).toContain("50 dari 60");
  });

  it("only the newest words wait while an answer is on its way", async () => {
    type("1");
    type("Wisma 4");
    type("Wisma 44");
    expect(waiting.map((one) => one.query)).toEqual(["1"]);
    await next();
    expect(waiting.map((one) => one.query)).toEqual(["Wisma 44"]);
    await next();
    expect(rows()).toEqual(["Wisma 44"]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(waiting).toHaveLength(0);
  });

  it("the rest of the last words never lies over the newer ones", async () => {
    await vi.advanceTimersByTimeAsync(400);
    const [rest] = waiting;
    type("Wisma 7");
    const typed = waiting.find((one) => one.query === "Wisma 7");
    typed?.answer();
    await vi.advanceTimersByTimeAsync(1);
    rest?.answer();
    await vi.advanceTimersByTimeAsync(1);
    flushSync();
    expect(rows()).toEqual(["Wisma 7"]);
  });
});
