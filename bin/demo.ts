import type { FastifyInstance } from "fastify";
import {
  agencyExamples,
  createDemoWorld,
  type DemoIssuer,
  generateIssuerKey,
  type NewOfWorld,
  namesOfRows,
  openDemoIssuer,
  personas,
  sandboxExamples,
  withoutGiven,
} from "../demo/index.js";
import type { DatabaseOptions } from "../drizzle/database.js";
import { SeedingStore } from "../drizzle/demo/seeding-store.js";
import { openDatabase } from "../drizzle/open.js";
import { type Clock, DAY_MILLIS, systemClock } from "../lib/clock.js";
import { PERSON_PREFIX } from "../schema/urns.js";
import { seedAuthorization } from "../subgraphs/authorization/index.js";
import { seedCatalogue } from "../subgraphs/catalogue/index.js";
import { type DialogSeed, seedDialogs, seedSources } from "../subgraphs/dialogs/index.js";
import { seedForms } from "../subgraphs/forms/index.js";
import { seedProfiles } from "../subgraphs/profile/index.js";
import { keptSecret } from "./keys.js";
import type { Stores } from "./rooms.js";
import type { Settings } from "./settings.js";

const SEED = 1;
const DEMO_ISSUER = "https://issuer.demo.tunet.invalid";
const DIALOGS_PER_TRANSACTION = 1_000;
const SMALLEST_WORLD = 1_000;

/** The demo's issuer, with the key that this installation keeps. */
export const openIssuer = async (settings: Pick<Settings, "dataDirectory">): Promise<DemoIssuer> =>
  openDemoIssuer({
    keyPem: keptSecret(settings.dataDirectory, "demo-issuer.pem", generateIssuerKey),
    issuer: DEMO_ISSUER,
    clock: systemClock,
  });

/** How the filling goes: called after each transaction. */
export type SeedProgress = (done: number, total: number) => void | Promise<void>;

/** All but dialogs, which are many. @param now the world's own moment */
const seedRegisters = async (
  stores: Stores,
  world: Omit<NewOfWorld, "stories">,
  now: number,
): Promise<void> => {
  await seedCatalogue(stores.catalogue, world.catalogue);
  await seedAuthorization(stores.authorization, world.authorization, () => now);
  await stores.catalogue.policySubjects.follow(await stores.authorization.policySubjects(null), [], now);
  await seedForms(stores.forms, world.forms);
  await seedProfiles(stores.profile, world.profiles);
  await seedSources(stores.dialogs, world.sources);
};

/** @returns how many were gone through */
const seedDialogsOf = async (
  stores: Stores,
  dialogs: Iterable<DialogSeed>,
  onBatch: (done: number) => void | Promise<void>,
): Promise<number> => {
  let done = 0;
  let batch: DialogSeed[] = [];
  const write = async (): Promise<void> => {
    if (batch.length === 0) return;
    await seedDialogs(stores.dialogs, batch);
    done += batch.length;
    batch = [];
    await onBatch(done);
  };
  for (const dialog of dialogs) {
    batch.push(dialog);
    if (batch.length >= DIALOGS_PER_TRANSACTION) await write();
  }
  await write();
  return done;
};

/**
 * Fills the stores with the demo's world, as far as it is not there yet. Cut off half-way, the next call goes on. What a
 * later version of the demo has besides is added to what an earlier one made; what people have changed stays.
 * @returns how many dialogs were gone through; 0 where all were there already
 */
export const seedDemo = async (
  stores: Stores,
  options: {
    readonly location: DatabaseOptions["location"];
    readonly dialogs: number;
    readonly clock: Clock;
    readonly onProgress?: SeedProgress;
  },
): Promise<number> => {
  const database = await openDatabase({ room: "demo", location: options.location });
  const seeding = new SeedingStore(database);
  try {
    const record = await seeding.begin({
      seed: SEED,
      now: Math.floor(options.clock() / DAY_MILLIS) * DAY_MILLIS,
      dialogs: options.dialogs,
    });
    const { seed, now, dialogs: total } = record;
    const isWhole = record.finishedAt !== null;
    // What a version has that another had not is in its smallest world as well, which is made at every start.
    const names = namesOfRows(createDemoWorld({ seed, now, dialogs: SMALLEST_WORLD }));
    const given = new Set(record.given);
    if (isWhole && names.every((name) => given.has(name))) return 0;
    const world = createDemoWorld({ seed, now, dialogs: total });
    const isNew = withoutGiven(world, given);
    await seedRegisters(stores, isNew, now);
    function* dialogs() {
      yield* isNew.stories;
      if (!isWhole) yield* world.bulk();
    }
    const expected = isNew.stories.length + (isWhole ? 0 : world.dialogCount - world.stories.length);
    const done = await seedDialogsOf(stores, dialogs(), (count) => options.onProgress?.(count, expected));
    await seeding.finish(options.clock(), [...new Set([...given, ...names, ...namesOfRows(world)])]);
    return done;
  } finally {
    await database.close();
  }
};

/** What an agency of the demo has in a register of its own, out of the same world. */
export const demoRegister = async (
  agency: string,
  location: DatabaseOptions["location"],
): Promise<readonly object[]> => {
  const database = await openDatabase({ room: "demo", location });
  try {
    const { seed, now, dialogs } = await new SeedingStore(database).begin({
      seed: SEED,
      now: Math.floor(systemClock() / DAY_MILLIS) * DAY_MILLIS,
      dialogs: SMALLEST_WORLD,
    });
    return createDemoWorld({ seed, now, dialogs }).registers[agency] ?? [];
  } finally {
    await database.close();
  }
};

const MAX_PROBE_PARTIES = 20;

/** Persons of the demo that its agencies' running subgraphs may be asked as. */
export const demoProbeParties = (): readonly string[] => {
  const numbers = personas.flatMap(({ claims }) =>
    typeof claims["pid"] === "string" ? [claims["pid"]] : [],
  );
  return [...new Set(numbers)].slice(0, MAX_PROBE_PARTIES).map((number) => `${PERSON_PREFIX}${number}`);
};

/** What the sandbox shows of the demo. */
export const demoSandbox = {
  signIn: {
    label: "Sign in as",
    url: "/demo/token",
    // Named as on the command line, which is also how the examples name them.
    personas: personas.map(({ name, label, description }) => ({
      name,
      label: `${name}: ${label}`,
      description,
    })),
  },
  examples: sandboxExamples,
};

/** With what the demo's agencies add, where they are started. */
export const demoSandboxWithAgencies = { ...demoSandbox, examples: [...sandboxExamples, ...agencyExamples] };

/** The demo's issuer over HTTP: its keys, and a token for whoever asks. */
export const mountDemo = (app: FastifyInstance, issuer: DemoIssuer): void => {
  app.get("/demo/.well-known/jwks.json", () => issuer.jwks);
  app.post<{ Body: { persona?: unknown } | null }>("/demo/token", async (request, reply) => {
    const persona = personas.find(({ name }) => name === request.body?.persona);
    if (persona === undefined) {
      const names = personas.map(({ name }) => name).join(", ");
      return reply.code(400).send({ error: `Name one of the personas in "persona": ${names}.` });
    }
    return issuer.token(persona);
  });
};
