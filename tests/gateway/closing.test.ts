import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import type { Gateway } from "../../gateway/index.js";
import { serve, startTestGateway } from "./kit.js";
import { bothLocal, local, type Resolvers, usersSchema } from "./subgraphs.js";

/** A field that answers when it is told to, and says when it was reached. */
const held = () => {
  let release: (value: string) => void = () => undefined;
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const value = new Promise<string>((resolve) => {
    release = resolve;
  });
  const resolvers: Resolvers = {
    Query: {
      failing: () => {
        reach();
        return value;
      },
    },
  };
  return { resolvers, reached, release: (text: string) => release(text) };
};

const post = (query: string): string => {
  const body = JSON.stringify({ query });
  return `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
};

const open = async (gateway: Gateway): Promise<{ socket: Socket; all: Promise<string> }> => {
  const url = new URL(await gateway.listen(0, "127.0.0.1"));
  const socket = connect(Number(url.port), "127.0.0.1");
  await once(socket, "connect");
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
  });
  return { socket, all: once(socket, "close").then(() => text) };
};

describe("closing", () => {
  it("lets a request that has begun finish, and takes no more on its connection", async () => {
    const { resolvers, reached, release } = held();
    const { gateway, fetches } = await startTestGateway({ localSubgraphs: bothLocal({ users: resolvers }) });
    const { socket, all } = await open(gateway);
    socket.write(post("{ failing }"));
    await reached;

    const closed = gateway.close();
    socket.write(post("{ me { name } }"));
    await once(gateway.app.server, "request");
    release("done");
    await closed;

    const text = await all;
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).toMatch(/\r\nconnection: close\r\n/i);
    expect(text).toMatch(/\r\n\r\n\{"data":\{"failing":"done"\}\}\n$/);
    expect(fetches).toHaveLength(1);
    await expect(fetch(`${gateway.url}/health`)).rejects.toThrow();
  });

  it("refuses a request that was half sent when closing began, and says that it is draining", async () => {
    for (const [first, rest, status, body] of [
      [
        post("{ me { name } }").slice(0, 30),
        post("{ me { name } }").slice(30),
        "503",
        '{"errors":[{"message":"This gateway is shutting down and did not begin the request. Send it again.",' +
          '"extensions":{"code":"SHUTTING_DOWN"}}]}',
      ],
      ["GET /health/ready", " HTTP/1.1\r\nHost: x\r\n\r\n", "503", '{"status":"draining"}'],
      ["GET /health/live", " HTTP/1.1\r\nHost: x\r\n\r\n", "200", '{"status":"ok"}'],
    ] as const) {
      const { gateway, fetches } = await startTestGateway();
      const connected = once(gateway.app.server, "connection");
      const { socket, all } = await open(gateway);
      const [serverSide] = await connected;
      const received = once(serverSide, "data");
      socket.write(first);
      await received;

      const closed = gateway.close();
      socket.write(rest);
      const text = await all;
      await closed;
      expect(text.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length)).toBe(status);
      expect(text.endsWith(`\r\n\r\n${body}`)).toBe(true);
      expect(fetches).toEqual([]);
    }
  });

  it("cuts off what is not done when its time is out", async () => {
    const { resolvers, reached } = held();
    const { gateway } = await startTestGateway({
      localSubgraphs: bothLocal({ users: resolvers }),
      subgraphTimeoutMillis: 60_000,
      shutdownGraceMillis: 50,
    });
    const { socket, all } = await open(gateway);
    socket.write(post("{ failing }"));
    await reached;
    await gateway.close();
    expect(await all).toBe("");
  });

  it("closes once, however often it is told to, and its connections to subgraphs with it", async () => {
    const connections = new Set<Socket>();
    const url = await serve((request, response) => {
      connections.add(request.socket);
      request.resume();
      response.writeHead(200, { "content-type": "application/json" }).end('{"data":{"latestReviews":[]}}');
    });
    const { gateway, query } = await startTestGateway({
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: url },
    });
    expect((await query("{ latestReviews { text } }")).body).toEqual({ data: { latestReviews: [] } });
    expect((await query("{ latestReviews { text } }")).body).toEqual({ data: { latestReviews: [] } });
    const [connection] = connections;
    expect(connections.size).toBe(1);
    const gone = once(connection as Socket, "close");
    expect(gateway.close()).toBe(gateway.close());
    await gateway.close();
    await gone;
  });
});

describe("starting", () => {
  it("refuses a supergraph that is none, a subgraph that nobody can reach, and names that it does not have", async () => {
    await expect(startTestGateway({ supergraphSdl: "type Query { a: Int }" })).rejects.toThrow();
    await expect(startTestGateway({ localSubgraphs: [] })).rejects.toThrow(
      /"(users|reviews)" is not in this process/,
    );
    await expect(startTestGateway({ subgraphUrls: { stock: "http://127.0.0.1:1/" } })).rejects.toThrow(
      "The supergraph has no subgraph named stock; it has reviews, users.",
    );
  });
});
