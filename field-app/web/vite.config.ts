import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// Static files for ronda-field to serve. No inline anything: the page runs under a strict content security policy.
export default defineConfig({
  base: "./",
  plugins: [svelte()],
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
