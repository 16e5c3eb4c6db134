import { describe, expect, it } from "vitest";
import * as geo from "../src/components/map.ts";

const size = { width: 360, height: 400 };
const kupang = [
  { lat: -10_150_000, lon: 123_590_000 },
  { lat: -10_170_000, lon: 123_640_000 },
];

describe("map", () => {
  it("fits every position inside the margin", () => {
    const view = geo.fit(kupang, size);
    for (const at of kupang) {
      const { x, y } = geo.toScreen(at, view, size);
      expect(x).toBeGreaterThanOrEqual(31.9);
      expect(x).toBeLessThanOrEqual(276.1);
      expect(y).toBeGreaterThanOrEqual(55.9);
      expect(y).toBeLessThanOrEqual(328.1);
    }
  });

  it("screen and position are inverse", () => {
    const view = geo.fit(kupang, size);
    const at = geo.toPosition(100, 200, view, size);
    const back = geo.toScreen(at, view, size);
    expect(back.x).toBeCloseTo(100, 6);
    expect(back.y).toBeCloseTo(200, 6);
  });

  it("zooming keeps the place under the pointer", () => {
    const view = geo.fit(kupang, size);
    const under = geo.toPosition(80, 90, view, size);
    const after = geo.toScreen(under, geo.zoomAt(view, 2, 80, 90, size), size);
    expect(after.x).toBeCloseTo(80, 1);
    expect(after.y).toBeCloseTo(90, 1);
  });

  it("one position gives a view of about two kilometres and never a zero scale", () => {
    const view = geo.fit(kupang.slice(0, 1), size);
    expect(view.scale).toBeGreaterThan(0);
    expect(geo.scaleBar(view).metres).toBeLessThanOrEqual(500);
  });

  it("the scale bar is round and not longer than asked", () => {
    const bar = geo.scaleBar(geo.fit(kupang, size));
    expect([1, 2, 5]).toContain(Number(String(bar.metres)[0]));
    expect(bar.width).toBeLessThanOrEqual(90);
  });

  it("the name of a square stands in its middle", () => {
    const square: geo.Outline = {
      code: "a",
      name: "A",
      rings: [[[0, 0], [100, 0], [100, 100], [0, 100]]],
    };
    const at = geo.middle(square);
    expect(at.lon).toBeCloseTo(50, 6);
    expect(at.lat).toBeCloseTo(50, 6);
  });
});
