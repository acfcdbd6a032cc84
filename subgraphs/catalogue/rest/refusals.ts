import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { DomainError } from "../../../lib/errors.js";
import type { Problem } from "../owners/document.js";
import type { WriteOutcome } from "../owners/writer.js";

/** A request that is refused; answered as problem details (RFC 9457). */
export class RestRefusal extends Error {
  readonly status: number;
  readonly problems: readonly Problem[];

  constructor(status: number, detail: string, problems: readonly Problem[] = []) {
    super(detail);
    this.name = "RestRefusal";
    this.status = status;
    this.problems = problems;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: "One or more validation errors occurred.",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  412: "Precondition Failed",
  413: "Payload Too Large",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
  503: "Service Unavailable",
};
const RETRY_AFTER_SECONDS = 10;

export const invalid = (path: string, message: string): RestRefusal =>
  new RestRefusal(400, "Put right what the errors name, and send it again.", [{ path, message }]);

export const noSuchResource = (identifier: string): RestRefusal =>
  new RestRefusal(404, `There is no resource ${identifier} here.`);

/** The writer's refusal, as it is answered. */
export const refusalOf = (
  outcome: Exclude<WriteOutcome, { outcome: "WRITTEN" }>,
  identifier: string,
): RestRefusal => {
  switch (outcome.outcome) {
    case "INVALID":
      return new RestRefusal(400, "Put right what the errors name, and send it again.", outcome.problems);
    case "EXISTS":
      return new RestRefusal(
        409,
        `There is a resource ${identifier} already. Change it with PUT, or take another identifier.`,
      );
    case "NOT_FOUND":
      return new RestRefusal(404, `There is no resource ${identifier} among yours.`);
    case "VERSION_MISMATCH":
      return new RestRefusal(
        412,
        `It is at version ${outcome.version}, not at the one in If-Match. Read it and try again.`,
      );
  }
};

const refusalIn = (error: unknown): RestRefusal | null => {
  if (error instanceof RestRefusal) return error;
  if (error instanceof DomainError) {
    const { code, message } = error;
    if (code === "UNAUTHENTICATED") return new RestRefusal(401, message);
    if (code === "VIEWER_UNKNOWN" || code === "SERVICE_OWNER_REQUIRED") return new RestRefusal(403, message);
    return new RestRefusal(code.endsWith("_UNAVAILABLE") ? 503 : 400, message);
  }
  const { statusCode, message } = error as Partial<FastifyError>;
  if (statusCode === 413) return new RestRefusal(413, "The body is larger than is read here.");
  if (statusCode === 415) {
    return new RestRefusal(
      415,
      "Send a resource as application/json, a policy as application/xml or as a form.",
    );
  }
  return statusCode === 400 ? invalid("", message ?? "The body can't be read.") : null;
};

/** Answers what was refused. Whatever nobody foresaw goes to the log, and says no more than that. */
export const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const foreseen = refusalIn(error);
  if (foreseen === null) request.log.error({ err: error }, "A request to the catalogue failed.");
  const refusal =
    foreseen ?? new RestRefusal(500, "Something went wrong here. It has been logged; try again later.");
  if (refusal.status === 401) reply.header("www-authenticate", "Bearer");
  if (refusal.status === 503) reply.header("retry-after", String(RETRY_AFTER_SECONDS));
  const errors: Record<string, string[]> = {};
  for (const { path, message } of refusal.problems) errors[path] = [...(errors[path] ?? []), message];
  return reply
    .code(refusal.status)
    .type("application/problem+json; charset=utf-8")
    .send(
      JSON.stringify({
        title: TITLES[refusal.status] ?? "Error",
        status: refusal.status,
        detail: refusal.message,
        instance: request.url.split("?", 1)[0],
        ...(refusal.problems.length === 0 ? {} : { errors }),
        traceId: request.id,
      }),
    );
};
