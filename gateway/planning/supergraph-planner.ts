import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { isAbstractType, isInterfaceType, parse, printSchema } from "graphql";
import { messageOf } from "../../lib/errors.js";
import { fieldNamesIn, fieldSetsIn } from "./field-set.js";
import type { Plan } from "./plan.js";
import { PlanningError, type SupergraphFacts } from "./planner.js";
import { readPlan } from "./read-plan.js";
import { type WithoutRequiredArguments, withoutRequiredArguments } from "./required-arguments.js";
import { withResolvableKeysFirst } from "./resolvable-keys.js";
import { requiredSourcesIn } from "./split-fetch.js";

/**
 * Features that change who may see what, or need more than a plan. A supergraph that uses one is refused: served
 * without it, it would show what its authors protect.
 */
const NOT_ENFORCED = ["authenticated", "requiresScopes", "policy", "context", "connect"];

const supportedFeatures = new Set(
  [...ROUTER_SUPPORTED_SUPERGRAPH_FEATURES].filter(
    (url) => !NOT_ENFORCED.some((feature) => url.includes(`/${feature}/`)),
  ),
);

/** The planner's own limits against operations that are made to be hard; see CVE-2025-32030 and CVE-2025-32031. */
const LIMIT_REACHED = /Exceeded maximum recursive selections|Number of non-local selections exceeds limit/;

const factsOf = (
  supergraph: Supergraph,
  { supergraph: planned, standIns }: WithoutRequiredArguments,
): SupergraphFacts => {
  const schema = supergraph.schema.toGraphQLJSSchema();
  const subtypes: Record<string, string[]> = Object.create(null);
  const interfaces: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type)) {
      interfaces.push(type.name);
      const { objects, interfaces: below } = schema.getImplementations(type);
      subtypes[type.name] = [...objects, ...below].map(({ name }) => name);
    } else if (isAbstractType(type)) {
      subtypes[type.name] = schema.getPossibleTypes(type).map(({ name }) => name);
    }
  }
  return {
    apiSdl: printSchema(supergraph.apiSchema().toGraphQLJSSchema()),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, routingUrl: url || null })),
    subtypes,
    interfaces,
    reservedNames: [...new Set(fieldSetsIn(planned).flatMap(fieldNamesIn))],
    standIns: Object.fromEntries([...standIns].map(([name, { field }]) => [name, field])),
  };
};

/** Plans in the thread that calls it, for as long as it takes. */
export interface SupergraphPlanner {
  readonly facts: SupergraphFacts;
  /** @throws PlanningError */
  plan(operation: string): Plan;
}

/** Builds a planner. Takes from milliseconds to seconds. @throws Error where the supergraph can't be served */
export const openSupergraphPlanner = (supergraphSdl: string): SupergraphPlanner => {
  const document = parse(supergraphSdl, { noLocation: true });
  const supergraph = Supergraph.build(document, { supportedFeatures });
  const rewritten = withoutRequiredArguments(withResolvableKeysFirst(document));
  const { supergraph: prepared, standIns } = rewritten;
  // Not validated again: a field that only a stand-in's original required would count as external for nothing.
  const planned = Supergraph.build(prepared, { supportedFeatures, validateSupergraph: false });
  const planner = new QueryPlanner(planned);
  const schema = planned.apiSchema();
  const reader = { standIns, requiredSources: requiredSourcesIn(prepared, standIns) };

  return {
    facts: factsOf(supergraph, rewritten),
    plan(operation) {
      try {
        const parsed = operationFromDocument(schema, parse(operation, { noLocation: true }), {
          validate: false,
        });
        return readPlan(planner.buildQueryPlan(parsed), reader);
      } catch (error) {
        if (error instanceof PlanningError) throw error;
        const message = messageOf(error);
        throw new PlanningError(LIMIT_REACHED.test(message) ? "TOO_COMPLEX" : "FAILED", message);
      }
    },
  };
};
