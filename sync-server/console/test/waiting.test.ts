import { describe, expect, it } from "vitest";
import { changesOf } from "../src/inspections/versions.ts";
import { rootsText } from "../src/people/ledger.ts";
import { hexLines, kindOf, readable } from "../src/waiting/readable.ts";
import { choicesOf, differing, ownBy, typedValue } from "../src/waiting/sides.ts";
import { homeOf } from "../src/shell/route.svelte.ts";
import type { Case, SealedBody } from "../src/server/contract.ts";

describe("a held record as a person reads it", () => {
  it("keeps every member in the record's own order, whatever its kind", () => {
    const nodes = readable({ visit: "v", reason: "Banjir", fix: null, extra: { a: 1 } });
    expect(nodes.map((node) => node.key)).toEqual(["visit", "reason", "fix", "extra"]);
    expect(nodes[3]).toEqual({ shape: "group", key: "extra", nodes: [{ shape: "line", key: "a", value: 1 }] });
  });

  it("shows a list of objects as rows and says how many it leaves out", () => {
    const answers = Array.from({ length: 75 }, (_, i) => ({ item: `LEG-${i}`, value: "yes", ...(i === 3 ? { note: "x" } : {}) }));
    const [table] = readable({ answers });
    expect(table).toMatchObject({ shape: "table", key: "answers", columns: ["item", "value", "note"], more: 15 });
    expect(table?.shape === "table" && table.rows.length).toBe(60);
  });

  it("draws no signature out of its numbers", () => {
    expect(readable({ strokes: { width: 600, height: 240, lines: [[1, 2], [3, 4]] } })).toEqual([
      { shape: "line", key: "strokes", value: { drawn: 2 } },
    ]);
  });

  it("survives a body that is no object, none at all, or empty", () => {
    expect(readable(undefined)).toEqual([]);
    expect(readable(null)).toEqual([]);
    expect(readable("text")).toEqual([{ shape: "line", key: "value", value: "text" }]);
    expect(readable({})).toEqual([]);
  });

  it("knows a time, a day, an id, a coordinate and nothing by their form", () => {
    expect(kindOf("at", "2026-12-02T03:04:05.678Z")).toBe("instant");
    expect(kindOf("due_on", "2026-12-02")).toBe("day");
    expect(kindOf("lodging", "0193a000-0000-7000-8000-000000000001")).toBe("id");
    expect(kindOf("sha256", "a".repeat(64))).toBe("id");
    expect(kindOf("lat_e6", -10150000)).toBe("micro");
    expect(kindOf("rooms", 18)).toBe("plain");
    expect(kindOf("note", null)).toBe("empty");
    expect(kindOf("photos", [])).toBe("empty");
    expect(kindOf("note", "2 Des")).toBe("plain");
  });

  it("shows exact bytes sixteen to a line, letters beyond ASCII included", () => {
    const lines = hexLines('{"a":"é"}ABCDEFG');
    expect(lines[0]).toBe("000000  7b 22 61 22 3a 22 c3 a9 22 7d 41 42 43 44 45 46  {\"a\":\"..\"}ABCDEF");
    expect(lines[1]?.trimEnd()).toBe("000010  47".padEnd(8 + 47 + 2) + "G");
    expect(hexLines("")).toEqual([]);
  });
});

describe("a case", () => {
  const side = (value: unknown, by: "office" | "device" = "device") => ({ value, by, officer: null, at: "2026-12-02T00:00:00.000Z" });
  const one = {
    id: "c", kind: "lodging_field", lodging: { id: "l", name: "L" }, field: "phone", field_name: null, text: { id: "", en: "" },
    ours: side("0380 1", "office"), theirs: side("0380 2"), others: [side("0380 3")], inspection: null, notice: null, quarantine: null,
    opened_at: "", state: "open", decided: null, version: 1,
  } satisfies Case;

  it("offers each value once and sends a third value by what it is", () => {
    expect(choicesOf(one).map((choice) => choice.keep)).toEqual(["ours", "theirs", { value: "0380 3" }]);
    expect(choicesOf({ ...one, theirs: null, others: [] }).map((choice) => choice.role)).toEqual(["ours"]);
  });

  it("takes a typed number only where the field is a number", () => {
    expect(typedValue("rooms", " 18 ")).toEqual({ value: 18 });
    expect(typedValue("rooms", "delapan")).toBeUndefined();
    expect(typedValue("phone", "0380 8")).toEqual({ value: "0380 8" });
    expect(typedValue("phone", "  ")).toBeUndefined();
  });

  it("lets nobody type a point or a word that has to be one of ours", () => {
    expect([ownBy("point"), ownBy("kind"), ownBy("status"), ownBy("phone"), ownBy(null)]).toEqual(["none", "choice", "choice", "text", "none"]);
  });

  it("marks the part that differs, and nothing when nothing does", () => {
    expect(differing("Jl. Lontar 12", "Jl. Lontar 14")).toEqual({ before: "Jl. Lontar 1", middle: "2", after: "" });
    expect(differing("aba", "aba")).toEqual({ before: "aba", middle: "", after: "" });
    expect(differing("aa", "a")).toEqual({ before: "a", middle: "a", after: "" });
    expect(differing("", "x")).toEqual({ before: "", middle: "", after: "" });
  });
});

describe("two versions of an inspection", () => {
  const body = (answers: SealedBody["answers"], more: Partial<SealedBody> = {}): SealedBody => ({
    inspection: "i", lodging: "l", visit: null, checklist: "v1", opened_at: "", sealed_at: "", zone: "", outcome: "done", outcome_reason: null,
    answers, sample: null, findings: [], dispositions: [], photos: [], signatures: null, fixes: null, emergency_at: null, ...more,
  });

  it("differ only where an answer, its note or the outcome does; the time of answering is no difference", () => {
    const before = body([{ item: "LEG-01", value: "yes", at: "1" }, { item: "LEG-02", value: "no", at: "1" }, { item: "LEG-03", value: 3, note: "a", at: "1" }]);
    const after = body([{ item: "LEG-01", value: "yes", at: "2" }, { item: "LEG-02", value: "yes", at: "2" }, { item: "LEG-03", value: 3, note: "b", at: "2" }]);
    expect(changesOf(before, after).map((change) => change.what)).toEqual(["LEG-02", "LEG-03"]);
    expect(changesOf(before, before)).toEqual([]);
    expect(changesOf(before, body(before.answers, { outcome: "closed", outcome_reason: "x" })).map((change) => change.what)).toEqual(["outcome"]);
  });

  it("name an answer that only one of them has", () => {
    const [change] = changesOf(body([]), body([{ item: "LEG-01", value: "na", at: "" }]));
    expect(change).toMatchObject({ what: "LEG-01", before: null, after: "na" });
  });
});

describe("a page's place in the menu", () => {
  it("is the queue for cases, itself otherwise", () => {
    expect([homeOf("cases"), homeOf("register")]).toEqual(["quarantine", "register"]);
  });
});

describe("the ledger's list", () => {
  it("is one line a day that any program can compare", () => {
    const root = { day: "2026-12-01", records: 12, chain_seq: 40, root: "ab", seal: "cd", written_at: "" };
    expect(rootsText([root])).toBe("2026-12-01\t12\tab\tcd\n");
  });
});
