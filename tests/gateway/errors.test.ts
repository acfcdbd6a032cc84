import { GraphQLError } from "graphql";
import { describe, expect, it } from "vitest";
import { gatewayErrors } from "../../gateway/index.js";
import { DomainError } from "../../lib/errors.js";
import { serve, serveAnswer, startTestGateway } from "./kit.js";
import { bothLocal, local, type Resolvers, usersSchema } from "./subgraphs.js";

const JSON_TYPE = { "content-type": "application/json" };
const MASKED =
  "Unexpected error: what went wrong is in the log only. Try again; if it stays, report the request id.";

const throwing = (error: unknown): Resolvers => ({
  Query: {
    failing: () => {
      throw error;
    },
  },
});

const askFailing = async (error: unknown) => {
  const { query, log } = await startTestGateway({ localSubgraphs: bothLocal({ users: throwing(error) }) });
  return { ...(await query("{ failing me { name } }")), log };
};

describe("an error of a subgraph in this process", () => {
  it("is shown with its code and details when it was written to be shown", async () => {
    const error = new DomainError("CURSOR_INVALID", "The cursor is no good; begin again.", { page: 3 });
    const { status, body, log } = await askFailing(error);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        data: { failing: null, me: { name: "Ada" } },
        errors: [
          {
            message: "The cursor is no good; begin again.",
            path: ["failing"],
            extensions: { code: "CURSOR_INVALID", page: 3, service: "users" },
          },
        ],
      },
    });
    expect(log.filter(({ msg }) => msg === "A subgraph failed.")).toEqual([]);
  });

  it("is masked when it is anything else, and is found in the log by the request's id", async () => {
    const unexpected = [
      new Error("password=hunter2"),
      new GraphQLError("password=hunter2", { extensions: { code: "LOOKS_DELIBERATE", secret: "hunter2" } }),
      "password=hunter2",
    ];
    for (const error of unexpected) {
      const { status, body, log } = await askFailing(error);
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          data: { failing: null, me: { name: "Ada" } },
          errors: [
            {
              message: MASKED,
              path: ["failing"],
              extensions: { code: "INTERNAL_SERVER_ERROR", service: "users", requestId: "request-1" },
            },
          ],
        },
      });
      const line = log.find(({ msg }) => msg === "A subgraph failed.");
      expect(line).toMatchObject({ requestId: "request-1", service: "users", path: ["failing"] });
      expect(JSON.stringify(line?.["err"])).toContain("hunter2");
    }
  });

  it("is logged with its stack", async () => {
    const { log } = await askFailing(new Error("boom"));
    const { err } = log.find(({ msg }) => msg === "A subgraph failed.") as { err: { stack: string } };
    expect(err.stack).toMatch(/Error: boom\n\s+at /);
  });

  it("is where the whole answer has it, in a list of entities", async () => {
    const users: Resolvers = {
      User: {
        rating: ({ id }: { id: string }) => {
          if (id === "2") throw new DomainError("NOT_RATED", "Nobody rated this user.");
          return 5;
        },
      },
    };
    const { query } = await startTestGateway({ localSubgraphs: bothLocal({ reviews: users }) });
    const { body } = await query("{ me { rating } users { rating } }");
    expect(body.errors).toEqual([
      {
        message: "Nobody rated this user.",
        path: ["users", 1, "rating"],
        extensions: { code: "NOT_RATED", service: "reviews" },
      },
    ]);
  });

  it("ends the whole fetch when the subgraph does not take the call", async () => {
    const [users, reviews] = bothLocal();
    if (users === undefined || reviews === undefined) throw new Error("two subgraphs were expected");
    const refusing = (error: Error) => ({
      ...reviews,
      contextFor: () => {
        throw error;
      },
    });
    const ask = async (error: Error) => {
      const { query } = await startTestGateway({ localSubgraphs: [users, refusing(error)] });
      return (await query("{ me { name reviews { text } } }")).body;
    };
    expect(await ask(new DomainError("CALL_NOT_SIGNED", "Ask the gateway instead."))).toEqual({
      data: { me: { name: "Ada", reviews: null } },
      errors: [
        {
          message: "Ask the gateway instead.",
          path: ["me", "reviews"],
          extensions: { code: "CALL_NOT_SIGNED", service: "reviews" },
        },
      ],
    });
    expect(await ask(new Error("hunter2"))).toEqual({
      data: { me: { name: "Ada", reviews: null } },
      errors: [
        {
          message: MASKED,
          path: ["me", "reviews"],
          extensions: { code: "INTERNAL_SERVER_ERROR", service: "reviews", requestId: "request-1" },
        },
      ],
    });
  });

  it("says what is wrong with a value that only the subgraph's scalar can judge", async () => {
    const { query, log } = await startTestGateway();
    const refused = (message: string) => ({
      data: { half: null },
      errors: [{ message, path: ["half"], extensions: { code: "BAD_USER_INPUT", service: "users" } }],
    });
    expect((await query("{ half(of: 8) }")).body).toEqual({ data: { half: 4 } });
    expect((await query("{ half(of: 7) }")).body).toEqual(refused("7 is not even."));
    expect((await query("query($of: Even!) { half(of: $of) }", { of: 8 })).body).toEqual({
      data: { half: 4 },
    });
    expect((await query("query($of: Even!) { half(of: $of) }", { of: 7 })).body).toEqual(
      refused('Variable "$of" got invalid value 7; 7 is not even.'),
    );
    expect(log.filter(({ msg }) => msg === "A subgraph failed.")).toEqual([]);
  });

  it("says that a value is missing where it may not be, instead of hiding it", async () => {
    const { query } = await startTestGateway({
      localSubgraphs: bothLocal({ reviews: { User: { __resolveReference: () => null } } }),
    });
    const { body } = await query("{ me { name rating } }");
    expect(body).toEqual({
      data: { me: null },
      errors: [
        {
          message: "Cannot return null for non-nullable field User.rating.",
          path: ["me", "rating"],
          extensions: { code: "VALUE_MISSING" },
        },
      ],
    });
  });

  it("says that the subgraph is not the one that was composed", async () => {
    const { query } = await startTestGateway({
      localSubgraphs: [local("users", usersSchema()), local("reviews", usersSchema())],
    });
    const { body } = await query("{ latestReviews { text } }");
    expect(body).toEqual({
      data: { latestReviews: null },
      errors: [
        {
          message: 'The subgraph "reviews" has another schema than the one that was composed.',
          path: ["latestReviews"],
          extensions: { code: "SUBGRAPH_SCHEMA_MISMATCH", service: "reviews" },
        },
      ],
    });
  });
});

describe("an error that a remote subgraph reports", () => {
  const report = async (error: object) => {
    const url = await serveAnswer(
      200,
      JSON_TYPE,
      JSON.stringify({ data: { latestReviews: null }, errors: [error] }),
    );
    const { query, log } = await startTestGateway({
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: url },
    });
    const { body } = await query("{ latestReviews { text } }");
    return { errors: body.errors, log: JSON.stringify(log) };
  };

  it("is shown with its code, without what servers add for those who develop them", async () => {
    const { errors } = await report({
      message: "Too many reviews; ask for fewer.",
      path: ["latestReviews"],
      locations: [{ line: 1, column: 1 }],
      extensions: {
        code: "PAGE_TOO_LARGE",
        max: 100,
        stacktrace: ["Error", "at secret.ts"],
        serviceName: "x",
      },
    });
    expect(errors).toEqual([
      {
        message: "Too many reviews; ask for fewer.",
        path: ["latestReviews"],
        extensions: { code: "PAGE_TOO_LARGE", max: 100, service: "reviews" },
      },
    ]);
  });

  it("is masked without a code, with the code of an unexpected one, and with a stack in it", async () => {
    const shown = async (error: object) => (await report({ path: ["latestReviews"], ...error })).errors;
    const masked = (code: string) => [
      {
        message: MASKED,
        path: ["latestReviews"],
        extensions: { code, service: "reviews", requestId: "request-1" },
      },
    ];
    expect(await shown({ message: "hunter2" })).toEqual(masked("DOWNSTREAM_SERVICE_ERROR"));
    expect(await shown({ message: "hunter2", extensions: { code: "INTERNAL_SERVER_ERROR" } })).toEqual(
      masked("INTERNAL_SERVER_ERROR"),
    );
    expect(
      await shown({ message: "Bad\n    at f (/srv/hunter2.js:1:1)", extensions: { code: "ODD" } }),
    ).toEqual(masked("ODD"));
    expect((await report({ message: "hunter2" })).log).toContain("hunter2");
  });

  it("is masked, and logged, where stock execution can't shape what the subgraph sent", async () => {
    const url = await serveAnswer(200, JSON_TYPE, '{"data":{"latestReviews":"hunter2"}}');
    const { query, log } = await startTestGateway({
      engine: "stock",
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: url },
    });
    const { status, body } = await query("{ latestReviews { text } }");
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        data: null,
        errors: [{ message: MASKED, extensions: { code: "INTERNAL_SERVER_ERROR", requestId: "request-1" } }],
      },
    });
    expect(log).toContainEqual(
      expect.objectContaining({ msg: "The gateway failed.", requestId: "request-1", level: 50 }),
    );
  });

  it("never shows where the subgraph is", async () => {
    const url = await serve((request, response) => {
      request.resume();
      const message = `http://${request.headers.host}/graphql said no`;
      const details = { code: "NO", seen: { at: request.headers.host }, page: 3 };
      const errors = [
        { message, path: ["latestReviews"], extensions: { code: "NO" } },
        { message: "No.", path: ["latestReviews"], extensions: details },
      ];
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ data: { latestReviews: null }, errors }));
    });
    const { query } = await startTestGateway({
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: url },
    });
    const { body } = await query("{ latestReviews { text } }");
    expect(body.errors).toEqual([
      {
        message: MASKED,
        path: ["latestReviews"],
        extensions: { code: "NO", service: "reviews", requestId: "request-1" },
      },
      { message: "No.", path: ["latestReviews"], extensions: { code: "NO", page: 3, service: "reviews" } },
    ]);
  });
});

describe("the catalogue of codes", () => {
  it("says of each code what it means and what to do", () => {
    for (const [code, { status, meaning, remedy }] of Object.entries(gatewayErrors)) {
      expect(code).toMatch(/^[A-Z][A-Z_]+$/);
      expect(status).toBeGreaterThanOrEqual(200);
      expect(meaning).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });
});
