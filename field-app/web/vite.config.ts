import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

/** Writes each text beside itself as gzip, so that `ronda-field` packs nothing while the first screen waits for it. */
const packed: Plugin = {
  name: "packed",
  writeBundle({ dir = "" }, bundle) {
    for (const name of Object.keys(bundle).filter((one) => /\.(js|css|html)$/.test(one))) {
      const file = join(dir, name);
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
    }
  },
};

// Static files for ronda-field to serve. No inline anything: the page runs under a strict content security policy.
export default defineConfig({
  base: "./",
  plugins: [svelte(), packed],
  build: {
    outDir: "../../build/web/field",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One sheet: a screen that is fetched later then never stands without its look when the server is gone.
    cssCodeSplit: false,
    // What the lock screen and My round need in one file: a file of its own for each shared module costs a turn each.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "start", tags: ["$initial"] }] } } },
    target: "es2022",
  },
  server: { proxy: { "/api": process.env.RONDA_FIELD ?? "http://127.0.0.1:8071" } },
});
