import { openDatabase } from "../../drizzle/open.js";
import { systemClock } from "../../lib/clock.js";
import type { Call } from "../../schema/call.js";
import type { AccessRequest } from "../../schema/ports.js";
import type { Viewer } from "../../schema/viewer.js";
import {
  type Authorization,
  AuthorizationStore,
  createAuthorizationPort,
  seedAuthorization,
} from "../../subgraphs/authorization/index.js";
import { openPlace } from "./databases.js";
import { createRegister, SERVICE_URNS, SIZES } from "./register.js";

/** Times of one thing that was done over and over. */
export interface Times {
  readonly p50Millis: number;
  readonly p99Millis: number;
  readonly statements: number;
}

export interface ScopeTimes {
  readonly parties: number;
  readonly groups: number;
  /** A process that has just begun: what holds for everybody is read as well. */
  readonly first: Times;
  /** A viewer who was not there before, or whose rights have changed. */
  readonly cold: Times;
  /** A viewer of before, whose rights have not changed. */
  readonly warm: Times;
}

export interface DecisionTimes {
  readonly what: string;
  readonly perSecond: number;
}

export interface DatabaseResult {
  readonly dialect: "sqlite" | "postgres";
  readonly fillMillis: number;
  readonly scopes: readonly ScopeTimes[];
  readonly decisions: readonly DecisionTimes[];
}

let requests = 0;
const callBy = (viewer: Viewer): Call => ({
  requestId: `bench-${++requests}`,
  viewer,
  language: "nb",
  token: "bench",
});

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

interface Bench {
  readonly store: AuthorizationStore;
  readonly statements: { count: number };
}

/** @param runs how often; the times of the first tenth are left out */
const timed = async (
  { statements }: Bench,
  runs: number,
  work: (run: number) => Promise<unknown>,
): Promise<Times> => {
  const times: number[] = [];
  const warmUp = Math.floor(runs / 10);
  let counted = 0;
  for (let run = 0; run < runs; run += 1) {
    statements.count = 0;
    const from = performance.now();
    await work(run);
    if (run >= warmUp) times.push(performance.now() - from);
    counted = statements.count;
  }
  times.sort((a, b) => a - b);
  return { p50Millis: quantile(times, 0.5), p99Millis: quantile(times, 0.99), statements: counted };
};

const newPort = ({ store }: Bench): Authorization => createAuthorizationPort({ store, clock: systemClock });

const scopeTimes = async (bench: Bench, viewer: Viewer, size: number, share: number): Promise<ScopeTimes> => {
  const runs = Math.max(10, Math.round((size > 1_000 ? 40 : 300) * share));
  const first = await timed(bench, Math.max(5, Math.round(runs / 5)), () =>
    newPort(bench).scope(callBy(viewer)),
  );
  const port = newPort(bench);
  const cold = await timed(bench, runs, (run) => port.scope(callBy({ ...viewer, clientId: `cold ${run}` })));
  const warm = await timed(bench, runs * 5, () => port.scope(callBy(viewer)));
  const { groups, instances } = await port.scope(callBy(viewer));
  const parties = groups.reduce((sum, group) => sum + group.parties.length, instances.length);
  return { parties, groups: groups.length, first, cold, warm };
};

/** Decisions per second, over requests that come one after the other. */
const perSecond = async (
  port: Authorization,
  viewer: Viewer,
  questions: readonly AccessRequest[],
  millis: number,
): Promise<number> => {
  const decide = async () => {
    const decisions = await port.decide(callBy(viewer), questions);
    if (decisions.length !== questions.length) throw new Error("There are decisions missing.");
  };
  for (let run = 0; run < 5; run += 1) await decide();
  const from = performance.now();
  let done = 0;
  while (performance.now() - from < millis) {
    await decide();
    done += questions.length;
  }
  return (done / (performance.now() - from)) * 1_000;
};

const decisionTimes = async (bench: Bench, viewer: Viewer, millis: number): Promise<DecisionTimes[]> => {
  const port = newPort(bench);
  const { groups } = await port.scope(callBy(viewer));
  const parties = groups.flatMap((group) => group.parties);
  const ask = (services: readonly string[], count: number): AccessRequest[] =>
    Array.from({ length: count }, (_, n) => ({
      party: parties[n % parties.length]?.urn ?? "",
      service: services[n % services.length] ?? "",
      action: n % 2 === 0 ? "read" : "write",
      instanceRef: null,
    }));
  const { lists, evaluated } = SERVICE_URNS;
  return [
    {
      what: "one at a time, policies that are lists",
      perSecond: await perSecond(port, viewer, ask(lists, 1), millis),
    },
    {
      what: "1,000 at a time, policies that are lists",
      perSecond: await perSecond(port, viewer, ask(lists, 1_000), millis),
    },
    {
      what: "1,000 at a time, policies that are evaluated",
      perSecond: await perSecond(port, viewer, ask(evaluated, 1_000), millis),
    },
  ];
};

/** @param share of the whole length: 1 for all of it */
export const measureDatabase = async (
  dialect: DatabaseResult["dialect"],
  share: number,
  say: (message: string) => void,
): Promise<DatabaseResult> => {
  const place = await openPlace(dialect);
  const statements = { count: 0 };
  const database = await openDatabase({
    room: "authorization",
    location: place.location,
    onStatement: () => {
      statements.count += 1;
    },
  });
  try {
    const { seed, viewers } = createRegister();
    const from = performance.now();
    const store = new AuthorizationStore(database);
    await seedAuthorization(store, seed);
    const fillMillis = performance.now() - from;
    say(`${dialect}: filled in ${(fillMillis / 1_000).toFixed(1)} s`);
    const bench = { store, statements };
    const scopes: ScopeTimes[] = [];
    for (const size of SIZES) {
      const viewer = viewers.get(size);
      if (viewer === undefined) throw new Error(`No viewer acts for ${size}.`);
      scopes.push(await scopeTimes(bench, viewer, size, share));
      say(`${dialect}: scope of ${size}`);
    }
    const viewer = viewers.get(100);
    if (viewer === undefined) throw new Error("No viewer acts for 100.");
    const decisions = await decisionTimes(bench, viewer, 3_000 * share);
    return { dialect, fillMillis, scopes, decisions };
  } finally {
    await database.close();
    await place.remove();
  }
};
