import { describe, expect, it } from "vitest";
import { changedFields, checkForm, compare, decided, degrees, emptyForm, fieldError, formOf, microDegrees } from "../src/register/form.ts";
import { pointGlyph, readOrder, sorted, turn, writeOrder } from "../src/register/order.ts";
import type { Lodging } from "../src/server/contract.ts";

const lodging = (over: Partial<Lodging>): Lodging => ({
  id: "1", name: "Wisma Lontar Teduh", kind: "guesthouse", kbli: "55130", kbli_version: "2020", nib: null, address: "Jl. Timor Raya 88",
  kelurahan: "Kelapa Lima", kelurahan_code: null, kecamatan: "Kelapa Lima", kecamatan_code: null, lat_e6: -10_150_000, lng_e6: 123_620_000,
  rooms: 18, phone: null, tier: "medium", status: "active", source: "import", version: 4, month: { done: 2, planned: 3, min: 4, max: 5 },
  open_findings: 0, worst: null, last_visit_at: null, ...over,
});

describe("the form of a lodging", () => {
  it("reads degrees with a comma, a point and either minus", () => {
    expect(microDegrees("-10,1521")).toBe(-10_152_100);
    expect(microDegrees("−10.1521")).toBe(-10_152_100);
    expect(microDegrees("123.620000")).toBe(123_620_000);
    expect(microDegrees("sepuluh")).toBeUndefined();
    expect(degrees(-10_150_000, true)).toBe("-10,150000");
    expect(degrees(null, true)).toBe("");
  });

  it("sends nothing when nothing changed, and only what changed otherwise", () => {
    const before = formOf(lodging({}), true);
    expect(changedFields(before, { ...before })).toEqual({});
    expect(changedFields(before, { ...before, rooms: "20", nib: " 0220001234567 " })).toEqual({ rooms: 20, nib: "0220001234567" });
    expect(changedFields(before, { ...before, address: "" })).toEqual({ address: null });
  });

  it("moves a point as a whole", () => {
    const before = formOf(lodging({}), false);
    expect(changedFields(before, { ...before, lat: "-10.16" })).toEqual({ lat_e6: -10_160_000, lng_e6: 123_620_000 });
  });

  it("says which entries do not fit", () => {
    expect(checkForm({ ...emptyForm, name: "Kos", lat: "-10,16", lng: "123,6" })).toEqual({});
    expect(checkForm({ ...emptyForm, name: " ", nib: "12", rooms: "4o", lat: "12", lng: "", phone: "x" })).toEqual({
      name: "e.name", nib: "e.nib", rooms: "e.rooms", lat: "e.lat", lng: "e.both", phone: "e.phone",
    });
    expect(checkForm({ ...emptyForm, name: "Kos" })).toEqual({ lat: "e.point", lng: "e.point" });
  });

  it("puts the server's objection at the entry it is about", () => {
    expect(fieldError("/lat_e6")).toEqual({ field: "lat", error: "e.outside" });
    expect(fieldError("/rooms")).toEqual({ field: "rooms", error: "e.rooms" });
    expect(fieldError("lodging")).toBeUndefined();
  });
});

describe("two editors of one lodging", () => {
  const base = formOf(lodging({}), false);
  const mine = { ...base, rooms: "20", address: "Jl. Baru 1" };
  const theirs = { ...base, rooms: "22", phone: "0380 821000" };
  const comparison = compare(base, mine, theirs);

  it("asks only about what both changed differently", () => {
    expect(comparison).toEqual({ clashes: [{ field: "rooms", mine: "20", theirs: "22" }], mine: ["address"], theirs: ["phone"] });
  });

  it("saves nothing before every clash is decided", () => {
    expect(decided(theirs, mine, comparison, {})).toBeUndefined();
  });

  it("keeps what only the other changed", () => {
    const result = decided(theirs, mine, comparison, { rooms: "theirs" });
    expect(result).toMatchObject({ rooms: "22", address: "Jl. Baru 1", phone: "0380 821000" });
  });

  it("does not quarrel when both wrote the same", () => {
    expect(compare(base, { ...base, rooms: "20" }, { ...base, rooms: "20" }).clashes).toEqual([]);
  });
});

describe("the order of the register", () => {
  const rows = [
    lodging({ id: "a", name: "Wisma B", month: { done: 4, planned: 0, min: 4, max: 5 } }),
    lodging({ id: "b", name: "Wisma A", month: { done: 0, planned: 4, min: 4, max: 5 }, worst: "minor", open_findings: 3 }),
    lodging({ id: "c", name: "Kos C", month: { done: 2, planned: 2, min: 5, max: 5 }, worst: "critical", open_findings: 1 }),
  ];
  const ids = (order: string) => sorted(rows, readOrder(order)).map((row) => row.id).join("");

  it("puts the neediest first by the month", () => expect(ids("month")).toBe("bca"));
  it("puts critical findings first when turned down", () => expect(ids("-findings")).toBe("cba"));
  it("sorts names both ways", () => expect([ids("name"), ids("-name")]).toEqual(["cba", "abc"]));
  it("leaves the rows it was given alone", () => expect(rows[0]?.id).toBe("a"));
  it("keeps its words in the address", () => {
    expect(readOrder("nonsense")).toEqual({ column: "name", down: false });
    expect(writeOrder(turn({ column: "month", down: false }, "month"))).toBe("-month");
    expect(turn({ column: "month", down: true }, "name")).toEqual({ column: "name", down: false });
  });
  it("shows a finding before the month on the map", () => {
    expect(pointGlyph({ done: 5, min: 4, worst: "critical" })).toBe("critical");
    expect(pointGlyph({ done: 4, min: 4, worst: "minor" })).toBe("done");
    expect(pointGlyph({ done: 1, min: 4, worst: null })).toBe("planned");
  });
});
