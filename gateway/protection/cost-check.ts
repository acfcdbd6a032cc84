import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { type GatewayError, refusal } from "../errors.js";
import { type CostFormula, compileCost } from "./cost.js";

/** Says why an operation may not run with these variables; `null` where it may. */
export type RefuseCost = (variables: Readonly<Record<string, unknown>>) => GatewayError | null;

/** Finds what an operation that is valid for a schema is held against. */
export type CostCheck = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
) => RefuseCost;

/**
 * Holds operations against the limit on cost, whichever way they are answered. The formula is made once for an operation
 * and a schema.
 * @param limit see `Limits.cost`
 */
export const createCostCheck = (limit: number): CostCheck => {
  /** By schema first: documents outlive snapshots, and must not hold on to their schemas. */
  const bySchema = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, CostFormula>>();

  const formulaOf: (...asked: Parameters<CostCheck>) => CostFormula = (schema, document, operation) => {
    const known = bySchema.get(schema) ?? new WeakMap<OperationDefinitionNode, CostFormula>();
    bySchema.set(schema, known);
    const formula = known.get(operation) ?? compileCost(schema, document, operation);
    known.set(operation, formula);
    return formula;
  };

  return (schema, document, operation) => {
    const formula = formulaOf(schema, document, operation);
    return (variables) => {
      const cost = formula(variables);
      if (cost <= limit) return null;
      return refusal(
        "QUERY_TOO_COSTLY",
        `The operation may answer with some ${cost} objects, and one may ask for ${limit}. Ask for smaller pages.`,
      );
    };
  };
};
