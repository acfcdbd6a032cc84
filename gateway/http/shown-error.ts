import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { SubgraphError } from "../datasource/subgraph-error.js";
import type { GatewayErrorCode } from "../error-catalogue.js";
import { GatewayError, MASKED_MESSAGE } from "../errors.js";

/** Codes of Apollo Server and graphql-js whose messages speak of the request and nothing else. */
const ABOUT_THE_REQUEST: ReadonlySet<unknown> = new Set<GatewayErrorCode>([
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
]);

const masked: GraphQLFormattedError = {
  message: MASKED_MESSAGE,
  extensions: { code: "INTERNAL_SERVER_ERROR" satisfies GatewayErrorCode },
};

/**
 * What a client sees of an error. What was written to be shown is shown; anything else is masked.
 * @param formatted the error as Apollo Server would show it
 */
export const shownError = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
  if (error instanceof GatewayError) return formatted;
  if (!(error instanceof GraphQLError)) return masked;
  const where = {
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
  };
  const { originalError } = error;
  if (originalError instanceof SubgraphError) {
    return { message: originalError.message, ...where, extensions: { ...originalError.extensions } };
  }
  const code = formatted.extensions?.["code"];
  if (!ABOUT_THE_REQUEST.has(code)) return { ...masked, ...where };
  return { message: error.message, ...where, extensions: { code } };
};

/** Errors as clients see them, where Apollo Server has no hand in it: it gives `shownError` the same. */
export const shownErrors = (errors: readonly GraphQLError[]): GraphQLFormattedError[] =>
  errors.map((error) => {
    const { http: _, code = "INTERNAL_SERVER_ERROR", ...extensions } = error.extensions;
    return shownError({ ...error.toJSON(), extensions: { ...extensions, code } }, error);
  });

/** Whether an error, as it is shown, was masked. */
export const isMasked = (shown: GraphQLFormattedError): boolean => shown.message === MASKED_MESSAGE;
