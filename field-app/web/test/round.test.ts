import { geo } from "@ronda/web";
import { describe, expect, it } from "vitest";
import { queryOf, scannedAs } from "../src/door/scanned.ts";
import { frameOf, tilesOf, zoomOf } from "../src/mapping/tiles.ts";

describe("what is scanned at a door", () => {
  it("is Ronda's own code, or the NIB in whatever hangs there, or nothing", () => {
    expect(queryOf("RONDA:4K72QM9XR")).toBe("4K7-2QM-9XR");
    expect(queryOf("https://oss.go.id/nib/9120000001234?v=2")).toBe("9120000001234");
    expect(queryOf("https://menu.example/warung")).toBeUndefined();
    expect(queryOf("5371012345678901")).toBeUndefined();
    expect(queryOf("")).toBeUndefined();
    expect(scannedAs("RONDA:4K72QM9XR")).toEqual({ kind: "door", query: "4K7-2QM-9XR" });
    const code = "https://ronda.contoh.id/n/abc#RONDA2.AEBA";
    expect(scannedAs(`${code}\n`)).toEqual({ kind: "paper", text: code });
    expect(scannedAs("RONDA2.AEBA")).toEqual({ kind: "paper", text: "RONDA2.AEBA" });
    expect(scannedAs("https://ronda.contoh.id/n/abc")).toBeUndefined();
  });
});

describe("tiles of the base map", () => {
  const size = { width: 360, height: 520 };
  const view = { centre: { lat: -10_170_000, lon: 123_600_000 }, scale: 0.008 };

  it("cover the whole screen without a gap", () => {
    const z = zoomOf(view, 0, 15);
    const frames = tilesOf(view, size, z).map((tile) => frameOf(tile, view, size));
    expect(Math.min(...frames.map((f) => f.left))).toBeLessThanOrEqual(0);
    expect(Math.min(...frames.map((f) => f.top))).toBeLessThanOrEqual(0);
    expect(Math.max(...frames.map((f) => f.left + f.width))).toBeGreaterThanOrEqual(size.width);
    expect(Math.max(...frames.map((f) => f.top + f.height))).toBeGreaterThanOrEqual(size.height);
    for (const frame of frames) expect(frame.width).toBeGreaterThan(250);
  });

  it("lie where the points lie: a tile drawn straight is off by less than a pixel", () => {
    const z = zoomOf(view, 0, 15);
    const [tile] = tilesOf(view, size, z);
    if (!tile) throw new Error("no tile");
    const frame = frameOf(tile, view, size);
    const middle = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (tile.y + 0.5)) / 2 ** z))) * 180e6) / Math.PI;
    expect(Math.abs(geo.toScreen({ lat: middle, lon: 0 }, view, size).y - (frame.top + frame.height / 2))).toBeLessThan(1);
  });

  it("stay within the zooms that the archive has", () => {
    expect(zoomOf({ ...view, scale: geo.closest }, 0, 14)).toBe(14);
    expect(zoomOf({ ...view, scale: geo.widest }, 10, 14)).toBe(10);
  });
});
