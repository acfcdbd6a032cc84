import { type GraphQLSchema, getOperationAST } from "graphql";
import { LRUCache } from "lru-cache";
import type { Engine, ForeseenOperation, OpenedOperation } from "../execution/engine.js";
import type { CostCheck } from "../protection/cost-check.js";

/** Letters of documents that are kept; what is compiled for one takes some hundred bytes a letter. */
const MAX_LETTERS = 500_000;
const ENTRY_LETTERS = 200;

/** An operation that is valid for a snapshot's schema: nothing but a request's variables can keep it from running. */
export interface ReadyOperation extends OpenedOperation {
  /** SHA-256 of the document, in hex. */
  readonly queryHash: string;
}

/** The operations of one snapshot that were asked for lately, by what clients send. */
export interface ReadyOperations {
  find(query: string, operationName: string | null): ReadyOperation | undefined;
  /** @param operation of the document `query` */
  learn(query: string, operation: ForeseenOperation): void;
}

/** No document has the character between the two outside a comment, so keys of the two kinds are never the same. */
const keyOf = (query: string, operationName: string | null): string =>
  operationName === null ? query : `${operationName}\0${query}`;

interface ReadyOptions {
  /** Of the snapshot's engine; where it has none, nothing is ever ready. */
  readonly open: Engine["open"];
  readonly schema: GraphQLSchema;
  readonly checkCost: CostCheck;
}

export const createReadyOperations = ({ open, schema, checkCost }: ReadyOptions): ReadyOperations => {
  const operations = new LRUCache<string, ReadyOperation>({
    maxSize: MAX_LETTERS,
    sizeCalculation: (_, key) => key.length + ENTRY_LETTERS,
  });
  return {
    find: (query, operationName) => operations.get(keyOf(query, operationName)),
    learn(query, foreseen) {
      const { document, operationName, queryHash } = foreseen;
      const key = keyOf(query, operationName);
      if (open === undefined || operations.has(key)) return;
      const operation = getOperationAST(document, operationName);
      if (!operation) return;
      const refuseCost = checkCost(schema, document, operation);
      const { runFor } = open(foreseen);
      operations.set(key, {
        queryHash,
        runFor: (variables) => (refuseCost(variables) === null ? runFor(variables) : null),
      });
    },
  };
};
