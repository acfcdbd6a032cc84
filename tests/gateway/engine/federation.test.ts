import { describe, expect, it } from "vitest";
import { type Fetch, openGraph, type TestSubgraphs } from "./kit.js";

/** What a subgraph was asked about, also where one request asked several things. */
const representations = (fetches: readonly Fetch[], subgraph: string): unknown[] =>
  fetches
    .filter((fetch) => fetch.subgraph === subgraph)
    .flatMap(({ variables }) => Object.entries(variables))
    .flatMap(([name, value]) => (name.startsWith("representations") ? (value as unknown[]) : []));

describe("@requires with arguments", () => {
  const priceIn = ({ upc }: { upc: string }, { currency = "NOK" }: { currency?: string }) =>
    Number(upc) * { NOK: 100, USD: 10, EUR: 9 }[currency as "NOK"];
  const shipping: TestSubgraphs = {
    products: {
      sdl: `
        type Query { products: [Product] }
        type Product @key(fields: "upc") { upc: ID! price(currency: String): Int weight: Int category: Category }
        type Category { averagePrice(currency: String!): Int name: String }
      `,
      resolvers: {
        Query: { products: () => [{ upc: "1" }, { upc: "2" }] },
        Product: {
          __resolveReference: (product: object) => product,
          price: priceIn,
          weight: ({ upc }: { upc: string }) => Number(upc),
          category: (product: object) => product,
        },
        Category: { averagePrice: priceIn, name: ({ upc }: { upc: string }) => `category ${upc}` },
      },
    },
    shipping: {
      sdl: `
        type Product @key(fields: "upc") {
          upc: ID!
          weight: Int @external
          price(currency: String): Int @external
          category: Category @external
          inUsd: Int @requires(fields: "price(currency: \\"USD\\") weight")
          inEur: Int @requires(fields: "price(currency: \\"EUR\\") weight")
          inHome: Int @requires(fields: "price")
          isDear: Boolean @requires(fields: "category { averagePrice(currency: \\"USD\\") }")
        }
        type Category { averagePrice(currency: String!): Int @external }
      `,
      resolvers: {
        Product: {
          __resolveReference: (product: object) => product,
          inUsd: ({ price, weight }: { price: number; weight: number }) => price + weight,
          inEur: ({ price, weight }: { price: number; weight: number }) => price + weight,
          inHome: ({ price }: { price: number }) => price,
          isDear: ({ category }: { category: { averagePrice: number } }) => category.averagePrice > 15,
        },
      },
    },
  };

  it("requires its own argument's value, whatever the client asks for", async () => {
    const { ours } = await openGraph(shipping);
    expect(await ours.ask(`{ products { price(currency: "NOK") inUsd } }`)).toEqual({
      data: {
        products: [
          { price: 100, inUsd: 11 },
          { price: 200, inUsd: 22 },
        ],
      },
    });
  });

  it("keeps apart several required arguments, the client's from a variable, and none at all", async () => {
    const { ours, fetches } = await openGraph(shipping);
    const query = `query ($currency: String = "EUR") {
      products { inUsd inEur inHome isDear price(currency: $currency) plain: price category { averagePrice(currency: "EUR") name } }
    }`;
    expect(await ours.ask(query)).toEqual({
      data: {
        products: [
          {
            inUsd: 11,
            inEur: 10,
            inHome: 100,
            isDear: false,
            price: 9,
            plain: 100,
            category: { averagePrice: 9, name: "category 1" },
          },
          {
            inUsd: 22,
            inEur: 20,
            inHome: 200,
            isDear: true,
            price: 18,
            plain: 200,
            category: { averagePrice: 18, name: "category 2" },
          },
        ],
      },
    });
    expect(representations(fetches, "shipping")).toEqual(
      expect.arrayContaining([
        { __typename: "Product", upc: "1", weight: 1, price: 10, category: { averagePrice: 10 } },
        { __typename: "Product", upc: "1", weight: 1, price: 9, category: { averagePrice: 10 } },
      ]),
    );
  });

  it("hides the fields that it makes up from clients", async () => {
    const { ours, stock } = await openGraph(shipping);
    const query = `{ __schema { types { name fields { name args { name defaultValue } } } } }`;
    expect(await ours.ask(query)).toEqual(await stock.ask(query));
  });
});

describe("keys", () => {
  it("comes back to a subgraph by a key that it resolves, among others that it does not", async () => {
    const { ours } = await openGraph({
      a: {
        sdl: `
          type A
            @key(fields: "id") @key(fields: "pId", resolvable: false)
            @key(fields: "ids { one two }", resolvable: false) @key(fields: "id ids { two three }", resolvable: false) {
            id: ID! pId: ID! ids: Ids! name: String!
          }
          type Ids { one: ID! two: ID! three: ID! }
        `,
        resolvers: { A: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `a ${id}` }) } },
      },
      b: {
        sdl: `
          type Query { b: B }
          type B @key(fields: "id") { id: ID! a: [A!]! }
          type A
            @key(fields: "ids { one two }", resolvable: false) @key(fields: "id ids { two three }")
            @key(fields: "pId", resolvable: false) @key(fields: "id", resolvable: false) {
            id: ID! pId: ID! ids: Ids! name: String! @external nameInB: String! @requires(fields: "name")
          }
          type Ids { one: ID! two: ID! three: ID! }
        `,
        resolvers: {
          Query: { b: () => ({ id: "100", a: [{ id: "1", ids: { one: "1", two: "2", three: "3" } }] }) },
          A: {
            __resolveReference: (a: { id?: string; ids: { three?: string } }) =>
              a.id === undefined || a.ids.three === undefined ? null : a,
            nameInB: ({ name }: { name: string }) => `${name} in b`,
          },
        },
      },
    });
    expect(await ours.ask(`{ b { id a { id name nameInB } } }`)).toEqual({
      data: { b: { id: "100", a: [{ id: "1", name: "a 1", nameInB: "a 1 in b" }] } },
    });
  });

  it("asks by composite keys with lists and nulls, and not where a part is missing", async () => {
    const { ours, fetches } = await openGraph({
      cases: {
        sdl: `
          type Query { cases: [Case] }
          type Case @key(fields: "number parts { code } owner { name }") { number: Int parts: [Part] owner: Owner }
          type Part { code: String } type Owner { name: String }
        `,
        resolvers: {
          Query: {
            cases: () => [
              { number: 1, parts: [{ code: "a" }, null], owner: null },
              null,
              { number: null, parts: [], owner: { name: "x" } },
              { number: 1, parts: [{ code: "a" }, null], owner: null },
            ],
          },
        },
      },
      titles: {
        sdl: `
          type Case @key(fields: "number parts { code } owner { name }") { number: Int parts: [Part] owner: Owner title: String }
          type Part { code: String } type Owner { name: String }
        `,
        resolvers: {
          Case: { __resolveReference: (c: { number: number }) => ({ ...c, title: `case ${c.number}` }) },
        },
      },
    });
    expect(await ours.ask(`{ cases { title } }`)).toEqual({
      data: { cases: [{ title: "case 1" }, null, { title: "case null" }, { title: "case 1" }] },
    });
    expect(representations(fetches, "titles")).toEqual([
      { __typename: "Case", number: 1, parts: [{ code: "a" }, null], owner: null },
      { __typename: "Case", number: null, parts: [], owner: { name: "x" } },
    ]);
  });
});

describe("@interfaceObject", () => {
  const media: TestSubgraphs = {
    catalogue: {
      sdl: `
        type Query { all: [Media!]! }
        interface Media @key(fields: "id") { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! minutes: Int }
      `,
      resolvers: {
        Query: {
          all: () => [
            { __typename: "Book", id: "b1", pages: 10 },
            { __typename: "Film", id: "f1", minutes: 90 },
          ],
        },
        Media: {
          __resolveReference: ({ id }: { id: string }) =>
            id === "b1"
              ? { __typename: "Book", id, pages: 10 }
              : id === "f1"
                ? { __typename: "Film", id, minutes: 90 }
                : null,
        },
        Book: { __resolveReference: ({ id }: { id: string }) => ({ id, pages: 10 }) },
        Film: { __resolveReference: ({ id }: { id: string }) => ({ id, minutes: 90 }) },
      },
    },
    reviews: {
      sdl: `
        type Query { reviewed: [Media] }
        type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int! best: Media }
      `,
      resolvers: {
        Query: { reviewed: () => [{ id: "f1" }, { id: "gone" }, { id: "b1" }] },
        Media: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          stars: ({ id }: { id: string }) => (id === "b1" ? 5 : 3),
          best: () => ({ id: "b1" }),
        },
      },
    },
  };

  it("sends the interface's name to the subgraph that knows no other, and keeps the concrete one", async () => {
    const { ours, stock, fetches } = await openGraph(media);
    const query = `{ all { __typename id stars ... on Book { pages best { id stars } } ... on Film { minutes } } }`;
    const answer = await ours.ask(query);
    expect(answer).toEqual(await stock.ask(query));
    expect(answer.data).toEqual({
      all: [
        { __typename: "Book", id: "b1", stars: 5, pages: 10, best: { id: "b1", stars: 5 } },
        { __typename: "Film", id: "f1", stars: 3, minutes: 90 },
      ],
    });
    expect(representations(fetches, "reviews")).toContainEqual({ __typename: "Media", id: "f1" });
  });

  it("never shows the interface for a concrete type: what is not known is an error", async () => {
    const { ours } = await openGraph(media);
    expect(await ours.ask(`{ reviewed { __typename id stars ... on Film { minutes } } }`)).toEqual({
      data: {
        reviewed: [
          { __typename: "Film", id: "f1", stars: 3, minutes: 90 },
          null,
          { __typename: "Book", id: "b1", stars: 5 },
        ],
      },
      errors: [
        {
          message: `Subgraphs did not say which type Query.reviewed is of, as far as clients may know.`,
          path: ["reviewed", 1],
          code: "VALUE_INVALID",
        },
      ],
    });
  });

  it("refuses what no subgraph can give, rather than answer with nothing", async () => {
    const { ours } = await openGraph({
      a: {
        sdl: `type Query { a: Node } interface Node { id: ID! }`,
      },
      b: {
        sdl: `type Query { b: Node } type Node @interfaceObject @key(fields: "id", resolvable: false) { id: ID! field: String }`,
        resolvers: { Query: { b: () => ({ id: "n1", field: "foo" }) } },
      },
    });
    expect(await ours.ask(`{ b { id field } }`)).toEqual({ data: { b: { id: "n1", field: "foo" } } });
    expect(await ours.ask(`{ a { field } b { id } }`)).toEqual({
      errors: [{ message: `No subgraph can give what is selected in "a".`, code: "FIELD_NOT_RESOLVABLE" }],
    });
  });
});
