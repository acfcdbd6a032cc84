import type { ValidationRule } from "graphql";
import { GatewayError } from "../errors.js";
import { type Measure, measureOperations } from "./operation-measure.js";

const depth: Measure = {
  field: (_, inside) => 1 + inside,
  fragment: (_, inside) => inside,
  combine: Math.max,
};

/** Fields may be nested so deep and no deeper. `{ a { b } }` is two deep; fragments add nothing by themselves. */
export const maxDepthRule =
  (limit: number): ValidationRule =>
  (context) => ({
    Document(document) {
      for (const { size } of measureOperations(document, depth)) {
        if (size <= limit) continue;
        context.reportError(
          new GatewayError(
            "QUERY_TOO_DEEP",
            `The operation nests fields ${size} deep; ${limit} is the most. Ask in two queries.`,
          ),
        );
      }
      return false;
    },
  });
