// What My round stands on, asked for right behind the PIN.
import { wire } from "@ronda/web";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readAhead, readRound } from "../src/screens/reading.ts";

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
/** The phone's core: `open` once the PIN was right. */
function core(open: boolean) {
  const asked: string[] = [];
  const state = { open, asked, total: 3 };
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    if (!state.open) return Promise.resolve(json({ code: "unauthenticated", locked: true }, 401));
    return Promise.resolve(json(path.startsWith("/api/round") ? { total: state.total } : { inspections: [] }));
  });
  return state;
}
afterEach(() => {
  vi.unstubAllGlobals();
  wire.onProblem = () => undefined;
});

describe("my round behind the PIN", () => {
  it("comes with the PIN that was right, and only once: the next look is a new one", async () => {
    const phone = core(true);
    readAhead();
    expect(phone.asked).toHaveLength(2);
    expect((await readRound()).round.total).toBe(3);
    expect(phone.asked).toHaveLength(2);
    phone.total = 4;
    expect((await readRound()).round.total).toBe(4);
  });

  it("does not come with a wrong PIN, says nothing of it, and comes after the right one", async () => {
    const told = vi.fn();
    wire.onProblem = told;
    const phone = core(false);
    readAhead();
    await vi.waitFor(() => expect(phone.asked).toHaveLength(2));
    phone.open = true;
    expect((await readRound()).round.total).toBe(3);
    expect(told).not.toHaveBeenCalled();
  });

  it("a failure that somebody waits for is told", async () => {
    core(false);
    const told = vi.fn();
    wire.onProblem = told;
    await expect(readRound()).rejects.toMatchObject({ code: "unauthenticated" });
    expect(told).toHaveBeenCalled();
  });
});
