// The four subgraphs in one process, each on a port of its own.
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type DocumentNode, execute, type GraphQLSchema, parse, validate } from "graphql";
import { type SubgraphName, subgraphNames } from "../graph/sdl.js";
import { subgraphSchema } from "../graph/subgraph-schemas.js";
import { createMessageReader } from "./message-reader.js";
import { onOrder } from "./orders.js";

/** Answers that are kept. A gateway sends the same few bodies over and over. */
const MAX_KEPT = 2_000;

interface Fetch {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

interface Kept {
  /** With its head. */
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

const answerBytes = (status: string, body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
    ),
    body,
  ]);

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

  const workOnce = async (body: string): Promise<Kept> => {
    const { query, operationName, variables }: Fetch = JSON.parse(body);
    const document = documentOf(query);
    const result = await execute({ schema, document, operationName, variableValues: variables });
    counters.executed += 1;
    const made = {
      answer: answerBytes("200 OK", Buffer.from(JSON.stringify(result))),
      representations: representationsIn(variables),
    };
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(body, made);
    return made;
  };

  return (bytes: Buffer): Kept | Promise<Kept> => {
    const body = bytes.toString("utf8");
    return kept.get(body) ?? workOnce(body);
  };
};

type Answers = ReturnType<typeof createAnswers>;

/** Answers what comes over one connection, a request at a time. Connections stay open: they outlive the turns of others. */
const serve = (socket: Socket, answerTo: Answers): void => {
  const read = createMessageReader();
  const fail = (error: unknown): void => {
    const body = Buffer.from(JSON.stringify({ errors: [{ message: String(error) }] }));
    socket.write(answerBytes("400 Bad Request", body));
  };
  const send = ({ answer, representations }: Kept): void => {
    counters.fetches += 1;
    counters.representations += representations;
    socket.write(answer);
  };
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes: Buffer) => {
    try {
      const request = read(bytes);
      if (request === null) return;
      const answer = answerTo(request.body);
      if (answer instanceof Promise) answer.then(send, fail);
      else send(answer);
    } catch (error) {
      fail(error);
      socket.end();
    }
  });
};

const listen = async (name: SubgraphName): Promise<string> => {
  const answerTo = createAnswers(subgraphSchema(name));
  const server = createServer({ noDelay: true }, (socket) => serve(socket, answerTo));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
};

const urls = Promise.all(subgraphNames.map(async (name) => [name, await listen(name)] as const));

onOrder({
  subgraphUrls: async () => Object.fromEntries(await urls),
  counters: () => ({ ...counters }),
});
