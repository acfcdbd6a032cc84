import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { createRequestId, REQUEST_ID_HEADER } from "../observability/request-id.js";
import type { GatewayOptions } from "../options.js";
import { answerThrown, refuse } from "./refuse.js";

/** How long a client may take to send a request, all of it. */
const REQUEST_MILLIS = 30_000;

type FrontDoorOptions = Pick<GatewayOptions, "logger" | "clock" | "newId" | "limits">;

/** A Fastify server with what every route has: request ids, plain errors, and a way to close it gently. */
export const openFrontDoor = (options: FrontDoorOptions) => {
  const requestId = createRequestId(options.newId, options.clock);
  let isDraining = false;

  const app: FastifyInstance = Fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: (request) => requestId(request.headers),
    bodyLimit: options.limits.bodyBytes,
    requestTimeout: REQUEST_MILLIS,
    return503OnClosing: false, // told in our own words below
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) =>
      answerThrown(error, request as FastifyRequest, reply as FastifyReply),
  });
  app.removeContentTypeParser("text/plain"); // any page's form can send it: only JSON is read

  app.addHook("onRequest", async (request, reply) => {
    reply.header(REQUEST_ID_HEADER, request.id).header("x-content-type-options", "nosniff");
    if (!isDraining || request.url.startsWith("/health")) return;
    const message = "This gateway is shutting down and did not begin the request. Send it again.";
    return refuse(reply.header("retry-after", "1"), "SHUTTING_DOWN", message);
  });
  app.addHook("onSend", async (_request, reply) => {
    if (isDraining) reply.header("connection", "close");
  });
  app.setNotFoundHandler((_request, reply) =>
    refuse(reply, "NOT_FOUND", "Nothing is served at this path. Ask at /graphql."),
  );
  app.setErrorHandler(answerThrown);

  return {
    app,
    isDraining: () => isDraining,
    /** Takes no more requests, and waits so long for those that have begun before it cuts them off. */
    async drain(graceMillis: number): Promise<void> {
      isDraining = true;
      const timer = setTimeout(() => app.server.closeAllConnections(), graceMillis);
      try {
        await app.close();
      } finally {
        clearTimeout(timer);
      }
    },
  };
};
