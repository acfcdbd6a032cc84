// More requests than the gateway can answer, for minutes: does it stay up, does it stay small, does it say clearly what
// it refuses, and is it itself again at once? See bench/README.md.
import { parseArgs } from "node:util";
import { type QueryName, queriesOf } from "../../gateway/graph/queries.js";
import { bindCores } from "../../gateway/run/cores.js";
import { openField, type Runner } from "../../gateway/run/field.js";
import { peersOf } from "../../gateway/run/peers.js";
import { runSpell, type SpellResult } from "./open-loop.js";

const CAPACITY_CONNECTIONS = 32;
const CAPACITY_MILLIS = 10_000;
const CALM_MILLIS = 5_000;
/** Of what the gateway can do: what it has to do on a quiet day. */
const CALM_SHARE = 0.3;
const MEMORY_EVERY_MILLIS = 5_000;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "120" },
    connections: { type: "string", default: "200" },
    factor: { type: "string", default: "1.5" },
    query: { type: "string", default: "heavy" },
    json: { type: "boolean", default: false },
  },
});

const say = (message: string): void => console.error(`overload: ${message}`);

const megabytes = async ({ child }: Runner): Promise<number> =>
  Math.round((await child.ask("usage")).residentBytes / 1_048_576);

/** Notes how large the gateway is, now and then, until it is told to stop. */
const watchMemory = (runner: Runner) => {
  const noted: number[] = [];
  const timer = setInterval(() => {
    megabytes(runner).then(
      (size) => noted.push(size),
      () => undefined, // its end is told by whoever asks it next
    );
  }, MEMORY_EVERY_MILLIS);
  return () => {
    clearInterval(timer);
    return noted;
  };
};

const inShares = ({ statuses }: SpellResult): Record<string, string> => {
  const all = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(
    Object.entries(statuses).map(([status, count]) => [status, `${((count / all) * 100).toFixed(1)} %`]),
  );
};

/** What is wrong with how a spell went. */
const faultsIn = (name: string, { statuses, wrong, unclear, closed }: SpellResult): string[] => [
  ...Object.keys(statuses)
    .filter((status) => !["200", "429", "503"].includes(status))
    .map((status) => `${name}: ${statuses[Number(status)]} answers with status ${status}`),
  ...(wrong > 0 ? [`${name}: ${wrong} answers with other data than at first`] : []),
  ...(unclear > 0 ? [`${name}: ${unclear} refusals without a code`] : []),
  ...(closed > 0 ? [`${name}: ${closed} connections closed`] : []),
];

const shown = (result: SpellResult) => {
  const { right: _, ...figures } = result;
  return { ...figures, shares: inShares(result) };
};

const run = async (): Promise<void> => {
  const seconds = Number(values.seconds);
  const [query] = queriesOf([values.query as QueryName]);
  if (query === undefined || !(seconds > 0)) throw new Error("There is no such query, or no such time.");
  const field = await openField(bindCores(say), "compiled");
  const [runner] = await field.start(peersOf(["tunet"]), false);
  if (runner === undefined) throw new Error("The gateway did not start.");
  const body = JSON.stringify({ query: query.query, variables: query.variables ?? {} });
  const spell = { port: runner.port, body, connections: CAPACITY_CONNECTIONS, perSecond: null, right: null };

  say("warming up, and measuring what it can do");
  const { right } = await runSpell({ ...spell, millis: CAPACITY_MILLIS / 2 });
  const capacity = await runSpell({ ...spell, millis: CAPACITY_MILLIS, right });
  const calmly = { ...spell, right, perSecond: capacity.answersPerSecond * CALM_SHARE, millis: CALM_MILLIS };
  const before = await runSpell(calmly);
  const memoryBefore = await megabytes(runner);

  const perSecond = Math.round(capacity.answersPerSecond * Number(values.factor));
  say(`it can do ${capacity.answersPerSecond} a second; now ${perSecond} for ${seconds} s`);
  const memory = watchMemory(runner);
  const overload = await runSpell({
    ...spell,
    right,
    perSecond,
    connections: Number(values.connections),
    millis: seconds * 1_000,
  });
  const memoryDuring = memory();
  const after = await runSpell(calmly);
  runner.child.checkAlive();
  const memoryAfter = await megabytes(runner);

  const faults = [
    ...faultsIn("overload", overload),
    ...faultsIn("after", after),
    ...(Object.keys(after.statuses).some((status) => status !== "200") ? ["after: it still refuses"] : []),
  ];
  const report = {
    query: query.name,
    capacityPerSecond: capacity.answersPerSecond,
    askedPerSecond: perSecond,
    before: shown(before),
    overload: shown(overload),
    after: shown(after),
    megabytes: { before: memoryBefore, during: memoryDuring, after: memoryAfter },
    faults,
  };
  console.log(values.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
  await runner.child.stop();
  await field.close();
  process.exitCode = faults.length > 0 ? 1 : 0;
};

await run();
