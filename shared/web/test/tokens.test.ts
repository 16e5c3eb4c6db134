import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

// The contrast table of LOOK §2, recomputed from what the browser gets.
const css = readFileSync(join(import.meta.dirname, "../src/tokens.css"), "utf8");

type Tokens = Record<string, string>;

function declarations(block: string): Tokens {
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9A-Fa-f]{6})/g)].map((m) => [m[1], m[2]]));
}

function blockAfter(start: string, from = css): string {
  const at = from.indexOf(start);
  expect(at, start).toBeGreaterThanOrEqual(0);
  const open = from.indexOf("{", at + start.length - 1);
  return from.slice(open + 1, from.indexOf("}", open));
}

const dark = declarations(blockAfter(":root {"));
const themes: Record<string, Tokens> = {
  dark,
  light: { ...dark, ...declarations(blockAfter(':root[data-theme="light"] {')) },
  contrast: { ...dark, ...declarations(blockAfter(':root[data-theme="contrast"] {')) },
};

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [hi = 0, lo = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
}

const ratio = (theme: string, over: string, under: string): number =>
  contrast(themes[theme]?.[over] ?? "", themes[theme]?.[under] ?? "");

// role -> dark, light on bg / s1 / s2; high contrast on bg.
const table: Record<string, { dark: number[]; light: number[]; contrast: number[] }> = {
  edge: { dark: [4.5, 4.2, 3.7], light: [3.7, 4.1, 3.5], contrast: [21] },
  hi: { dark: [16.9, 15.5, 13.7], light: [15.7, 17.2, 14.9], contrast: [21] },
  mid: { dark: [11.1, 10.1, 8.9], light: [7.8, 8.5, 7.4], contrast: [21] },
  low: { dark: [7.3, 6.7, 5.9], light: [5.4, 5.9, 5.1], contrast: [15.6] },
  lampedge: { dark: [10.8, 9.9, 8.7], light: [4.0, 4.4, 3.8], contrast: [21] },
  link: { dark: [9.9, 9.1, 8.0], light: [8.6, 9.4, 8.1], contrast: [14.1] },
  plan: { dark: [9.4, 8.6, 7.6], light: [6.5, 7.1, 6.2], contrast: [14.1] },
  going: { dark: [10.8, 9.9, 8.7], light: [6.0, 6.6, 5.7], contrast: [13.4] },
  done: { dark: [10.2, 9.3, 8.2], light: [6.0, 6.6, 5.7], contrast: [15.1] },
  late: { dark: [9.1, 8.4, 7.4], light: [5.7, 6.3, 5.4], contrast: [12.3] },
  miss: { dark: [7.8, 7.1, 6.3], light: [6.3, 7.0, 6.0], contrast: [10.4] },
  refuse: { dark: [9.6, 8.8, 7.7], light: [7.4, 8.1, 7.0], contrast: [13.9] },
  send: { dark: [10.2, 9.4, 8.3], light: [6.2, 6.8, 5.8], contrast: [13.9] },
};

const grounds = ["bg", "s1", "s2"];
const tinted = ["plan", "done", "late", "miss", "refuse", "send"];

describe("tokens", () => {
  for (const [role, figures] of Object.entries(table)) {
    for (const theme of ["dark", "light", "contrast"] as const) {
      it(`${role} in ${theme} has the contrast the table promises`, () => {
        figures[theme].forEach((figure, i) => {
          expect(Math.abs(ratio(theme, role, grounds[i] ?? "bg") - figure)).toBeLessThan(0.06);
        });
      });
    }
  }

  it("text on a lamp fill reads", () => {
    expect(ratio("dark", "onlamp", "lamp")).toBeCloseTo(10.5, 0);
    expect(ratio("light", "onlamp", "lamp")).toBeCloseTo(9.7, 0);
    expect(ratio("contrast", "onlamp", "lamp")).toBeCloseTo(13.4, 0);
  });

  it("a status colour reads on its own tint and text reads on any tint", () => {
    const least: Record<string, number> = { dark: 6.35, light: 5.25, contrast: 8.75 };
    for (const theme of Object.keys(themes)) {
      for (const role of tinted) expect(ratio(theme, role, `tint-${role}`)).toBeGreaterThanOrEqual(least[theme] ?? 0);
      expect(ratio(theme, "going", "tint-lamp")).toBeGreaterThanOrEqual(least[theme] ?? 0);
      for (const role of [...tinted, "lamp"]) expect(ratio(theme, "hi", `tint-${role}`)).toBeGreaterThanOrEqual(12);
    }
  });

  it("the white number reads on a night cell", () => {
    expect(ratio("dark", "onnight", "night")).toBeCloseTo(8.9, 0);
    expect(ratio("light", "onnight", "night")).toBeCloseTo(11.8, 0);
  });

  it("the emergency card is the same in every theme and reads", () => {
    expect(contrast(dark["em-text"] ?? "", dark["em-bg"] ?? "")).toBeCloseTo(13.9, 0);
    expect(contrast(dark["em-label"] ?? "", dark["em-card"] ?? "")).toBeCloseTo(10, 0);
    for (const theme of ["light", "contrast"]) {
      expect(blockAfter(`:root[data-theme="${theme}"] {`)).not.toContain("--em-");
    }
  });

  it("the system preference gives the same set as the explicit theme", () => {
    const lightMedia = css.slice(css.indexOf("prefers-color-scheme: light"));
    const contrastMedia = css.slice(css.indexOf("prefers-contrast: more"));
    expect(declarations(blockAfter(":root:not([data-theme]) {", lightMedia))).toEqual(
      declarations(blockAfter(':root[data-theme="light"] {')),
    );
    expect(declarations(blockAfter(":root:not([data-theme]) {", contrastMedia))).toEqual(
      declarations(blockAfter(':root[data-theme="contrast"] {')),
    );
  });
});
