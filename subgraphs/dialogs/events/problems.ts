import type { FastifyError, FastifyInstance } from "fastify";
import { DomainError } from "../../../lib/errors.js";
import { tableOf } from "../../../lib/table-of.js";
import { problemDetailsOf, RestRefusal } from "../owners-api/refusals.js";

const STATUSES: Readonly<Record<string, 401 | 403 | 503>> = tableOf({
  UNAUTHENTICATED: 401,
  VIEWER_UNKNOWN: 403,
  IDENTITY_UNAVAILABLE: 503,
  CATALOGUE_UNAVAILABLE: 503,
});

/** What a refusal is, of whatever was thrown; null where nobody foresaw it. */
export const refusalIn = (error: unknown): RestRefusal | null => {
  if (error instanceof RestRefusal) return error;
  if (error instanceof DomainError)
    return new RestRefusal(STATUSES[error.code] ?? 400, { "": [error.message] });
  const { statusCode, message } = error as Partial<FastifyError>;
  if (statusCode === 413 || statusCode === 415 || statusCode === 400) {
    return new RestRefusal(statusCode, { "": [message ?? "The request can't be read."] });
  }
  return null;
};

/** Answers with the same problem details as the service owners' API does. */
export const answerProblems = (app: FastifyInstance): void => {
  app.setErrorHandler((error, request, reply) => {
    const known = refusalIn(error);
    if (known === null) request.log.error({ err: error }, "A request about events or many dialogs failed.");
    const message = "Something went wrong here. It has been logged; try again later.";
    const refusal = known ?? new RestRefusal(500, { "": [message] });
    const path = request.url.split("?", 1)[0] ?? "";
    if (refusal.status === 401) reply.header("www-authenticate", "Bearer");
    if (refusal.status === 503) reply.header("retry-after", "60");
    return reply
      .code(refusal.status)
      .type("application/problem+json; charset=utf-8")
      .send(JSON.stringify(problemDetailsOf(refusal, { path, id: request.id })));
  });
};
