// How much processor time a gateway takes for a request: ours, and others. See bench/README.md.
import { queriesOf } from "./graph/queries.js";
import { OptionError, type Options, parseOptions, usage } from "./options.js";
import { circumstances } from "./report/machine.js";
import { ratiosOf } from "./report/ratios.js";
import { OURS } from "./report/summary.js";
import {
  circumstancesTable,
  noiseWarning,
  profileTables,
  queryTables,
  targetTable,
} from "./report/tables.js";
import { outcomesOf } from "./report/targets.js";
import { writeResults } from "./report/write.js";
import { installBaselines } from "./run/baselines.js";
import { bindCores } from "./run/cores.js";
import { type Field, openField } from "./run/field.js";
import { peersOf } from "./run/peers.js";
import { profile } from "./run/profile.js";
import { measureTables, type Tables } from "./run/tables.js";

/** Beside the results, which go to standard output. */
const say = (message: string): void => console.error(`bench: ${message}`);

const printProfiles = async (field: Field, options: Options): Promise<void> => {
  for (const runner of await field.start(peersOf(options.peers), false)) {
    for (const query of queriesOf(options.queries)) {
      say(`profiling ${runner.peer.name}, ${query.name}`);
      const report = await profile(field, runner, query);
      console.log(profileTables(`${runner.peer.title}, ${query.name}`, report));
    }
  }
};

const markdownOf = (startedAt: Date, { separate, deduping }: Tables, options: Options): string => {
  const outcomes = outcomesOf(separate);
  return [
    `# bench:gateway, ${startedAt.toISOString().slice(0, 10)}`,
    "How to read this: bench/README.md.",
    noiseWarning(separate),
    outcomes.length === 0 ? null : targetTable(outcomes),
    queryTables("Each request for itself", separate),
    deduping === null ? null : queryTables("Identical requests or fetches in flight answered once", deduping),
    circumstancesTable(circumstances(), options.engine),
  ]
    .filter((part) => part !== null)
    .join("\n\n");
};

const keepResults = (startedAt: Date, tables: Tables, options: Options, markdown: string): void => {
  const results = {
    startedAt: startedAt.toISOString(),
    engine: options.engine,
    settings: tables.settings,
    machine: circumstances(),
    outcomes: outcomesOf(tables.separate),
    separate: Object.fromEntries(tables.separate),
    deduping: tables.deduping === null ? null : Object.fromEntries(tables.deduping),
  };
  say(`written: ${writeResults(startedAt, results, markdown).join(", ")}`);
};

/** Traces that do not arrive would cost next to nothing. */
const checkSpans = async ({ collector }: Field): Promise<void> => {
  const spans = await collector.ask("spans");
  say(`${spans} spans have arrived`);
  if (spans === 0) throw new Error("Not one span has arrived: nothing was traced.");
};

const printTables = async (field: Field, options: Options): Promise<void> => {
  if (!options.peers.includes(OURS)) say(`without ${OURS} there are no ratios`);
  const startedAt = new Date();
  const tables = await measureTables(field, options, say);
  if (peersOf(options.peers).some(({ isTraced }) => isTraced)) await checkSpans(field);
  const markdown = markdownOf(startedAt, tables, options);
  if (options.isWhole) keepResults(startedAt, tables, options, markdown);
  console.log(options.isJson ? JSON.stringify(ratiosOf(tables.separate)) : markdown);
  const warning = noiseWarning(tables.separate);
  if (warning !== null) say(warning);
};

const run = async (options: Options): Promise<void> => {
  if (peersOf(options.peers).some(({ isBaseline }) => isBaseline)) installBaselines(say);
  const field = await openField(bindCores(say), options.engine);
  await (options.isProfile ? printProfiles : printTables)(field, options);
  await field.close();
};

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === null) console.log(usage);
  else await run(options);
  process.exit(0);
} catch (error) {
  console.error(error instanceof OptionError ? `${error.message}\n${usage}` : error);
  process.exit(1);
}
