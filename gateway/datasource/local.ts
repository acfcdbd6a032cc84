import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  ValuesOfCorrectTypeRule,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";
import { DomainError } from "../../lib/errors.js";
import { MASKED_MESSAGE } from "../errors.js";
import { type FetchAbort, withDeadline } from "./deadline.js";
import { SubgraphError } from "./subgraph-error.js";
import type { SubgraphAnswer, SubgraphHeaders, SubgraphLimits, SubgraphSource } from "./subgraph-source.js";

/** A subgraph that runs in this process and is asked without HTTP. */
export interface LocalSubgraph {
  /** Its name in the supergraph. */
  readonly name: string;
  /** Executable, with `_entities`. */
  readonly schema: GraphQLSchema;
  /**
   * The context of one fetch.
   * @param call its signal aborts when nobody waits for the fetch any more: its time is out, or its client has gone
   * @throws DomainError where the headers do not let it answer
   */
  contextFor(
    headers: Readonly<Record<string, string | undefined>>,
    call: { readonly signal: AbortSignal },
  ): object;
}

/** Fetches come from query plans: as many different ones as there are operations, times a few. */
const MAX_DOCUMENTS = 2_000;

const schemaRules = specifiedRules.filter((rule) => rule !== ValuesOfCorrectTypeRule);

/** A fetch that was checked against the subgraph's schema: it may run, or never will. */
type Prepared = { readonly document: DocumentNode } | { readonly refusal: SubgraphError };

const prepare = (service: string, schema: GraphQLSchema, query: string): Prepared => {
  const document = parse(query, { noLocation: true });
  // The planner wrote the fetch for the composed schema; what can be wrong with it is a mismatch of schemas, or a
  // value in it that only the subgraph's own scalars can judge.
  const [mismatch] = validate(schema, document, schemaRules);
  if (mismatch !== undefined) {
    const message = `The subgraph "${service}" has another schema than the one that was composed.`;
    return { refusal: new SubgraphError("SUBGRAPH_SCHEMA_MISMATCH", service, message, { cause: mismatch }) };
  }
  const [badValue] = validate(schema, document, [ValuesOfCorrectTypeRule]);
  if (badValue !== undefined) {
    return { refusal: new SubgraphError("BAD_USER_INPUT", service, badValue.message) };
  }
  return { document };
};

/** The DomainError that a resolver threw, if that is what it was. */
const domainErrorIn = (error: unknown): DomainError | null => {
  for (let inner = error; inner instanceof Error; inner = (inner as Partial<GraphQLError>).originalError) {
    if (inner instanceof DomainError) return inner;
  }
  return null;
};

const masked = (service: string, cause: unknown, path?: GraphQLError["path"]): SubgraphError =>
  new SubgraphError("INTERNAL_SERVER_ERROR", service, MASKED_MESSAGE, { cause, path });

/** Anything that was not written to be shown is masked; the original goes along for the log. */
const toSubgraphError = (service: string, error: unknown, path?: GraphQLError["path"]): SubgraphError => {
  const domainError = domainErrorIn(error);
  if (domainError === null) return masked(service, error, path);
  const { code, message, extensions } = domainError;
  return new SubgraphError(code, service, message, { path, extensions });
};

/** With no data and no path, execution never began: graphql-js refused the variables. */
const badVariables = (service: string, errors: readonly GraphQLError[]): SubgraphError[] =>
  errors.map((error) =>
    error.message.startsWith('Variable "$representations"')
      ? masked(service, error)
      : new SubgraphError("BAD_USER_INPUT", service, error.message),
  );

/** A subgraph in this process. Each fetch is parsed and checked once, then only executed; nothing becomes JSON. */
export const localSource = (subgraph: LocalSubgraph, limits: SubgraphLimits): SubgraphSource => {
  const { name, schema } = subgraph;
  const documents = new LRUCache<string, Prepared>({ max: MAX_DOCUMENTS });

  const prepared = (query: string): DocumentNode => {
    let known = documents.get(query);
    if (known === undefined) {
      known = prepare(name, schema, query);
      documents.set(query, known);
    }
    if ("refusal" in known) throw known.refusal;
    return known.document;
  };

  const contextOf = (headers: SubgraphHeaders, abort: FetchAbort): object => {
    try {
      return subgraph.contextFor(headers, abort);
    } catch (error) {
      throw toSubgraphError(name, error);
    }
  };

  return {
    name,
    transport: "local",
    limits,
    circuit: null,
    async fetch({ query, operationName, variables }, headers, requestSignal): Promise<SubgraphAnswer> {
      const document = prepared(query);
      const { data, errors = [] } = await withDeadline(
        name,
        limits.timeoutMillis,
        requestSignal,
        async (abort) =>
          execute({
            schema,
            document,
            contextValue: contextOf(headers, abort),
            variableValues: variables,
            operationName: operationName ?? null,
          }),
      );
      if (data === undefined) return { data: null, errors: badVariables(name, errors) };
      return {
        data: data as Record<string, unknown> | null,
        errors: errors.map((error) => toSubgraphError(name, error, error.path)),
      };
    },
    close: async () => undefined,
  };
};
