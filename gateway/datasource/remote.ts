import type { LookupFunction } from "node:net";
import type { Circuit } from "./circuit.js";
import { createCollapse } from "./collapse.js";
import { requestHasEnded } from "./deadline.js";
import { HttpExchange, type RawAnswer } from "./http-exchange.js";
import { readAnswer } from "./remote-answer.js";
import { unpack } from "./remote-body.js";
import { endedBefore, endWith } from "./request-ends.js";
import { createRequestWriter } from "./request-text.js";
import type { SubgraphError } from "./subgraph-error.js";
import type {
  JsonRequest,
  SubgraphAnswer,
  SubgraphHeaders,
  SubgraphLimits,
  SubgraphSource,
} from "./subgraph-source.js";
import { createTimeLimit } from "./time-limit.js";
import { WirePool } from "./wire/wire-pool.js";

export interface RemoteSourceOptions {
  readonly name: string;
  readonly url: string;
  readonly limits: SubgraphLimits;
  readonly circuit: Circuit;
  /** Of an answer, unpacked. */
  readonly maxBytes: number;
  /** How the URL's name is resolved for each connection; as the system does where not given. */
  readonly lookup?: LookupFunction | undefined;
  /** Whether queries that are the same, for the same viewer and under way at the same time, are sent once. */
  readonly collapses: boolean;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `host:port` or `//host`: a bare host name may be an ordinary word. */
const addressPattern = ({ host, hostname, port }: URL): RegExp =>
  new RegExp(port === "" ? `//${escaped(hostname)}` : `//${escaped(hostname)}|${escaped(host)}`, "i");

/** A subgraph behind a URL. Follows no redirects, and never shows where it is or what it sent. */
export const remoteSource = (options: RemoteSourceOptions): SubgraphSource => {
  const { name, limits, circuit, maxBytes } = options;
  const { timeoutMillis } = limits;
  const url = new URL(options.url);
  const address = addressPattern(url);
  const timeLimit = createTimeLimit(timeoutMillis);
  const write = createRequestWriter(url);
  const collapse = options.collapses ? createCollapse<RawAnswer>(name) : null;
  const pool = new WirePool(url, limits.concurrency, options.lookup);

  const sendOver = (
    { body, isQuery }: JsonRequest,
    headers: SubgraphHeaders,
    request: AbortSignal | undefined,
  ): Promise<RawAnswer> =>
    new Promise((resolve, reject: (error: SubgraphError) => void) => {
      const onOver = (over: HttpExchange, isGivenUp: boolean): void => {
        timeLimit.end(over);
        if (request !== undefined) endedBefore(request, over);
        if (isGivenUp) pool.giveUp(over);
      };
      const message = { ...write(headers, body), isRepeatable: isQuery };
      const exchange = new HttpExchange(message, {
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
      pool.send(exchange);
    });

  const send = async (
    question: JsonRequest,
    headers: SubgraphHeaders,
    request: AbortSignal | undefined,
  ): Promise<RawAnswer> => {
    circuit.enter();
    try {
      const answer = await sendOver(question, headers, request);
      circuit.answered();
      return answer;
    } catch (error) {
      circuit.failed(error);
      if (question.isQuery && circuit.takeRepeat(error))
        return send({ ...question, isQuery: false }, headers, request);
      throw error;
    }
  };

  /** Each that waits for a shared answer parses it for itself: what was fetched is worked on in place. */
  const sendOnce = async (
    question: JsonRequest,
    headers: SubgraphHeaders,
    request: AbortSignal | undefined,
  ): Promise<RawAnswer> => {
    const { body, isQuery, audience } = question;
    if (collapse === null) return send(question, headers, request);
    if (isQuery && audience !== undefined) {
      return collapse.join(`${audience}\n${body}`, request, (signal) => send(question, headers, signal));
    }
    if (isQuery) return send(question, headers, request);
    try {
      return await send(question, headers, request);
    } finally {
      collapse.part(); // whoever has changed something must see it
    }
  };

  const fetchJson = async (
    question: JsonRequest,
    headers: SubgraphHeaders,
    request?: AbortSignal,
  ): Promise<SubgraphAnswer> => {
    if (request?.aborted) throw requestHasEnded(name, request);
    const { text, packed, encoding, bytes, isAscii } = await sendOnce(question, headers, request);
    if (packed === null) return readAnswer(name, address, text, bytes, isAscii);
    const unpacked = await unpack(name, packed, encoding, maxBytes);
    return readAnswer(name, address, unpacked.toString("utf8"), unpacked.length);
  };

  return {
    name,
    transport: "http",
    limits,
    circuit,
    fetch({ query, operationName, variables }, headers, request) {
      const body = JSON.stringify({ query, operationName, variables });
      return fetchJson({ body, isQuery: false }, headers, request);
    },
    fetchJson,
    async close() {
      pool.close();
    },
  };
};
