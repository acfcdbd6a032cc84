import { getIntrospectionQuery } from "graphql";
import { describe, expect, it } from "vitest";
import { defaultLimits, type Limits } from "../../gateway/index.js";
import { startTestGateway } from "./kit.js";

/** Asks under these limits. @returns the codes of the errors, or none */
const ask = async (limits: Partial<Limits>, query: string): Promise<unknown[]> => {
  const gateway = await startTestGateway({ limits: { ...defaultLimits, ...limits } });
  const { body } = await gateway.query(query);
  expect(body.errors === undefined || gateway.fetches.length === 0).toBe(true);
  return (body.errors ?? []).map(({ extensions }) => extensions["code"]);
};

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");

describe("each limit takes what is at its edge and refuses one past it", () => {
  it("depth, through fragments as well", async () => {
    const friends = (depth: number) =>
      `{ me ${"{ friend ".repeat(depth - 2)}{ name }${" }".repeat(depth - 2)} }`;
    expect(await ask({ depth: 5 }, friends(5))).toEqual([]);
    expect(await ask({ depth: 5 }, friends(6))).toEqual(["QUERY_TOO_DEEP"]);
    const spread = "{ me { ...A } } fragment A on User { friend { ... { friend { name } } } }";
    expect(await ask({ depth: 4 }, spread)).toEqual([]);
    expect(await ask({ depth: 3 }, spread)).toEqual(["QUERY_TOO_DEEP"]);
  });

  it("tokens", async () => {
    expect(await ask({ tokens: 6 }, "{ me { name } }")).toEqual([]);
    expect(await ask({ tokens: 5 }, "{ me { name } }")).toEqual(["QUERY_TOO_MANY_TOKENS"]);
  });

  it("fields, each fragment as often as it is used", async () => {
    const query = "{ me { ...A friend { ...A } } } fragment A on User { id name }";
    expect(await ask({ fields: 6 }, query)).toEqual([]);
    expect(await ask({ fields: 5 }, query)).toEqual(["QUERY_TOO_MANY_FIELDS"]);
  });

  it("aliases, each fragment as often as it is used", async () => {
    const query = "{ me { ...A friend { ...A } } } fragment A on User { a: id b: name }";
    expect(await ask({ aliases: 4 }, query)).toEqual([]);
    expect(await ask({ aliases: 3 }, query)).toEqual(["QUERY_TOO_MANY_ALIASES"]);
  });

  it("fields at the root, in fragments as well", async () => {
    const query = "{ me { id name friend { id } } ...A } fragment A on Query { users { id } a: me { id } }";
    expect(await ask({ rootFields: 3 }, query)).toEqual([]);
    expect(await ask({ rootFields: 2 }, query)).toEqual(["QUERY_TOO_MANY_ROOT_FIELDS"]);
  });

  it("directives, on whatever they stand", async () => {
    const query = `{
      me @include(if: true) { ...A @skip(if: false) ... @include(if: true) { name @include(if: true) } }
    } fragment A on User { id @skip(if: true) }`;
    expect(await ask({ directives: 5 }, query)).toEqual([]);
    expect(await ask({ directives: 4 }, query)).toEqual(["QUERY_TOO_MANY_DIRECTIVES"]);
  });

  it("in every operation of a document, not only in the one that is asked for", async () => {
    const { post } = await startTestGateway({ limits: { ...defaultLimits, rootFields: 1 } });
    const { body } = await post({
      query: "query A { me { id } } query B { me { id } users { id } }",
      operationName: "A",
    });
    expect(body.errors?.map(({ extensions }) => extensions["code"])).toEqual(["QUERY_TOO_MANY_ROOT_FIELDS"]);
  });
});

describe("documents that are made to be slow", () => {
  const quick = { timeout: 5_000 };

  it("refuses a bomb of fragments within fragments", quick, async () => {
    const bomb = `{ me { ...F0 } } ${times(100, (n) => `fragment F${n} on User { ...F${n + 1} ...F${n + 1} }`)}
      fragment F100 on User { name }`;
    expect(await ask({}, bomb)).toEqual(["QUERY_TOO_MANY_FIELDS"]);
  });

  it("refuses fragments that go round in a circle", quick, async () => {
    const circle =
      "{ me { ...A } } fragment A on User { friend { ...B } } fragment B on User { friend { ...A } }";
    expect(await ask({}, circle)).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
    expect(await ask({}, "{ ...A } fragment A on Query { ...A }")).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
  });

  it("refuses one field a thousand times, under one name or under many", quick, async () => {
    expect(await ask({}, `{ ${times(1_000, () => "me { name }")} }`)).toEqual(["QUERY_TOO_MANY_ROOT_FIELDS"]);
    expect(await ask({}, `{ me { ${times(101, (n) => `a${n}: name`)} } }`)).toEqual([
      "QUERY_TOO_MANY_ALIASES",
    ]);
    expect(await ask({}, `{ me { ${times(3_500, () => "name")} } }`)).toEqual(["QUERY_TOO_MANY_FIELDS"]);
  });

  it("refuses what nests deeper than a parser can read", quick, async () => {
    const limits = { tokens: 1_000_000, bodyBytes: 10_000_000 };
    expect(await ask(limits, `${"{ me ".repeat(20_000)}{ id }${" }".repeat(20_000)}`)).toEqual([
      "QUERY_TOO_DEEP",
    ]);
    expect(await ask(limits, `{ echo(numbers: ${"[".repeat(50_000)}${"]".repeat(50_000)}) }`)).toEqual([
      "QUERY_TOO_DEEP",
    ]);
  });
});

describe("the default limits", () => {
  it("let tools ask for the whole schema", async () => {
    const tools = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: false,
    });
    expect(await ask({}, tools)).toEqual([]);
  });

  it("says in words what is too much", async () => {
    const { query } = await startTestGateway({ limits: { ...defaultLimits, depth: 2 } });
    const { status, body } = await query("{ me { friend { name } } }");
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        errors: [
          {
            message: "The operation nests fields 3 deep; 2 is the most. Ask in two queries.",
            extensions: { code: "QUERY_TOO_DEEP" },
          },
        ],
      },
    });
    const strict = await query(
      "{ me { friend { name } } }",
      {},
      { accept: "application/graphql-response+json" },
    );
    expect(strict.status).toBe(400);
  });
});
