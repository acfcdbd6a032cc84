import { buildSchema, getOperationAST, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { defaultLimits } from "../../gateway/index.js";
import { compileCost } from "../../gateway/protection/cost.js";
import { startTestGateway } from "./kit.js";

const schema = buildSchema(`
  type Query { me: Person, people(first: Int = 20, after: String): People, list: [Person!]!, tags: [String!] }
  type People { total: Int, edges: [Edge!]!, facets: [Facet!]! }
  type Edge { cursor: String, node: Person }
  type Facet { name: String }
  type Person { id: ID, friends(first: Int, last: Int): [Person!], best: Person }
  type Mutation { rename(id: ID): Person, touch: Boolean }
`);

const costOf = (query: string, variables: Record<string, unknown> = {}): number => {
  const document = parse(query);
  const operation = getOperationAST(document, null);
  if (!operation) throw new Error("The test's document has no operation.");
  return compileCost(schema, document, operation)(variables);
};

describe("an operation's cost", () => {
  it.each([
    ["{ __typename tags }", 0],
    ["{ me { id best { id } } }", 2],
    ["{ list { id } }", 10],
    ["{ list { best { id } } }", 20],
    ["{ list { friends(first: 3) { id } } }", 10 * (1 + 3)],
    ["{ me { friends { id } } }", 1 + 10],
    ["{ me { friends(first: 2, last: 5) { id } } }", 1 + 5],
    ["{ people { total } }", 1],
    ["{ people { edges { node { id } } } }", 1 + 20 * 2],
    ["{ people(first: 100) { edges { node { id } } facets { name } } }", 1 + 100 * 2 + 10],
    ["{ people(first: 100) { ...P } } fragment P on People { edges { ... { node { id } } } }", 1 + 100 * 2],
    ["{ people(first: 0) { edges { cursor } } }", 1],
    ["{ people(first: -5) { edges { cursor } } }", 1 + 20],
    ["mutation { rename(id: 1) { best { id } } touch }", 10 + 1 + 10],
    ["{ me { id } me @skip(if: true) { best { id } } list @include(if: false) { id } }", 1],
  ])("of %s is %i", (query, cost) => {
    expect(costOf(query)).toBe(cost);
  });

  it("follows the request's variables, and their defaults", () => {
    const query =
      "query ($n: Int = 7, $with: Boolean!) { people(first: $n) { edges { cursor } } me @include(if: $with) { id } }";
    expect(costOf(query, { with: false })).toBe(1 + 7);
    expect(costOf(query, { n: 1000, with: true })).toBe(1 + 1000 + 1);
    expect(costOf(query, { n: "many", with: true })).toBe(1 + 20 + 1);
  });
});

it("is held against the limit before anything is fetched, and said in words", async () => {
  const ask = async (cost: number) => {
    const { query, fetches } = await startTestGateway({ limits: { ...defaultLimits, cost } });
    const { status, body } = await query("{ users { friend { name } } }");
    return { status, errors: body.errors, fetches: fetches.length };
  };
  expect(await ask(20)).toEqual({ status: 200, errors: undefined, fetches: 1 });
  expect(await ask(19)).toEqual({
    status: 400,
    errors: [
      {
        message:
          "The operation may answer with some 20 objects, and one may ask for 19. Ask for smaller pages.",
        extensions: { code: "QUERY_TOO_COSTLY" },
      },
    ],
    fetches: 0,
  });
});
