import { describe, expect, it } from "vitest";
import { CompositionError, type CompositionRemark, composeSupergraph } from "../../registry/index.js";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible"])`;

const orders = { name: "orders", url: "http://orders.test/graphql" };
const stock = { name: "stock", url: "http://stock.test/graphql" };

const problemsOf = (compose: () => unknown): readonly CompositionRemark[] => {
  try {
    compose();
  } catch (error) {
    if (error instanceof CompositionError) return error.problems;
    throw error;
  }
  throw new Error("It composed.");
};

describe("composing subgraphs that fit", () => {
  const composed = composeSupergraph([
    {
      ...orders,
      sdl: `${LINK}\ntype Query { "All of them." items: [Item!]! } type Item @key(fields: "id") { id: ID! price: Int }`,
    },
    {
      ...stock,
      sdl: `${LINK}\ntype Item @key(fields: "id") { id: ID! left: Int! shelf: String @inaccessible }`,
    },
  ]);

  it("gives a supergraph that knows where each subgraph is", () => {
    expect(composed.supergraphSdl).toContain(
      'ORDERS @join__graph(name: "orders", url: "http://orders.test/graphql")',
    );
    expect(composed.supergraphSdl).toContain(
      'STOCK @join__graph(name: "stock", url: "http://stock.test/graphql")',
    );
    expect(composed.hints).toEqual([]);
  });

  it("gives what clients see, without federation's own and what is inaccessible", () => {
    expect(composed.apiSdl).toBe(`type Query {
  """All of them."""
  items: [Item!]!
}

type Item {
  id: ID!
  price: Int
  left: Int!
}`);
  });

  it("gives the same text for the same subgraphs", () => {
    const again = () =>
      composeSupergraph([{ ...orders, sdl: `${LINK}\ntype Query { a: Int b: String }` }]).supergraphSdl;
    expect(again()).toBe(again());
  });

  it("says what composes but is doubtful", () => {
    const { hints } = composeSupergraph([
      { ...orders, sdl: `${LINK}\ntype Query { a: Int @shareable }` },
      { ...stock, sdl: `${LINK}\ntype Query { a: Int! @shareable }` },
    ]);
    expect(hints).toEqual([
      {
        code: "INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE",
        message:
          'Type of field "Query.a" is inconsistent but compatible across subgraphs: will use type "Int" (from subgraph ' +
          '"orders") in supergraph but "Query.a" has subtype "Int!" in subgraph "stock".',
        places: [
          { subgraph: "orders", line: 2, column: 14 },
          { subgraph: "stock", line: 2, column: 14 },
        ],
      },
    ]);
  });
});

describe("composing subgraphs that do not fit", () => {
  it("names every problem, its code, and where it is in each subgraph", () => {
    const compose = () =>
      composeSupergraph([
        { ...orders, sdl: `${LINK}\ntype Query { a: Int }` },
        { ...stock, sdl: `${LINK}\ntype Query {\n  a: String\n}` },
      ]);
    const places = [
      { subgraph: "orders", line: 2, column: 14 },
      { subgraph: "stock", line: 3, column: 3 },
    ];
    expect(problemsOf(compose)).toEqual([
      {
        code: "FIELD_TYPE_MISMATCH",
        message:
          'Type of field "Query.a" is incompatible across subgraphs: it has type "Int" in subgraph "orders" but type ' +
          '"String" in subgraph "stock"',
        places,
      },
      {
        code: "INVALID_FIELD_SHARING",
        message:
          'Non-shareable field "Query.a" is resolved from multiple subgraphs: it is resolved from subgraphs "orders" and ' +
          '"stock" and defined as non-shareable in all of them',
        places,
      },
    ]);
    expect(compose).toThrow(
      "The subgraphs do not compose; 2 problem(s):\n  - FIELD_TYPE_MISMATCH at orders 2:14, stock 3:3: Type of field",
    );
  });

  it("names every subgraph whose SDL can't be read", () => {
    const problems = problemsOf(() =>
      composeSupergraph([
        { ...orders, sdl: "type Query {" },
        { ...stock, sdl: "type Query { a: }" },
      ]),
    );
    expect(problems).toEqual([
      {
        code: "INVALID_GRAPHQL",
        message: "Syntax Error: Expected Name, found <EOF>.",
        places: [{ subgraph: "orders", line: 1, column: 13 }],
      },
      {
        code: "INVALID_GRAPHQL",
        message: 'Syntax Error: Expected Name, found "}".',
        places: [{ subgraph: "stock", line: 1, column: 17 }],
      },
    ]);
  });

  it("names a type that nobody defines", () => {
    expect(
      problemsOf(() => composeSupergraph([{ ...orders, sdl: `${LINK}\ntype Query { a: Nothing }` }])),
    ).toEqual([
      {
        code: "INVALID_GRAPHQL",
        message: "[orders] Unknown type Nothing",
        places: [{ subgraph: "orders", line: 2, column: 17 }],
      },
    ]);
  });

  it("says which query could not be answered", () => {
    const [problem] = problemsOf(() =>
      composeSupergraph([
        { ...orders, sdl: `${LINK}\ntype Query { item: Item } type Item { id: ID! @shareable }` },
        { ...stock, sdl: `${LINK}\ntype Item { id: ID! @shareable left: Int }` },
      ]),
    );
    expect(problem).toMatchObject({ code: "SATISFIABILITY_ERROR", places: [] });
    expect(problem?.message).toContain("left");
  });
});
