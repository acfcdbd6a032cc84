import { getOperationAST } from "graphql";
import { LRUCache } from "lru-cache";
import { type Clock, MINUTE_MILLIS } from "../../../../lib/clock.js";
import { PlanningError, type PlanningProblem } from "../../../planning/planner.js";
import type { ForeseenOperation } from "../../engine.js";
import { type Introspect, readIntrospection } from "./introspection.js";
import {
  type OperationNodes,
  type PreparationContext,
  type PreparedOperation,
  prepareFor,
  prepareForAll,
} from "./prepare.js";
import { type Choice, type OperationVariables, readVariables } from "./variables.js";

/** How long an operation that is too much for the planner is refused at once, rather than tried again. */
const REFUSED_MILLIS = 5 * MINUTE_MILLIS;
/** Plans of one operation, each for other conditions. An operation that needs more has one for all of them. */
const MAX_CHOICES = 16;
const ANY_CHOICE = "*";
const TOO_MUCH: ReadonlySet<PlanningProblem> = new Set(["TIMEOUT", "TOO_COMPLEX"]);

/** An operation of a snapshot. */
export interface Operation {
  readonly variables: OperationVariables;
  readonly introspect: Introspect;
  /** The operation, ready to run for a choice; undefined where it has to be prepared. */
  ready(choice: Choice): PreparedOperation | undefined;
  /** Prepares the operation, once however many ask for it meanwhile. @throws PlanningError, GatewayError */
  prepared(choice: Choice): Promise<PreparedOperation>;
}

/** The operations of one snapshot, as far as they were used lately. */
export type Operations = (source: ForeseenOperation) => Operation;

const openOperation = (context: PreparationContext, nodes: OperationNodes, clock: Clock): Operation => {
  const variables = readVariables(context.schema, nodes.document, nodes.operation);
  const known = new Map<Choice, PreparedOperation>();
  const pending = new Map<Choice, Promise<PreparedOperation>>();
  let refusal: { readonly error: PlanningError; readonly until: number } | null = null;

  const keyOf = (choice: Choice): Choice =>
    known.size + pending.size < MAX_CHOICES || known.has(choice) || pending.has(choice) ? choice : ANY_CHOICE;

  const prepare = async (key: Choice): Promise<PreparedOperation> => {
    try {
      const prepared =
        key === ANY_CHOICE
          ? await prepareForAll(context, nodes)
          : await prepareFor(context, nodes, (name) => variables.isTrue(key, name));
      known.set(key, prepared);
      return prepared;
    } catch (error) {
      const isTooMuch = error instanceof PlanningError && TOO_MUCH.has(error.problem);
      if (isTooMuch) refusal = { error, until: clock() + REFUSED_MILLIS };
      throw error;
    } finally {
      pending.delete(key);
    }
  };

  return {
    variables,
    introspect: readIntrospection(context.schema, nodes.document, nodes.operation),
    ready: (choice) => known.get(choice),
    async prepared(choice) {
      const key = keyOf(choice);
      const ready = known.get(key);
      if (ready !== undefined) return ready;
      if (refusal !== null && refusal.until > clock()) throw refusal.error;
      let preparation = pending.get(key);
      if (preparation === undefined) {
        preparation = prepare(key);
        pending.set(key, preparation);
      }
      return preparation;
    },
  };
};

/** @param max operations that are kept; the least recently used go first */
export const createOperations = (context: PreparationContext, max: number, clock: Clock): Operations => {
  const operations = new LRUCache<string, Operation>({ max });
  return ({ document, queryHash, operationName }) => {
    const key = operationName === null ? queryHash : `${queryHash} ${operationName}`;
    let known = operations.get(key);
    if (known === undefined) {
      const operation = getOperationAST(document, operationName);
      if (!operation) throw new Error("The document has no such operation.");
      known = openOperation(context, { document, operation }, clock);
      operations.set(key, known);
    }
    return known;
  };
};
