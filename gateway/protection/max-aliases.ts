import type { ValidationRule } from "graphql";
import { GatewayError } from "../errors.js";
import { add, type Measure, measureOperations } from "./operation-measure.js";

const aliases: Measure = {
  field: ({ alias }, inside) => (alias === undefined ? 0 : 1) + inside,
  fragment: (_, inside) => inside,
  combine: add,
};

/** An operation may give so many fields another name: the usual way to ask one costly field a thousand times. */
export const maxAliasesRule =
  (limit: number): ValidationRule =>
  (context) => ({
    Document(document) {
      for (const { size } of measureOperations(document, aliases)) {
        if (size <= limit) continue;
        context.reportError(
          new GatewayError(
            "QUERY_TOO_MANY_ALIASES",
            `The operation has ${size} aliases; ${limit} is the most. Use a field that takes a list.`,
          ),
        );
      }
      return false;
    },
  });
