// Dialogs a second through the writer, against the bare database's insert of the same rows. See bench/README.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../../lib/package-root.js";
import { circumstances } from "../gateway/report/machine.js";
import { openBarePostgres, openBareSqlite } from "./bare.js";
import { type Lengths, measure } from "./measure.js";
import { openOurs } from "./ours.js";
import { startPostgres } from "./postgres.js";
import { type Line, linesOf, markdownOf } from "./report.js";

const WHOLE: Lengths = { run: 500, runsPerRound: 8, singles: 400, sideBySide: 8, alone: 200, rounds: 5 };
const QUICK: Lengths = { run: 500, runsPerRound: 3, singles: 150, sideBySide: 8, alone: 60, rounds: 3 };

/** Beside the results, which go to standard output. */
const say = (message: string): void => console.error(`bench: ${message}`);

const onSqlite = async (lengths: Lengths): Promise<Line[]> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-bench-ingest-"));
  const ours = await openOurs({ dialect: "sqlite", directory: join(directory, "ours") });
  const bare = await openBareSqlite(join(directory, "bare"));
  try {
    return linesOf("SQLite", await measure(ours, bare, lengths, say));
  } finally {
    await Promise.all([ours.close(), bare.close()]);
    rmSync(directory, { recursive: true, force: true });
  }
};

const onPostgres = async (lengths: Lengths): Promise<Line[]> => {
  const server = await startPostgres();
  const ours = await openOurs({ dialect: "postgres", url: `${server.url}/ours` });
  const bare = await openBarePostgres(`${server.url}/bare`);
  try {
    return linesOf("PostgreSQL", await measure(ours, bare, lengths, say));
  } finally {
    await Promise.all([ours.close(), bare.close()]);
    await server.stop();
  }
};

const keep = (lines: readonly Line[], lengths: Lengths): void => {
  const date = new Date().toISOString().slice(0, 10);
  const { processor, cores, memoryBytes, system, node, commit } = circumstances();
  const machine = { processor, cores, memoryBytes, system, node, commit };
  const directory = join(packageRoot(), "bench", "results");
  mkdirSync(directory, { recursive: true });
  const name = `ingest-${date}${lengths === QUICK ? "-quick" : ""}`;
  writeFileSync(
    join(directory, `${name}.json`),
    `${JSON.stringify({ date, machine, lengths, lines }, null, 2)}\n`,
  );
  const about = `Measured on ${date}: ${processor}, ${cores} cores, Node ${node}, commit ${commit ?? "unknown"}.`;
  writeFileSync(join(directory, `${name}.md`), `# Ingest\n\n${about}\n\n${markdownOf(lines)}\n`);
};

const DATABASES = { sqlite: onSqlite, postgres: onPostgres };

const run = async (options: { quick: boolean; json: boolean; keep: boolean; database: string }) => {
  const lengths = options.quick ? QUICK : WHOLE;
  const names = (Object.keys(DATABASES) as (keyof typeof DATABASES)[]).filter((name) =>
    options.database.split(",").includes(name),
  );
  if (names.length === 0) throw new Error(`--database is none of ${Object.keys(DATABASES).join(", ")}.`);
  const lines: Line[] = [];
  for (const name of names) lines.push(...(await DATABASES[name](lengths)));
  if (options.keep) keep(lines, lengths);
  console.log(options.json ? JSON.stringify({ lines }) : markdownOf(lines));
};

try {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      database: { type: "string", default: "sqlite,postgres" },
    },
  });
  await run(values);
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
