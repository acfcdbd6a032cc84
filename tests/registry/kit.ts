import { generateKeyPairSync } from "node:crypto";
import type { Dialect } from "../../drizzle/columns.js";
import { DomainError } from "../../lib/errors.js";
import { idFromName } from "../../lib/ids.js";
import { createOutboundCheck } from "../../lib/outbound-address.js";
import {
  type Contract,
  type Publisher,
  Registry,
  RegistryStore,
  type SchemaWork,
  type SubgraphSdl,
  schemaJobs,
} from "../../registry/index.js";
import { openTestDatabase } from "../kit/databases.js";

export const NOW = Date.parse("2026-06-15T08:00:00Z");
export const operator: Publisher = { id: "operator", isOperator: true };
export const tax: Publisher = { id: "org:310000000", isOperator: false };
export const roads: Publisher = { id: "org:310000019", isOperator: false };

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])`;

/** The installation's own subgraph, which the others extend. */
export const core: SubgraphSdl = {
  name: "core",
  url: "http://core.invalid/graphql",
  sdl: `${LINK}
    "Where all begins." type Query { "One dialog." dialog("Its id." id: ID!): Dialog "All of them." dialogs: [Dialog!] }
    "A dialog." type Dialog @key(fields: "id") { "Its id." id: ID! "Its title." title: String "How it stands." status: Status }
    "How a dialog stands." enum Status { "Open." OPEN "Closed." CLOSED }`,
};

/** The tax agency's subgraph. @param fields of its own type, besides the amount */
export const taxSubgraph = (fields = "", url = "https://tax.example/graphql"): SubgraphSdl => ({
  name: "tax",
  url,
  sdl: `${LINK}
    type Dialog @key(fields: "id") { id: ID! "What the tax agency says of it." tax: TaxAssessment }
    "An assessment." type TaxAssessment { "In kroner." amount: Int ${fields} }`,
});

export interface TestRegistry {
  readonly registry: Registry;
  readonly store: RegistryStore;
  readonly publicKey: ReturnType<typeof generateKeyPairSync>["publicKey"];
  /** Every supergraph that was loaded in the engine, by its text. */
  readonly loaded: string[];
  pass(millis: number): void;
}

/** A registry with the installation's own subgraph in it, over a database of its own. */
export const openTestRegistry = async (
  dialect: Dialect,
  changes: {
    load?(supergraphSdl: string): Promise<void>;
    schemas?: SchemaWork;
    allowedHosts?: readonly string[];
    contracts?: readonly Contract[];
  } = {},
): Promise<TestRegistry> => {
  const { database } = await openTestDatabase(dialect, "registry");
  const store = new RegistryStore(database);
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const loaded: string[] = [];
  let now = NOW;
  let ids = 0;
  const registry = new Registry({
    store,
    parts: {
      ...(changes.contracts === undefined ? {} : { contracts: changes.contracts }),
      schemas: changes.schemas ?? schemaJobs,
      outbound: createOutboundCheck(
        { allowedHosts: changes.allowedHosts ?? [], ports: [443] },
        (hostname, _options, done) =>
          done(null, [{ address: hostname === "inside.example" ? "10.0.0.1" : "93.184.216.34", family: 4 }]),
      ),
      load:
        changes.load ??
        (async (sdl) => {
          loaded.push(sdl);
        }),
    },
    signingKey: privateKey,
    windowDays: 30,
    graceDays: 30,
    clock: () => now,
    newId: (at) => {
      ids += 1;
      return idFromName(`check ${ids}`, at);
    },
  });
  return {
    registry,
    store,
    publicKey,
    loaded,
    pass(millis) {
      now += millis;
    },
  };
};

/** What somebody was refused with. */
export const refusalOf = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error("It was taken.");
};

/** The errors that a check found. */
export const findingsOf = (error: DomainError): string[] => {
  const { findings } = error.extensions["check"] as { findings: { severity: string; message: string }[] };
  return findings.filter(({ severity }) => severity === "ERROR").map(({ message }) => message);
};
