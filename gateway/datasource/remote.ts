import type { LookupFunction } from "node:net";
import type { Circuit } from "./circuit.js";
import { createCollapse } from "./collapse.js";
import { requestHasEnded } from "./deadline.js";
import { type Asker, type ExchangeSite, HttpExchange, type RawAnswer } from "./http-exchange.js";
import { readAnswer } from "./remote-answer.js";
import { unpack } from "./remote-body.js";
import type { RequestLife } from "./request-life.js";
import { createRequestWriter } from "./request-text.js";
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

  const site: ExchangeSite = {
    service: name,
    maxBytes,
    timeoutMillis,
    onOver(exchange, isGivenUp) {
      exchange.term?.leave();
      exchange.life?.endedBefore(exchange);
      if (isGivenUp) pool.giveUp(exchange);
    },
  };

  const sendOver = (
    { body, isQuery: isRepeatable }: JsonRequest,
    headers: SubgraphHeaders,
    life: RequestLife | undefined,
    asker: Asker,
  ): void => {
    const exchange = new HttpExchange(site, { text: write(headers, body), isRepeatable, life }, asker);
    exchange.term = timeLimit.begin(exchange);
    life?.endWith(exchange);
    pool.send(exchange);
  };

  /** One promise for a fetch, however often it is sent: of small fetches promises were a tenth of the work. */
  const send = (
    question: JsonRequest,
    headers: SubgraphHeaders,
    life: RequestLife | undefined,
  ): Promise<RawAnswer> =>
    new Promise((resolve, reject: (error: unknown) => void) => {
      const fail = (error: unknown, mayRepeat: boolean): void => {
        circuit.failed(error);
        if (!mayRepeat || !circuit.takeRepeat(error)) reject(error);
        else queueMicrotask(() => begin({ ...question, isQuery: false }, false)); // once the connection is done with it
      };
      const begin = (asked: JsonRequest, mayRepeat: boolean): void => {
        try {
          circuit.enter();
        } catch (error) {
          reject(error);
          return;
        }
        try {
          sendOver(asked, headers, life, {
            answered(answer) {
              circuit.answered();
              resolve(answer);
            },
            failed: (error) => fail(error, mayRepeat),
          });
        } catch (error) {
          fail(error, false); // a header that can't be sent
        }
      };
      begin(question, question.isQuery);
    });

  /** Each that waits for a shared answer parses it for itself: what was fetched is worked on in place. */
  const sendOnce = (
    question: JsonRequest,
    headers: SubgraphHeaders,
    request: RequestLife | undefined,
  ): Promise<RawAnswer> => {
    const { body, isQuery, audience } = question;
    if (collapse === null) return send(question, headers, request);
    if (isQuery && audience !== undefined) {
      return collapse.join(`${audience}\n${body}`, request, (life) => send(question, headers, life));
    }
    const sent = send(question, headers, request);
    return isQuery ? sent : sent.finally(() => collapse.part()); // whoever has changed something must see it
  };

  const fetchJson = async (
    question: JsonRequest,
    headers: SubgraphHeaders,
    request?: RequestLife,
  ): Promise<SubgraphAnswer> => {
    if (request?.end) throw requestHasEnded(name, request.end);
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
