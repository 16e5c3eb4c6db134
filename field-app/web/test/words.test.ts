import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as rare from "../src/reporting/words.ts";
import { en } from "../src/words/en/all.ts";
import { id } from "../src/words/words.ts";

const parameters = (sentence: string) => new Set([...sentence.matchAll(/\{(\w+)/g)].map((m) => m[1]));

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : /\.(svelte|ts)$/.test(entry.name) ? [join(folder, entry.name)] : [],
  );
}

describe.each([
  ["everywhere", { id, en }],
  ["in rarely opened screens", rare],
])("words of the officer's app, %s", (_, { id, en }: { id: Record<string, string>; en: Record<string, string> }) => {
  it("both languages have the same keys and the same parameters", () => {
    expect(Object.keys(en)).toEqual(Object.keys(id));
    for (const key of Object.keys(id)) {
      expect(parameters(en[key] ?? ""), key).toEqual(parameters(id[key] ?? ""));
      expect(en[key]?.trim()).toBeTruthy();
      expect(id[key]?.trim()).toBeTruthy();
    }
  });

  it("nobody is threatened, blamed or shouted at", () => {
    const all = JSON.stringify(id) + JSON.stringify(en);
    expect(all).not.toMatch(/sanksi|ilegal|pelanggar|gagal total|oops|yakin\?|!/i);
  });

  it("no source carries an inline style string or a raw colour", () => {
    for (const file of sources(join(import.meta.dirname, "../src"))) {
      const text = readFileSync(file, "utf8");
      expect(text, file).not.toMatch(/\sstyle="/);
      const beyondPrint = text.replace(/@media print[\s\S]*$/, "");
      expect(beyondPrint.match(/#[0-9a-fA-F]{6}\b/g), file).toBeNull();
    }
  });
});
