import { type Dispatcher, Pool } from "undici";
import { withDeadline } from "./deadline.js";
import { readAnswer } from "./remote-answer.js";
import { readBody } from "./remote-body.js";
import { SubgraphError } from "./subgraph-error.js";
import type { SubgraphAnswer, SubgraphHeaders, SubgraphRequest, SubgraphSource } from "./subgraph-source.js";

/** Open connections to one subgraph. Fetches beyond wait for one; that counts against their time. */
const MAX_CONNECTIONS = 128;

const MAX_LEFTOVER_BYTES = 65_536;

export interface RemoteSourceOptions {
  readonly name: string;
  readonly url: string;
  /** Of a whole fetch, from the wait for a connection to the last byte. */
  readonly timeoutMillis: number;
  /** Of an answer, unpacked. */
  readonly maxBytes: number;
}

/** Prefers the media type whose status codes mean something: GraphQL over HTTP §6.4. */
const FIXED_HEADERS = {
  accept: "application/graphql-response+json, application/json;q=0.9",
  "accept-encoding": "br, gzip",
  "content-type": "application/json",
};

const headersOf = (headers: SubgraphHeaders): Record<string, string> => {
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) sent[name] = value;
  return Object.assign(sent, FIXED_HEADERS);
};

const bodyOf = ({ query, operationName, variables }: SubgraphRequest): string =>
  JSON.stringify({ query, operationName, variables });

/** What can't be an answer whatever its body: a redirect, a refusal, a breakdown. */
const refuseStatus = (service: string, { statusCode, headers }: Dispatcher.ResponseData): void => {
  if (statusCode >= 200 && statusCode < 300) return;
  // A GraphQL answer of its own media type counts whatever its status: the error is told in it.
  if (String(headers["content-type"]).startsWith("application/graphql-response+json") && statusCode >= 400)
    return;
  const isDown = statusCode >= 500 || statusCode === 429;
  throw new SubgraphError(
    isDown ? "SUBGRAPH_UNAVAILABLE" : "SUBGRAPH_RESPONSE_INVALID",
    service,
    `The subgraph "${service}" answered with HTTP status ${statusCode}${isDown ? "; try again" : ""}.`,
  );
};

const unreachable = (service: string, cause: unknown): SubgraphError =>
  cause instanceof SubgraphError
    ? cause
    : new SubgraphError(
        "SUBGRAPH_UNAVAILABLE",
        service,
        `The subgraph "${service}" could not be reached; try again.`,
        { cause },
      );

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `host:port` or `//host`: a bare host name may be an ordinary word. */
const addressPattern = ({ host, hostname, port }: URL): RegExp =>
  new RegExp(port === "" ? `//${escaped(hostname)}` : `//${escaped(hostname)}|${escaped(host)}`, "i");

/** A subgraph behind a URL. Follows no redirects, and never shows where it is or what it sent. */
export const remoteSource = (options: RemoteSourceOptions): SubgraphSource => {
  const { name, timeoutMillis, maxBytes } = options;
  const url = new URL(options.url);
  const address = addressPattern(url);
  const pool = new Pool(url.origin, {
    connections: MAX_CONNECTIONS,
    pipelining: 1,
    connectTimeout: timeoutMillis,
    headersTimeout: timeoutMillis,
    bodyTimeout: timeoutMillis,
  });

  const send = async (
    request: SubgraphRequest,
    headers: SubgraphHeaders,
    signal: AbortSignal,
  ): Promise<SubgraphAnswer> => {
    const response = await pool.request({
      method: "POST",
      path: url.pathname + url.search,
      headers: headersOf(headers),
      body: bodyOf(request),
      signal,
    });
    const { body } = response;
    body.on("error", () => undefined); // told to whoever reads it; a body that is left unread has nobody to tell
    try {
      refuseStatus(name, response);
      const { text, bytes } = await readBody(name, response, maxBytes);
      return { ...readAnswer(name, address, text), bytes };
    } finally {
      // What is left of a short body is read off, so that its connection can be used again; a long one is cut.
      if (!body.destroyed) body.dump({ limit: MAX_LEFTOVER_BYTES, signal }).catch(() => undefined);
    }
  };

  return {
    name,
    transport: "http",
    fetch: (request, headers, requestSignal) =>
      withDeadline(name, timeoutMillis, requestSignal, (signal) =>
        send(request, headers, signal).catch((error: unknown) => {
          throw unreachable(name, error);
        }),
      ),
    close: () => pool.destroy(),
  };
};
