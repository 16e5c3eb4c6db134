import { Problem } from "@ronda/web";
import { describe, expect, it } from "vitest";
import { ended, idle, readEvent, step, underWay, type Heard, type Run } from "../src/plan/progress.ts";
import type { Job } from "../src/server/contract.ts";

const job = (state: Job["state"], elapsed = 1, planned = 10): Job => ({
  id: "j1",
  state,
  progress: { done: elapsed / 10, planned, unplanned: 2, travel_min: 30, elapsed_s: elapsed },
  error: null,
});
const after = (...heard: Heard[]): Run => heard.reduce(step, idle);

describe("a run of the planner", () => {
  it("goes from asked to accepted to running to done", () => {
    const run = after({ what: "asked" }, { what: "accepted", job: "j1" }, { what: "job", job: job("running") }, { what: "job", job: job("done", 9, 20) });
    expect(run.phase).toBe("done");
    expect(run.progress?.planned).toBe(20);
    expect(ended(run.phase)).toBe(true);
    expect(underWay("starting")).toBe(true);
  });

  it("stays cancelling until the server says it has stopped", () => {
    const running = after({ what: "asked" }, { what: "accepted", job: "j1" }, { what: "job", job: job("running") }, { what: "cancel" });
    expect(running.phase).toBe("cancelling");
    expect(step(running, { what: "job", job: job("running", 3) }).phase).toBe("cancelling");
    expect(step(running, { what: "job", job: job("cancelled", 3) }).phase).toBe("cancelled");
  });

  it("never shows less than it already showed", () => {
    const run = after({ what: "accepted", job: "j1" }, { what: "job", job: job("running", 5, 50) }, { what: "job", job: job("running", 4, 40) });
    expect(run.progress?.planned).toBe(50);
  });

  it("begins again from nothing when the server ended in the middle, and knows that it did", () => {
    const before = after({ what: "accepted", job: "j1" }, { what: "job", job: { ...job("running", 8, 80), attempt: 1 } });
    const waiting = step(before, { what: "job", job: { ...job("queued"), progress: null, attempt: 1 } });
    expect(waiting.progress).toBeUndefined();
    const again = step(waiting, { what: "job", job: { ...job("running", 1, 30), attempt: 2 } });
    expect(again).toMatchObject({ phase: "running", attempt: 2, progress: { planned: 30 } });
    expect(step(before, { what: "job", job: { ...job("running", 1, 30), attempt: 2 } }).progress?.planned).toBe(30);
  });

  it("does not listen to another job, nor after the end", () => {
    const run = after({ what: "accepted", job: "j1" }, { what: "job", job: { ...job("done"), id: "other" } });
    expect(run.phase).toBe("queued");
    const over = step(run, { what: "job", job: job("done") });
    expect(step(over, { what: "job", job: job("running") })).toBe(over);
  });

  it("keeps the word of a refusal", () => {
    const run = after({ what: "asked" }, { what: "refused", problem: new Problem("conflict", 409) });
    expect(run).toMatchObject({ phase: "failed", problem: "conflict" });
  });

  it("cannot cancel what has not been accepted", () => {
    expect(after({ what: "asked" }, { what: "cancel" }).phase).toBe("starting");
  });

  it("reads an event with the whole job or with its progress alone, and nothing else", () => {
    expect(readEvent(JSON.stringify(job("running")), "j1", false)?.state).toBe("running");
    expect(readEvent(JSON.stringify(job("running").progress), "j1", true)).toMatchObject({ id: "j1", state: "done" });
    expect(readEvent("not json", "j1", false)).toBeUndefined();
    expect(readEvent("3", "j1", false)).toBeUndefined();
  });
});
