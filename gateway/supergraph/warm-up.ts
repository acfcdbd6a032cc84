import { type DocumentNode, type GraphQLSchema, parse, specifiedRules, validate } from "graphql";
import type { Clock } from "../../lib/clock.js";
import { type DocumentStore, documentKeyPrefix } from "./document-store.js";
import type { KnownOperation } from "./operation-register.js";
import type { Snapshot } from "./snapshot.js";

interface WarmUpOptions {
  readonly documents: DocumentStore;
  /** The schema that serves now: documents that are known to be valid for it need not be parsed again. */
  readonly servedSchema: GraphQLSchema;
  readonly maxTokens: number;
  readonly clock: Clock;
  /** No operation is begun after so long; those that are left are planned when they are asked for. */
  readonly budgetMillis: number;
}

/** What warming up came to. */
export interface WarmUp {
  /** Operations that the snapshot is ready for. */
  readonly ready: number;
  /** Operations that it can't run: their documents do not fit its schema, or have no plan. */
  readonly unfit: number;
  /** Operations that there was no time for. */
  readonly left: number;
}

/** Lets requests have their turn. */
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Makes a snapshot ready for operations before it serves: documents parsed and validated, plans made. */
export const warmUp = async (
  snapshot: Snapshot,
  operations: readonly KnownOperation[],
  options: WarmUpOptions,
): Promise<WarmUp> => {
  const { documents, clock } = options;
  const prefix = documentKeyPrefix(snapshot.apiSchema);
  const servedPrefix = documentKeyPrefix(options.servedSchema);
  const endsAt = clock() + options.budgetMillis;

  const documentOf = async ({ queryHash, query }: KnownOperation): Promise<DocumentNode | null> => {
    const valid = await documents.get(prefix + queryHash);
    if (valid !== undefined) return valid;
    const document =
      (await documents.get(servedPrefix + queryHash)) ?? parse(query, { maxTokens: options.maxTokens });
    // The rules that Apollo Server has: a document that is found in the store is not validated again.
    if (validate(snapshot.apiSchema, document, specifiedRules).length > 0) return null;
    await documents.set(prefix + queryHash, document);
    return document;
  };

  let ready = 0;
  let unfit = 0;
  for (const operation of operations) {
    if (clock() >= endsAt) break;
    await pause();
    try {
      const document = await documentOf(operation);
      if (document === null) unfit += 1;
      else {
        await snapshot.plan({ ...operation, document });
        snapshot.ready.learn(operation.query, { ...operation, document });
        ready += 1;
      }
    } catch {
      unfit += 1; // it is told to whoever asks for it
    }
  }
  return { ready, unfit, left: operations.length - ready - unfit };
};
