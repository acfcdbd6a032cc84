import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { DatabaseOptions } from "../../drizzle/database.js";
import { openDatabase } from "../../drizzle/open.js";
import { packageRoot } from "../../lib/package-root.js";
import { DialogStore } from "../../subgraphs/dialogs/store.js";
import { explainOn } from "./explain.js";
import { type Figures, type Lengths, type Measured, measure } from "./measure.js";
import { type MemoryPoint, watchMemory } from "./memory.js";
import { patternsOf } from "./patterns.js";
import { keepResults, markdownOf, type StoreFigures } from "./report.js";
import { buildStore } from "./stores/build.js";
import { startKeptPostgres } from "./stores/postgres.js";

const HELP = `npm run bench:history -- [options]
  --sizes 100000,1000000,10000000   how many dialogs the stores have, on SQLite
  --postgres 1000000                the same on PostgreSQL; 0: none
  --directory DIR                   where stores are kept between runs (default: the system's temporary folder)
  --only WORDS                      patterns whose names have these words
  --seconds 3                       how long each pattern is asked for
  --memory 0                        so many random queries at the biggest SQLite store, with the memory over time
  --minutes 60                      at most so long
  --build                           builds the stores and ends
  --no-search                       without the patterns that search
  --keep                            keeps bench/results/history-DATE; stores that were not measured keep their figures
  --json`;

const say = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "100000,1000000,10000000" },
    postgres: { type: "string", default: "1000000" },
    directory: { type: "string", default: join(tmpdir(), "tunet-bench-history") },
    only: { type: "string", default: "" },
    seconds: { type: "string", default: "3" },
    memory: { type: "string", default: "0" },
    minutes: { type: "string", default: "60" },
    build: { type: "boolean", default: false },
    "no-search": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const lengths: Lengths = { seconds: Number(values.seconds), least: 20, most: 2_000 };

/** Opens a store, and notes what it sends. */
const withStore = async <T>(
  location: DatabaseOptions["location"],
  work: (measured: Measured) => Promise<T>,
): Promise<T> => {
  const sent: Measured["sent"] = [];
  const database = await openDatabase({
    room: "dialogs",
    location,
    onStatement: (text, parameters) => {
      sent.push({ text, parameters });
      if (sent.length > 1_000) sent.length = 0;
    },
  });
  const store = new DialogStore(database);
  const explain = explainOn(location);
  try {
    return await work({ store, database, sent, explain });
  } finally {
    await explain.close();
    await store.close();
  }
};

const measureStore = async (
  database: string,
  dialogs: number,
  location: DatabaseOptions["location"],
  memoryQueries: number,
): Promise<StoreFigures> =>
  withStore(location, async (measured) => {
    const patterns = patternsOf(dialogs).filter(
      ({ name, isSearch }) => name.includes(values.only) && !(isSearch && values["no-search"]),
    );
    const figures: Figures[] = [];
    for (const pattern of patterns) {
      const taken = await measure(measured, pattern, lengths);
      figures.push(taken);
      const { p50, p95, p99, touched } = taken;
      const times = [p50, p95, p99].map((value) => value.toFixed(2)).join(" / ");
      say(`${database} ${dialogs}: ${pattern.name}: ${times} ms, ${touched} looked at`);
    }
    const asked = { queries: memoryQueries, minutes: Number(values.minutes) };
    const memory: readonly MemoryPoint[] =
      memoryQueries === 0 ? [] : await watchMemory(measured.store, patternsOf(dialogs), asked, say);
    return { database, dialogs, figures, memory };
  });

const onSqlite = async (dialogs: number, memoryQueries: number): Promise<StoreFigures | null> => {
  const directory = join(values.directory, String(dialogs));
  const location = { dialect: "sqlite", directory } as const;
  await buildStore({ location, directory, dialogs, withSearch: !values["no-search"], say });
  return values.build ? null : measureStore("SQLite", dialogs, location, memoryQueries);
};

const onPostgres = async (dialogs: number): Promise<StoreFigures | null> => {
  const directory = join(values.directory, `postgres-${dialogs}`);
  const server = await startKeptPostgres(directory);
  const location = { dialect: "postgres", url: server.url, maxConnections: 4 } as const;
  try {
    await buildStore({ location, directory, dialogs, withSearch: !values["no-search"], say });
    return values.build ? null : await measureStore("PostgreSQL", dialogs, location, 0);
  } finally {
    await server.stop();
  }
};

/** What was kept of stores, and of patterns, that were not measured now. */
const withKept = (date: string, stores: readonly StoreFigures[]): StoreFigures[] => {
  const file = join(packageRoot(), "bench", "results", `history-${date}.json`);
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as StoreFigures[]) : [];
  const isOf = (a: StoreFigures) => (b: StoreFigures) => a.database === b.database && a.dialogs === b.dialogs;
  const merged = stores.map((store) => {
    const before = kept.find(isOf(store));
    const names = patternsOf(0).map(({ name }) => name);
    const figures = names.flatMap((name) => {
      const found =
        store.figures.find((figure) => figure.name === name) ??
        before?.figures.find((figure) => figure.name === name);
      return found === undefined ? [] : [found];
    });
    return { ...store, figures, memory: store.memory.length > 0 ? store.memory : (before?.memory ?? []) };
  });
  const others = kept.filter((store) => !merged.some(isOf(store)));
  return [...merged, ...others].sort((a, b) =>
    a.database === b.database ? a.dialogs - b.dialogs : a.database < b.database ? 1 : -1,
  );
};

const run = async (): Promise<void> => {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const sizes = values.sizes
    .split(",")
    .filter((size) => size !== "" && size !== "0")
    .map(Number);
  const stores: StoreFigures[] = [];
  for (const size of sizes) {
    const memory = size === Math.max(...sizes) ? Number(values.memory) : 0;
    const measured = await onSqlite(size, memory);
    if (measured !== null) stores.push(measured);
  }
  if (Number(values.postgres) > 0) {
    const measured = await onPostgres(Number(values.postgres));
    if (measured !== null) stores.push(measured);
  }
  if (stores.length === 0) return;
  if (values.keep) {
    const date = new Date().toISOString().slice(0, 10);
    keepResults(date, withKept(date, stores));
  }
  console.log(values.json ? JSON.stringify(stores) : markdownOf(stores));
};

try {
  await run();
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
