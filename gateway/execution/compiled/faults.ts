import { GraphQLError } from "graphql";
import type { ErrorPath, SubgraphError } from "../../datasource/subgraph-error.js";
import { GatewayError } from "../../errors.js";
import { areOnOneWay } from "./path.js";
import type { ValueProblem } from "./shape/complete.js";

/** More would be a flood: one bad list of variables can make hundreds of thousands. */
export const MAX_ERRORS = 500;

/** Problems that follow from a failed fetch. */
const CONSEQUENCES: ReadonlySet<ValueProblem> = new Set(["VALUE_MISSING", "TYPE_UNKNOWN"]);

const messages: Readonly<Record<ValueProblem, (field: string) => string>> = {
  VALUE_MISSING: (field) => `Cannot return null for non-nullable field ${field}.`,
  VALUE_INVALID: (field) => `A subgraph gave ${field} a value that does not fit its type.`,
  TYPE_UNKNOWN: (field) => `Subgraphs did not say which type ${field} is of, as far as clients may know.`,
  MERGE_CONFLICT: (field) => `Two subgraphs gave values for ${field} that can't be merged into one.`,
};

/** What went wrong with one answer. */
export interface Faults {
  /** At most `MAX_ERRORS`, and one that says how many more there are. */
  errors(): readonly GraphQLError[];
  /** A subgraph's error, at a place of the answer. */
  addSubgraphError(error: SubgraphError, path: ErrorPath): void;
  /** Where there may be nothing because of an error that was added: not to be reported again. */
  explain(path: ErrorPath): void;
  /** A value of the answer that is not as it must be. */
  addValueProblem(problem: ValueProblem, field: string, path: ErrorPath): void;
}

export const createFaults = (): Faults => {
  const kept: GraphQLError[] = [];
  const explained: ErrorPath[] = [];
  let count = 0;

  const add = (make: () => GraphQLError): void => {
    count += 1;
    if (kept.length < MAX_ERRORS) kept.push(make());
  };
  const explain = (path: ErrorPath): void => {
    if (explained.length < MAX_ERRORS) explained.push(path);
  };

  return {
    errors() {
      if (count <= MAX_ERRORS) return kept;
      const hidden = count - MAX_ERRORS;
      return [
        ...kept,
        new GatewayError("TOO_MANY_ERRORS", `${hidden} more errors are not shown. Mend these first.`),
      ];
    },
    addSubgraphError(error, path) {
      explain(path);
      add(
        () =>
          new GraphQLError(error.message, {
            path,
            originalError: error,
            extensions: { ...error.extensions },
          }),
      );
    },
    explain,
    addValueProblem(problem, field, path) {
      if (CONSEQUENCES.has(problem) && explained.some((known) => areOnOneWay(known, path))) return;
      add(
        () =>
          new GatewayError(problem === "TYPE_UNKNOWN" ? "VALUE_INVALID" : problem, messages[problem](field), {
            path,
          }),
      );
    },
  };
};
