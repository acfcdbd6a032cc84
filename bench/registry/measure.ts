import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { pino } from "pino";
import { followSupergraph } from "../../bin/registry/follow-supergraph.js";
import { openDatabase } from "../../drizzle/open.js";
import { checkSupergraph, defaultLimits, type Gateway, startGateway } from "../../gateway/index.js";
import { systemClock } from "../../lib/clock.js";
import { randomId } from "../../lib/ids.js";
import { createOutboundCheck, strictOutboundPolicy } from "../../lib/outbound-address.js";
import {
  defaultSchemaThreadLimits,
  openSchemaThread,
  ownPublisher,
  Registry,
  RegistryStore,
  type SignedSupergraph,
} from "../../registry/index.js";
import { agency, core, huge, poison } from "./subgraphs.js";

/** Milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface RegistryResult {
  readonly subgraphs: number;
  /** From the call to publish until it is checked, and accepted. */
  readonly toAccepted: Spread;
  /** From there until the gateway serves it. */
  readonly toServing: Spread;
  /** A small query to the serving process, while it publishes. */
  readonly beside: Spread;
  /** The same while subgraphs are checked whose composition takes too long, until they are refused. */
  readonly besidePoison: Spread;
  /** The same while a subgraph of nearly a million letters is published, checked and taken into service. */
  readonly besideHuge: Spread;
}

const spread = (millis: readonly number[]): Spread => {
  const sorted = [...millis].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
};

const openStanding = async (subgraphs: number, directory: string) => {
  const store = new RegistryStore(
    await openDatabase({ room: "registry", location: { dialect: "sqlite", directory } }),
  );
  const schemas = openSchemaThread({ ...defaultSchemaThreadLimits, deadlineMillis: 30_000 });
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const registry = new Registry({
    store,
    parts: {
      schemas,
      // Nobody is asked: every name is taken to lead to the open network.
      outbound: createOutboundCheck(strictOutboundPolicy, (_name, _options, done) =>
        done(null, [{ address: "93.184.216.34", family: 4 }]),
      ),
      load: (sdl) => checkSupergraph(sdl),
    },
    signingKey: privateKey,
    windowDays: 30,
    graceDays: 30,
    clock: systemClock,
    newId: randomId,
  });
  await registry.publish(ownPublisher, [core], null);
  const agencies = Array.from({ length: subgraphs - 1 }, (_, index) => agency(index, 0));
  await registry.publish(ownPublisher, agencies, null);
  const served = await registry.served();
  if (served === null) throw new Error("The registry serves nothing.");
  return { store, schemas, registry, publicKey, served };
};

const openServing = ({ sdl }: SignedSupergraph): Promise<Gateway> =>
  startGateway({
    supergraphSdl: sdl,
    localSubgraphs: [
      {
        name: "core",
        schema: buildSubgraphSchema({
          typeDefs: parse(core.sdl),
          resolvers: { Query: { first: () => ({ id: "1", title: "A title" }) } },
        }),
        contextFor: () => ({}),
      },
    ],
    limits: defaultLimits,
    subgraphTimeoutMillis: 5_000,
    subgraphResponseBytes: 1_000_000,
    identity: null,
    allowPublicIntrospection: false,
    forwardedHeaders: [],
    sandbox: null,
    readiness: [],
    logger: pino({ level: "silent" }),
    clock: systemClock,
    newId: randomId,
    shutdownGraceMillis: 1_000,
  });

/** Asks a small query every five milliseconds while something goes on. */
const askingBeside = async (gateway: Gateway, work: () => Promise<void>): Promise<number[]> => {
  const took: number[] = [];
  const pending = new Set<Promise<void>>();
  const ask = async (): Promise<void> => {
    const beganAt = performance.now();
    const answer = await gateway.app.inject({
      method: "POST",
      url: "/graphql",
      payload: { query: "{ first { title } }" },
    });
    if (answer.body !== '{"data":{"first":{"title":"A title"}}}\n')
      throw new Error(`Wrong answer: ${answer.body}`);
    took.push(performance.now() - beganAt);
  };
  const timer = setInterval(() => {
    const asked: Promise<void> = ask().finally(() => pending.delete(asked));
    pending.add(asked);
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
    await Promise.all(pending);
  }
  return took;
};

/** Publishes one subgraph after the other beside many that stand. */
export const measureRegistry = async (subgraphs: number, publications: number): Promise<RegistryResult> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-bench-registry-"));
  const { store, schemas, registry, publicKey, served } = await openStanding(subgraphs, directory);
  const gateway = await openServing(served);
  let onServed: (number: number) => void = () => undefined;
  const follower = followSupergraph({
    served,
    read: (after) => registry.served(after),
    publicKey,
    swap: ({ sdl }) => gateway.swap(sdl),
    onServed: ({ number }) => onServed(number),
    onProblem: (problem) => {
      throw new Error(problem);
    },
  });
  const stopListening = await store.onSupergraph(() => follower.look());
  const toAccepted: number[] = [];
  const toServing: number[] = [];
  const publishOnce = async (generation: number): Promise<void> => {
    const beganAt = performance.now();
    const serves = new Promise<void>((resolve) => {
      onServed = () => resolve();
    });
    await registry.publish(ownPublisher, [agency(0, generation)], null);
    const acceptedAt = performance.now();
    await serves;
    toAccepted.push(acceptedAt - beganAt);
    toServing.push(performance.now() - acceptedAt);
  };
  try {
    await publishOnce(1); // threads are started, and code is compiled
    toAccepted.length = 0;
    toServing.length = 0;
    const beside = await askingBeside(gateway, async () => {
      for (let generation = 2; generation < publications + 2; generation++) await publishOnce(generation);
    });
    const besidePoison = await askingBeside(gateway, async () => {
      const { isPassed } = await registry.check(ownPublisher, poison());
      if (isPassed) throw new Error("The poisoned subgraphs composed.");
    });
    const besideHuge = await askingBeside(gateway, async () => {
      const serves = new Promise<void>((resolve) => {
        onServed = () => resolve();
      });
      await registry.publish(ownPublisher, [huge(1)], null);
      await serves;
    });
    return {
      subgraphs,
      toAccepted: spread(toAccepted),
      toServing: spread(toServing),
      beside: spread(beside),
      besidePoison: spread(besidePoison),
      besideHuge: spread(besideHuge),
    };
  } finally {
    await stopListening();
    await follower.close();
    await gateway.close();
    await schemas.close();
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
};
