import type { ValidationRule } from "graphql";
import { GatewayError } from "../errors.js";
import { add, type Measure, measureOperations } from "./operation-measure.js";

const fields: Measure = {
  field: (_, inside) => 1 + inside,
  fragment: (_, inside) => inside,
  combine: add,
};

/** An operation may select so many fields, each fragment written out wherever it is used: what a planner has to do. */
export const maxFieldsRule =
  (limit: number): ValidationRule =>
  (context) => ({
    Document(document) {
      for (const { size } of measureOperations(document, fields)) {
        if (size <= limit) continue;
        context.reportError(
          new GatewayError(
            "QUERY_TOO_MANY_FIELDS",
            `With its fragments written out the operation selects more than ${limit} fields. Select fewer.`,
          ),
        );
      }
      return false;
    },
  });
