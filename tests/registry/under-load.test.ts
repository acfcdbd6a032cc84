import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { createHandler } from "graphql-http/lib/use/http";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { followSupergraph } from "../../bin/registry/follow-supergraph.js";
import { checkSupergraph, defaultLimits, startGateway } from "../../gateway/index.js";
import { DomainError } from "../../lib/errors.js";
import { openSchemaThread, ownPublisher, type SubgraphSdl } from "../../registry/index.js";
import { openTestRegistry, operator, tax } from "./kit.js";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;
const CORE = `${LINK} type Dialog @key(fields: "id") { id: ID! title: String } type Query { first: Dialog }`;
/** Each generation has a field of its own, and says which it is. */
const taxSdl = (generation: number): string => `${LINK}
  type Query { tax: TaxCase }
  type TaxCase { generation: Int dialog: Dialog own${generation}: Int }
  type Dialog @key(fields: "id") { id: ID! tax: TaxCase }`;

const coreSchema = () =>
  buildSubgraphSchema({
    typeDefs: parse(CORE),
    resolvers: {
      Query: { first: () => ({ id: "1" }) },
      Dialog: { __resolveReference: ({ id }: { id: string }) => ({ id }), title: () => "A title" },
    },
  });

const taxSchema = (generation: number) => {
  const taxCase = () => ({ generation, dialog: { id: "1" } });
  return buildSubgraphSchema({
    typeDefs: parse(taxSdl(generation)),
    resolvers: {
      Query: { tax: taxCase },
      Dialog: { __resolveReference: ({ id }: { id: string }) => ({ id }), tax: taxCase },
    },
  });
};

/** An instance of the agency's subgraph; stopped, it finishes what it has begun. */
const startInstance = async (generation: number): Promise<{ server: Server; subgraph: SubgraphSdl }> => {
  const server = createServer(createHandler({ schema: taxSchema(generation) }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return { server, subgraph: { name: "tax", url, sdl: taxSdl(generation) } };
};

const ROUNDS = 50;
/** Asks the agency, then the core, then the agency again. */
const QUERY = "{ tax { generation dialog { title tax { generation } } } }";

it("publishing, breaking, rolling back and restarting fails no request and mixes no answer", async () => {
  const schemas = openSchemaThread();
  onTestFinished(() => schemas.close());
  const { registry, publicKey } = await openTestRegistry("sqlite", {
    schemas, // in its thread, as it is deployed: requests go on while it checks
    load: (sdl) => checkSupergraph(sdl, null),
    allowedHosts: ["127.0.0.1"],
  });
  await registry.publish(ownPublisher, [{ name: "core", url: "http://core.invalid/", sdl: CORE }], null);
  await registry.publish(tax, [(await startInstance(0)).subgraph], null);
  const first = await registry.served();
  if (first === null) throw new Error("Nothing is served.");
  const problems: string[] = [];
  const urlsOf = ({ tax: url = "" }: Readonly<Record<string, string>>): Record<string, string> =>
    url === "" ? {} : { tax: url };
  const gateway = await startGateway({
    supergraphSdl: first.sdl,
    localSubgraphs: [{ name: "core", schema: coreSchema(), contextFor: () => ({}) }],
    subgraphUrls: urlsOf(first.urls),
    planning: null,
    limits: defaultLimits,
    subgraphTimeoutMillis: 10_000,
    subgraphResponseBytes: 1_000_000,
    identity: null,
    allowPublicIntrospection: false,
    forwardedHeaders: [],
    sandbox: null,
    readiness: [],
    logger: pino({ level: "silent" }),
    clock: () => Date.now(),
    newId: () => "request",
    shutdownGraceMillis: 1_000,
  });
  let taken: (number: number) => void = () => undefined;
  const follower = followSupergraph({
    served: first,
    read: (after) => registry.served(after),
    publicKey,
    swap: (next) => gateway.swap(next.sdl, { subgraphUrls: urlsOf(next.urls) }),
    onServed: ({ number }) => taken(number),
    onProblem: (problem) => problems.push(problem),
  });
  const isServed = (number: number): Promise<void> =>
    new Promise((resolve) => {
      taken = (served) => {
        if (served >= number) resolve();
      };
      follower.look();
    });

  const wrong: unknown[] = [];
  let answered = 0;
  let isOver = false;
  let onAnswer: () => void = () => undefined;
  /** So many requests are answered from now on: those that were under way, and some that came later. */
  const answers = (count: number): Promise<void> => {
    const enough = answered + count;
    return new Promise((resolve) => {
      onAnswer = () => {
        if (answered >= enough) resolve();
      };
    });
  };
  const client = async (): Promise<void> => {
    while (!isOver) {
      const answer = await gateway.app.inject({ method: "POST", url: "/graphql", payload: { query: QUERY } });
      const body = answer.json();
      const [one, other] = [body.data?.tax?.generation, body.data?.tax?.dialog?.tax?.generation];
      if (body.errors !== undefined || typeof one !== "number" || one !== other) wrong.push(body);
      answered += 1;
      onAnswer();
    }
  };
  const clients = Promise.all([client(), client(), client(), client()]);

  for (let round = 1; round <= ROUNDS; round++) {
    if (round % 5 === 0) {
      const broken = { name: "tax", url: "http://127.0.0.1:1/", sdl: "type Query { tax: Nothing }" };
      await expect(registry.publish(tax, [broken], null)).rejects.toThrow(DomainError);
    } else if (round % 5 === 4) {
      const { number } = await registry.head();
      const back = await registry.rollBack(operator, number - 1, null);
      if (back.isChanged) await isServed(back.number);
    } else {
      const { number } = await registry.publish(tax, [(await startInstance(round)).subgraph], null);
      await isServed(number);
    }
    await answers(8);
  }
  isOver = true;
  await clients;
  await follower.close();
  await gateway.close();
  expect({ wrong: wrong.slice(0, 3), problems }).toEqual({ wrong: [], problems: [] });
  expect(answered).toBeGreaterThan(ROUNDS * 8);
}, 120_000);
