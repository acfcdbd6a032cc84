import { HeaderMap } from "@apollo/server";
import Fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance } from "fastify";
import { GatewayError, type GatewayErrorCode, gatewayErrors, MASKED_MESSAGE } from "../errors.js";
import { createRequestId, REQUEST_ID_HEADER } from "../observability/request-id.js";
import type { GatewayOptions } from "../options.js";
import { errorBody } from "./shown-error.js";

/** How long a client may take to send a request, all of it. */
const REQUEST_MILLIS = 30_000;

type FrontDoorOptions = Pick<GatewayOptions, "logger" | "clock" | "newId" | "limits">;

/** What Fastify refuses before any route has the request. */
const REFUSALS: Readonly<Record<string, { code: GatewayErrorCode; message: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: "REQUEST_TOO_LARGE",
    message: "The request's body is too large. Send less in one request.",
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "UNSUPPORTED_MEDIA_TYPE",
    message: "The request's body is not JSON by its Content-Type. Send Content-Type: application/json.",
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: "BAD_REQUEST", message: "The request's body is empty. Send JSON." },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: "BAD_REQUEST", message: "The request's body is not JSON." },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: "BAD_REQUEST",
    message: "The request's body is not as long as its Content-Length says.",
  },
  ERR_INVALID_URL: { code: "BAD_REQUEST", message: "The request's Host header names no host." },
};

const headersOf = (error: GatewayError): Record<string, string> => {
  const { http } = error.extensions;
  const headers = (http as { headers?: unknown } | undefined)?.headers;
  return headers instanceof HeaderMap ? Object.fromEntries(headers) : {};
};

/** A Fastify server with what every route has: request ids, plain errors, and a way to close it gently. */
export const openFrontDoor = (options: FrontDoorOptions) => {
  const requestId = createRequestId(options.newId, options.clock);
  let isDraining = false;

  const app: FastifyInstance = Fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    disableRequestLogging: true,
    genReqId: (request) => requestId(request.headers),
    requestIdLogLabel: "requestId",
    bodyLimit: options.limits.bodyBytes,
    requestTimeout: REQUEST_MILLIS,
    return503OnClosing: false, // told in our own words below
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
  });
  app.removeContentTypeParser("text/plain"); // a form of any page can send it: only JSON is read

  app.addHook("onRequest", async (request, reply) => {
    reply.header(REQUEST_ID_HEADER, request.id).header("x-content-type-options", "nosniff");
    if (isDraining && !request.url.startsWith("/health")) {
      const message = "This gateway is shutting down and did not begin the request. Send it again.";
      return reply.code(503).header("retry-after", "1").send(errorBody("SHUTTING_DOWN", message));
    }
  });
  app.addHook("onSend", async (_request, reply) => {
    if (isDraining) reply.header("connection", "close");
  });

  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(errorBody("NOT_FOUND", "Nothing is served at this path. Ask at /graphql.")),
  );
  app.setErrorHandler((error: FastifyError | GatewayError, request, reply) => {
    if (error instanceof GatewayError) {
      return reply
        .code(gatewayErrors[error.code].status)
        .headers(headersOf(error))
        .send(errorBody(error.code, error.message));
    }
    const refused = REFUSALS[error.code];
    if (refused !== undefined) {
      return reply.code(gatewayErrors[refused.code].status).send(errorBody(refused.code, refused.message));
    }
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send(errorBody("BAD_REQUEST", error.message));
    request.log.error({ err: error }, "The gateway failed.");
    return reply
      .code(500)
      .send(errorBody("INTERNAL_SERVER_ERROR", MASKED_MESSAGE, { requestId: request.id }));
  });

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
