import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphQLSchema, OperationDefinitionNode } from "graphql";
import { refusal } from "../errors.js";
import { type CostFormula, compileCost } from "./cost.js";

/**
 * Refuses an operation that may answer with more objects than it may, before anything is planned or fetched. The
 * formula is made once for an operation and a schema.
 */
export const costPlugin = (limit: number): ApolloServerPlugin => {
  const formulas = new WeakMap<OperationDefinitionNode, { schema: GraphQLSchema; cost: CostFormula }>();
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (operation === undefined) return;
          let known = formulas.get(operation);
          if (known?.schema !== schema) {
            known = { schema, cost: compileCost(schema, document, operation) };
            formulas.set(operation, known);
          }
          const cost = known.cost(request.variables ?? {});
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
