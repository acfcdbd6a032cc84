import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { type ExecutionResult, type GraphQLSchema, subscribe } from "graphql";
import { DomainError } from "../../../lib/errors.js";
import { refuse, refuseFor } from "../end-user-refusals.js";
import type { DialogTokens } from "../token/index.js";
import { readStreamRequest } from "./stream-request.js";
import type { Streams } from "./streams.js";

export const STREAM_PATH = "/graphql/stream";

/** A subscription of two fields, with variables. */
const BODY_BYTES = 16_384;
/** What may wait for a client that does not read; beyond, it is let go. */
const MAX_WAITING_BYTES = 65_536;

export interface StreamRoutesOptions {
  readonly schema: GraphQLSchema;
  readonly tokens: Pick<DialogTokens, "open">;
  readonly streams: Streams;
  /** How often something is sent, so that nobody in between takes the connection for dead. */
  readonly heartbeatMillis: number;
}

const BEARER = /^bearer +([^ ]+)$/i;

const takesEvents = (accept: string | undefined): boolean =>
  accept === undefined || /text\/event-stream|\*\/\*/i.test(accept);

const isStream = (
  result: AsyncGenerator<ExecutionResult, void, void> | ExecutionResult,
): result is AsyncGenerator<ExecutionResult, void, void> => Symbol.asyncIterator in result;

/** Sends results as graphql-sse does: `next` for each, `complete` at the end, a comment now and then. */
const send = async (
  raw: ServerResponse,
  results: AsyncGenerator<ExecutionResult, void, void>,
  heartbeatMillis: number,
): Promise<void> => {
  const write = (text: string): void => {
    raw.write(text);
    if (raw.writableLength > MAX_WAITING_BYTES) raw.destroy();
  };
  raw.once("close", () => void results.return());
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  write(":\n\n");
  const heartbeat = setInterval(() => write(":\n\n"), heartbeatMillis);
  try {
    for await (const result of results) write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
    if (!raw.destroyed) raw.end("event: complete\ndata: \n\n");
  } finally {
    clearInterval(heartbeat);
  }
};

/**
 * Serves subscriptions as server-sent events, one a connection (graphql-sse's distinct connections mode), to whoever
 * shows the dialog token of the dialog that they ask for. What is wrong is said before a stream begins, as JSON.
 */
export const mountStream = (app: FastifyInstance, options: StreamRoutesOptions): void => {
  const { schema, tokens, streams, heartbeatMillis } = options;

  // Streams would keep the server from closing.
  app.addHook("preClose", async () => streams.endAll());

  app.post(STREAM_PATH, { bodyLimit: BODY_BYTES }, async (request, reply) => {
    if (!takesEvents(request.headers.accept)) {
      return refuse(reply, 406, [{ message: "This path answers with text/event-stream; accept that." }]);
    }
    const token = tokens.open(BEARER.exec(request.headers.authorization ?? "")?.[1] ?? "");
    if (token === null) {
      return refuseFor(reply, {
        code: "DIALOG_TOKEN_INVALID",
        message: "The bearer is no dialog token, or has expired. Read the dialog again for a new one.",
      });
    }
    const asked = readStreamRequest(schema, request.body);
    if ("errors" in asked) return refuse(reply, 400, asked.errors);

    const result = await subscribe({
      schema,
      document: asked.document,
      operationName: asked.operationName,
      variableValues: asked.variables,
      contextValue: streams.contextFor(token),
    });
    if (!isStream(result)) {
      const [first] = result.errors ?? [];
      const { originalError } = first ?? {};
      if (originalError instanceof DomainError) return refuseFor(reply, originalError);
      if (originalError === undefined) return refuse(reply, 400, result.errors ?? []);
      request.log.error({ err: originalError }, "A stream of events could not be opened.");
      const message = "The events can't be followed just now; try again in a moment.";
      return refuseFor(reply, { code: "EVENTS_UNAVAILABLE", message });
    }
    reply.hijack();
    await send(reply.raw, result, heartbeatMillis);
    return reply;
  });
};
