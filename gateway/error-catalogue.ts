import type { ErrorCatalogue } from "../lib/errors.js";

/** Every code that the gateway itself gives. Subgraphs have codes of their own, which pass through. */
export type GatewayErrorCode =
  | "UNAUTHENTICATED"
  | "TOKEN_INVALID"
  | "TOKEN_EXPIRED"
  | "IDENTITY_UNAVAILABLE"
  | "SUBGRAPH_UNAVAILABLE"
  | "SUBGRAPH_TIMEOUT"
  | "SUBGRAPH_SUSPENDED"
  | "SUBGRAPH_RESPONSE_TOO_LARGE"
  | "SUBGRAPH_RESPONSE_INVALID"
  | "SUBGRAPH_SCHEMA_MISMATCH"
  | "DOWNSTREAM_SERVICE_ERROR"
  | "VALUE_MISSING"
  | "VALUE_INVALID"
  | "MERGE_CONFLICT"
  | "TOO_MANY_ERRORS"
  | "PLAN_TIMEOUT"
  | "PLANNER_BUSY"
  | "QUERY_TOO_COMPLEX"
  | "FIELD_NOT_RESOLVABLE"
  | "QUERY_TOO_DEEP"
  | "QUERY_TOO_MANY_TOKENS"
  | "QUERY_TOO_MANY_FIELDS"
  | "QUERY_TOO_MANY_ALIASES"
  | "QUERY_TOO_MANY_ROOT_FIELDS"
  | "QUERY_TOO_MANY_DIRECTIVES"
  | "QUERY_TOO_COSTLY"
  | "SUBSCRIPTIONS_NOT_SUPPORTED"
  | "REQUEST_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "METHOD_NOT_ALLOWED"
  | "NOT_FOUND"
  | "SHUTTING_DOWN"
  | "OVERLOADED"
  | "RATE_LIMITED"
  | "REQUEST_TIMEOUT"
  | "CLIENT_GONE"
  | "BAD_REQUEST"
  | "BAD_USER_INPUT"
  | "GRAPHQL_PARSE_FAILED"
  | "GRAPHQL_VALIDATION_FAILED"
  | "OPERATION_RESOLUTION_FAILURE"
  | "PERSISTED_QUERY_NOT_SUPPORTED"
  | "DOCUMENT_UNKNOWN"
  | "DOCUMENT_NOT_TRUSTED"
  | "INTERNAL_SERVER_ERROR";

/** What can go wrong at the gateway; part of docs/errors.md. */
export const gatewayErrors: ErrorCatalogue<GatewayErrorCode> = {
  UNAUTHENTICATED: {
    status: 401,
    meaning: "The request carries no token, and what it asks for needs one.",
    remedy: "Sign in, and send the token in the header `Authorization: Bearer …`.",
  },
  TOKEN_INVALID: {
    status: 401,
    meaning:
      "The token is malformed, altered, meant for somebody else, or from an issuer that is not trusted.",
    remedy: "Get a new token from a trusted issuer and send it unchanged.",
  },
  TOKEN_EXPIRED: {
    status: 401,
    meaning: "The token was good once; its time is out.",
    remedy: "Sign in again, or renew the token, and repeat the request.",
  },
  IDENTITY_UNAVAILABLE: {
    status: 503,
    meaning: "The issuer's keys can't be fetched now, so no token of its can be checked.",
    remedy: "Try again shortly. Nothing is let through unchecked in the meantime.",
  },
  SUBGRAPH_UNAVAILABLE: {
    status: 503,
    meaning: "The subgraph in `extensions.service` could not be reached, or said that it can't answer.",
    remedy: "The rest of the answer is good. Try again for the missing part.",
  },
  SUBGRAPH_TIMEOUT: {
    status: 504,
    meaning: "The subgraph in `extensions.service` did not answer in time.",
    remedy: "The rest of the answer is good. Try again for the missing part, or ask for less of it.",
  },
  SUBGRAPH_SUSPENDED: {
    status: 503,
    meaning:
      "The subgraph in `extensions.service` has failed again and again, and is not asked for some seconds.",
    remedy: "The rest of the answer is good. Try again shortly for the missing part.",
  },
  SUBGRAPH_RESPONSE_TOO_LARGE: {
    status: 502,
    meaning: "The subgraph in `extensions.service` answered with more bytes than the gateway takes.",
    remedy: "Ask for a smaller page of it.",
  },
  SUBGRAPH_RESPONSE_INVALID: {
    status: 502,
    meaning: "The subgraph in `extensions.service` answered with something that is no GraphQL answer.",
    remedy: "Tell whoever runs that subgraph, with the request id.",
  },
  SUBGRAPH_SCHEMA_MISMATCH: {
    status: 502,
    meaning: "The subgraph in `extensions.service` has another schema than the one that was composed.",
    remedy: "Tell whoever runs the gateway: compose the supergraph again from the schemas that run.",
  },
  DOWNSTREAM_SERVICE_ERROR: {
    status: 502,
    meaning:
      "The subgraph in `extensions.service` reported an error without a code; its text is in the log only.",
    remedy: "Tell whoever runs that subgraph, with `extensions.requestId`.",
  },
  VALUE_MISSING: {
    status: 502,
    meaning: "A field that is never null got no usable value from its subgraph, so what holds it is null.",
    remedy: "Tell whoever runs the gateway, with the path and the request id.",
  },
  VALUE_INVALID: {
    status: 502,
    meaning: "A field got a value from its subgraph that does not fit its type, so it is null.",
    remedy: "Tell whoever runs that subgraph, with the path and the request id.",
  },
  MERGE_CONFLICT: {
    status: 502,
    meaning: "Two subgraphs gave values for one field that can't be merged, e.g. lists of different length.",
    remedy: "Tell whoever runs the subgraphs: what several of them share must be the same in all.",
  },
  TOO_MANY_ERRORS: {
    status: 200,
    meaning: "The answer has more errors than are shown.",
    remedy: "Mend the errors that are shown first, then ask again.",
  },
  PLAN_TIMEOUT: {
    status: 503,
    meaning: "The operation could not be planned in the time and memory that a plan may take.",
    remedy: "Ask for less in one operation. The same operation is refused at once for a while.",
  },
  PLANNER_BUSY: {
    status: 503,
    meaning: "Too many operations that this gateway has not seen before wait for their plan.",
    remedy: "Try again shortly. Operations that were sent before are not held up.",
  },
  QUERY_TOO_COMPLEX: {
    status: 400,
    meaning: "The operation has more ways to be answered than the planner looks through.",
    remedy: "Ask for less in one operation, or nest fewer fragments.",
  },
  FIELD_NOT_RESOLVABLE: {
    status: 400,
    meaning: "The operation selects something that no subgraph can give at that place.",
    remedy: "Leave out the field that the message names; tell whoever runs the gateway.",
  },
  QUERY_TOO_DEEP: {
    status: 400,
    meaning: "Fields are nested deeper than the gateway allows.",
    remedy: "Ask in two queries, or follow fewer links in one.",
  },
  QUERY_TOO_MANY_TOKENS: {
    status: 400,
    meaning: "The document is longer than the gateway reads.",
    remedy: "Move values into variables, share selections in fragments, or split the document.",
  },
  QUERY_TOO_MANY_FIELDS: {
    status: 400,
    meaning: "With its fragments written out, the operation selects more fields than the gateway allows.",
    remedy: "Select fewer fields, or split the operation.",
  },
  QUERY_TOO_MANY_ALIASES: {
    status: 400,
    meaning: "The operation gives more fields another name than the gateway allows.",
    remedy: "Use a field that takes a list, or split the operation.",
  },
  QUERY_TOO_MANY_ROOT_FIELDS: {
    status: 400,
    meaning: "The operation selects more fields at its root than the gateway allows.",
    remedy: "Split the operation.",
  },
  QUERY_TOO_MANY_DIRECTIVES: {
    status: 400,
    meaning: "The operation uses more directives than the gateway allows.",
    remedy: "Leave out what is not needed instead of skipping it with a directive.",
  },
  QUERY_TOO_COSTLY: {
    status: 400,
    meaning: "By the pages that it asks for, the operation may answer with more objects than one may.",
    remedy: "Ask for smaller pages, or nest fewer lists in one operation.",
  },
  SUBSCRIPTIONS_NOT_SUPPORTED: {
    status: 400,
    meaning: "The operation is a subscription, and this gateway serves queries and mutations.",
    remedy: "Ask with a query, and again when you need to.",
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    meaning: "The request's body has more bytes than the gateway takes.",
    remedy: "Send less in one request.",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    meaning: "The request's body is not JSON by its Content-Type.",
    remedy: "Send JSON with the header `Content-Type: application/json`.",
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    meaning: "GraphQL is asked with GET (queries) or POST.",
    remedy: "Use one of the methods in the answer's Allow header.",
  },
  NOT_FOUND: {
    status: 404,
    meaning: "Nothing is served at this path.",
    remedy: "Ask at /graphql, or see /health.",
  },
  SHUTTING_DOWN: {
    status: 503,
    meaning: "This gateway finishes the requests that it has and takes no more. The request was not begun.",
    remedy: "Send it again; another gateway, or this one after its restart, will take it.",
  },
  OVERLOADED: {
    status: 503,
    meaning: "The gateway has more to do than it can do now. The request was not begun.",
    remedy: "Send it again after as many seconds as the answer's Retry-After header says.",
  },
  RATE_LIMITED: {
    status: 429,
    meaning: "This client has sent more requests than it may in this time. The request was not begun.",
    remedy: "Send it again after as many seconds as the answer's Retry-After header says.",
  },
  REQUEST_TIMEOUT: {
    status: 504,
    meaning: "The request took longer than the gateway lets one take; what was not there by then is missing.",
    remedy: "Ask for less in one request, or try again.",
  },
  CLIENT_GONE: {
    status: 499,
    meaning: "The client closed its connection before the answer was there. In logs and metrics only.",
    remedy: "Nothing, unless it happens often: then clients give up too early, or answers come too late.",
  },
  BAD_REQUEST: {
    status: 400,
    meaning: "The request is not GraphQL over HTTP as the specification has it, or may be a forged one.",
    remedy: "Mend what the message names.",
  },
  BAD_USER_INPUT: {
    status: 400,
    meaning: "A variable or an argument has a value that its type does not allow.",
    remedy: "Mend the value that the message names.",
  },
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    meaning: "The document is not GraphQL.",
    remedy: "Mend it at the line and column in `locations`.",
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    meaning: "The document does not fit the schema.",
    remedy: "Mend what the message names; the schema is to be seen in the sandbox.",
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    meaning: "The document has several operations, or none, of the name that was asked for.",
    remedy: "Send `operationName` with the name of one operation of the document.",
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    status: 400,
    meaning: "The request names a persisted query; this gateway keeps none.",
    remedy: "Send the document itself in `query`.",
  },
  DOCUMENT_UNKNOWN: {
    status: 400,
    meaning: "The request names a document by an id that this gateway was not given.",
    remedy: "Send the document's text in `query`, or have the document published to the gateway first.",
  },
  DOCUMENT_NOT_TRUSTED: {
    status: 403,
    meaning: "This gateway runs documents only that were published to it, and this is none of them.",
    remedy: "Send the id of a published document in `documentId`, or its exact text in `query`.",
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    meaning: "Something went wrong that should not have. What it was is in the log only.",
    remedy: "Try again; if it stays, tell whoever runs the gateway, with `extensions.requestId`.",
  },
};
