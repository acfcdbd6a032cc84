import { defineConfig } from "vite";

/** Bundles the page to dist/sandbox. No source maps and no size report: it runs at the first start of the program. */
export default defineConfig({
  base: "/sandbox/",
  clearScreen: false,
  build: {
    outDir: "../../../../dist/sandbox",
    emptyOutDir: true,
    target: "es2022",
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    // The editor is one big chunk by nature; splitting it would only add requests.
    chunkSizeWarningLimit: 5_000,
    // Every file of a library that GraphiQL brings says "use client", which means nothing here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  worker: { format: "es" },
});
