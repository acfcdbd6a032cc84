import { HeaderMap } from "@apollo/server";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { DomainError } from "../../lib/errors.js";
import { tableOf } from "../../lib/table-of.js";
import { type GatewayErrorCode, gatewayErrors } from "../error-catalogue.js";
import { GatewayError, MASKED_MESSAGE } from "../errors.js";

/** Answers with one error and its code's HTTP status, in GraphQL's shape, where Apollo Server is not asked. */
export const refuse = (
  reply: FastifyReply,
  code: GatewayErrorCode,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): FastifyReply =>
  reply.code(gatewayErrors[code].status).send({ errors: [{ message, extensions: { ...extensions, code } }] });

/** What Fastify refuses before any route has the request. */
const BEFORE_ROUTES: Readonly<Record<string, { code: GatewayErrorCode; message: string }>> = tableOf({
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: "REQUEST_TOO_LARGE",
    message: "The request's body is too large. Send less in one request.",
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "UNSUPPORTED_MEDIA_TYPE",
    message: "The request's body is not JSON by its Content-Type. Send Content-Type: application/json.",
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: "BAD_REQUEST", message: "The request's body is empty. Send JSON." },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: "BAD_REQUEST",
    message: "The request's body is not JSON. Send a JSON object.",
  },
  FST_ERR_BAD_URL: { code: "BAD_REQUEST", message: "The request's path can't be read. Ask at /graphql." },
  ERR_INVALID_URL: { code: "BAD_REQUEST", message: "The request's Host header names no host. Mend it." },
});

const headersOf = ({ extensions: { http } }: GatewayError): Record<string, string> => {
  const headers = (http as { headers?: unknown } | undefined)?.headers;
  return headers instanceof HeaderMap ? Object.fromEntries(headers) : {};
};

/** Answers what was thrown: in its own words where it was written to be shown, masked and logged where not. */
export const answerThrown = (
  error: FastifyError | GatewayError | DomainError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  if (error instanceof GatewayError)
    return refuse(reply.headers(headersOf(error)), error.code, error.message);
  if (error instanceof DomainError) {
    return reply.code(400).send({ errors: [{ message: error.message, extensions: error.extensions }] });
  }
  const known = BEFORE_ROUTES[error.code];
  if (known !== undefined) return refuse(reply, known.code, known.message);
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return refuse(reply, "BAD_REQUEST", error.message).code(error.statusCode);
  }
  request.log.error({ err: error }, "The gateway failed.");
  return refuse(reply, "INTERNAL_SERVER_ERROR", MASKED_MESSAGE, { requestId: request.id });
};
