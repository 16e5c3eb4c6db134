import { describe, expect, it } from "vitest";
import { firstSection, hashOf, sectionCode, sectionsOf, traceOf } from "../src/inspections/trace.ts";
import type { Checklist, SealedBody } from "../src/server/contract.ts";

const at = (minute: number): string => `2026-11-17T13:${String(minute).padStart(2, "0")}:00.000Z`;
const body: SealedBody = {
  inspection: "i", lodging: "l", visit: null, checklist: "v1", opened_at: at(0), sealed_at: at(44), zone: "Asia/Makassar", outcome: "done",
  outcome_reason: null,
  answers: [
    { item: "LEG-01", value: "yes", at: at(1) },
    { item: "LEG-02", value: "yes", at: at(2) },
    { item: "ADM-02", value: "no", note: "Dua kamar", at: at(3) },
    { item: "ADM-03", value: "na", at: at(4) },
  ],
  sample: null,
  findings: [{ finding: "f", item: "ADM-02", severity: "major", due_on: "2026-11-24" }],
  dispositions: [], photos: [],
  signatures: { manager: { refused: true, reason: "Menunggu pemilik" }, officers: [{ officer: "o", at: at(40) }] },
  fixes: { start: { lat_e6: -10_150_000, lng_e6: 123_620_000, accuracy_m: 8, mock: false }, end: { lat_e6: -10_152_000, lng_e6: 123_620_000, accuracy_m: 8, mock: false } },
  emergency_at: null,
};
const item = (code: string) => ({ code, kind: "yn" as const, text: { id: code, en: code }, severity: null, options: null });
const checklist: Checklist = {
  version: "v1", title: { id: "", en: "" },
  sections: [
    { code: "LEG", title: { id: "Legalitas", en: "Legal" }, items: [item("LEG-01"), item("LEG-02"), item("LEG-03")] },
    { code: "ADM", title: { id: "Penerimaan", en: "Admission" }, items: [item("ADM-02"), item("ADM-03")] },
  ],
};

describe("the trace of an inspection", () => {
  it("folds answers of one section and lets every No stand alone", () => {
    const lines = traceOf(body, sectionCode, at(52));
    expect(lines.map((line) => `${line.what} ${line.section ?? ""} ${line.count ?? ""}`.trim())).toEqual([
      "opened", "section LEG 2", "no ADM", "section ADM 1", "officer", "manager_refused", "sealed", "received",
    ]);
  });

  it("measures how far the seal is from the start", () => {
    const sealed = traceOf(body, sectionCode, null).find((line) => line.what === "sealed");
    expect(sealed?.metres).toBe(223);
  });
});

describe("the answers", () => {
  it("follow the checklist and show what was not answered", () => {
    const [legal, admission] = sectionsOf(body, checklist);
    expect(legal?.rows.map((row) => row.value)).toEqual(["yes", "yes", null]);
    expect(admission?.findings).toBe(1);
  });

  it("stand by their codes without a checklist", () => {
    expect(sectionsOf(body, null).map((section) => `${section.code} ${section.rows.length}`)).toEqual(["LEG 2", "ADM 2"]);
  });

  it("open at the first finding", () => {
    expect(firstSection(sectionsOf(body, checklist))).toBe("ADM");
    expect(firstSection([])).toBe("");
  });
});

describe("the record", () => {
  it("is hashed over its very bytes", async () => {
    expect(await hashOf("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
