import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import { GatewayError } from "../../../errors.js";
import type { PlanStep } from "../../../planning/plan.js";
import type { PlannedOperation } from "../../../planning/planned-operation.js";
import { collectFields } from "../shape/collect-fields.js";

interface RootFieldsCheck {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly planned: PlannedOperation;
  readonly step: PlanStep | null;
}

/** The response names that a plan fetches at the root. */
const fetchedAtRoot = (step: PlanStep | null): string[] => {
  switch (step?.kind) {
    case undefined:
      return [];
    case "series":
    case "parallel":
      return step.steps.flatMap(fetchedAtRoot);
    case "condition":
      return [...fetchedAtRoot(step.whenTrue), ...fetchedAtRoot(step.whenFalse)];
    case "fetch": {
      if (step.path.length > 0) return [];
      const names: string[] = [];
      for (const node of parse(step.query, { noLocation: true }).definitions) {
        const sets = node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION;
        if (!sets) continue;
        for (const selection of node.selectionSet.selections) {
          if (selection.kind === Kind.FIELD) names.push((selection.alias ?? selection.name).value);
          if (selection.kind === Kind.INLINE_FRAGMENT) {
            for (const inner of selection.selectionSet.selections) {
              if (inner.kind === Kind.FIELD) names.push((inner.alias ?? inner.name).value);
            }
          }
        }
      }
      return names;
    }
  }
};

/**
 * Apollo's planner leaves a field out where no subgraph can give anything of what is selected in it, e.g. an interface
 * that no type implements in the one subgraph that has the field. That is no empty answer.
 * @throws GatewayError `FIELD_NOT_RESOLVABLE`
 */
export const checkRootFields = ({ schema, document, operation, planned, step }: RootFieldsCheck): void => {
  const type = schema.getRootType(operation.operation);
  if (!type) return;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const fetched = new Set(fetchedAtRoot(step));
  // With every variable true and then false, nothing that may ever be asked for is missed, nor looked for in vain.
  const always = [true, false].map(
    (value) =>
      collectFields({ schema, fragments, conditions: () => value }, type, [operation.selectionSet]).fields,
  );
  const [whenTrue, whenFalse] = always;
  for (const [responseName, [field]] of whenTrue ?? []) {
    if (field === undefined || field.name.value.startsWith("__") || !whenFalse?.has(responseName)) continue;
    if (fetched.has(planned.sourceNameOf(field))) continue;
    throw new GatewayError(
      "FIELD_NOT_RESOLVABLE",
      `No subgraph can give what is selected in "${responseName}".`,
    );
  }
};
