import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  parse,
  validate,
} from "graphql";

/** Gateways send the same few documents again and again. */
const MAX_DOCUMENTS = 500;
const MASKED = "Something went wrong at the agency. It has been logged; try again later.";

/** An answer as it goes out. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What may be shown of an error that ended a whole request. */
export const refused = (status: number, code: string, message: string): Answer => ({
  status,
  body: { errors: [{ message, extensions: { code } }] },
});

interface Request {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

const readRequest = (body: unknown): Request | null => {
  if (typeof body !== "object" || body === null) return null;
  const { query, operationName = null, variables } = body as Readonly<Record<string, unknown>>;
  if (typeof query !== "string" || (operationName !== null && typeof operationName !== "string")) return null;
  const isMap = typeof variables === "object" && variables !== null && !Array.isArray(variables);
  return { query, operationName, variables: isMap ? (variables as Request["variables"]) : {} };
};

/**
 * Answers GraphQL requests. Errors that resolvers throw as GraphQLError are shown as they are; all others are masked.
 * @param onUnexpected told of every error that was masked
 */
export const createAnswers = (schema: GraphQLSchema, onUnexpected: (error: unknown) => void) => {
  const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  const prepare = (query: string): DocumentNode | readonly GraphQLError[] => {
    try {
      const document = parse(query);
      const faults = validate(schema, document);
      return faults.length === 0 ? document : faults;
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError("The query can't be parsed.")];
    }
  };
  const prepared = (query: string): DocumentNode | readonly GraphQLError[] => {
    const known = documents.get(query) ?? prepare(query);
    if (documents.size >= MAX_DOCUMENTS) documents.clear();
    documents.set(query, known);
    return known;
  };

  const shown = (error: GraphQLError): GraphQLFormattedError => {
    const { originalError, message, path, extensions } = error;
    const place = path === undefined ? {} : { path };
    if (originalError == null || originalError instanceof GraphQLError)
      return { message, ...place, extensions };
    onUnexpected(originalError);
    return { message: MASKED, ...place, extensions: { code: "INTERNAL_SERVER_ERROR" } };
  };

  return async (body: unknown, contextValue: object): Promise<Answer> => {
    const request = readRequest(body);
    if (request === null) return refused(400, "BAD_REQUEST", "The body is no GraphQL request.");
    const document = prepared(request.query);
    if (!("kind" in document)) {
      return { status: 400, body: { errors: document.map(({ message }) => ({ message })) } };
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
