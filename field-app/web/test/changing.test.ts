import { describe, expect, it } from "vitest";
import { changesOf, emptyForm, formOf, wrongOf } from "../src/changing/lodgingForm.ts";
import { href, parse } from "../src/router.svelte.ts";
import type { LodgingBrief } from "../src/wire.ts";

const lodging: LodgingBrief & { phone: string | null } = {
  id: "l", name: "Wisma Lontar Teduh", kind: "guesthouse", address: "Jl. Timor Raya 88", kelurahan: "Kelapa Lima", kecamatan: "Kelapa Lima",
  lat_e6: -10150000, lng_e6: 123620000, rooms: 18, tier: "low", status: "active", month: { done: 0, min: 4, max: 4 }, open_findings: 0,
  worst: null, last_visit_at: null, phone: null,
};

describe("a lodging written down in the field", () => {
  it("needs a name and nothing else that a street does not show", () => {
    expect(wrongOf(emptyForm())).toEqual({ name: "new.need_name" });
    expect(wrongOf(emptyForm("Kos pagar hijau"))).toEqual({});
  });

  it("is stopped where a text looks like somebody's number, but the business has a phone", () => {
    expect(wrongOf({ ...emptyForm("Kos 0812 3456 7890"), phone: "" })).toEqual({ name: "note.phone" });
    expect(wrongOf({ ...emptyForm("Kos"), address: "tamu 5371012345678901" })).toEqual({ address: "note.nik" });
    expect(wrongOf({ ...emptyForm("Kos"), phone: "0812 3456 7890" })).toEqual({});
    expect(wrongOf({ ...emptyForm("Kos"), phone: "08" })).toEqual({ phone: "new.need_phone" });
  });

  it("sends only what was changed, an emptied field as empty", () => {
    const before = formOf(lodging);
    expect(changesOf(before, { ...before })).toEqual({});
    expect(changesOf(before, { ...before, name: " Wisma Lontar Teduh " })).toEqual({});
    expect(changesOf(before, { ...before, phone: "0380 821455", rooms: undefined })).toEqual({ phone: "0380 821455", rooms: null });
    expect(changesOf(before, { ...before, address: " ", kelurahan: "" })).toEqual({ address: null, kelurahan: null });
  });
});

describe("the address of a new lodging", () => {
  it("carries what was searched for, slashes and accents included", () => {
    for (const name of ["Kos Béringin", "Wisma 3/4", ""]) {
      expect(parse(href({ screen: "new", ...(name ? { name } : {}) }))).toEqual({ screen: "new", ...(name ? { name } : {}) });
    }
  });
});
