import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import type { Gateway, LocalSubgraph } from "../../gateway/index.js";
import { composeSupergraph } from "../../registry/index.js";
import { serve, startTestGateway } from "./kit.js";
import {
  bothLocal,
  local,
  type Resolvers,
  reviewsSchema,
  reviewsSdl,
  usersSchema,
  usersSdl,
} from "./subgraphs.js";
import { deferred, gate } from "./versions.js";

/** Long enough for the first plan of a thread that has just begun, on a machine that does much else. */
const TIMEOUT_MILLIS = 500;

/** Sends a request over a connection of its own, as a client that may leave. */
const send = async (gateway: Gateway, query: string): Promise<Socket> => {
  const url = new URL(gateway.url ?? (await gateway.listen(0, "127.0.0.1")));
  const socket = connect(Number(url.port), "127.0.0.1");
  await once(socket, "connect");
  const body = JSON.stringify({ query });
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  return socket;
};

/** A subgraph behind a URL that never answers; tells when it is asked, and when it is left. */
const silent = async () => {
  const { open: askedNow, opened: asked } = deferred();
  const { open: leftNow, opened: left } = deferred();
  const url = await serve((request, response) => {
    request.resume();
    response.once("close", leftNow);
    askedNow();
  });
  return { url, asked, left };
};

/** Waits for a line of the log. */
const logged = async (log: readonly Record<string, unknown>[], msg: string) =>
  expect.poll(() => log.filter((line) => line["msg"] === msg), { timeout: 10_000, interval: 5 });

const hang = (): Promise<never> => new Promise(() => undefined);

describe.each(["compiled", "stock"] as const)("a client that leaves, on the %s engine", (engine) => {
  it("ends the fetch from a subgraph behind a URL, and no other is begun", async () => {
    const { url, asked, left } = await silent();
    const { gateway, fetches, log } = await startTestGateway({
      engine,
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: url },
      subgraphTimeoutMillis: 60_000,
    });
    const socket = await send(gateway, "{ latestReviews { author { name } } }");
    await asked;
    socket.destroy();
    await left;
    await (await logged(log, "A client left before its answer was there.")).toHaveLength(1);
    expect(fetches).toHaveLength(1);
    expect(log.filter(({ msg }) => msg === "A subgraph failed.")).toEqual([]);
    const line = log.find(({ msg }) => msg === "A client left before its answer was there.");
    expect(line).toMatchObject({ kind: "query", status: null, fetches: 1 });
  });

  it("is not waited for by a subgraph in this process, which is told so", async () => {
    const hop = gate();
    const { open: toldNow, opened: told } = deferred();
    const users: LocalSubgraph = {
      name: "users",
      schema: usersSchema({ Query: { failing: () => hop.pass() } }),
      contextFor(_headers, { signal }) {
        signal.addEventListener("abort", toldNow);
        return {};
      },
    };
    const { gateway } = await startTestGateway({
      engine,
      localSubgraphs: [users, local("reviews", reviewsSchema())],
      subgraphTimeoutMillis: 60_000,
      overload: { inFlight: 1, waiting: 1, waitMillis: 20_000, loopLagMillis: null },
    });
    const socket = await send(gateway, "{ failing }");
    await hop.reached;
    socket.destroy();
    await told;
    // The one place that there is has been given back, although the resolver still hangs.
    const next = await gateway.app.inject({
      method: "POST",
      url: "/graphql",
      payload: { query: "{ me { name } }" },
    });
    expect(next.json()).toEqual({ data: { me: { name: "Ada" } } });
  });

  it("does not stop a mutation that has begun", async () => {
    const hop = gate();
    const { open: doneNow, opened: done } = deferred();
    const users: Resolvers = {
      Mutation: {
        rename: async (_: unknown, { id }: { id: string }) => {
          await hop.pass();
          return { id, name: "Eve" };
        },
      },
    };
    const reviews: Resolvers = {
      User: {
        reviews: () => {
          doneNow();
          return [];
        },
      },
    };
    const { gateway, log } = await startTestGateway({
      engine,
      localSubgraphs: bothLocal({ users, reviews }),
    });
    const socket = await send(gateway, 'mutation { rename(id: "1", name: "Eve") { reviews { text } } }');
    await hop.reached;
    socket.destroy();
    await (await logged(log, "A client left before its answer was there.")).toHaveLength(1);
    hop.open();
    await done;
  });
});

describe.each(["compiled", "stock"] as const)("a request that takes too long, on the %s engine", (engine) => {
  const tooLong = `The request took longer than ${TIMEOUT_MILLIS} ms. Ask for less in one request, or try again.`;

  it("is answered with what is there, and names what is not", async () => {
    const { query, fetches, log } = await startTestGateway({
      engine,
      localSubgraphs: bothLocal({ reviews: { User: { reviews: hang } } }),
      requestTimeoutMillis: TIMEOUT_MILLIS,
      subgraphTimeoutMillis: 60_000,
    });
    const { status, body } = await query("{ me { name reviews { author { name } } } }");
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        data: { me: { name: "Ada", reviews: null } },
        errors: [
          {
            message: tooLong,
            path: ["me", "reviews"],
            extensions: { code: "REQUEST_TIMEOUT", service: "reviews" },
          },
        ],
      },
    });
    expect(fetches).toHaveLength(2);
    expect(log.filter(({ msg }) => msg === "A subgraph failed.")).toEqual([]);
  });

  it("ends its fetches from subgraphs behind URLs, mutations too", async () => {
    const { url, left } = await silent();
    const { query } = await startTestGateway({
      engine,
      localSubgraphs: [local("reviews", reviewsSchema())],
      subgraphUrls: { users: url },
      requestTimeoutMillis: TIMEOUT_MILLIS,
      subgraphTimeoutMillis: 60_000,
    });
    const { body } = await query('mutation { rename(id: "1", name: "Eve") { name } }');
    await left;
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: "REQUEST_TIMEOUT", service: "users" },
    ]);
  });

  it("begins no fetch any more", async () => {
    const reviewing = reviewsSdl.replace("type Query", "type Mutation { review: String }\n  type Query");
    const { supergraphSdl } = composeSupergraph([
      { name: "users", url: "local:users", sdl: usersSdl },
      { name: "reviews", url: "local:reviews", sdl: reviewing },
    ]);
    let reviewed = 0;
    const reviews = buildSubgraphSchema({
      typeDefs: parse(reviewing),
      resolvers: {
        Mutation: {
          review: () => {
            reviewed += 1;
          },
        },
      },
    });
    const { query, fetches } = await startTestGateway({
      engine,
      supergraphSdl,
      localSubgraphs: [
        local("users", usersSchema({ Mutation: { rename: hang } })),
        local("reviews", reviews),
      ],
      requestTimeoutMillis: TIMEOUT_MILLIS,
      subgraphTimeoutMillis: 60_000,
    });
    const { body } = await query('mutation { rename(id: "1", name: "Eve") { name } review }');
    expect(body).toEqual({
      data: { rename: null, review: null },
      errors: [
        { message: tooLong, path: ["rename"], extensions: { code: "REQUEST_TIMEOUT", service: "users" } },
        { message: tooLong, path: ["review"], extensions: { code: "REQUEST_TIMEOUT", service: "reviews" } },
      ],
    });
    expect([reviewed, fetches.map(({ subgraph }) => subgraph)]).toEqual([0, ["users"]]);
  });
});
