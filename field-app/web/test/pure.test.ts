import { geo } from "@ronda/web";
import { describe, expect, it } from "vitest";
import { fitted } from "../src/inspecting/photo.ts";
import { looksLike } from "../src/inspecting/screening.ts";
import { toPath, toStrokes } from "../src/inspecting/strokes.ts";
import { navigateLink, nextStop } from "../src/parts/stops.ts";
import { href, parse, type Route } from "../src/router.svelte.ts";
import type { LodgingBrief, Stop } from "../src/wire.ts";

describe("screening", () => {
  it("sees what looks like an identity number", () => {
    expect(looksLike("tamu 5371012345678901")).toBe("nik");
    expect(looksLike("5371-0123-4567-8901")).toBe("nik");
    expect(looksLike("hubungi 0812 3456 7890")).toBe("phone");
    expect(looksLike("+62 812-3456-7890")).toBe("phone");
    expect(looksLike("paspor X1234567")).toBe("passport");
    expect(looksLike("mobil DH 1234 AB di parkir")).toBe("plate");
  });

  it("leaves ordinary notes about the place alone", () => {
    for (const note of [
      "Lorong lantai 2 terhalang lemari sejak 26 Okt 2026.",
      "18 kamar, 3 APAR, kedaluwarsa 01/2027.",
      "Tarif Rp250000 per malam, NIB belum ditunjukkan.",
      "CCTV 14 hari, pukul 21.03 sampai 23.10.",
      "Perda 2/2018 pasal 7 ayat 1 huruf f.",
      "",
    ]) {
      expect(looksLike(note), note).toBeUndefined();
    }
  });
});

describe("photo", () => {
  it("is brought to 1,600 px on its long edge and never enlarged", () => {
    expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 });
    expect(fitted(3000, 4000)).toEqual({ width: 1200, height: 1600 });
    expect(fitted(800, 600)).toEqual({ width: 800, height: 600 });
    expect(fitted(40000, 3)).toEqual({ width: 1600, height: 1 });
  });
});

describe("strokes", () => {
  it("are whole numbers inside the paper", () => {
    const strokes = toStrokes([[{ x: -3.4, y: 10.6 }, { x: 700, y: 300 }]], 600, 240);
    expect(strokes).toEqual({ width: 600, height: 240, lines: [[0, 11, 600, 240]] });
    expect(toPath(strokes)).toBe("M0 11L600 240");
  });

  it("stay under four thousand numbers and keep both ends", () => {
    const long = Array.from({ length: 9000 }, (_, i) => ({ x: i % 600, y: (i * 7) % 240 }));
    const strokes = toStrokes([long, long.slice(0, 50)], 600, 240);
    expect(strokes.lines.flat().length).toBeLessThanOrEqual(4000);
    expect(strokes.lines[0]?.slice(0, 2)).toEqual([0, 0]);
    expect(strokes.lines[0]?.slice(-2)).toEqual([long[8999]?.x, long[8999]?.y]);
  });

  it("a single touch is a dot", () => {
    expect(toPath({ width: 10, height: 10, lines: [[4, 5]] })).toBe("M4 5L5 5");
  });
});

describe("round", () => {
  const lodging = { id: "l", name: "Wisma A", lat_e6: -10_150_000, lng_e6: 123_620_000 } as LodgingBrief;
  const stop = (order: number, state: Stop["state"]): Stop => ({ visit_id: `v${order}`, order, state, planned_time: null, lodging, inspection_id: null });

  it("what is under way comes before what is planned", () => {
    expect(nextStop([stop(1, "done"), stop(2, "planned"), stop(3, "under_way")])?.order).toBe(3);
    expect(nextStop([stop(1, "done"), stop(2, "planned"), stop(3, "planned")])?.order).toBe(2);
    expect(nextStop([stop(1, "done"), stop(2, "refused")])).toBeUndefined();
  });

  it("measures straight metres", () => {
    const metres = geo.metresBetween({ lat: -10_150_000, lon: 123_620_000 }, { lat: -10_150_000, lon: 123_630_000 });
    expect(metres).toBeGreaterThan(1090);
    expect(metres).toBeLessThan(1100);
  });

  it("hands the place to the phone's own map", () => {
    expect(navigateLink(lodging, "Mozilla/5.0 (Linux; Android 14)")).toBe("geo:-10.150000,123.620000?q=-10.150000,123.620000(Wisma%20A)");
    expect(navigateLink(lodging, "Mozilla/5.0 (iPhone)")).toMatch(/^https:\/\/maps\.apple\.com\/\?daddr=-10\.150000,123\.620000/);
    expect(navigateLink(lodging, "Mozilla/5.0 (X11; Linux x86_64)")).toMatch(/^https:\/\/www\.openstreetmap\.org\//);
    expect(navigateLink({ ...lodging, lat_e6: null })).toBeUndefined();
  });
});

describe("router", () => {
  it("every screen survives a reload", () => {
    const routes: Route[] = [
      { screen: "round" },
      { screen: "find" },
      { screen: "add" },
      { screen: "me" },
      { screen: "lodging", id: "a/b" },
      { screen: "inspect", id: "1" },
      { screen: "inspect", id: "1", section: "findings" },
      { screen: "inspect", id: "1", section: "at", item: "ADM-04" },
      { screen: "sample", id: "1" },
      { screen: "finish", id: "1" },
      { screen: "report", id: "1" },
    ];
    for (const route of routes) expect(parse(href(route))).toEqual(route);
  });

  it("an unknown address is the round", () => {
    expect(parse("#/nowhere/7")).toEqual({ screen: "round" });
    expect(parse("")).toEqual({ screen: "round" });
  });
});
