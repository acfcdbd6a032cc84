import type { ApolloServerPlugin } from "@apollo/server";
import type { CostCheck } from "./cost-check.js";

/** Refuses an operation that may answer with more objects than it may, before anything is planned or fetched. */
export const costPlugin = (checkCost: CostCheck): ApolloServerPlugin => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        if (operation === undefined) return;
        const refused = checkCost(schema, document, operation)(request.variables ?? {});
        if (refused !== null) throw refused;
      },
    };
  },
});
