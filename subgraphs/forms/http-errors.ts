import type { FastifyError, FastifyInstance } from "fastify";
import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { tableOf } from "../../lib/table-of.js";
import { callErrors } from "../../schema/call.js";
import { sharedErrors } from "../../schema/shared-errors.js";
import { formsErrors } from "./errors.js";

const known: ErrorCatalogue = { ...callErrors, ...sharedErrors, ...formsErrors };

/** What is said of who asks: see RoomHttp.identify. */
const IDENTITY: Readonly<Partial<Record<string, number>>> = tableOf({
  UNAUTHENTICATED: 401,
  IDENTITY_UNAVAILABLE: 503,
});

/** How the room's plain HTTP says what went wrong: as `{error: {code, message}}`, and never more than that. */
export const sayErrors = (app: FastifyInstance): void => {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof DomainError) {
      const { code, message } = error;
      if (IDENTITY[code] === 401) reply.header("www-authenticate", "Bearer");
      return reply.code(IDENTITY[code] ?? known[code]?.status ?? 400).send({ error: { code, message } });
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return reply.code(error.statusCode).send({ error: { code: "BAD_REQUEST", message: error.message } });
    }
    request.log.error({ err: error }, "The forms could not answer.");
    const message = "Something went wrong here; try again in a moment.";
    return reply.code(500).send({ error: { code: "INTERNAL_SERVER_ERROR", message } });
  });
};
