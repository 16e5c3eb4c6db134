import { describe, expect, it } from "vitest";
import { areaOf, cellsOf, isMark, stepped, type Mark } from "../src/inspecting/marks.ts";

const size = { width: 1600, height: 1200 };
const blur = (fx: number, fy: number, tx: number, ty: number): Mark => ({ tool: "blur", from: { x: fx, y: fy }, to: { x: tx, y: ty } });

describe("marks on a photo", () => {
  it("a tap is no mark, so that a second tap can be its other end", () => {
    expect(isMark(blur(100, 100, 104, 103))).toBe(false);
    expect(isMark(blur(100, 100, 100, 140))).toBe(true);
  });

  it("a part drawn from any corner, and over the edge, is the same part inside the picture", () => {
    const wanted = { x: 0, y: 100, width: 300, height: 200 };
    expect(areaOf(blur(-50, 100, 300, 300), size)).toEqual(wanted);
    expect(areaOf(blur(300, 300, -50, 100), size)).toEqual(wanted);
    expect(areaOf(blur(1590, 1190, 2000, 2000), size)).toEqual({ x: 1590, y: 1190, width: 10, height: 10 });
  });

  it("a blurred part has so few cells that neither a face nor writing is left", () => {
    for (const [width, height] of [[30, 12], [200, 200], [1600, 1200], [900, 60]] as const) {
      const { across, down } = cellsOf({ x: 0, y: 0, width, height });
      expect(Math.min(across, down)).toBeLessThanOrEqual(4);
      expect(width / across).toBeGreaterThanOrEqual(Math.min(width, 30));
    }
  });

  it("arrow keys move the point inside the picture", () => {
    expect(stepped({ x: 10, y: 10 }, "ArrowLeft", 64, size)).toEqual({ x: 0, y: 10 });
    expect(stepped({ x: 1590, y: 1190 }, "ArrowDown", 64, size)).toEqual({ x: 1590, y: 1200 });
    expect(stepped({ x: 5, y: 5 }, "Tab", 64, size)).toEqual({ x: 5, y: 5 });
  });
});
