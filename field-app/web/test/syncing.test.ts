import { describe, expect, it } from "vitest";
import type { SyncSummary } from "../src/syncing/shapes.ts";
import { diaryText, headlineOf, needsAction, photosOf, skewOf, waitingOf } from "../src/syncing/telling.ts";
import { id } from "../src/words/words.ts";

const quiet: SyncSummary = {
  state: "idle",
  sentence: { id: "", en: "" },
  pending_records: 0,
  pending_photos: 0,
  pending_bytes: 0,
  pending_drafts: 0,
  acked_records: 41,
  last_ok_at: "2026-11-17T10:42:00.000Z",
  last_try_at: "2026-11-17T10:42:00.000Z",
  next_try_at: null,
  running: false,
  problem: null,
  device_state: "active",
  clock: { skew_ms: 0, wrong: false },
  visits: [],
};
const stuck = (cause: string, state: SyncSummary["state"] = "problem"): SyncSummary => ({
  ...quiet,
  state,
  problem: { code: "unreachable", cause, text: { id: "", en: "" } },
});

describe("what the sync sheet says first", () => {
  it("never claims that all is sent while something waits", () => {
    expect(headlineOf(quiet)).toBe("idle");
    expect(headlineOf({ ...quiet, pending_records: 1 })).toBe("waiting");
    expect(headlineOf({ ...quiet, pending_photos: 1 })).toBe("waiting");
  });

  it("names a sign-in page, a wrong clock, a full disk and a bad certificate as what they are", () => {
    expect(headlineOf(stuck("captive_portal", "offline"))).toBe("captive");
    expect(headlineOf(stuck("wrong_clock"))).toBe("clock");
    expect(headlineOf(stuck("disk_full"))).toBe("disk");
    for (const cause of ["tls_expired", "tls_wrong_host", "tls_unknown_ca", "tls_failed"]) expect(headlineOf(stuck(cause))).toBe("tls");
  });

  it("calls silence no network, and never red; what a person must solve does call for them", () => {
    expect(headlineOf(stuck("unreachable", "offline"))).toBe("offline");
    expect(needsAction("offline")).toBe(false);
    expect(needsAction(headlineOf(stuck("captive_portal")))).toBe(true);
    expect(needsAction(headlineOf(stuck("revoked")))).toBe(true);
    expect(needsAction(headlineOf({ ...quiet, pending_records: 9 }))).toBe(false);
  });

  it("without a told cause believes the state rather than the word that covers several things", () => {
    const untold: SyncSummary = { ...quiet, state: "problem", problem: { code: "unreachable", text: { id: "", en: "" } } };
    expect(headlineOf(untold)).toBe("problem");
    expect(headlineOf({ ...untold, state: "offline" })).toBe("offline");
    expect(headlineOf({ ...untold, problem: { code: "revoked", text: { id: "", en: "" } } })).toBe("revoked");
  });

  it("a cause that is not known here still has a headline", () => {
    expect(headlineOf(stuck("something_new"))).toBe("problem");
  });

  it("has a title in words for every headline", () => {
    for (const cause of ["captive_portal", "tls_failed", "wrong_clock", "disk_full", "server_trouble", "wrong_reply", "busy",
      "unsupported_version", "revoked", "forked", "unknown_device"]) {
      expect(id).toHaveProperty([`sync.title_${headlineOf(stuck(cause))}`]);
    }
  });
});

describe("the numbers", () => {
  it("count records first and photos only when the records are through", () => {
    expect(waitingOf({ ...quiet, pending_records: 7, pending_photos: 12 })).toBe(7);
    expect(waitingOf({ ...quiet, pending_photos: 12 })).toBe(12);
    expect(waitingOf(undefined)).toBe(0);
  });

  it("add the photos of all visits shown", () => {
    const visit = { inspection_id: "a", lodging: "A", sealed_at: "", state: "sending" as const, text: { id: "", en: "" } };
    expect(photosOf({ ...quiet, visits: [{ ...visit, photos: 4, photos_on_server: 1 }, { ...visit, photos: 6, photos_on_server: 6 }] })).toEqual({
      all: 10,
      there: 7,
    });
  });

  it("tell a clock's error in minutes, then hours, then days, either way round", () => {
    expect(skewOf(-181_000)).toEqual({ unit: "min", n: 3 });
    expect(skewOf(7_200_000)).toEqual({ unit: "hour", n: 2 });
    expect(skewOf(-5 * 86_400_000)).toEqual({ unit: "day", n: 5 });
    expect(skewOf(10)).toEqual({ unit: "min", n: 1 });
  });
});

describe("the diary as a text", () => {
  it("says day, time, event and sentence in one language and in the unit's zone", () => {
    const line = { at: "2026-11-17T23:30:00.000Z", event: "push" as const, text: { id: "2 catatan diterima server.", en: "2 records received." } };
    expect(diaryText([line], "id", "WITA")).toBe("Ronda, WITA\n\n2026-11-18 07.30  push   2 catatan diterima server.\n");
    expect(diaryText([line], "en", "WITA")).toContain("07:30  push   2 records received.");
    expect(diaryText([], "id", "WITA")).toBe("Ronda, WITA\n\n");
  });
});
