import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { DomainError, type ErrorCatalogue, messageOf } from "../../lib/errors.js";
import { PORT_PATHS, readAccessRequests, readDecisions, readScope } from "../../schema/authorization-wire.js";
import { type Call, callErrors, type ReadCall } from "../../schema/call.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import { sharedErrors } from "../../schema/shared-errors.js";
import type { PublishedCallKeys } from "../call-keys.js";
import { callHeadersOf } from "./call-headers.js";

/** A thousand requests with their URNs are some 300 kB. */
const BODY_BYTES = 1_048_576;

const statuses: ErrorCatalogue = { ...callErrors, ...sharedErrors };

export interface PortRoutesOptions {
  readonly authorization: AuthorizationPort;
  readonly readCall: ReadCall;
  readonly callKeys: Pick<PublishedCallKeys, "prepareFor">;
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string) =>
  reply.code(status).send({ error: { code, message } });

/**
 * Mounts the authorization port for rooms in other processes. Whoever asks shows the call token that they were
 * called with, and is answered for the viewer in it: nobody can ask about anybody else.
 */
export const mountAuthorizationPort = (app: FastifyInstance, options: PortRoutesOptions): void => {
  const { authorization, readCall, callKeys } = options;

  const route = (path: string, answer: (call: Call, body: unknown) => Promise<unknown>): void => {
    app.post(path, { bodyLimit: BODY_BYTES }, async (request: FastifyRequest, reply) => {
      const headers = callHeadersOf(request.headers);
      await callKeys.prepareFor(headers["x-tunet-call"]);
      try {
        return await answer(readCall(headers), request.body);
      } catch (error) {
        if (error instanceof DomainError) {
          return refuse(reply, statuses[error.code]?.status ?? 400, error.code, error.message);
        }
        request.log.error({ err: error }, "A question to authorization failed.");
        return refuse(reply, 500, "INTERNAL_SERVER_ERROR", "Authorization could not answer.");
      }
    });
  };

  // What goes out is read by the same readers as what comes in: no more crosses than the contract says.
  route(PORT_PATHS.scope, async (call) => readScope(await authorization.scope(call)));
  route(PORT_PATHS.decide, async (call, body) => {
    const requests = requestsIn(body);
    return readDecisions(await authorization.decide(call, requests));
  });
};

const requestsIn = (body: unknown) => {
  try {
    return readAccessRequests((body as { requests?: unknown } | null)?.requests);
  } catch (error) {
    throw new DomainError("BAD_REQUEST", `The question can't be read: ${messageOf(error)}.`);
  }
};
