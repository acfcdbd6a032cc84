import type { ApolloServerPlugin } from "@apollo/server";
import { getVariableValues } from "graphql";
import { refusal } from "../errors.js";

/** More wrong values than anybody reads. */
const MAX_WRONG_VALUES = 50;

/**
 * Stops at some fifty wrong values in the variables. Stock execution reports every one, and a list of a megabyte holds
 * hundreds of thousands: minutes of work for one small request.
 */
export const variablesPlugin: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, operation, request }) {
        const { errors } = getVariableValues(
          schema,
          operation?.variableDefinitions ?? [],
          request.variables ?? {},
          {
            maxErrors: MAX_WRONG_VALUES,
          },
        );
        if (errors === undefined || errors.length <= MAX_WRONG_VALUES) return;
        throw refusal(
          "BAD_USER_INPUT",
          `More than ${MAX_WRONG_VALUES} values in the variables are wrong; the first: ${errors[0]?.message}`,
        );
      },
    };
  },
};
