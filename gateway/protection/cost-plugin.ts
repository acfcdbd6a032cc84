import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphQLSchema, OperationDefinitionNode } from "graphql";
import { refusal } from "../errors.js";
import { type CostFormula, compileCost } from "./cost.js";

/**
 * Refuses an operation that may answer with more objects than it may, before anything is planned or fetched. The
 * formula is made once for an operation and a schema.
 */
export const costPlugin = (limit: number): ApolloServerPlugin => {
  /** By schema first: documents outlive snapshots, and must not hold on to their schemas. */
  const bySchema = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, CostFormula>>();
  const formulasFor = (schema: GraphQLSchema) => {
    const known = bySchema.get(schema) ?? new WeakMap<OperationDefinitionNode, CostFormula>();
    bySchema.set(schema, known);
    return known;
  };
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (operation === undefined) return;
          const formulas = formulasFor(schema);
          const formula = formulas.get(operation) ?? compileCost(schema, document, operation);
          formulas.set(operation, formula);
          const cost = formula(request.variables ?? {});
          if (cost <= limit) return;
          throw refusal(
            "QUERY_TOO_COSTLY",
            `The operation may answer with some ${cost} objects, and one may ask for ${limit}. Ask for smaller pages.`,
          );
        },
      };
    },
  };
};
