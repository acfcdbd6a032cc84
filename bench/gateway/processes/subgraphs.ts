// The four subgraphs in one process, each on a port of its own.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type DocumentNode, execute, type GraphQLSchema, parse, validate } from "graphql";
import { type SubgraphName, subgraphNames } from "../graph/sdl.js";
import { subgraphSchema } from "../graph/subgraph-schemas.js";
import { onOrder } from "./orders.js";

/** Answers that are kept. A gateway sends the same few bodies over and over. */
const MAX_KEPT = 2_000;
/** A gateway's open connections outlive the turns of the others. */
const KEEP_ALIVE_MILLIS = 600_000;

interface Fetch {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

interface Kept {
  readonly answer: Buffer;
  readonly representations: number;
}

const counters = { fetches: 0, representations: 0, executed: 0 };

/** Some planners put several lists of them into one fetch. Nothing else that the subgraphs take is a list. */
const representationsIn = (variables: Fetch["variables"]): number =>
  Object.values(variables ?? {}).reduce<number>(
    (sum, value) => sum + (Array.isArray(value) ? value.length : 0),
    0,
  );

/** Executes what it has not seen before; the rows never change, so an answer holds for good. */
const createAnswers = (schema: GraphQLSchema) => {
  const documents = new Map<string, DocumentNode>();
  const kept = new Map<string, Kept>();

  const documentOf = (query: string): DocumentNode => {
    const known = documents.get(query);
    if (known !== undefined) return known;
    const document = parse(query);
    const [error] = validate(schema, document);
    if (error !== undefined) throw error;
    documents.set(query, document);
    return document;
  };

  const work = async (body: string): Promise<Kept> => {
    const { query, operationName, variables }: Fetch = JSON.parse(body);
    const document = documentOf(query);
    const result = await execute({ schema, document, operationName, variableValues: variables });
    counters.executed += 1;
    return {
      answer: Buffer.from(JSON.stringify(result)),
      representations: representationsIn(variables),
    };
  };

  return async (body: string): Promise<Kept> => {
    const known = kept.get(body);
    if (known !== undefined) return known;
    const made = await work(body);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(body, made);
    return made;
  };
};

const listen = async (name: SubgraphName): Promise<string> => {
  const answerTo = createAnswers(subgraphSchema(name));

  const answer = async (body: string, response: ServerResponse): Promise<void> => {
    const { answer: bytes, representations } = await answerTo(body);
    counters.fetches += 1;
    counters.representations += representations;
    response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length });
    response.end(bytes);
  };
  const fail = (response: ServerResponse, error: unknown): void => {
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ errors: [{ message: String(error) }] }));
  };

  const server = createServer((request: IncomingMessage, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => answer(body, response).catch((error: unknown) => fail(response, error)));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MILLIS;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
};

const urls = Promise.all(subgraphNames.map(async (name) => [name, await listen(name)] as const));

onOrder({
  subgraphUrls: async () => Object.fromEntries(await urls),
  counters: () => ({ ...counters }),
});
