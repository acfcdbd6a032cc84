import { type DocumentNode, Kind, parse, type SelectionSetNode } from "graphql";
import { GatewayError } from "../../../errors.js";
import type { PlanStep } from "../../../planning/plan.js";
import type { ObjectShape } from "../shape/shape.js";

const responseNames = (document: DocumentNode, { selections }: SelectionSetNode): string[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return responseNames(document, selection.selectionSet);
    return document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value
        ? responseNames(document, node.selectionSet)
        : [],
    );
  });

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
      const document = parse(step.query, { noLocation: true });
      return document.definitions.flatMap((node) =>
        node.kind === Kind.OPERATION_DEFINITION ? responseNames(document, node.selectionSet) : [],
      );
    }
  }
};

/**
 * Apollo's planner leaves a field out where no subgraph can give anything of what is selected in it, e.g. an interface
 * that no type implements in the one subgraph that has the field. That is no empty answer.
 * @throws GatewayError `FIELD_NOT_RESOLVABLE`
 */
export const checkRootFields = ({ fields }: ObjectShape, step: PlanStep | null): void => {
  const fetched = new Set(fetchedAtRoot(step));
  for (const field of fields) {
    if (field.kind !== "fetched" || fetched.has(field.sourceName)) continue;
    throw new GatewayError(
      "FIELD_NOT_RESOLVABLE",
      `No subgraph can give what is selected in "${field.responseName}".`,
    );
  }
};
