import type { ValidationRule } from "graphql";
import { GatewayError } from "../errors.js";
import { add, type Measure, measureOperations } from "./operation-measure.js";

const rootFields: Measure = {
  field: () => 1,
  fragment: (_, inside) => inside,
  combine: add,
};

/** An operation may select so many fields at its root: each is a question of its own. */
export const maxRootFieldsRule =
  (limit: number): ValidationRule =>
  (context) => ({
    Document(document) {
      for (const { size } of measureOperations(document, rootFields)) {
        if (size <= limit) continue;
        context.reportError(
          new GatewayError(
            "QUERY_TOO_MANY_ROOT_FIELDS",
            `The operation has ${size} fields at its root; ${limit} is the most. Ask in two queries.`,
          ),
        );
      }
      return false;
    },
  });
