import type { DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";
import { type Clock, MINUTE_MILLIS } from "../../../../lib/clock.js";
import { PlanningError } from "../../../planning/planner.js";
import type { ForeseenOperation } from "../../engine.js";
import type { PreparedOperation } from "./prepare.js";

/** How long an operation that could not be planned in time is refused at once, rather than tried again. */
const REFUSED_MILLIS = 5 * MINUTE_MILLIS;

/** The operations of one snapshot, each prepared once. */
export interface Operations {
  /** An operation that is ready. */
  ready(hash: string, name: string | null): PreparedOperation | undefined;
  /** Prepares an operation, once however many ask for it meanwhile. @throws PlanningError, GatewayError */
  prepared(operation: ForeseenOperation): Promise<PreparedOperation>;
}

const keyOf = (hash: string, name: string | null): string => (name === null ? hash : `${hash} ${name}`);

/** @param max how many are kept; the least recently used go first */
export const createOperations = (
  prepare: (document: DocumentNode, name: string | null) => Promise<PreparedOperation>,
  max: number,
  clock: Clock,
): Operations => {
  const ready = new LRUCache<string, PreparedOperation>({ max });
  const refused = new LRUCache<string, { readonly error: PlanningError; readonly until: number }>({ max });
  const pending = new Map<string, Promise<PreparedOperation>>();

  const begin = async (
    key: string,
    { document, operationName }: ForeseenOperation,
  ): Promise<PreparedOperation> => {
    try {
      const operation = await prepare(document, operationName);
      ready.set(key, operation);
      return operation;
    } catch (error) {
      if (error instanceof PlanningError && error.problem === "TIMEOUT") {
        refused.set(key, { error, until: clock() + REFUSED_MILLIS });
      }
      throw error;
    } finally {
      pending.delete(key);
    }
  };

  return {
    ready: (hash, name) => ready.get(keyOf(hash, name)),
    async prepared(operation) {
      const key = keyOf(operation.queryHash, operation.operationName);
      const known = ready.get(key);
      if (known !== undefined) return known;
      const refusal = refused.get(key);
      if (refusal !== undefined && refusal.until > clock()) throw refusal.error;
      let preparation = pending.get(key);
      if (preparation === undefined) {
        preparation = begin(key, operation);
        pending.set(key, preparation);
      }
      return preparation;
    },
  };
};
