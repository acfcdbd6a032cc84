import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { WriteOutcome } from "../owners/writer.js";
import { API_PATH, bodiesOf, callerOf, etagOf, identifierIn, ifMatchOf, type RestApi } from "./api.js";
import { refusalOf } from "./refusals.js";

const BODY_BYTES = 1_048_576;

const identifierOf = (document: unknown): string => {
  const { identifier } = (document ?? {}) as { identifier?: unknown };
  return typeof identifier === "string" ? identifier : "";
};

/** What service owners change, with Altinn Resource Registry's paths and bodies. */
export const mountWriting = (app: FastifyInstance, api: RestApi): void => {
  const { writer } = api;
  const path = `${API_PATH}/resource`;

  const answer = async (
    reply: FastifyReply,
    outcome: WriteOutcome,
    identifier: string,
    status: 200 | 201,
  ): Promise<FastifyReply> => {
    if (outcome.outcome !== "WRITTEN") throw refusalOf(outcome, identifier);
    const [body] = await bodiesOf(api, [outcome.row]);
    return reply
      .code(status)
      .header("etag", etagOf(outcome.row))
      .header("location", `${path}/${identifier}`)
      .send(body);
  };

  const callers = new WeakMap<FastifyRequest, Awaited<ReturnType<typeof callerOf>>>();
  // Whether somebody may ask is found out before the body is read.
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    callers.set(request, await callerOf(api, request));
  };
  const caller = (request: FastifyRequest) => {
    const known = callers.get(request);
    if (known === undefined) throw new Error("The route was reached without its caller.");
    return known;
  };
  const options = { bodyLimit: BODY_BYTES, onRequest };

  app.post(path, options, async (request, reply) => {
    const outcome = await writer.create(caller(request), request.body);
    return answer(reply, outcome, identifierOf(request.body), 201);
  });
  app.put(`${path}/:identifier`, options, async (request, reply) => {
    const identifier = identifierIn(request);
    const outcome = await writer.replace(caller(request), identifier, request.body, ifMatchOf(request));
    return answer(reply, outcome, identifier, 200);
  });
  app.delete(`${path}/:identifier`, options, async (request, reply) => {
    const identifier = identifierIn(request);
    const outcome = await writer.remove(caller(request), identifier, ifMatchOf(request));
    if (outcome.outcome !== "WRITTEN") throw refusalOf(outcome, identifier);
    return reply.code(204).send();
  });
  for (const method of ["POST", "PUT"] as const) {
    app.route({
      method,
      url: `${path}/:identifier/policy`,
      ...options,
      handler: async (request, reply) => {
        const identifier = identifierIn(request);
        const xml = typeof request.body === "string" ? request.body : "";
        const outcome = await writer.putPolicy(caller(request), identifier, xml, ifMatchOf(request));
        return answer(reply, outcome, identifier, method === "POST" ? 201 : 200);
      },
    });
  }
};
