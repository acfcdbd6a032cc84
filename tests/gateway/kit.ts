import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import type { GraphQLSchema } from "graphql";
import { createHandler } from "graphql-http/lib/use/http";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import {
  defaultLimits,
  type FetchEvent,
  type Gateway,
  type GatewayOptions,
  startGateway,
} from "../../gateway/index.js";
import { bothLocal, supergraphSdl } from "./subgraphs.js";

/** 2026-03-01T12:00:00Z */
export const NOW = Date.UTC(2026, 2, 1, 12);

/** An answer over HTTP, as a client sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] };
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly fetches: FetchEvent[];
  /** What was logged, one object a line. */
  readonly log: Record<string, unknown>[];
  /** Moves the clock. */
  pass(millis: number): void;
  post(body: object | string, headers?: Record<string, string>): Promise<Answer>;
  query(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>;
}

const capture = (log: Record<string, unknown>[]): Writable =>
  new Writable({
    write(line, _encoding, done) {
      log.push(JSON.parse(String(line)) as Record<string, unknown>);
      done();
    },
  });

/** A gateway over users and reviews, both in this process unless told otherwise. Closed when the test is over. */
export const startTestGateway = async (changes: Partial<GatewayOptions> = {}): Promise<TestGateway> => {
  const fetches: FetchEvent[] = [];
  const log: Record<string, unknown>[] = [];
  let now = NOW;
  let made = 0;
  const gateway = await startGateway({
    supergraphSdl,
    localSubgraphs: bothLocal(),
    planning: null, // a thread for each of hundreds of gateways would plan less than it would start
    limits: defaultLimits,
    subgraphTimeoutMillis: 2_000,
    subgraphResponseBytes: 1_000_000,
    identity: null,
    allowPublicIntrospection: false,
    forwardedHeaders: ["accept-language"],
    sandbox: null,
    readiness: [],
    logger: pino({ level: "debug" }, capture(log)),
    clock: () => now,
    newId: () => {
      made += 1;
      return `request-${made}`;
    },
    onFetch: (fetch) => fetches.push(fetch),
    shutdownGraceMillis: 1_000,
    ...changes,
  });
  onTestFinished(() => gateway.close());

  const post: TestGateway["post"] = async (body, headers = {}) => {
    const response = await gateway.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { "content-type": "application/json", ...headers },
      payload: body,
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: JSON.parse(response.body) as Answer["body"],
    };
  };
  return {
    gateway,
    fetches,
    log,
    pass(millis) {
      now += millis;
    },
    post,
    query: (query, variables = {}, headers = {}) => post({ query, variables }, headers),
  };
};

/** An HTTP server on a free loopback port. Closed when the test is over. @returns its URL */
export const serve = async (listener: RequestListener): Promise<string> => {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
};

/** A subgraph behind a URL, over real HTTP. Its context is the headers of the call. */
export const serveSubgraph = (schema: GraphQLSchema): Promise<string> =>
  serve(createHandler({ schema, context: (request) => ({ ...request.raw.headers }) as never }));

/** A server that answers everything with this. */
export const serveAnswer = (
  status: number,
  headers: Record<string, string>,
  body: string | Buffer,
): Promise<string> =>
  serve((request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  });
