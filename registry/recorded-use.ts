import { parse } from "graphql";
import type { RecordedOperation } from "./check/operation-use.js";
import type { OperationUse } from "./store.js";

/** Operations as the checks take them. What can't be read any more is left out: no client can send it either. */
export const readUses = (uses: readonly OperationUse[]): RecordedOperation[] =>
  uses.flatMap(({ document, isTrusted, counts }) => {
    try {
      return {
        document: parse(document, { noLocation: true }),
        isTrusted,
        clients: [...counts.keys()].sort(),
        count: [...counts.values()].reduce((sum, count) => sum + count, 0),
      };
    } catch {
      return [];
    }
  });
