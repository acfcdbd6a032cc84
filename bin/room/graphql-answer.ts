import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  parse,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";
import { DomainError } from "../../lib/errors.js";

/** Fetches come from query plans: as many different ones as there are operations, times a few. */
const MAX_DOCUMENTS = 2_000;
const MAX_DOCUMENT_LETTERS = 16_777_216;
const MASKED = "Something went wrong in this room. It has been logged; try again later.";

/** A fetch, as GraphQL over HTTP has it. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An answer as it goes out. */
export interface GraphqlAnswer {
  readonly status: number;
  readonly body: { readonly data?: unknown; readonly errors?: readonly GraphQLFormattedError[] };
}

/** The request in a body; `null` where there is none in it. */
export const readGraphqlRequest = (body: unknown): GraphqlRequest | null => {
  if (typeof body !== "object" || body === null) return null;
  const { query, operationName = null, variables } = body as Partial<Record<string, unknown>>;
  const isObject = typeof variables === "object" && !Array.isArray(variables);
  if (typeof query !== "string" || (variables !== undefined && !isObject)) return null;
  if (operationName !== null && typeof operationName !== "string") return null;
  return { query, operationName, variables: (variables ?? {}) as GraphqlRequest["variables"] };
};

/** The DomainError that was thrown, if that is what it was: resolvers' errors come wrapped. */
const domainErrorIn = (error: unknown): DomainError | null => {
  for (let inner = error; inner instanceof Error; inner = (inner as Partial<GraphQLError>).originalError) {
    if (inner instanceof DomainError) return inner;
  }
  return null;
};

/** What may be shown of an error that ended a whole request. */
export const refused = (status: number, code: string, message: string): GraphqlAnswer => ({
  status,
  body: { errors: [{ message, extensions: { code } }] },
});

/**
 * Answers fetches to a schema with graphql-js; each different one is parsed and validated once.
 * @param onUnexpected told of every error that was not written to be shown, and was masked
 */
export const createGraphqlAnswers = (schema: GraphQLSchema, onUnexpected: (error: unknown) => void) => {
  const documents = new LRUCache<string, DocumentNode | readonly GraphQLError[]>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_DOCUMENT_LETTERS,
    sizeCalculation: (_, query) => query.length + 1,
  });

  const prepare = (query: string): DocumentNode | readonly GraphQLError[] => {
    try {
      const document = parse(query, { noLocation: true });
      const faults = validate(schema, document);
      return faults.length === 0 ? document : faults;
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError("The query can't be parsed.")];
    }
  };
  const prepared = (query: string): DocumentNode | readonly GraphQLError[] => {
    const known = documents.get(query) ?? prepare(query);
    documents.set(query, known);
    return known;
  };

  const shown = (error: GraphQLError): GraphQLFormattedError => {
    const place = error.path === undefined ? {} : { path: error.path };
    const known = domainErrorIn(error);
    if (known !== null) return { message: known.message, ...place, extensions: { ...known.extensions } };
    // What graphql-js itself says of a value has nothing wrapped in it, and was written to be shown.
    if (error.originalError === undefined && error.path === undefined) {
      return { message: error.message, extensions: { code: "BAD_USER_INPUT" } };
    }
    onUnexpected(error.originalError ?? error);
    return { message: MASKED, ...place, extensions: { code: "INTERNAL_SERVER_ERROR" } };
  };

  return async (request: GraphqlRequest, contextValue: object): Promise<GraphqlAnswer> => {
    const document = prepared(request.query);
    if (!("kind" in document)) {
      const errors = document.map(({ message }) => ({
        message,
        extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
      }));
      return { status: 400, body: { errors } };
    }
    const { data, errors } = await execute({
      schema,
      document,
      contextValue,
      variableValues: request.variables,
      operationName: request.operationName,
    });
    const told = errors === undefined ? {} : { errors: errors.map(shown) };
    return data === undefined ? { status: 400, body: told } : { status: 200, body: { ...told, data } };
  };
};
