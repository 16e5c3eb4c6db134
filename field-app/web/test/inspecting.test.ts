import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { doubleTapMs, findingsSection, Inspecting } from "../src/inspecting/inspecting.svelte.ts";
import type { Checklist, Inspection } from "../src/wire.ts";

// The published checklist itself; only the network is stood in for.
const checklist = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../shared/data/checklist-v1.json"), "utf8"),
) as Checklist;

function inspection(change: Partial<Inspection> = {}): Inspection {
  return {
    id: "i1",
    state: "open",
    lodging: {
      id: "l1", name: "Wisma Lontar Teduh", kind: "guesthouse", address: "", kelurahan: "", kecamatan: "", lat_e6: null, lng_e6: null,
      rooms: 18, tier: "medium", status: "active", month: { done: 2, min: 4, max: 5 }, open_findings: 0, worst: null, last_visit_at: null,
    },
    visit_id: null, checklist: "v1", opened_at: "2026-11-17T12:45:00.000Z", saved_at: "2026-11-17T12:45:00.000Z", sealed_at: null,
    position: null, outcome: "done", outcome_reason: null, answers: {}, last_answers: {}, open_findings: [], sample: null,
    signatures: { manager: null, officers: [] }, emergency: { referral_at: null },
    progress: {
      answered: 0, total: 39,
      sections: checklist.sections.map((s) => ({ code: s.code, answered: 0, total: s.items.length })),
      open_findings: { answered: 0, total: 0 }, first_gap: "LEG-01",
    },
    sync: "on_device", record: null, superseded_by: null, correction: null, ...change,
  };
}

const finding = {
  id: "f1", code: "FIR-02", severity: "critical" as const, text: { id: "Lorong terhalang", en: "Blocked" }, note: null,
  opened_on: "2026-10-26", due_on: null, times_seen: 1, days_late: 0, rung: "berita_acara" as const, disposition: null,
};

interface Call {
  method: string;
  path: string;
  body: unknown;
}
let calls: Call[] = [];
let reply: (call: Call) => Response | Promise<Response>;

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": status < 400 ? "application/json" : "application/problem+json" } });

beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  const progress = inspection().progress;
  reply = (call) =>
    json({
      saved_at: "2026-11-17T13:03:00.000Z",
      progress,
      answer: { value: (call.body as { value?: unknown } | undefined)?.value ?? null, note: null, photos: [], answered_at: null, finding: null },
      finding,
    });
  vi.stubGlobal(
    "fetch",
    vi.fn(async (path: string, init: RequestInit) => {
      const call = { method: init.method ?? "GET", path, body: typeof init.body === "string" ? JSON.parse(init.body) : undefined };
      calls.push(call);
      return reply(call);
    }),
  );
});

afterEach(async () => {
  // What a test tapped is written before the next one begins.
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const puts = () => calls.filter((call) => call.path.includes("/answers/")).map((call) => [call.path.split("/").pop(), (call.body as { value: unknown }).value]);

describe("Inspecting", () => {
  it("begins at the first gap and goes on to the next item after an answer", () => {
    const work = new Inspecting(inspection(), checklist);
    expect(work.current).toBe("LEG-01");
    expect(work.answer("LEG-01", "yes")).toBe(true);
    expect(work.current).toBe("LEG-02");
    expect(work.valueOf("LEG-01")).toBe("yes");
  });

  it("paints before the write and writes in order", async () => {
    const work = new Inspecting(inspection(), checklist);
    work.answer("LEG-01", "yes");
    vi.advanceTimersByTime(doubleTapMs);
    work.answer("LEG-02", "no");
    expect(work.valueOf("LEG-02")).toBe("no");
    expect(puts()).toEqual([]);
    await vi.runAllTimersAsync();
    await work.settled();
    expect(puts()).toEqual([["LEG-01", "yes"], ["LEG-02", "no"]]);
    expect(work.saving).toBe(0);
    expect(work.data.saved_at).toBe("2026-11-17T13:03:00.000Z");
  });

  it("takes a second tap within the guard for the same finger", () => {
    const work = new Inspecting(inspection(), checklist);
    expect(work.answer("LEG-01", "yes")).toBe(true);
    vi.advanceTimersByTime(doubleTapMs - 1);
    expect(work.answer("LEG-02", "yes")).toBe(false);
    expect(work.valueOf("LEG-02")).toBeNull();
    vi.advanceTimersByTime(1);
    expect(work.answer("LEG-02", "yes")).toBe(true);
  });

  it("undo puts the answer before back and the item into the dock", async () => {
    const work = new Inspecting(inspection(), checklist);
    work.answer("LEG-01", "no");
    vi.advanceTimersByTime(doubleTapMs);
    work.undo();
    expect(work.valueOf("LEG-01")).toBeNull();
    expect(work.current).toBe("LEG-01");
    await vi.runAllTimersAsync();
    expect(puts().at(-1)).toEqual(["LEG-01", null]);
  });

  it("passes over items an earlier answer made pointless", () => {
    const work = new Inspecting(inspection(), checklist);
    work.goTo("REG-01");
    work.answer("REG-01", "no");
    const skipped = work.items.filter((item) => !work.applies(item)).map((item) => item.code);
    expect(skipped).toContain("SMP-01");
    expect(skipped).toContain("SMP-08");
    expect(skipped).not.toContain(work.current);
  });

  it("asks for old findings first and never forgets one", () => {
    const work = new Inspecting(inspection({ open_findings: [finding] }), checklist);
    expect(work.section).toBe(findingsSection);
    expect(work.undecided).toBe(1);
    work.goTo("LEG-01");
    expect(work.goToGap()).toBe(true);
    expect(work.section).toBe(findingsSection);
  });

  it("resumes at the item where the officer was", () => {
    const answers = { "LEG-01": { value: "yes", note: null, photos: [], answered_at: null, finding: null } };
    const work = new Inspecting(inspection({ position: "ADM-04", answers, open_findings: [finding] }), checklist);
    expect(work.current).toBe("ADM-04");
    expect(work.section).toBe("ADM");
  });

  it("keeps trying while the app on the phone is silent and says that it is not saved", async () => {
    const work = new Inspecting(inspection(), checklist);
    const answering = reply;
    let silent = 2;
    reply = (call) => {
      if (silent-- > 0) throw new TypeError("connection refused");
      return answering(call);
    };
    work.answer("LEG-01", "yes");
    await vi.advanceTimersByTimeAsync(100);
    expect(work.unsaved).toBe(true);
    expect(work.valueOf("LEG-01")).toBe("yes");
    await vi.advanceTimersByTimeAsync(4000);
    expect(work.unsaved).toBe(false);
    expect(puts()).toEqual([["LEG-01", "yes"], ["LEG-01", "yes"], ["LEG-01", "yes"]]);
  });

  it("a refused note is told to the one who wrote it and changes nothing", async () => {
    const work = new Inspecting(inspection(), checklist);
    reply = () => json({ code: "bad_input", status: 422, where: "/note", looks_like: "nik" }, 422);
    const refused = work.note("LEG-01", "5371012345678901");
    await vi.runAllTimersAsync();
    expect((await refused)?.members.looks_like).toBe("nik");
    expect(work.answerOf("LEG-01")).toBeUndefined();
  });

  it("a refused disposition goes back to what it was", async () => {
    const work = new Inspecting(inspection({ open_findings: [finding] }), checklist);
    reply = () => json({ code: "bad_input", status: 422 }, 422);
    const accepted = work.dispose("f1", "withdrawn", null);
    expect(work.dispositionOf("f1")).toBe("withdrawn");
    await vi.runAllTimersAsync();
    expect(await accepted).toBe(false);
    expect(work.dispositionOf("f1")).toBeNull();
  });

  it("a sealed inspection takes no answer", () => {
    const work = new Inspecting(inspection({ state: "sealed" }), checklist);
    expect(work.answer("LEG-01", "yes")).toBe(false);
    expect(calls).toEqual([]);
  });
});
