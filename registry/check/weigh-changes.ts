import type { GraphQLSchema } from "graphql";
import type { Finding } from "../../drizzle/registry/values.js";
import type { SchemaChange } from "./changes.js";
import { finding } from "./finding.js";
import { coordinatesIn, type RecordedOperation } from "./operation-use.js";

/** How clients use a schema. */
export interface Usage {
  readonly operations: readonly RecordedOperation[];
  /** How far back the operations were recorded, in days. */
  readonly windowDays: number;
}

/** Trusted documents are somebody's, even where nobody has sent them yet. */
const TRUSTED = "a trusted document";

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Who is concerned by a change. */
interface Concerned {
  readonly operations: number;
  readonly requests: number;
  readonly clients: readonly string[];
}

const inWords = ({ operations, requests, clients }: Concerned, windowDays: number): string =>
  `${many(operations, "operation")} of ${clients.join(", ")} (${many(requests, "request")} in ${windowDays} days)`;

/**
 * Weighs changes of the API schema by what clients really ask: a breaking change that nobody would notice is told, and
 * holds nothing up; one that would break somebody does, and names them.
 * @param schema the API schema as it is now, which the operations were written for
 */
export const weighChanges = (
  schema: GraphQLSchema,
  changes: readonly SchemaChange[],
  { operations, windowDays }: Usage,
): Finding[] => {
  const used = operations.map((operation) => ({
    operation,
    coordinates: coordinatesIn(schema, operation.document),
  }));
  const concernedBy = ({ concerns }: SchemaChange): Concerned => {
    const touched = used.filter(
      ({ coordinates }) => concerns === null || concerns.some((concern) => coordinates.has(concern)),
    );
    const clients = touched.flatMap(({ operation }) => [
      ...operation.clients,
      ...(operation.isTrusted ? [TRUSTED] : []),
    ]);
    return {
      operations: touched.length,
      requests: touched.reduce((sum, { operation }) => sum + operation.count, 0),
      clients: [...new Set(clients)].sort(),
    };
  };

  return changes.map((change) => {
    const concerned = concernedBy(change);
    const key = `${change.kind} ${change.path}`;
    const isBreaking = change.level === "BREAKING";
    const rule = isBreaking ? ("BREAKING_CHANGE" as const) : ("DANGEROUS_CHANGE" as const);
    if (concerned.operations === 0) {
      const message = `${change.message}. No recorded operation is concerned (${windowDays} days).`;
      return finding({ rule, severity: "NOTICE", message, key });
    }
    const who = inWords(concerned, windowDays);
    return isBreaking
      ? finding({
          rule,
          severity: "ERROR",
          message: `${change.message}. It would break ${who}. Keep it, deprecated, until they have moved; or have the change approved.`,
          key,
          clients: concerned.clients,
        })
      : finding({
          rule,
          severity: "WARNING",
          message: `${change.message}. It may surprise ${who}.`,
          key,
          clients: concerned.clients,
        });
  });
};

/** Changes of the subgraph that clients do not see, because other subgraphs still give what is gone. */
export const subgraphOnly = (
  subgraph: string,
  ofSubgraph: readonly SchemaChange[],
  ofApi: readonly SchemaChange[],
): Finding[] => {
  const seen = new Set(ofApi.map(({ kind, path }) => `${kind} ${path}`));
  return ofSubgraph
    .filter(({ kind, path }) => !seen.has(`${kind} ${path}`))
    .map((change) =>
      finding({
        rule: "SUBGRAPH_CHANGE",
        severity: "NOTICE",
        message: `${change.message}. Clients do not notice it: the graph as a whole stays as it is there.`,
        key: `${change.kind} ${change.path}`,
        subgraph,
      }),
    );
};
