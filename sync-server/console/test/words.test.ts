import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>("../src/words/**/*.ts", { query: "?raw", import: "default", eager: true });
const files = Object.keys(sources).filter((name) => !name.endsWith("/room.ts"));
const source = (name: string): string => sources[name] ?? "";

describe("the words of the console", () => {
  it.each(files)("%s asks for the same parameters in both languages", (name) => {
    const found = new Map<string, Set<string>[]>();
    for (const match of source(name).matchAll(/^\s+"([\w.]+)": "(.*)",$/gm)) {
      const parameters = new Set([...(match[2] ?? "").matchAll(/\{(\w+)/g)].map((entry) => entry[1] ?? ""));
      found.set(match[1] ?? "", [...(found.get(match[1] ?? "") ?? []), parameters]);
    }
    for (const [key, [id, en]] of found) expect([...(en ?? [])].sort(), key).toEqual([...(id ?? [])].sort());
  });

  it.each(files)("%s stays calm", (name) => {
    const text = source(name).toLowerCase();
    for (const word of ["sanksi", "oops", "gagal total", "pelanggar", "yakin?", "!\""]) expect(text).not.toContain(word);
  });
});
