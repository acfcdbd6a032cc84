import { buildSchema, print } from "graphql";
import { changesBetween, type SchemaChange } from "../check/changes.js";
import { deprecatedIn } from "../check/deprecations.js";
import { coordinatesIn } from "../check/operation-use.js";
import { checkSchemas, type SchemaOutcome, type SchemaQuestion } from "../check/schema-check.js";
import { normalHash } from "../normal-hash.js";
import { type OperationText, readOperations } from "../recorded-use.js";

/** Work on schemas that takes too long for a thread that serves. Questions and answers are plain values. */
export interface SchemaWork {
  /** All that can be found out from schemas alone. */
  check(question: SchemaQuestion): Promise<SchemaOutcome>;
  /** See `normalHash`; in the order of the SDLs. */
  hashes(sdls: readonly string[]): Promise<readonly string[]>;
  /** What of the newer API may break those who use the older one. */
  changes(apis: { readonly older: string; readonly newer: string }): Promise<readonly SchemaChange[]>;
  /** Operations that touch a coordinate, e.g. `Dialog.title`. */
  users(question: {
    readonly apiSdl: string;
    readonly coordinate: string;
    readonly operations: readonly OperationText[];
  }): Promise<readonly OperationText[]>;
  /** See `deprecatedIn`. */
  deprecated(apiSdl: string): Promise<readonly string[]>;
}

const schemaOf = (sdl: string) => buildSchema(sdl, { assumeValid: true });

/** The work itself, in the thread that calls it. */
export const schemaJobs: SchemaWork = {
  check: checkSchemas,
  hashes: async (sdls) => sdls.map(normalHash),
  changes: ({ older, newer }) => changesBetween(schemaOf(older), schemaOf(newer)),
  async users({ apiSdl, coordinate, operations }) {
    const schema = schemaOf(apiSdl);
    return readOperations(operations)
      .filter(({ document }) => coordinatesIn(schema, document).has(coordinate))
      .map((operation) => ({ ...operation, document: print(operation.document) }));
  },
  deprecated: async (apiSdl) => deprecatedIn(apiSdl),
};

export type SchemaJob = keyof SchemaWork;

/** Asks the thread. It has one question at a time. */
export interface SchemaMessage {
  readonly job: SchemaJob;
  readonly question: unknown;
}

/** What the thread says. */
export type SchemaReply =
  | { readonly kind: "answer"; readonly answer: unknown }
  | { readonly kind: "failed"; readonly message: string };
