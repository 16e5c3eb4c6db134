import { afterEach, describe, expect, it, vi } from "vitest";
import type { PlanDesk } from "../src/plan/desk.svelte.ts";
import { PlanHands } from "../src/plan/hands.svelte.ts";
import { unlocked, withLock } from "../src/plan/locks.ts";
import type { Locks, Visit } from "../src/server/contract.ts";

/** A server that keeps one visit's locks and answers each call only when told to. */
function slowServer() {
  const asked: { path: string; version: string | null; locks: Locks }[] = [];
  const answers: (() => void)[] = [];
  vi.stubGlobal("fetch", async (path: string, call: RequestInit) => {
    const locks = call.body ? (JSON.parse(String(call.body)) as { locks: Locks }).locks : unlocked;
    asked.push({ path, version: new Headers(call.headers).get("If-Match"), locks });
    await new Promise<void>((go) => answers.push(go));
    return new Response(JSON.stringify({ id: "v1", locks, locked: true, edit: { kind: "lock" } }), {
      headers: { "Content-Type": "application/json" },
    });
  });
  return { asked, answer: () => answers.shift()?.() };
}

function aDesk() {
  const data = { id: "r1", version: 1, state: "draft", undo: { n: 3 } as { n: number } | null };
  const desk = {
    round: { data },
    read: async () => {
      data.version++;
      if (data.undo) data.undo = { n: data.undo.n - 1 };
    },
  };
  return desk as unknown as PlanDesk;
}

const visit = { id: "v1", locks: unlocked } as Visit;
afterEach(() => vi.unstubAllGlobals());

describe("changes by hand", () => {
  it("loses no press while one is under way, and keeps what that one locked", async () => {
    const { asked, answer } = slowServer();
    const hands = new PlanHands(aDesk());
    const first = hands.lock(visit, (locks) => withLock(locks, "team", true));
    const second = hands.lock(visit, (locks) => withLock(locks, "day", true));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    answer();
    await first;
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    answer();
    await second;
    expect(asked.map((call) => call.locks)).toEqual([
      { day: false, team: true, time: false }, { day: true, team: true, time: false },
    ]);
    expect(asked[0]?.version).not.toBe(asked[1]?.version);
  });

  it("goes on after a change that the server refused", async () => {
    const refused = vi.fn(async () => new Response("{}", { status: 409 }));
    vi.stubGlobal("fetch", refused);
    const hands = new PlanHands(aDesk());
    await Promise.all([hands.lock(visit, () => unlocked), hands.lock(visit, () => unlocked)]);
    expect(refused).toHaveBeenCalledTimes(2);
  });

  it("takes one change back when the button is pressed twice for it", async () => {
    const { asked, answer } = slowServer();
    const hands = new PlanHands(aDesk());
    const presses = [hands.undo()];
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    presses.push(hands.undo());
    answer();
    await Promise.all(presses);
    expect(asked).toHaveLength(1);
  });

  it("takes back the change that is still under way when the button is pressed", async () => {
    const { asked, answer } = slowServer();
    const hands = new PlanHands(aDesk());
    const change = hands.lock(visit, (locks) => withLock(locks, "day", true));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const back = hands.undo();
    answer();
    await change;
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    answer();
    await back;
    expect(asked[1]?.path).toMatch(/undo$/);
  });

  it("takes nothing back when the change that was meant is refused, and the next press takes back what stands", async () => {
    const refused = vi.fn(async (_path: string) => new Response("{}", { status: 409 }));
    vi.stubGlobal("fetch", refused);
    const hands = new PlanHands(aDesk());
    await Promise.all([hands.lock(visit, () => unlocked), hands.undo()]);
    expect(refused).toHaveBeenCalledTimes(1);
    await hands.undo();
    expect(refused).toHaveBeenCalledTimes(2);
    expect(refused.mock.lastCall?.[0]).toMatch(/undo$/);
  });
});

describe("the parts of a lock", () => {
  it("hold an hour only with its day and its team", () => {
    expect(withLock(unlocked, "time", true)).toEqual({ day: true, team: true, time: true });
    expect(withLock({ day: true, team: true, time: true }, "team", false)).toEqual({ day: true, team: false, time: false });
    expect(withLock({ day: true, team: true, time: true }, "time", false)).toEqual({ day: true, team: true, time: false });
  });
});
