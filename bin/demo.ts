import { eq } from "drizzle-orm";
import type { FastifyInstance } from "fastify";
import {
  createDemoWorld,
  type DemoIssuer,
  generateIssuerKey,
  openDemoIssuer,
  personas,
  sandboxExamples,
} from "../demo/index.js";
import { columnsOf } from "../drizzle/columns.js";
import type { DatabaseOptions } from "../drizzle/database.js";
import { demoTables, type SeedingRow } from "../drizzle/demo/tables.js";
import { openDatabase } from "../drizzle/open.js";
import { type Clock, DAY_MILLIS, systemClock } from "../lib/clock.js";
import { seedAuthorization } from "../subgraphs/authorization/index.js";
import { seedCatalogue } from "../subgraphs/catalogue/index.js";
import { type DialogSeed, seedDialogs, seedSources } from "../subgraphs/dialogs/index.js";
import { seedForms } from "../subgraphs/forms/index.js";
import { keptSecret } from "./keys.js";
import type { Stores } from "./rooms.js";
import type { Settings } from "./settings.js";

const SEED = 1;
const DEMO_ISSUER = "https://issuer.demo.tunet.invalid";
const DIALOGS_PER_TRANSACTION = 1_000;

/** The demo's issuer, with the key that this installation keeps. */
export const openIssuer = async (settings: Pick<Settings, "dataDirectory">): Promise<DemoIssuer> =>
  openDemoIssuer({
    keyPem: keptSecret(settings.dataDirectory, "demo-issuer.pem", generateIssuerKey),
    issuer: DEMO_ISSUER,
    clock: systemClock,
  });

/** How the filling goes: called after each transaction. */
export type SeedProgress = (done: number, total: number) => void | Promise<void>;

/** The record of what the demo was filled with; made where there is none. */
const openSeeding = async (
  location: DatabaseOptions["location"],
  clock: Clock,
  dialogs: number,
): Promise<{ row: SeedingRow; finish(): Promise<void>; close(): Promise<void> }> => {
  const database = await openDatabase({ room: "demo", location });
  const { seedings } = demoTables(columnsOf(database.dialect));
  const now = Math.floor(clock() / DAY_MILLIS) * DAY_MILLIS;
  await database.transaction(async (tx) => {
    await tx
      .insert(seedings)
      .values({ id: "demo", seed: SEED, now, dialogs, finishedAt: null })
      .onConflictDoNothing();
  });
  const [kept] = await database.read.select().from(seedings).where(eq(seedings.id, "demo"));
  if (kept === undefined) throw new Error("The demo's seeding record vanished while it was being read.");
  const isEnough = kept.finishedAt !== null && kept.dialogs >= dialogs;
  const row = isEnough ? kept : { ...kept, dialogs: Math.max(kept.dialogs, dialogs), finishedAt: null };
  return {
    row,
    finish: () =>
      database.transaction(async (tx) => {
        await tx
          .update(seedings)
          .set({ dialogs: row.dialogs, finishedAt: clock() })
          .where(eq(seedings.id, "demo"));
      }),
    close: () => database.close(),
  };
};

/**
 * Fills the stores with the demo's world, as far as it is not there yet. Cut off half-way, the next call goes on.
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
  const seeding = await openSeeding(options.location, options.clock, options.dialogs);
  try {
    const { seed, now, dialogs: total, finishedAt } = seeding.row;
    if (finishedAt !== null) return 0;
    const world = createDemoWorld({ seed, now, dialogs: total });
    await seedCatalogue(stores.catalogue, world.catalogue);
    await seedAuthorization(stores.authorization, world.authorization);
    await seedForms(stores.forms, world.forms);
    await seedSources(stores.dialogs, world.sources);

    let done = 0;
    const write = async (batch: readonly DialogSeed[]): Promise<void> => {
      await seedDialogs(stores.dialogs, batch);
      done += batch.length;
      await options.onProgress?.(done, total);
    };
    let batch: DialogSeed[] = [];
    for (const dialog of world.dialogs()) {
      batch.push(dialog);
      if (batch.length < DIALOGS_PER_TRANSACTION) continue;
      await write(batch);
      batch = [];
    }
    if (batch.length > 0) await write(batch);
    await seeding.finish();
    return done;
  } finally {
    await seeding.close();
  }
};

/** What the sandbox shows of the demo. */
export const demoSandbox = {
  signIn: {
    label: "Sign in as",
    url: "/demo/token",
    personas: personas.map(({ name, label, description }) => ({ name, label, description })),
  },
  examples: sandboxExamples,
};

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
