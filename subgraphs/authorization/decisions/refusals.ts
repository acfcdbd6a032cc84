import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { DomainError, type ErrorCatalogue } from "../../../lib/errors.js";
import { callErrors } from "../../../schema/call.js";
import { authorizationErrors } from "../errors.js";
import { policyErrors } from "../xacml/index.js";

/** A thousand decisions by reference are some 300 kB. */
export const BODY_BYTES = 1_048_576;
const RETRY_AFTER_SECONDS = 10;

const STATUSES: ErrorCatalogue = { ...authorizationErrors, ...policyErrors, ...callErrors };

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

const refusalIn = (error: unknown, wantedType: string): Refusal | null => {
  if (error instanceof DomainError) {
    const status =
      error.code === "UNAUTHENTICATED" ? 401 : error.code.endsWith("_UNAVAILABLE") ? 503 : undefined;
    return { status: status ?? STATUSES[error.code]?.status ?? 400, code: error.code, detail: error.message };
  }
  const { statusCode } = error as Partial<FastifyError>;
  if (statusCode === 413) {
    return { status: 413, code: "BAD_REQUEST", detail: `The body has more than ${BODY_BYTES} bytes.` };
  }
  if (statusCode === 415) return { status: 415, code: "BAD_REQUEST", detail: wantedType };
  return statusCode === 400 ? { status: 400, code: "BAD_REQUEST", detail: "The body is not JSON." } : null;
};

const refuse = (reply: FastifyReply, { status, code, detail }: Refusal) => {
  if (status === 401) reply.header("www-authenticate", "Bearer");
  if (status === 503) reply.header("retry-after", String(RETRY_AFTER_SECONDS));
  return reply
    .code(status)
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify({ status, code, detail }));
};

/** Answers what goes wrong with problem details. @param wantedType what to send, for whoever sends something else */
export const answerRefusals =
  (wantedType: string) => (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = refusalIn(error, wantedType);
    if (refusal !== null) return refuse(reply, refusal);
    request.log.error({ err: error }, "A question about somebody's rights failed.");
    const detail = "Something went wrong here. It has been logged; try again later.";
    return refuse(reply, { status: 500, code: "INTERNAL_SERVER_ERROR", detail });
  };
