import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./tests/kit/sequencer.js";

/** One copy of graphql: vitest would otherwise load its ESM build beside the CommonJS one that Apollo requires. */
const oneGraphql = [{ find: /^graphql$/, replacement: "graphql/index.js" }];

export default defineConfig({
  resolve: { alias: oneGraphql },
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/kit/global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    // Files share a worker's modules: loading them anew for each takes longer than most files' tests.
    isolate: false,
    sequence: { sequencer: SlowestFirst },
    // As bin/ does for the program: @apollo/gateway would otherwise report to its maker, from tests too.
    env: { APOLLO_TELEMETRY_DISABLED: "1" },
    // type-graphql is CommonJS and must meet the same graphql as we do.
    server: { deps: { inline: [] } },
  },
});
