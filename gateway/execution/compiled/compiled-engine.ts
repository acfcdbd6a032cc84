import { buildSchema, type GraphQLError, type GraphQLSchema } from "graphql";
import type { Clock } from "../../../lib/clock.js";
import type { SubgraphEntry, SubgraphSource } from "../../datasource/subgraph-source.js";
import { createTimeLimit, type TimeLimit } from "../../datasource/time-limit.js";
import { GatewayError, refusal } from "../../errors.js";
import { openInlinePlanner } from "../../planning/inline-planner.js";
import { type Planner, PlanningError, type PlanningLimits } from "../../planning/planner.js";
import { openWorkerPlanner } from "../../planning/worker-planner.js";
import type { Engine, ExecutionAnswer, ExecutionRequest } from "../engine.js";
import type { GatewayContext, RequestScope } from "../request-scope.js";
import { typeSystemOf } from "./entities/subtypes.js";
import { createFaults } from "./faults.js";
import { createOperations, type Operation } from "./operation/operations.js";
import type { PreparedOperation } from "./operation/prepare.js";
import type { Choice, RawVariables } from "./operation/variables.js";
import type { Entity } from "./records.js";
import { PATIENCE_MILLIS } from "./run/gathering.js";
import type { FetchedSoFar } from "./run/request.js";
import { runPlan } from "./run/run-plan.js";
import type { AnswerShape, Fetched } from "./shape/answer-shape.js";
import type { Completion } from "./shape/complete.js";

/** Plans and compiled operations that are kept. */
const MAX_OPERATIONS = 2_000;

export interface CompiledEngineOptions {
  readonly supergraphSdl: string;
  /** Asked once for each subgraph of the supergraph. */
  sourceFor(subgraph: SubgraphEntry): SubgraphSource;
  readonly clock: Clock;
  /** `null`: in the caller's own thread, with no deadline; for tests. */
  readonly planning: PlanningLimits | null;
}

const openPlanner = async ({ supergraphSdl, planning }: CompiledEngineOptions): Promise<Planner> =>
  planning === null ? openInlinePlanner(supergraphSdl) : openWorkerPlanner(supergraphSdl, planning);

const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof PlanningError)) return error;
  switch (error.problem) {
    case "TIMEOUT":
      return refusal("PLAN_TIMEOUT", "The operation takes too long to plan. Ask for less in one operation.");
    case "BUSY":
      return refusal("PLANNER_BUSY", "Too many new operations wait for their plan. Try again shortly.");
    case "TOO_COMPLEX":
      return refusal(
        "QUERY_TOO_COMPLEX",
        "The operation is too complex to be planned. Ask for less in one operation.",
      );
    case "UNPLANNABLE":
      return refusal("SUBSCRIPTIONS_NOT_SUPPORTED", "This gateway serves queries and mutations.");
    case "FAILED":
      return error;
  }
};

interface RunOptions {
  readonly operation: Operation;
  readonly prepared: PreparedOperation;
  readonly choice: Choice;
  readonly variables: RawVariables;
  readonly scope: RequestScope;
  readonly patience: TimeLimit;
}

/** Runs the plan, and has an answer made from what was fetched. */
const run = async <Data>(
  { operation, prepared, choice, variables, scope, patience }: RunOptions,
  make: (shape: AnswerShape, fetched: Fetched, completion: Completion) => Data,
): Promise<{ readonly data: Data; readonly errors: readonly GraphQLError[]; readonly isAscii: boolean }> => {
  const { plan, clientNameOf } = prepared;
  const faults = createFaults();
  const isTrue = (name: string): boolean => operation.variables.isTrue(choice, name);
  const fetched: FetchedSoFar = { root: {}, isShared: false, isPlain: true, isAscii: true };
  if (plan !== null)
    await runPlan(plan, { scope, variables, isTrue, fetched, faults, patience, clientNameOf });
  const shape = prepared.shapeFor(isTrue);
  const data = make(shape, fetched, {
    introspect: (field) => operation.introspect(field, variables),
    report: faults.addValueProblem,
  });
  const errors = faults.errors();
  // What JSON escapes may stand for any letter: ASCII that is not plain says nothing of what is written.
  const isAscii = shape.isOfFetched && fetched.isPlain && fetched.isAscii && errors.length === 0;
  return { data, errors, isAscii };
};

const asObject = (shape: AnswerShape, fetched: Fetched, completion: Completion): Entity | null =>
  shape.complete(fetched, completion);

const asText = (shape: AnswerShape, fetched: Fetched, completion: Completion): string =>
  shape.write(fetched, completion);

/**
 * Apollo's query plans, executed by code that is compiled once for each operation: see README.md beside this folder.
 * @throws Error where the supergraph can't be served
 */
export const openCompiledEngine = async (options: CompiledEngineOptions): Promise<Engine> => {
  const planner = await openPlanner(options);
  const { facts } = planner;
  const schema: GraphQLSchema = buildSchema(facts.apiSdl, { assumeValidSDL: true });
  let sources: ReadonlyMap<string, SubgraphSource>;
  try {
    sources = new Map(facts.subgraphs.map((subgraph) => [subgraph.name, options.sourceFor(subgraph)]));
  } catch (error) {
    await planner.close();
    throw error;
  }
  const context = {
    schema,
    planner,
    types: typeSystemOf(facts),
    reservedNames: new Set(facts.reservedNames),
    sourceOf(subgraph: string): SubgraphSource {
      const source = sources.get(subgraph);
      if (source === undefined) throw new Error(`The plan asks a subgraph that there is not: ${subgraph}.`);
      return source;
    },
  };
  const patience = createTimeLimit(PATIENCE_MILLIS);
  const operationOf = createOperations(context, MAX_OPERATIONS, options.clock);

  const execute = async (request: ExecutionRequest): Promise<ExecutionAnswer> => {
    const { document, queryHash } = request;
    const { operationName = null, variables = {} } = request.request;
    const { scope } = request.context as GatewayContext;
    try {
      const operation = operationOf({ document, queryHash, operationName });
      const problems = operation.variables.check(variables);
      if (problems.length > 0) return { errors: problems };
      const choice = operation.variables.choiceOf(variables);
      const known = operation.ready(choice);
      const beganAt = known === undefined ? performance.now() : 0;
      const prepared = known ?? (await operation.prepared(choice));
      const millis = known === undefined ? performance.now() - beganAt : 0;
      scope.observer.planned(known !== undefined, millis, () => prepared.picture);
      const { data, errors } = await run(
        { operation, prepared, choice, variables, scope, patience },
        asObject,
      );
      return errors.length === 0 ? { data } : { data, errors };
    } catch (error) {
      const refused = refusalOf(error);
      if (refused instanceof GatewayError) return { errors: [refused] };
      throw refused;
    }
  };

  return {
    apiSchema: schema,
    execute,
    async prepare(foreseen) {
      const operation = operationOf(foreseen);
      for (const choice of operation.variables.likelyChoices) await operation.prepared(choice);
    },
    open(foreseen) {
      const operation = operationOf(foreseen);
      return {
        runFor(variables) {
          if (operation.variables.check(variables).length > 0) return null;
          const choice = operation.variables.choiceOf(variables);
          const prepared = operation.ready(choice);
          if (prepared === undefined) return null;
          return (scope) => {
            scope.observer.planned(true, 0, () => prepared.picture);
            return run({ operation, prepared, choice, variables, scope, patience }, asText);
          };
        },
      };
    },
    close: () => planner.close(),
  };
};
