import { Pool } from "undici";
import { requestHasEnded } from "./deadline.js";
import { HttpExchange, type RawAnswer } from "./http-exchange.js";
import { readAnswer } from "./remote-answer.js";
import { unpack } from "./remote-body.js";
import { endedBefore, endWith } from "./request-ends.js";
import type { SubgraphError } from "./subgraph-error.js";
import type { SubgraphAnswer, SubgraphHeaders, SubgraphSource } from "./subgraph-source.js";
import { createTimeLimit } from "./time-limit.js";

/** Open connections to one subgraph. Fetches beyond wait for one; that counts against their time. */
const MAX_CONNECTIONS = 128;

export interface RemoteSourceOptions {
  readonly name: string;
  readonly url: string;
  /** Of a whole fetch, from the wait for a connection to the last byte. */
  readonly timeoutMillis: number;
  /** Of an answer, unpacked. */
  readonly maxBytes: number;
}

/** Prefers the media type whose status codes mean something: GraphQL over HTTP §6.4. */
const FIXED_HEADERS = [
  ["accept", "application/graphql-response+json, application/json;q=0.9"],
  ["accept-encoding", "br, gzip"],
  ["content-type", "application/json"],
] as const;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `host:port` or `//host`: a bare host name may be an ordinary word. */
const addressPattern = ({ host, hostname, port }: URL): RegExp =>
  new RegExp(port === "" ? `//${escaped(hostname)}` : `//${escaped(hostname)}|${escaped(host)}`, "i");

/** Name and value in turn, as undici takes them with the least ado; the fixed ones can't be overruled. */
const listed = (headers: SubgraphHeaders): string[] => {
  const list: string[] = FIXED_HEADERS.flat();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !FIXED_HEADERS.some(([fixed]) => fixed === name)) list.push(name, value);
  }
  return list;
};

/** A subgraph behind a URL. Follows no redirects, and never shows where it is or what it sent. */
export const remoteSource = (options: RemoteSourceOptions): SubgraphSource => {
  const { name, timeoutMillis, maxBytes } = options;
  const url = new URL(options.url);
  const path = url.pathname + url.search;
  const address = addressPattern(url);
  const timeLimit = createTimeLimit(timeoutMillis);
  /** The same object goes with all fetches of a request. */
  const headerLists = new WeakMap<SubgraphHeaders, string[]>();
  const pool = new Pool(url.origin, {
    connections: MAX_CONNECTIONS,
    pipelining: 1,
    connectTimeout: timeoutMillis,
    headersTimeout: 0, // the time limit is of the whole fetch
    bodyTimeout: 0,
  });

  const headerListOf = (headers: SubgraphHeaders): string[] => {
    let list = headerLists.get(headers);
    if (list === undefined) {
      list = listed(headers);
      headerLists.set(headers, list);
    }
    return list;
  };

  const send = (body: string, headers: SubgraphHeaders, request?: AbortSignal): Promise<RawAnswer> =>
    new Promise((resolve, reject: (error: SubgraphError) => void) => {
      const onOver = (over: HttpExchange): void => {
        timeLimit.end(over);
        if (request !== undefined) endedBefore(request, over);
      };
      const exchange = new HttpExchange({
        service: name,
        maxBytes,
        timeoutMillis,
        request,
        onOver,
        resolve,
        reject,
      });
      timeLimit.begin(exchange);
      if (request !== undefined) endWith(request, exchange);
      try {
        pool.dispatch({ method: "POST", path, headers: headerListOf(headers), body }, exchange);
      } catch (error) {
        exchange.onError(error as Error);
      }
    });

  const fetchJson = async (
    body: string,
    headers: SubgraphHeaders,
    request?: AbortSignal,
  ): Promise<SubgraphAnswer> => {
    if (request?.aborted) throw requestHasEnded(name, request);
    const answer = await send(body, headers, request);
    const json = answer.encoding === "" ? answer.body : await unpack(name, answer, maxBytes);
    return readAnswer(name, address, json.toString("utf8"), json.length);
  };

  return {
    name,
    transport: "http",
    fetch: ({ query, operationName, variables }, headers, request) =>
      fetchJson(JSON.stringify({ query, operationName, variables }), headers, request),
    fetchJson,
    close: () => pool.destroy(),
  };
};
