import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followJob } from "../src/plan/follow.ts";
import type { Heard } from "../src/plan/progress.ts";

class Line extends EventTarget {
  static open: Line[] = [];
  onerror: (() => void) | null = null;
  closed = false;
  constructor(readonly url: string) {
    super();
    Line.open.push(this);
  }
  close(): void {
    this.closed = true;
  }
  say(name: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

const answer = (state: string) =>
  new Response(JSON.stringify({ id: "j1", state, progress: null, error: null }), { headers: { "content-type": "application/json" } });

beforeEach(() => {
  vi.useFakeTimers();
  Line.open = [];
  vi.stubGlobal("EventSource", Line);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("following a job", () => {
  it("listens to the stream and lets the job itself say how it ended", async () => {
    vi.stubGlobal("fetch", vi.fn(async () => answer("cancelled")));
    const heard: Heard[] = [];
    followJob("j1", (news) => heard.push(news));
    Line.open[0]?.say("progress", { id: "j1", state: "running", progress: null, error: null });
    Line.open[0]?.say("done", { id: "j1", state: "done", progress: null, error: null });
    await vi.runAllTimersAsync();
    expect(heard.map((news) => (news.what === "job" ? news.job.state : news.what))).toEqual(["running", "cancelled"]);
    expect(Line.open[0]?.closed).toBe(true);
  });

  it("asks every second when the stream breaks, and stops at the end", async () => {
    const states = ["running", "running", "done"];
    const ask = vi.fn(async () => answer(states.shift() ?? "done"));
    vi.stubGlobal("fetch", ask);
    const heard: string[] = [];
    followJob("j1", (news) => heard.push(news.what === "job" ? news.job.state : news.what));
    Line.open[0]?.onerror?.();
    await vi.runAllTimersAsync();
    expect(heard).toEqual(["polling", "running", "running", "done"]);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it("goes on asking through a network that comes back", async () => {
    let turn = 0;
    vi.stubGlobal("fetch", vi.fn(async () => {
      if (turn++ === 0) throw new TypeError("no network");
      return answer("done");
    }));
    const heard: string[] = [];
    followJob("j1", (news) => heard.push(news.what === "job" ? news.job.state : news.what));
    Line.open[0]?.onerror?.();
    await vi.runAllTimersAsync();
    expect(heard).toEqual(["polling", "done"]);
  });

  it("listens again once the network has held for a while", async () => {
    vi.stubGlobal("fetch", vi.fn(async () => answer("running")));
    const heard: string[] = [];
    const stop = followJob("j1", (news) => heard.push(news.what === "job" ? news.job.state : news.what));
    Line.open[0]?.onerror?.();
    await vi.advanceTimersByTimeAsync(5000);
    expect(Line.open).toHaveLength(2);
    Line.open[1]?.dispatchEvent(new Event("open"));
    Line.open[1]?.say("progress", { id: "j1", state: "running", progress: null, error: null });
    expect(heard).toEqual(["polling", "running", "running", "running", "listening", "running"]);
    stop();
    expect(Line.open[1]?.closed).toBe(true);
  });

  it("gives up on a job the server does not know", async () => {
    vi.stubGlobal("fetch", vi.fn(async () => new Response("{}", { status: 404, headers: { "content-type": "application/problem+json" } })));
    const heard: string[] = [];
    followJob("j1", (news) => heard.push(news.what === "refused" ? news.problem.code : news.what));
    Line.open[0]?.onerror?.();
    await vi.runAllTimersAsync();
    expect(heard).toEqual(["polling", "not_found"]);
  });

  it("hears nothing after it was stopped", async () => {
    vi.stubGlobal("fetch", vi.fn(async () => answer("running")));
    const heard: string[] = [];
    const stop = followJob("j1", (news) => heard.push(news.what));
    stop();
    Line.open[0]?.onerror?.();
    await vi.runAllTimersAsync();
    expect(heard).toEqual([]);
  });
});
