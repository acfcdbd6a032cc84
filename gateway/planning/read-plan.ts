import type { FetchDataRewrite, PlanNode, QueryPlan, QueryPlanSelectionNode } from "@apollo/query-planner";
import { type FieldNode, Kind, parse, print, stripIgnoredCharacters, visit } from "graphql";
import type { FetchStep, Plan, PlanStep, Requirement, Rewrite } from "./plan.js";
import { PlanningError } from "./planner.js";
import { realName, type StandIn } from "./required-arguments.js";
import { type RequiredSources, splitFetch } from "./split-fetch.js";

type StandIns = ReadonlyMap<string, StandIn>;
type ApolloFetch = Extract<PlanNode, { kind: "Fetch" }>;

/**
 * The planner numbers a plan's fetches in the names of their operations. Without the number, fetches for the same have
 * the same text, within an operation and among all: subgraphs parse it once, and several can be made as one.
 */
const FETCH_NUMBER = /__\d+$/;

/** Asks for what stands behind a stand-in, under the stand-in's name. */
const withRealFields = (query: string, standIns: StandIns): string => {
  if (![...standIns.keys()].some((name) => query.includes(name))) return query;
  const document = visit(parse(query, { noLocation: true }), {
    Field(node): FieldNode | undefined {
      const real = standIns.get(node.name.value);
      if (real === undefined) return undefined;
      return {
        ...node,
        alias: node.alias ?? node.name,
        name: { kind: Kind.NAME, value: real.field },
        arguments: real.arguments,
      };
    },
  });
  return stripIgnoredCharacters(print(document));
};

const readRequirements = (
  nodes: readonly QueryPlanSelectionNode[],
  standIns: StandIns,
): readonly Requirement[] =>
  nodes.map((node) =>
    node.kind === "Field"
      ? {
          kind: "field",
          name: realName(node.name, standIns),
          source: node.alias ?? node.name,
          selections: node.selections === undefined ? null : readRequirements(node.selections, standIns),
        }
      : {
          kind: "fragment",
          type: node.typeCondition ?? null,
          selections: readRequirements(node.selections, standIns),
        },
  );

const readRewrites = (rewrites: readonly FetchDataRewrite[] = []): readonly Rewrite[] =>
  rewrites.map((rewrite) =>
    rewrite.kind === "ValueSetter"
      ? { kind: "set", path: rewrite.path, value: rewrite.setValueTo }
      : { kind: "rename", path: rewrite.path, to: rewrite.renameKeyTo },
  );

/** What the reader of plans knows of the supergraph that they were made for. */
export interface PlanReader {
  readonly standIns: StandIns;
  readonly requiredSources: RequiredSources;
}

const readFetch = (
  node: ApolloFetch,
  path: readonly string[],
  { standIns, requiredSources }: PlanReader,
): PlanStep => {
  if (node.operationKind === "subscription") {
    throw new PlanningError("UNPLANNABLE", "A subscription has no plan that can be run at once.");
  }
  const { operationName = null } = node;
  const name = operationName?.replace(FETCH_NUMBER, "") ?? null;
  const fetch: FetchStep = {
    kind: "fetch",
    subgraph: node.serviceName,
    operation: node.operationKind,
    operationName: name,
    query: operationName === null ? node.operation : node.operation.replace(operationName, name ?? ""),
    variables: node.variableUsages ?? [],
    path,
    requires: node.requires === undefined ? null : readRequirements(node.requires, standIns),
    inputRewrites: readRewrites(node.inputRewrites),
    outputRewrites: readRewrites(node.outputRewrites),
  };
  if (standIns.size === 0) return fetch;
  const steps = splitFetch(fetch, requiredSources).map((part) => ({
    ...part,
    query: withRealFields(part.query, standIns),
  }));
  const [only, ...others] = steps;
  return only !== undefined && others.length === 0 ? only : { kind: "parallel", steps };
};

const readStep = (node: PlanNode, path: readonly string[], reader: PlanReader): PlanStep => {
  const readAll = (nodes: readonly PlanNode[]) => nodes.map((child) => readStep(child, path, reader));
  switch (node.kind) {
    case "Sequence":
      return { kind: "series", steps: readAll(node.nodes) };
    case "Parallel":
      return { kind: "parallel", steps: readAll(node.nodes) };
    case "Flatten":
      return readStep(node.node, [...path, ...node.path.map(String)], reader);
    case "Condition":
      return {
        kind: "condition",
        variable: node.condition,
        whenTrue: node.ifClause === undefined ? null : readStep(node.ifClause, path, reader),
        whenFalse: node.elseClause === undefined ? null : readStep(node.elseClause, path, reader),
      };
    case "Fetch":
      return readFetch(node, path, reader);
    case "Defer":
      throw new PlanningError("UNPLANNABLE", "The plan defers a part, which was not asked for.");
  }
};

/** Apollo's plan in our terms, with the real fields in place of stand-ins. */
export const readPlan = ({ node }: QueryPlan, reader: PlanReader): Plan => {
  if (node === undefined) return { step: null };
  if (node.kind === "Subscription") {
    throw new PlanningError("UNPLANNABLE", "A subscription has no plan that can be run at once.");
  }
  return { step: readStep(node, [], reader) };
};
