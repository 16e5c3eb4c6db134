import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { en } from "../src/i18n/en.ts";
import { fill, LaterWords, translator } from "../src/i18n/i18n.svelte.ts";
import { id } from "../src/i18n/id.ts";
import { problemWords } from "../src/i18n/problems.ts";
import { prefs } from "../src/prefs.svelte.ts";

const placeholders = (sentence: string) => [...sentence.matchAll(/\{(\w+)/g)].map((m) => m[1]).sort();

describe("words", () => {
  it("both languages have the same keys and the same parameters", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(id).sort());
    for (const key of Object.keys(id) as (keyof typeof id)[]) {
      expect(new Set(placeholders(en[key])), key).toEqual(new Set(placeholders(id[key])));
      expect(en[key].trim(), key).not.toBe("");
      expect(id[key].trim(), key).not.toBe("");
    }
  });

  it("a sentence takes its parameters, chooses its number and keeps what is missing visible", () => {
    expect(fill("{n} {n|visit|visits}", { n: 1 }, "en")).toBe("1 visit");
    expect(fill("{n} {n|visit|visits}", { n: 1689 }, "en")).toBe("1,689 visits");
    expect(fill("{n} kunjungan", { n: 1689 }, "id")).toBe("1.689 kunjungan");
    expect(fill("{who} menunggu", {}, "id")).toBe("{who} menunggu");
  });
});

describe("English that is fetched when it is chosen", () => {
  afterEach(() => (prefs.lang = "id"));

  it("leaves the Indonesian sentence until it is here, and what failed is asked for again", async () => {
    const replies = [() => Promise.reject(new TypeError("Failed to fetch")), () => Promise.resolve({ "round": "My round, {n} stops" })];
    let asked = 0;
    const later = new LaterWords<"round">(() => (replies[asked++] ?? replies[1])?.() as Promise<Record<"round", string>>);
    const t = translator<"round">({ id: { round: "Putaran saya, {n} singgahan" }, en: later });
    expect(t("round", { n: 1200 })).toBe("Putaran saya, 1.200 singgahan");
    expect(asked).toBe(0);
    prefs.lang = "en";
    expect(t("round", { n: 1200 })).toBe("Putaran saya, 1.200 singgahan");
    await expect(later.load()).rejects.toThrow();
    await later.load();
    expect(asked).toBe(2);
    expect(t("round", { n: 1200 })).toBe("My round, 1,200 stops");
    expect(t("do.close")).toBe("Close");
  });
});

describe("problem sentences", () => {
  const header = readFileSync(join(import.meta.dirname, "../../base/error.hpp"), "utf8");
  const list = /enum class ErrorCode \{([^}]*)\}/.exec(header)?.[1] ?? "";
  const codes = list.replace(/\/\/.*$/gm, "").split(",").map((word) => word.trim()).filter(Boolean);

  it("every word of the closed vocabulary is told in three sentences in both languages", () => {
    expect(codes.length).toBeGreaterThanOrEqual(30);
    for (const code of codes) {
      for (const lang of ["id", "en"] as const) {
        const beats = problemWords[code]?.[lang];
        expect(beats, `${code} ${lang}`).toBeDefined();
        for (const beat of Object.values(beats ?? {})) expect(beat, `${code} ${lang}`).toMatch(/\S.*\.$/);
      }
    }
  });

  it("no sentence blames, shouts or names a punishment", () => {
    const all = JSON.stringify(problemWords) + JSON.stringify(id) + JSON.stringify(en);
    expect(all).not.toMatch(/sanksi|ilegal|pelanggar|gagal total|oops|!/i);
  });
});
