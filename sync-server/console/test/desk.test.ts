import { afterEach, describe, expect, it, vi } from "vitest";
import { gapsOf, longestGap, matches, shortOf } from "../src/plan/coverage.ts";
import { visitGlyph, stateGlyph } from "../src/parts/glyph.ts";
import { placeLabels } from "../src/parts/spots.ts";
import { strokePath } from "../src/parts/strokes.ts";
import { enrolText, silentDays } from "../src/people/enrol.ts";
import { checkPolicy, gapKeys, policyBody, same, setShift, shiftEnd } from "../src/policy/policy.ts";
import { query, server, versionOf } from "../src/server/client.ts";
import { pagesOf } from "../src/server/session.svelte.ts";
import { parseAddress, writeAddress } from "../src/shell/route.svelte.ts";
import { secondsLeft, waitWords } from "../src/shell/wait.ts";
import { clockOf, clockText, share, ticks, todayLanes } from "../src/today/lanes.ts";
import type { CoverageRow, Policy, Visit } from "../src/server/contract.ts";

const policy: Policy = {
  version: 3, visits: { low: [4, 4], medium: [4, 5], high: [5, 5] }, reading: "premises", gaps: { "4": [4, 12], "5": [3, 10] },
  service_minutes: { base: 20, per_12_rooms: 5 }, speed_kmh: 20, detour_pct: 130, disclosure: { time: "18:00", days_before: 1 },
  sample_n: 20, sample_min_n: 10, sample_min_days: 7, deadlines: { critical: 3, major: 7, minor: 14 },
  ladder: [{ rung: "pemberitahuan", days: 7 }], holidays: [], plan_seconds: 10,
};

describe("the policy", () => {
  it("travels without what belongs to the server", () => {
    expect(policyBody({ ...policy, changed_by: "x", changed_at: "y" })).not.toHaveProperty("version");
    expect(policyBody({ ...policy, changed_by: "x" })).not.toHaveProperty("changed_by");
  });

  it("accepts the default and names what does not fit", () => {
    expect(checkPolicy(policy)).toEqual([]);
    const wrong = checkPolicy({ ...policy, visits: { ...policy.visits, low: [5, 4] }, speed_kmh: 0, disclosure: { time: "25:00", days_before: 1 } });
    expect(wrong.map((error) => [error.where, error.what])).toEqual([
      ["/visits/low", "e.order"], ["/speed_kmh", "e.range"], ["/disclosure/time", "e.time"],
    ]);
  });

  it("asks a gap for every number of visits", () => {
    expect(gapKeys({ ...policy, visits: { ...policy.visits, high: [5, 6] } })).toEqual(["4", "5", "6"]);
  });

  it("compares whatever the order of members", () => {
    expect(same({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
  });

  it("gives a team one duty per day and lets a night pass midnight", () => {
    const week = setShift([{ weekday: 2, band: "morning", start: "07:30", minutes: 240 }], 2, "night");
    expect(week).toEqual([{ weekday: 2, band: "night", start: "19:00", minutes: 240 }]);
    expect(setShift(week, 2, null)).toEqual([]);
    expect(shiftEnd({ weekday: 0, band: "night", start: "23:00", minutes: 300 })).toBe("04:00");
  });
});

describe("coverage", () => {
  const row: CoverageRow = {
    id: "1", name: "Kos Béringin", tier: "low", min: 4, max: 5, done: 1, planned: 1,
    days: [{ date: "2026-12-03", state: "done" }, { date: "2026-12-10", state: "missed" }, { date: "2026-12-20", state: "planned" }],
  };
  it("sees a gap over a missed visit", () => {
    expect(gapsOf(row, 12)).toEqual([{ from: 3, to: 20, days: 17, tooLong: true }]);
    expect(shortOf(row)).toBe(2);
    expect(longestGap({ "4": [4, 12] }, 5)).toBe(12);
  });
  it("finds a name without its accents", () => expect(matches(row.name, "beringin")).toBe(true));
});

describe("today's lanes", () => {
  const visit = (order: number, time: string | null): Visit => ({
    id: `${order}`, lodging: { id: "", name: "", kelurahan: null, lat_e6: null, lng_e6: null }, team: "a", date: "2026-12-01", band: "night",
    order, planned_time: time, service_min: 40, travel_min: 10, locked: false, locks: { day: false, team: false, time: false }, state: "disclosed", outcome: null, inspection: null,
  });
  it("runs a night on past midnight", () => {
    const [lane] = todayLanes([visit(2, "00:15"), visit(1, "23:10"), visit(3, null)]);
    expect(lane?.blocks.map((block) => block.from)).toEqual([1390, 1455, 1505]);
    const clock = clockOf(lane ? [lane] : []);
    expect(clock).toEqual({ from: 1380, to: 1620 });
    expect(share(1500, clock)).toBe(0.5);
    expect(clockText(1455, ".")).toBe("00.15");
    expect(ticks({ from: 0, to: 24 * 60 })).toHaveLength(8);
  });
});

describe("small things", () => {
  it("names a visit by its outcome before its state", () => {
    expect(visitGlyph({ state: "done", outcome: "refused" })).toBe("refused");
    expect(visitGlyph({ state: "disclosed", outcome: null })).toBe("planned");
    expect(stateGlyph("disclosed")).toBe("planned");
  });
  it("draws strokes, a dot for a single point", () => {
    expect(strokePath({ width: 9, height: 9, lines: [[1, 2, 3, 4], [5, 6], [7]] })).toBe("M1 2L3 4M5 6h.1");
  });
  it("never lays one label on another", () => {
    expect(placeLabels([{ name: "Oesapa", x: 10, y: 10 }, { name: "Lasiana", x: 20, y: 12 }]).map((label) => label.name)).toEqual(["Oesapa"]);
  });
  it("writes code and address for copying, and counts silent days", () => {
    expect(enrolText("http://h:8080/", "K7QM-2XPA")).toBe("K7QM-2XPA\nhttp://h:8080");
    expect(silentDays("2026-12-01T00:00:00Z", Date.parse("2026-12-05T01:00:00Z"))).toBe(4);
    expect(silentDays(null, 0)).toBe(0);
  });
  it("keeps closed doors out of the menu", () => {
    expect(pagesOf("admin")).toEqual(["people", "policy"]);
    expect(pagesOf("officer")).not.toContain("notices");
    expect(pagesOf("officer")).not.toContain("quarantine");
    expect(pagesOf("head")).toHaveLength(8);
  });
  it("counts a pause down in words", () => {
    expect(waitWords(secondsLeft(60_000, 0))).toEqual({ key: "wait.seconds", n: 60 });
    expect(waitWords(480)).toEqual({ key: "wait.minutes", n: 8 });
  });
  it("reads and writes an address", () => {
    expect(parseAddress("#/register/a%20b?tier=low")).toEqual({ path: ["register", "a b"], query: { tier: "low" } });
    expect(parseAddress("")).toEqual({ path: ["today"], query: {} });
    expect(parseAddress("#/%E0%A4%A")).toEqual({ path: ["today"], query: {} });
    expect(writeAddress(["register"], { tier: "low", q: "" })).toBe("#/register?tier=low");
  });
});

describe("the wire", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("asks with the version it saw", async () => {
    const seen: RequestInit[] = [];
    vi.stubGlobal("fetch", vi.fn(async (_url: string, init: RequestInit) => {
      seen.push(init);
      return new Response("{}", { headers: { "content-type": "application/json" } });
    }));
    await server.changeLodging("x", 7, { rooms: 3 });
    expect(seen[0]).toMatchObject({ method: "PATCH", body: '{"rooms":3}' });
    expect((seen[0]?.headers as Record<string, string>)["if-match"]).toBe('"7"');
  });

  it("sends a register as CSV bytes under its own name", async () => {
    const fetched = vi.fn(async (_url: string, _init: RequestInit) => new Response("{}", { headers: { "content-type": "application/json" } }));
    vi.stubGlobal("fetch", fetched);
    const file = new Blob(["a;b"]);
    await server.offerImport("dinas 2026.csv", file);
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe("/api/v1/imports?name=dinas+2026.csv");
    expect(init?.body).toBe(file);
    expect((init?.headers as Record<string, string>)["content-type"]).toBe("text/csv");
  });

  it("leaves empty filters out and reads a version from an ETag", () => {
    expect(query({ q: "", tier: "low", after: null, limit: 500 })).toBe("?tier=low&limit=500");
    expect(versionOf(undefined, '"12"')).toBe(12);
    expect(versionOf(3, '"12"')).toBe(3);
    expect(versionOf(undefined, null)).toBe(1);
  });
});
