import type { ValidationRule } from "graphql";
import { GatewayError } from "../errors.js";
import { add, type Measure, measureOperations } from "./operation-measure.js";

const directives: Measure = {
  field: (field, inside) => (field.directives?.length ?? 0) + inside,
  fragment: (node, inside) => (node.directives?.length ?? 0) + inside,
  combine: add,
};

/** An operation may use so many directives, its own and those of its selections. */
export const maxDirectivesRule =
  (limit: number): ValidationRule =>
  (context) => ({
    Document(document) {
      for (const { operation, size } of measureOperations(document, directives)) {
        const count = size + (operation.directives?.length ?? 0);
        if (count <= limit) continue;
        context.reportError(
          new GatewayError(
            "QUERY_TOO_MANY_DIRECTIVES",
            `The operation uses ${count} directives; ${limit} is the most. Leave out what is not needed.`,
          ),
        );
      }
      return false;
    },
  });
