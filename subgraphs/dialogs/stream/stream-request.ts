import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  type ValidationRule,
  validate,
} from "graphql";
import { messageOf } from "../../../lib/errors.js";

/** A subscription that can be run. */
export interface StreamRequest {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Much more than a subscription of two fields needs. */
const MAX_TOKENS = 500;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refused = (message: string): { readonly errors: readonly GraphQLError[] } => ({
  errors: [new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } })],
});

/** Reads a request of graphql-sse's distinct connections mode; or says why it is none. */
export const readStreamRequest = (
  schema: GraphQLSchema,
  body: unknown,
  rules?: readonly ValidationRule[],
): StreamRequest | { readonly errors: readonly GraphQLError[] } => {
  const { query, variables, operationName } = isRecord(body) ? body : {};
  if (typeof query !== "string")
    return refused('Send a JSON object with "query", and "variables" if need be.');
  if (variables != null && !isRecord(variables)) return refused('"variables" is to be an object.');
  if (operationName != null && typeof operationName !== "string") {
    return refused('"operationName" is to be a text.');
  }
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    return error instanceof GraphQLError ? { errors: [error] } : refused(messageOf(error));
  }
  if (getOperationAST(document, operationName)?.operation !== "subscription") {
    return refused("This path serves one subscription at a time; send queries and mutations to /graphql.");
  }
  const errors = validate(schema, document, rules);
  return errors.length > 0
    ? { errors }
    : { document, operationName: operationName ?? null, variables: variables ?? {} };
};
