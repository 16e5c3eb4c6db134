import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The built page is served by ronda-server under a strict policy: no inline script, style or data address.
export default defineConfig({
  base: "./",
  plugins: [svelte()],
  build: {
    outDir: "../../build/web/console",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080", "/n": "http://127.0.0.1:8080" } },
});
