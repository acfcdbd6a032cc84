import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from "fastify";
import type { Logger } from "pino";
import { SECOND_MILLIS } from "../../lib/clock.js";
import { DomainError, type ErrorCatalogue, messageOf } from "../../lib/errors.js";
import { callErrors } from "../../schema/call.js";
import type { CallKey } from "../../schema/call-token.js";
import type { Room, RoomHttp } from "../../schema/room.js";
import { type PublishedCallKeys, publishedCallKeys } from "../call-keys.js";
import type { Listener } from "../listen.js";
import { callHeadersOf } from "./call-headers.js";
import { createGraphqlAnswers, type GraphqlAnswer, readGraphqlRequest, refused } from "./graphql-answer.js";
import { mountPorts, type RoomPort } from "./port-routes.js";

/** Ten thousand representations of a hundred bytes are a megabyte. */
const BODY_BYTES = 4_194_304;
const REQUEST_MILLIS = 30 * SECOND_MILLIS;
const PING_MILLIS = SECOND_MILLIS;

export interface ServedRoomOptions {
  readonly room: Room;
  readonly callKeys: Pick<PublishedCallKeys, "keys" | "prepareFor">;
  /** What the room answers the other rooms as well; `null` where it is nothing. */
  readonly port: RoomPort | null;
  /** What the room's plain HTTP is given. */
  readonly http: RoomHttp;
  /** Signs the calls that the room's plain HTTP makes: published, so that the other rooms can check them. */
  readonly callKey: CallKey;
  readonly logger: Logger;
  readonly shutdownGraceMillis: number;
}

/** A room behind HTTP. */
export interface ServedRoom extends Listener {
  readonly app: FastifyInstance;
  /** Takes no more calls, lets those under way finish, and closes the room. */
  close(): Promise<void>;
}

const statusOf = (code: string): number => {
  const known: ErrorCatalogue = callErrors;
  return known[code]?.status ?? 500;
};

const send = (reply: FastifyReply, accept: string | undefined, { status, body }: GraphqlAnswer) =>
  reply
    .code(status)
    .type(
      accept?.includes("application/graphql-response+json") === true
        ? "application/graphql-response+json; charset=utf-8"
        : "application/json; charset=utf-8",
    )
    .send(JSON.stringify(body));

const mountGraphql = (app: FastifyInstance, { room, callKeys, logger }: ServedRoomOptions): void => {
  const answer = createGraphqlAnswers(room.schema, (error) =>
    logger.error({ err: error }, "A resolver failed."),
  );
  app.post("/graphql", async (request, reply) => {
    const { accept } = request.headers;
    const headers = callHeadersOf(request.headers);
    await callKeys.prepareFor(headers["x-tunet-call"]);
    let context: object;
    try {
      context = room.contextFor(headers); // before the body is looked at: only signed calls are answered
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return send(reply, accept, refused(statusOf(error.code), error.code, error.message));
    }
    const asked = readGraphqlRequest(request.body);
    const why = 'Send a JSON object with "query", and "variables" and "operationName" if need be.';
    if (asked === null) return send(reply, accept, refused(400, "BAD_REQUEST", why));
    return send(reply, accept, await answer(asked, context));
  });
};

const within = async (millis: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${millis} ms`)), millis);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const mountHealth = (
  app: FastifyInstance,
  { room, callKeys, logger }: ServedRoomOptions,
  isDraining: () => boolean,
): void => {
  app.get("/health/live", () => ({ status: "ok" }));
  app.get("/health/ready", async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: "draining" });
    if (callKeys.keys.size === 0) return reply.code(503).send({ status: "no call keys yet" });
    try {
      await within(PING_MILLIS, room.ping());
      return { status: "ok" };
    } catch (error) {
      logger.warn({ reason: messageOf(error) }, "The room's database does not answer.");
      return reply.code(503).send({ status: "unavailable" });
    }
  });
};

/** Serves a room over HTTP; it listens when it is told to. */
export const serveRoom = (options: ServedRoomOptions): ServedRoom => {
  const { room, logger, shutdownGraceMillis } = options;
  let isDraining = false;
  const app: FastifyInstance = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MILLIS,
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
  });
  app.removeContentTypeParser("text/plain");
  app.setErrorHandler((error, _request, reply) => {
    // Fastify's own errors say what is wrong with the request; anything else is ours, and goes to the log only.
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 400 && status < 500) {
      return send(reply, undefined, refused(status, "BAD_REQUEST", messageOf(error)));
    }
    logger.error({ err: error }, "A call failed.");
    return send(reply, undefined, refused(500, "INTERNAL_SERVER_ERROR", "This room could not answer."));
  });
  app.addHook("onSend", async (_request, reply) => {
    if (isDraining) reply.header("connection", "close");
  });
  mountGraphql(app, options);
  mountHealth(app, options, () => isDraining);
  if (options.port !== null) mountPorts(app, { ...options.port, callKeys: options.callKeys });
  app.get("/.well-known/call-keys.json", () => publishedCallKeys(options.callKey));
  void app.register(async (own) => {
    await room.routes?.(own, options.http);
  });

  return {
    app,
    listen: (port, host) => app.listen({ port, host }),
    async close() {
      isDraining = true;
      const timer = setTimeout(() => app.server.closeAllConnections(), shutdownGraceMillis);
      await app.close().finally(() => clearTimeout(timer));
      await room.close();
    },
  };
};
