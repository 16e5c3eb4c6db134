import { describe, expect, it } from "vitest";
import { assign, differences, mappingGaps, mappingOf, masked, offers, outlook } from "../src/register/mapping.ts";
import type { DoubtfulRow, ImportColumn } from "../src/server/contract.ts";

const column = (index: number, header: string, field: string | null): ImportColumn => ({ index, header, sample: null, field, verdict: "certain" });
const columns = [column(0, "nama_usaha", "name"), column(1, "X", "lat"), column(2, "Y", "lng"), column(3, "hp pemilik", null)];

describe("the column mapping", () => {
  it("takes a field away from the column that held it", () => {
    expect(assign(columns, 3, "name")).toEqual({ "0": null, "1": "lat", "2": "lng", "3": "name" });
  });

  it("lets a column go unimported", () => {
    expect(assign(columns, 0, null)).toEqual({ ...mappingOf(columns), "0": null });
  });

  it("says which column holds a field already", () => {
    expect(offers(columns, 1).find((offer) => offer.field === "lng")?.taken).toBe("Y");
    expect(offers(columns, 1).find((offer) => offer.field === "lat")?.taken).toBeNull();
  });

  it("misses the name and half a point", () => {
    expect(mappingGaps(columns)).toEqual([]);
    expect(mappingGaps([column(0, "X", "lat")])).toEqual(["no_name", "half_point"]);
    expect(mappingGaps([column(0, "nama", "name")])).toEqual(["no_point"]);
  });
});

describe("the outlook of a commit", () => {
  const pair = (row: number): DoubtfulRow => ({ row, name: "", other: { row: null, id: null, name: "" }, distance_m: 40 });
  const found = { counts: { read: 210, accepted: 203, rejected: 4, doubtful: 3, swapped: 2, updated: 50 }, doubtful: [pair(14), pair(18), pair(31)] };

  it("leaves undecided twins out", () => {
    expect(outlook(found, {})).toEqual({ rows: 203, fresh: 153, updated: 50, rejected: 4, doubtful: 3, keep: [] });
  });

  it("adds the twins that were kept and names their rows", () => {
    expect(outlook(found, { 14: "keep", 18: "same" })).toMatchObject({ rows: 204, fresh: 154, doubtful: 2, keep: [14] });
  });
});

describe("comparing two names", () => {
  it("marks only the words that differ", () => {
    expect(differences("Wisma Lontar Tedu", "wisma lontar Teduh").filter((piece) => piece.differs).map((piece) => piece.text)).toEqual(["Tedu"]);
  });

  it("shows of a number only head and tail", () => {
    expect(masked("0220001234567")).toBe("0220 0••• 67");
    expect(masked(null)).toBe("");
  });
});
