import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DomainError } from "../../lib/errors.js";
import { serve, serveAnswer, startTestGateway } from "./kit.js";
import { bothLocal, local, type Resolvers, usersSchema } from "./subgraphs.js";

const JSON_TYPE = { "content-type": "application/json" };
const TIMEOUT_MILLIS = 80;

const hang = (): Promise<never> => new Promise(() => undefined);

/** Asks with reviews at this URL. */
const askWithReviewsAt = async (url: string, subgraphTimeoutMillis = 10_000) => {
  const { query } = await startTestGateway({
    localSubgraphs: [local("users", usersSchema())],
    subgraphUrls: { reviews: url },
    subgraphTimeoutMillis,
  });
  const { status, body } = await query("{ me { name reviews { text } } latestReviews { text } }");
  return { status, body };
};

/** Both fetches of reviews fail alike; each error is where its fetch would have put its first field. */
const bothFail = (code: string, message: string) => ({
  data: { me: { name: "Ada", reviews: null }, latestReviews: null },
  errors: expect.toSatisfy((errors: object[]) => {
    expect(errors).toHaveLength(2);
    expect(errors).toEqual(
      expect.arrayContaining([
        { message, path: ["latestReviews"], extensions: { code, service: "reviews" } },
        { message, path: ["me", "reviews"], extensions: { code, service: "reviews" } },
      ]),
    );
    return true;
  }),
});

describe("a subgraph in this process that fails", () => {
  it("gives the rest of the answer in time when one hangs, and names it", async () => {
    const hanging: Resolvers = { Query: { latestReviews: hang }, User: { rating: hang } };
    const { query } = await startTestGateway({
      localSubgraphs: bothLocal({ reviews: hanging }),
      subgraphTimeoutMillis: TIMEOUT_MILLIS,
    });
    const { status, body } = await query(
      "{ me { name reviews { text } rating } users { name } latestReviews { text } }",
    );
    expect(status).toBe(200);
    const message = `The subgraph "reviews" did not answer within ${TIMEOUT_MILLIS} ms. Try again for what is missing.`;
    const extensions = { code: "SUBGRAPH_TIMEOUT", service: "reviews" };
    expect(body.data).toEqual({ me: null, users: [{ name: "Ada" }, { name: "Grace" }], latestReviews: null });
    expect(body.errors).toHaveLength(2);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { message, path: ["latestReviews"], extensions },
        { message, path: ["me", "reviews"], extensions },
      ]),
    );
  });

  it("names the element of a list at which a failed fetch of entities begins", async () => {
    const { query } = await startTestGateway({
      localSubgraphs: bothLocal({ reviews: { User: { reviews: hang } } }),
      subgraphTimeoutMillis: TIMEOUT_MILLIS,
    });
    const { body } = await query("{ users { reviews { text } } }");
    expect(body).toMatchObject({
      data: { users: [{ reviews: null }, { reviews: null }] },
      errors: [
        { path: ["users", 0, "reviews"], extensions: { code: "SUBGRAPH_TIMEOUT", service: "reviews" } },
      ],
    });
  });
});

describe("the log", () => {
  const failuresIn = (log: readonly Record<string, unknown>[]) =>
    log.filter(({ msg }) => msg === "A subgraph failed.");

  it("has one line for a fetch that fails, however many of its fields or entities do", async () => {
    const failing = () => Promise.reject(new Error("no store"));
    const { query, log } = await startTestGateway({
      localSubgraphs: bothLocal({
        reviews: { User: { reviews: failing }, Query: { latestReviews: failing } },
      }),
    });
    await query("{ users { reviews { text } } latestReviews { text } }");
    const cause = expect.objectContaining({ message: "no store" });
    const path = (index: number) => ["_entities", index, "reviews"];
    const code = "INTERNAL_SERVER_ERROR";
    const lines = failuresIn(log).map(({ service, code: told, path: at, err, failures, others }) => ({
      service,
      code: told,
      path: at,
      err,
      failures,
      others,
    }));
    expect(lines).toHaveLength(2);
    expect(lines).toEqual(
      expect.arrayContaining([
        { service: "reviews", code, path: ["latestReviews"], err: cause, failures: 1, others: undefined },
        {
          service: "reviews",
          code,
          path: path(0),
          err: cause,
          failures: 2,
          others: [{ code, path: path(1), reason: "no store" }],
        },
      ]),
    );
  });

  it("has one line for a remote subgraph that can't be reached, and none for what was meant to be shown", async () => {
    const { query, log } = await startTestGateway({
      localSubgraphs: [
        local(
          "users",
          usersSchema({
            Query: { me: () => Promise.reject(new DomainError("NOT_YOURS", "Ask for yours.")) },
          }),
        ),
      ],
      subgraphUrls: { reviews: "http://127.0.0.1:1/graphql" },
    });
    await query("{ me { name } latestReviews { text } }");
    expect(failuresIn(log).map(({ service, code }) => [service, code])).toEqual([
      ["reviews", "SUBGRAPH_UNAVAILABLE"],
    ]);
  });
});

describe("a subgraph behind a URL that fails", () => {
  it("gives the rest when it refuses connections", async () => {
    const { status, body } = await askWithReviewsAt("http://127.0.0.1:1/graphql");
    expect(status).toBe(200);
    expect(body).toEqual(
      bothFail("SUBGRAPH_UNAVAILABLE", 'The subgraph "reviews" could not be reached; try again.'),
    );
  });

  it("gives the rest when it hangs before it answers, and while it does", async () => {
    const late = bothFail(
      "SUBGRAPH_TIMEOUT",
      `The subgraph "reviews" did not answer within ${TIMEOUT_MILLIS} ms. Try again for what is missing.`,
    );
    const silent = await serve((request) => request.resume());
    expect((await askWithReviewsAt(silent, TIMEOUT_MILLIS)).body).toEqual(late);
    const halfway = await serve((request, response) => {
      request.resume();
      response.writeHead(200, JSON_TYPE).write('{"data":');
    });
    expect((await askWithReviewsAt(halfway, TIMEOUT_MILLIS)).body).toEqual(late);
  });

  it("gives the rest when it breaks off", async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(200, JSON_TYPE).write('{"data":', () => response.destroy());
    });
    expect((await askWithReviewsAt(url)).body).toEqual(
      bothFail("SUBGRAPH_UNAVAILABLE", 'The subgraph "reviews" could not be reached; try again.'),
    );
  });

  it("shows the status of a breakdown, and nothing of its body", async () => {
    const url = await serveAnswer(500, JSON_TYPE, '{"errors":[{"message":"password=hunter2"}]}');
    const { body } = await askWithReviewsAt(url);
    expect(body).toEqual(
      bothFail("SUBGRAPH_UNAVAILABLE", 'The subgraph "reviews" answered with HTTP status 500; try again.'),
    );
  });

  it("does not follow a redirect", async () => {
    let followed = 0;
    const elsewhere = await serve((_request, response) => {
      followed += 1;
      response.writeHead(200, JSON_TYPE).end('{"data":{"latestReviews":[]}}');
    });
    const { body } = await askWithReviewsAt(await serveAnswer(307, { location: elsewhere }, ""));
    expect(body).toEqual(
      bothFail("SUBGRAPH_RESPONSE_INVALID", 'The subgraph "reviews" answered with HTTP status 307.'),
    );
    expect(followed).toBe(0);
  });

  it("takes no answer that is not JSON, by its type or by its text, or that is not GraphQL", async () => {
    const notJson = bothFail(
      "SUBGRAPH_RESPONSE_INVALID",
      'The subgraph "reviews" answered with something that is not JSON.',
    );
    const notGraphql = bothFail(
      "SUBGRAPH_RESPONSE_INVALID",
      'The subgraph "reviews" answered with something that is no GraphQL answer.',
    );
    const answers = async (type: string, text: string) =>
      (await askWithReviewsAt(await serveAnswer(200, { "content-type": type }, text))).body;
    expect(await answers("text/html", "<h1>secret</h1>")).toEqual(notJson);
    expect(await answers("application/json", "{ secret")).toEqual(notGraphql);
    for (const text of ["null", "[]", "{}", '{"data":5}', '{"data":null}', '{"data":{},"errors":"secret"}']) {
      expect(await answers("application/json", text)).toEqual(notGraphql);
    }
  });

  it("takes an answer of exactly the limit, and refuses one byte more, packed or not", async () => {
    const sized = (bytes: number) => {
      const head = '{"data":{"latestReviews":[],"x":"';
      return `${head}${"x".repeat(bytes - head.length - 3)}"}}`;
    };
    const ask = async (bytes: number, isPacked: boolean) => {
      const text = sized(bytes);
      const url = isPacked
        ? await serveAnswer(200, { ...JSON_TYPE, "content-encoding": "gzip" }, gzipSync(text))
        : await serveAnswer(200, JSON_TYPE, text);
      const { query } = await startTestGateway({
        localSubgraphs: [local("users", usersSchema())],
        subgraphUrls: { reviews: url },
        subgraphResponseBytes: 1_000,
      });
      return (await query("{ latestReviews { text } }")).body;
    };
    const tooLarge = {
      data: { latestReviews: null },
      errors: [
        {
          message: 'The subgraph "reviews" answered with more than 1000 bytes; ask for a smaller page.',
          path: ["latestReviews"],
          extensions: { code: "SUBGRAPH_RESPONSE_TOO_LARGE", service: "reviews" },
        },
      ],
    };
    for (const isPacked of [false, true]) {
      expect(await ask(1_000, isPacked)).toEqual({ data: { latestReviews: [] } });
      expect(await ask(1_001, isPacked)).toEqual(tooLarge);
    }
    expect(await ask(5_000_000, true)).toEqual(tooLarge);
  });

  it("takes an answer with fewer entities than were asked for as no answer", async () => {
    const url = await serveAnswer(200, JSON_TYPE, '{"data":{"_entities":[]}}');
    const { query } = await startTestGateway({
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: url },
    });
    const { body } = await query("{ me { reviews { text } } }");
    expect(body).toEqual({
      data: { me: { reviews: null } },
      errors: [
        {
          message: 'The subgraph "reviews" did not answer each entity that it was asked for.',
          path: ["me", "reviews"],
          extensions: { code: "SUBGRAPH_RESPONSE_INVALID", service: "reviews" },
        },
      ],
    });
  });

  it("answers again once the subgraph does, over the same gateway", async () => {
    let isDown = true;
    const url = await serve((request, response) => {
      if (isDown) {
        request.resume();
        response.writeHead(503).end();
        return;
      }
      response.writeHead(200, JSON_TYPE).end('{"data":{"latestReviews":[{"text":"Back"}]}}');
    });
    const { query } = await startTestGateway({
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: url },
    });
    expect((await query("{ latestReviews { text } }")).body.errors).toHaveLength(1);
    isDown = false;
    expect((await query("{ latestReviews { text } }")).body).toEqual({
      data: { latestReviews: [{ text: "Back" }] },
    });
  });
});
