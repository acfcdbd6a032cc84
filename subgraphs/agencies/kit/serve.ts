import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { GraphQLError, type GraphQLSchema } from "graphql";
import { type Answer, createAnswers, refused } from "./answer.js";
import type { Call, ReadCall } from "./call.js";

/** A gateway sends many entities at once. */
const MAX_BODY_BYTES = 16 * 1_024 * 1_024;
const GRACE_MILLIS = 5_000;

export interface SubgraphOptions {
  /** As `buildSubgraphSchema` makes it. */
  readonly schema: GraphQLSchema;
  readonly readCall: ReadCall;
  /** What resolvers are given: made anew for each request. */
  contextFor(call: Call): object;
  /** Rejects while nothing can be answered, e.g. because the database is away. */
  isReady?(): Promise<void> | void;
  /** Answers what else the agency serves to others than the gateway, which it checks itself; `null`: nothing is there. */
  answerOther?(request: IncomingMessage): Promise<Answer | null>;
  /** Told of what went wrong and is not shown to anybody. */
  onError(error: unknown): void;
}

/** A subgraph that is served. */
export interface ServedSubgraph {
  /** Where gateways ask it. */
  readonly url: string;
  /** Finishes what is under way. */
  close(): Promise<void>;
}

/** A request's body. @throws RangeError where it has more than 16 MiB */
export const readBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError("too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const readBody = async (request: IncomingMessage): Promise<unknown> =>
  JSON.parse((await readBytes(request)).toString("utf8"));

const send = (response: ServerResponse, { status, body }: Answer): void => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
};

/** What the gateway asks: only calls that it signed are answered. */
const createGraphqlRoute = ({ schema, readCall, contextFor, onError }: SubgraphOptions) => {
  const answer = createAnswers(schema, onError);
  return async (request: IncomingMessage): Promise<Answer> => {
    const token = request.headers["x-tunet-call"];
    const call = await readCall(typeof token === "string" ? token : undefined);
    const body = await readBody(request).catch((error: unknown) => error as Error);
    if (body instanceof RangeError) return refused(413, "BAD_REQUEST", "The body is too large.");
    if (body instanceof Error) return refused(400, "BAD_REQUEST", "The body is not JSON.");
    return answer(body, contextFor(call));
  };
};

const refusalOf = (error: unknown, onError: SubgraphOptions["onError"]): Answer => {
  if (error instanceof GraphQLError) {
    const { code } = error.extensions;
    return refused(code === "CALL_NOT_SIGNED" ? 401 : 503, String(code), error.message);
  }
  onError(error);
  return refused(500, "INTERNAL_SERVER_ERROR", "The agency could not answer.");
};

/**
 * Serves a subgraph: `POST /graphql` for gateways, `GET /health/live` (the process runs) and `GET /health/ready` (it can
 * answer).
 * @param port 0 for any that is free
 */
export const serveSubgraph = async (
  options: SubgraphOptions,
  port: number,
  host = "127.0.0.1",
): Promise<ServedSubgraph> => {
  const graphql = createGraphqlRoute(options);
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const path = (request.url ?? "").split("?", 1)[0];
    const asked = `${request.method} ${path}`;
    if (asked === "POST /graphql") return graphql(request);
    if (asked === "GET /health/live") return { status: 200, body: { status: "ok" } };
    if (asked !== "GET /health/ready") {
      const other = (await options.answerOther?.(request)) ?? null;
      return other ?? refused(404, "NOT_FOUND", "There is nothing here.");
    }
    try {
      await options.isReady?.();
      return { status: 200, body: { status: "ok" } };
    } catch (error) {
      options.onError(error);
      return { status: 503, body: { status: "unavailable" } };
    }
  };
  const server = createServer((request, response) => {
    answerTo(request)
      .catch((error: unknown) => refusalOf(error, options.onError))
      .then((answer) => send(response, answer))
      .catch(options.onError);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${listening}/graphql`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), GRACE_MILLIS);
      await closed;
      clearTimeout(timer);
    },
  };
};
