import { request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "./kit.js";
import { version } from "./versions.js";

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const QUERY = "{ me { name } }";
const listen = async (changes: Parameters<typeof startTestGateway>[0] = {}) => {
  const started = await startTestGateway(changes);
  await started.gateway.listen(0, "127.0.0.1");
  return started;
};

const portOf = ({ gateway }: TestGateway): number => (gateway.app.server.address() as AddressInfo).port;

/** Over a socket, as clients do: `inject` goes past the lane. */
const post = (
  started: TestGateway,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Got> =>
  new Promise((resolve, reject) => {
    const sent = ask(
      {
        port: portOf(started),
        host: "127.0.0.1",
        path: "/graphql",
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });

const asking = (query: string, more: object = {}): string => JSON.stringify({ query, ...more });

/** Headers that two answers can be told apart by although they say the same. */
const comparable = ({ status, headers, text }: Got) => {
  const { date: _, "x-request-id": __, ...others } = headers;
  return { status, headers: others, text };
};

describe("an operation that is asked for again", () => {
  it("is answered to the byte as the first time", async () => {
    const started = await listen();
    const first = await post(started, asking(QUERY));
    const again = await post(started, asking(QUERY));
    expect(first.text).toBe('{"data":{"me":{"name":"Ada"}}}\n');
    expect(comparable(again)).toEqual(comparable(first));
    expect([first, again].map(({ headers }) => headers["x-request-id"])).toEqual(["request-1", "request-2"]);
  });

  it("is logged, counted and named by its own request id as any other", async () => {
    const started = await listen({ metrics: true });
    for (const id of ["the-first-one", "the-second-one"]) {
      await post(started, asking("query Named { me { name } }", { operationName: "Named" }), {
        "x-request-id": id,
      });
    }
    const lines = started.log
      .filter(({ msg }) => msg === "A GraphQL operation was answered.")
      .map(({ requestId, operation, kind, status, fetches, hash }) => [
        requestId,
        operation,
        kind,
        status,
        fetches,
        typeof hash,
      ]);
    expect(lines).toEqual([
      ["the-first-one", "Named", "query", 200, 1, "string"],
      ["the-second-one", "Named", "query", 200, 1, "string"],
    ]);
    const metrics = (await started.gateway.app.inject({ url: "/metrics" })).body;
    expect(metrics).toMatch(/operation="Named"[^\n]*outcome="ok"[^\n]* 2\n/);
  });

  it.each([
    ["names a prototype", '{"query":"{ me { name } }","__proto__":{"a":1}}', {}, 400],
    ["names a prototype in escapes", '{"query":"{ me { name } }","\\u005f_proto__":{"a":1}}', {}, 400],
    ["is not JSON", '{"query":"{ me { name } }"', {}, 400],
    ["is nothing", "", {}, 400],
    ["is a list", `[${asking(QUERY)}]`, {}, 400],
    ["has variables that are text", asking(QUERY, { variables: "{}" }), {}, 400],
    ["accepts nothing that there is", asking(QUERY), { accept: "text/html" }, 406],
    ["is of another type", asking(QUERY), { "content-type": "text/plain" }, 415],
    ["has a query that is not valid", asking("{ nobody }"), {}, 200],
    [
      "has several operations and names none",
      asking("query A { me { name } } query B { me { name } }"),
      {},
      200,
    ],
  ])("is refused as ever where its body or head %s", async (_, body, headers, status) => {
    const started = await listen();
    await post(started, asking(QUERY));
    const refused = await post(started, body, headers);
    expect(refused.status).toBe(status);
    expect(JSON.parse(refused.text)).toMatchObject({
      errors: [{ extensions: { code: expect.any(String) } }],
    });
    const injected = await started.gateway.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { "content-type": "application/json", ...headers },
      payload: body,
    });
    expect(injected.body).toBe(refused.text);
  });

  it("is answered with the media type that the client prefers", async () => {
    const started = await listen();
    await post(started, asking(QUERY));
    const typeOf = async (accept: string) =>
      (await post(started, asking(QUERY), { accept })).headers["content-type"];
    expect(await typeOf("application/graphql-response+json, application/json;q=0.9")).toBe(
      "application/graphql-response+json; charset=utf-8",
    );
    expect(await typeOf("application/json;q=0.1, application/graphql-response+json")).toBe(
      "application/graphql-response+json; charset=utf-8",
    );
    expect(await typeOf("*/*")).toBe("application/json; charset=utf-8");
  });

  it("is read to its end, in however many pieces it comes", async () => {
    const started = await listen();
    await post(started, asking(QUERY));
    const text = await new Promise<string>((resolve, reject) => {
      const body = Buffer.from(asking(QUERY, { variables: { unused: "å" } }));
      const headers = { "content-type": "application/json", "content-length": body.length };
      const sent = ask(
        { port: portOf(started), host: "127.0.0.1", path: "/graphql", method: "POST", headers },
        (response) => {
          let got = "";
          response.on("data", (part: Buffer) => {
            got += part.toString();
          });
          response.on("end", () => resolve(got));
        },
      );
      sent.on("error", reject);
      sent.flushHeaders();
      let at = 0;
      const next = (): void => {
        if (at === body.length) sent.end();
        else sent.write(body.subarray(at, ++at), () => setImmediate(next));
      };
      next();
    });
    expect(text).toBe('{"data":{"me":{"name":"Ada"}}}\n');
  });

  it("is answered by the supergraph that is served then", async () => {
    const started = await listen(version(1).changes);
    const name = async () => (await post(started, asking("{ me { name reviews { text } } }"))).text;
    const [first, again] = [await name(), await name()];
    const next = version(2);
    await started.gateway.swap(next.supergraphSdl, next.changes);
    const [swapped, swappedAgain] = [await name(), await name()];
    expect([again, swappedAgain]).toEqual([first, swapped]);
    expect(swapped).not.toBe(first);
  });

  it("costs its client a token of its bucket once", async () => {
    const started = await listen({ rateLimit: { requestsPerSecond: 1, burst: 3 } });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await post(started, asking(QUERY))).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it("is refused with when to come back where it has waited too long for its turn", async () => {
    const started = await listen({
      overload: { inFlight: 0, waiting: 5, waitMillis: 5, loopLagMillis: null },
    });
    const refused = await post(started, asking(QUERY));
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "1"]);
    expect(JSON.parse(refused.text)).toEqual({
      errors: [
        {
          message:
            "The gateway has more to do than it can do now, and did not begin the request. Send it again in a second.",
          extensions: { code: "OVERLOADED" },
        },
      ],
    });
  });

  it("gives its place up where its client leaves while it waits", async () => {
    const started = await listen({
      overload: { inFlight: 0, waiting: 1, waitMillis: 60_000, loopLagMillis: null },
    });
    const sent = ask({
      port: portOf(started),
      host: "127.0.0.1",
      path: "/graphql",
      method: "POST",
      headers: { "content-type": "application/json", "content-length": asking(QUERY).length },
    });
    const gone = new Promise((resolve) => sent.on("error", resolve));
    sent.end(asking(QUERY));
    // The only place to wait is taken as soon as the first is in the queue.
    while ((await post(started, asking(QUERY), { accept: "text/html" })).status !== 503) await undefined;
    sent.destroy();
    await gone;
    const second = post(started, asking(QUERY));
    const third = post(started, asking(QUERY));
    expect((await Promise.race([second, third])).status).toBe(503);
    started.gateway.app.server.closeAllConnections();
    await Promise.allSettled([second, third]);
  });
});
