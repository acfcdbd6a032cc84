import { describe, expect, it, onTestFinished } from "vitest";
import { defaultLimits } from "../../gateway/index.js";
import { startTestGateway } from "./kit.js";

describe("what /graphql takes", () => {
  it("answers a query by GET that no plain web page could send", async () => {
    const { gateway } = await startTestGateway();
    const response = await gateway.app.inject({
      url: `/graphql?query=${encodeURIComponent("query Who($id: ID!) { user(id: $id) { name } }")}&variables=${encodeURIComponent('{"id":"2"}')}`,
      headers: { "apollo-require-preflight": "1" },
    });
    expect(response.json()).toEqual({ data: { user: { name: "Grace" } } });
  });

  it("holds a document by GET against the limits, however its URL is written", async () => {
    const { gateway, fetches } = await startTestGateway({ limits: { ...defaultLimits, depth: 1 } });
    const deep = encodeURIComponent("{ me { name } }");
    for (const url of [
      `/graphql?query=${deep}`,
      `/graphql?query=${deep}#&query=x`,
      `/graphql?x=?&query=${deep}`,
      `/graphql?%71uery=${deep}`,
    ]) {
      const response = await gateway.app.inject({ url, headers: { "apollo-require-preflight": "1" } });
      expect(response.json().errors[0].extensions).toEqual({ code: "QUERY_TOO_DEEP" });
    }
    expect(fetches).toEqual([]);
  });

  it("lets no cache keep an answer", async () => {
    const { query } = await startTestGateway();
    expect((await query("{ me { name } }")).headers["cache-control"]).toBe("no-store");
  });

  it("refuses a GET that any web page could make a browser send", async () => {
    const { gateway, fetches } = await startTestGateway();
    const response = await gateway.app.inject({ url: "/graphql?query={me{name}}" });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].extensions).toEqual({ code: "BAD_REQUEST" });
    expect(fetches).toEqual([]);
  });

  it("refuses a form, whatever the form says", async () => {
    const { gateway, fetches } = await startTestGateway();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const response = await gateway.app.inject({
        method: "POST",
        url: "/graphql",
        headers: { "content-type": type },
        payload: '{"query":"{me{name}}"}',
      });
      expect(response.statusCode).toBe(415);
      expect(response.json().errors[0].extensions).toEqual({ code: "UNSUPPORTED_MEDIA_TYPE" });
    }
    expect(fetches).toEqual([]);
  });

  it("refuses a mutation by GET", async () => {
    const { gateway, fetches } = await startTestGateway();
    const response = await gateway.app.inject({
      url: `/graphql?query=${encodeURIComponent('mutation { rename(id: "1", name: "X") { name } }')}`,
      headers: { "apollo-require-preflight": "1" },
    });
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe("POST");
    expect(fetches).toEqual([]);
  });

  it("says which methods it takes", async () => {
    const { gateway } = await startTestGateway();
    const response = await gateway.app.inject({ method: "DELETE", url: "/graphql" });
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe("GET, POST");
    expect(response.json().errors[0].extensions).toEqual({ code: "METHOD_NOT_ALLOWED" });
  });

  it("refuses a list of operations in one request", async () => {
    const { post, fetches } = await startTestGateway();
    const { status, body } = await post([{ query: "{ me { name } }" }, { query: "{ me { name } }" }]);
    expect({ status, code: body.errors?.[0]?.extensions["code"] }).toEqual({
      status: 400,
      code: "BAD_REQUEST",
    });
    expect(fetches).toEqual([]);
  });

  it("refuses a persisted query, of which it keeps none", async () => {
    const { post } = await startTestGateway();
    const { body } = await post({
      extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } },
    });
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: "PERSISTED_QUERY_NOT_SUPPORTED" },
    ]);
  });

  it("takes a body of exactly the limit, and refuses one byte more", async () => {
    const query = '{"query":"{me{name}}"}';
    const { post } = await startTestGateway({ limits: { ...defaultLimits, bodyBytes: query.length } });
    expect(await post(query)).toMatchObject({ status: 200, body: { data: { me: { name: "Ada" } } } });
    const { status, body } = await post(`${query} `);
    expect({ status, body }).toEqual({
      status: 413,
      body: {
        errors: [
          {
            message: "The request's body is too large. Send less in one request.",
            extensions: { code: "REQUEST_TOO_LARGE" },
          },
        ],
      },
    });
  });

  it("says that the body is not JSON without quoting it", async () => {
    const { post } = await startTestGateway();
    const { status, body } = await post('{"secret"');
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        errors: [
          {
            message: "The request's body is not JSON. Send a JSON object.",
            extensions: { code: "BAD_REQUEST" },
          },
        ],
      },
    });
  });

  it("serves neither _service nor _entities, nor what is inaccessible", async () => {
    const { query, fetches } = await startTestGateway();
    for (const document of [
      "{ _service { sdl } }",
      "{ _entities(representations: []) { __typename } }",
      "{ me { secret } }",
    ]) {
      const { body } = await query(document);
      expect(body.data).toBeUndefined();
      expect(body.errors?.[0]?.extensions).toEqual({ code: "GRAPHQL_VALIDATION_FAILED" });
    }
    expect(fetches).toEqual([]);
  });

  it("says what is wrong with variables, the operation's name, and a subscription", async () => {
    const { post } = await startTestGateway();
    const code = async (body: object) =>
      (await post(body)).body.errors?.map(({ extensions }) => extensions["code"]);
    expect(await code({ query: "query($id: ID!) { user(id: $id) { name } }" })).toEqual(["BAD_USER_INPUT"]);
    expect(await code({ query: "query A { me { id } } query B { me { id } }" })).toEqual([
      "OPERATION_RESOLUTION_FAILURE",
    ]);
    expect(await code({ query: "query A { me { id } }", operationName: "B" })).toEqual([
      "OPERATION_RESOLUTION_FAILURE",
    ]);
    expect(await code({ query: "subscription { me { id } }" })).toEqual(["SUBSCRIPTIONS_NOT_SUPPORTED"]);
  });

  it("stops at some fifty wrong values in the variables", async () => {
    const { query } = await startTestGateway();
    const ask = async (wrong: number) =>
      (
        await query("query($numbers: [Int!]) { echo(numbers: $numbers) }", {
          numbers: Array.from({ length: wrong }, () => "x"),
        })
      ).body.errors;
    expect((await ask(50))?.map(({ extensions }) => extensions)).toEqual(
      Array.from({ length: 50 }, () => ({ code: "BAD_USER_INPUT" })),
    );
    expect(await ask(100_000)).toEqual([
      {
        message:
          'More than 50 values in the variables are wrong; the first: Variable "$numbers" got invalid value "x" at ' +
          '"numbers[0]"; Int cannot represent non-integer value: "x"',
        extensions: { code: "BAD_USER_INPUT" },
      },
    ]);
  });
});

describe("the rest of the front door", () => {
  it("answers unknown paths and unreadable ones in JSON", async () => {
    const { gateway } = await startTestGateway();
    const unknown = await gateway.app.inject({ url: "/nowhere" });
    expect({ status: unknown.statusCode, body: unknown.json() }).toEqual({
      status: 404,
      body: {
        errors: [
          { message: "Nothing is served at this path. Ask at /graphql.", extensions: { code: "NOT_FOUND" } },
        ],
      },
    });
    const unreadable = await gateway.app.inject({ url: "/%E0%A4%A" });
    expect({ status: unreadable.statusCode, code: unreadable.json().errors[0].extensions.code }).toEqual({
      status: 400,
      code: "BAD_REQUEST",
    });
  });

  it("keeps a request id that looks like one, and gives its own in place of any other", async () => {
    const { query } = await startTestGateway();
    const ids = async (sent: string) =>
      (await query("{ __typename }", {}, { "x-request-id": sent })).headers["x-request-id"];
    expect(await ids("0195e0c1-7b6a-7c3e-9d21-aaaaaaaaaaaa")).toBe("0195e0c1-7b6a-7c3e-9d21-aaaaaaaaaaaa");
    expect(await ids('forged" level=error')).toBe("request-1");
    expect(await ids("x".repeat(200))).toBe("request-2");
  });

  it("logs one line of an operation, with no variable, token or header in it", async () => {
    const { post, log } = await startTestGateway();
    await post(
      {
        query: "query Who($id: ID!) { user(id: $id) { name reviews { text } } echo(text: 5) }",
        operationName: "Who",
        variables: { id: "17810112345" },
      },
      { authorization: "Bearer secret-token" },
    );
    await post({
      query: "query Who($id: ID!) { user(id: $id) { name reviews { text } } }",
      operationName: "Who",
      variables: { id: "2" },
    });
    const lines = log.filter(({ msg }) => msg === "A GraphQL operation was answered.");
    expect(lines).toEqual([
      {
        ...lines[0],
        requestId: "request-1",
        operation: "Who",
        kind: "query",
        hash: expect.stringMatching(/^[0-9a-f]{16}$/),
        status: 200,
        durationMillis: expect.any(Number),
        fetches: 0,
        errorCodes: ["GRAPHQL_VALIDATION_FAILED"],
      },
      { ...lines[1], requestId: "request-2", operation: "Who", status: 200, fetches: 2, errorCodes: [] },
    ]);
    expect(JSON.stringify(log)).not.toMatch(/17810112345|secret-token/);
  });

  it("starts without anything that Node or Fastify warns of", async () => {
    const warnings: unknown[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on("warning", note);
    onTestFinished(() => {
      process.off("warning", note);
    });
    await startTestGateway();
    await new Promise((resolve) => setImmediate(resolve)); // Node tells of a warning a tick later
    expect(warnings).toEqual([]);
  });

  it("masks what a mounted route throws", async () => {
    const { gateway, log } = await startTestGateway({
      routes(app) {
        app.get("/mounted", () => {
          throw new Error("disk /var/secret is full");
        });
      },
    });
    const response = await gateway.app.inject({ url: "/mounted" });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain("secret");
    expect(response.json().errors[0].extensions).toEqual({
      code: "INTERNAL_SERVER_ERROR",
      requestId: "request-1",
    });
    expect(log.some(({ err }) => JSON.stringify(err)?.includes("/var/secret"))).toBe(true);
  });
});
