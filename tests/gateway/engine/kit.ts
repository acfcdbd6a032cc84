import { isAscii } from "node:buffer";
import { createHash } from "node:crypto";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { GraphQLError, type GraphQLSchema, getOperationAST, Kind, parse, validate } from "graphql";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { localSource } from "../../../gateway/datasource/local.js";
import { readAnswer } from "../../../gateway/datasource/remote-answer.js";
import { RequestLife } from "../../../gateway/datasource/request-life.js";
import type {
  SubgraphAnswer,
  SubgraphHeaders,
  SubgraphRequest,
  SubgraphSource,
} from "../../../gateway/datasource/subgraph-source.js";
import {
  type CompiledEngineOptions,
  openCompiledEngine,
} from "../../../gateway/execution/compiled/compiled-engine.js";
import type { Engine, ExecutionRequest } from "../../../gateway/execution/engine.js";
import type { RequestScope } from "../../../gateway/execution/request-scope.js";
import { openStockEngine } from "../../../gateway/execution/stock-engine.js";
import { shownError } from "../../../gateway/http/shown-error.js";
import { unobserved } from "../../../gateway/observability/request-observer.js";
import { composeSupergraph } from "../../../registry/index.js";

const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@requires", "@external", "@shareable", "@provides", "@override", "@interfaceObject", "@inaccessible"]
)`;

export type Resolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A subgraph of a test: its types, without the link to the federation spec, and how they are resolved. */
export interface TestSubgraph {
  readonly sdl: string;
  readonly resolvers?: Resolvers;
}

export type TestSubgraphs = Readonly<Record<string, TestSubgraph>>;

/** One fetch, as a subgraph got it. */
export interface Fetch {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: SubgraphHeaders;
}

/** An answer as a client sees it. */
export interface Shown {
  readonly data?: unknown;
  readonly errors?: readonly {
    message: string;
    path?: readonly (string | number)[];
    code: unknown;
    service?: unknown;
  }[];
}

type Ask = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  operationName?: string,
) => Promise<Shown>;

/** An engine under test. */
export interface TestEngine {
  readonly engine: Engine;
  /** As an operation that is known is answered: as text, where the engine has a way to. */
  readonly ask: Ask;
  /** As an operation is answered when it comes for the first time. */
  readonly askFirst: Ask;
}

export const silent = pino({ level: "silent" });

export const compose = (subgraphs: TestSubgraphs): string =>
  composeSupergraph(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({
      name,
      url: `local:${name}`,
      sdl: `${LINK}\n${sdl}`,
    })),
  ).supergraphSdl;

export const schemaOf = ({ sdl, resolvers = {} }: TestSubgraph): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(`${LINK}\n${sdl}`), resolvers: resolvers as never });

const LIMITS = { timeoutMillis: 5_000, concurrency: 10 };

/** Answers a fetch; what it throws is a failure of the whole fetch. */
export type Respond = (fetch: Fetch) => unknown;

/** A subgraph that answers with JSON of the test's choice: `{ data, errors }`, or text that may not even be JSON. */
export const scripted = (name: string, respond: Respond): SubgraphSource => {
  const ask = async (
    { query, variables }: SubgraphRequest,
    headers: SubgraphHeaders,
  ): Promise<SubgraphAnswer> => {
    const fetch = { subgraph: name, query, variables: structuredClone({ ...variables }), headers };
    const answer = await respond(fetch);
    const text = typeof answer === "string" ? answer : JSON.stringify(answer);
    const bytes = Buffer.from(text);
    return readAnswer(name, /\/\/nowhere/, text, bytes.length, isAscii(bytes));
  };
  return {
    name,
    transport: "http",
    limits: LIMITS,
    circuit: null,
    fetch: ask,
    fetchJson: ({ body }, headers) => ask(JSON.parse(body) as SubgraphRequest, headers),
    close: async () => undefined,
  };
};

/** A subgraph over JSON, as it would be over HTTP, from its schema. */
const overJson = (name: string, subgraph: TestSubgraph): SubgraphSource => {
  const local = localSource({ name, schema: schemaOf(subgraph), contextFor: () => ({}) }, LIMITS);
  return {
    ...local,
    transport: "http",
    async fetch(request, headers) {
      const sent = JSON.parse(JSON.stringify(request)) as SubgraphRequest;
      const { data, errors } = await local.fetch(sent, headers);
      return { data: JSON.parse(JSON.stringify(data)) as SubgraphAnswer["data"], errors };
    },
  };
};

const watched = (source: SubgraphSource, fetches: Fetch[]): SubgraphSource => {
  const note = ({ query, variables }: SubgraphRequest, headers: SubgraphHeaders): void => {
    fetches.push({ subgraph: source.name, query, variables: structuredClone({ ...variables }), headers });
  };
  const { fetchJson } = source;
  return {
    ...source,
    fetch(request, headers) {
      note(request, headers);
      return source.fetch(request, headers);
    },
    ...(fetchJson === undefined
      ? {}
      : {
          fetchJson(request, headers) {
            note(JSON.parse(request.body) as SubgraphRequest, headers);
            return fetchJson(request, headers);
          },
        }),
  };
};

const scopeOf = (): Partial<RequestScope> => ({
  requestId: "test",
  log: silent as never,
  headers: () => ({}),
  audience: () => "",
  onFetch: () => undefined,
  life: new RequestLife(),
  observer: unobserved,
  admittedQuery: null,
  summary: {
    name: null,
    hash: null,
    kind: null,
    fetches: 0,
    errorCodes: new Set(),
    client: null,
    isDocumentRefused: false,
  },
});

/** Apollo Server gives graphql-js' errors about variables their code. */
const withCode = (error: GraphQLError): GraphQLError =>
  error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION
    ? new GraphQLError(error.message, { extensions: { code: "BAD_USER_INPUT" } })
    : error;

const shown = (given: GraphQLError) => {
  const error = withCode(given);
  const { message, path, extensions = {} } = shownError(error.toJSON(), error);
  const { code, service } = extensions;
  return {
    message,
    ...(path === undefined ? {} : { path }),
    code,
    ...(service === undefined ? {} : { service }),
  };
};

/** An operation as Apollo Server hands it to an engine: parsed and validated. */
export const requestOf = (
  engine: Engine,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  operationName?: string,
): ExecutionRequest => {
  const document = parse(query);
  const [invalid] = validate(engine.apiSchema, document);
  if (invalid !== undefined) throw invalid;
  return {
    request: { query, variables, operationName },
    document,
    operation: getOperationAST(document, operationName) ?? undefined,
    queryHash: createHash("sha256").update(query).digest("hex"),
    source: query,
    schema: engine.apiSchema,
    context: { scope: scopeOf() },
    logger: silent,
    metrics: {},
  } as unknown as ExecutionRequest;
};

const shownOf = (answer: {
  readonly data?: unknown;
  readonly errors?: readonly unknown[] | undefined;
}): Shown => {
  // What a client would parse: no prototypes, nothing undefined.
  const { data } = JSON.parse(JSON.stringify({ data: answer.data })) as { data?: unknown };
  const errors = answer.errors?.map((error) =>
    shown(error instanceof GraphQLError ? error : new GraphQLError(String(error))),
  );
  return { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors }) };
};

/** `null` where the engine does not answer this operation as text. */
const askKnown = async (engine: Engine, request: ExecutionRequest): Promise<Shown | null> => {
  const { document, queryHash, context } = request;
  const { operationName = null, variables = {} } = request.request;
  const foreseen = { document, queryHash, operationName };
  await engine.prepare?.(foreseen).catch(() => undefined); // told by whoever executes it
  const { scope } = context as unknown as { scope: RequestScope };
  const run = engine.open?.(foreseen).runFor(variables) ?? null;
  if (run === null) return null;
  const { data, errors } = await run(scope);
  return shownOf({ data: JSON.parse(data), ...(errors.length === 0 ? {} : { errors }) });
};

const tested = (engine: Engine): TestEngine => {
  const askFirst: Ask = async (query, variables, operationName) =>
    shownOf(await engine.execute(requestOf(engine, query, variables, operationName)));
  return {
    engine,
    askFirst,
    ask: async (query, variables, operationName) =>
      (await askKnown(engine, requestOf(engine, query, variables, operationName))) ??
      (await askFirst(query, variables, operationName)),
  };
};

export interface TestGraph {
  readonly ours: TestEngine;
  readonly stock: TestEngine;
  /** What was fetched since it was last emptied. */
  readonly fetches: Fetch[];
  close(): Promise<void>;
}

export interface GraphChanges extends Partial<CompiledEngineOptions> {
  /** Put something else in a subgraph's place, in both engines. */
  readonly sources?: Readonly<Record<string, Respond>>;
}

/** Both engines on the same subgraphs. Plans in this thread. The caller closes them. */
export const openEngines = async (
  subgraphs: TestSubgraphs,
  changes: GraphChanges = {},
): Promise<TestGraph> => {
  const { sources = {}, ...options } = changes;
  const fetches: Fetch[] = [];
  const supergraphSdl = compose(subgraphs);
  const sourceFor = ({ name }: { readonly name: string }): SubgraphSource => {
    const respond = sources[name];
    const subgraph = subgraphs[name];
    if (subgraph === undefined) throw new Error(`No subgraph ${name}.`);
    return watched(respond === undefined ? overJson(name, subgraph) : scripted(name, respond), fetches);
  };
  const base = { supergraphSdl, sourceFor };
  const ours = await openCompiledEngine({ ...base, clock: () => 0, planning: null, ...options });
  const stock = await openStockEngine({ ...base, logger: silent });
  return {
    ours: tested(ours),
    stock: tested(stock),
    fetches,
    async close() {
      await ours.close();
      await stock.close();
    },
  };
};

/** The same, closed when the test is over. */
export const openGraph = async (subgraphs: TestSubgraphs, changes: GraphChanges = {}): Promise<TestGraph> => {
  const graph = await openEngines(subgraphs, changes);
  onTestFinished(() => graph.close());
  return graph;
};
