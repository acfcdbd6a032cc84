import { type DocumentNode, Kind, parse, type SelectionSetNode } from "graphql";
import type { SubgraphSource } from "../../../datasource/subgraph-source.js";
import type { FetchStep, PlanStep } from "../../../planning/plan.js";
import { compileAnswerFields } from "../entities/assign.js";
import { compileFindEntities } from "../entities/positions.js";
import { compileRepresent } from "../entities/representations.js";
import { compileRewrites } from "../entities/rewrites.js";
import type { TypeSystem } from "../entities/subtypes.js";
import type { CompiledFetch, CompiledStep } from "./compiled-plan.js";

/** What plans are compiled with. */
export interface PlanContext {
  readonly types: TypeSystem;
  /** @throws Error where the supergraph has no such subgraph */
  sourceOf(subgraph: string): SubgraphSource;
  /** See PlannedOperation. */
  clientVariableOf(planned: string): string;
}

/** What a fetch selects: on entities where it asks for those, at the root otherwise. */
const selectionsOf = (document: DocumentNode, { requires }: FetchStep): readonly SelectionSetNode[] => {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("A fetch of the plan has no operation.");
  if (requires === null) return [operation.selectionSet];
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && selection.selectionSet !== undefined ? [selection.selectionSet] : [],
  );
};

const bodyStart = ({ query, operationName }: FetchStep): string => {
  const name = operationName === null ? "" : `,"operationName":${JSON.stringify(operationName)}`;
  return `{"query":${JSON.stringify(query)}${name},"variables":{`;
};

const compileFetch = (step: FetchStep, { types, sourceOf, clientVariableOf }: PlanContext): CompiledFetch => {
  const document = parse(step.query, { noLocation: true });
  const renamed = new Map<string, string>();
  for (const rewrite of step.outputRewrites) {
    const from = rewrite.path.at(-1);
    if (rewrite.kind === "rename" && from !== undefined) renamed.set(from, rewrite.to);
  }
  return {
    kind: "fetch",
    source: sourceOf(step.subgraph),
    step,
    bodyStart: bodyStart(step),
    variables: step.variables.map((planned) => ({ planned, client: clientVariableOf(planned) })),
    findEntities: step.path.length === 0 ? null : compileFindEntities(step.path),
    represent: step.requires && compileRepresent(step.requires, step.inputRewrites, types),
    rewriteAnswer: compileRewrites(step.outputRewrites, types),
    answer: compileAnswerFields({ document, types, renamed }, selectionsOf(document, step)),
  };
};

/** Compiles a plan. */
export const compilePlan = (step: PlanStep, context: PlanContext): CompiledStep => {
  const compileAll = (steps: readonly PlanStep[]) => steps.map((inner) => compilePlan(inner, context));
  switch (step.kind) {
    case "series":
      return { kind: "series", steps: compileAll(step.steps) };
    case "parallel":
      return { kind: "parallel", steps: compileAll(step.steps) };
    case "condition":
      return {
        kind: "condition",
        variable: context.clientVariableOf(step.variable),
        whenTrue: step.whenTrue && compilePlan(step.whenTrue, context),
        whenFalse: step.whenFalse && compilePlan(step.whenFalse, context),
      };
    case "fetch":
      return compileFetch(step, context);
  }
};
