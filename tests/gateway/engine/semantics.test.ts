import { expect, it } from "vitest";
import { openGraph, type TestSubgraphs } from "./kit.js";

const shop: TestSubgraphs = {
  products: {
    sdl: `
      type Query { products(first: Int = 2): [Product!]! product(id: ID!): Product }
      type Product @key(fields: "id") { id: ID! name: String price(currency: String = "NOK"): Int related: [Product!] }
    `,
    resolvers: {
      Query: {
        products: (_: unknown, { first }: { first: number }) =>
          ["1", "2", "3"].slice(0, first).map((id) => ({ id, name: `product ${id}` })),
        product: (_: unknown, { id }: { id: string }) =>
          id === "404" ? null : { id, name: `product ${id}` },
      },
      Product: {
        __resolveReference: ({ id }: { id: string }) => ({ id, name: `product ${id}` }),
        price: ({ id }: { id: string }, { currency }: { currency: string }) =>
          Number(id) * (currency === "EUR" ? 1 : 12),
        related: ({ id }: { id: string }) => [{ id: id === "1" ? "2" : "1", name: "related" }],
      },
    },
  },
  stock: {
    sdl: `type Product @key(fields: "id") { id: ID! inStock: Int! warehouse: Warehouse } type Warehouse { city: String }`,
    resolvers: {
      Product: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        inStock: ({ id }: { id: string }) => Number(id) * 10,
        warehouse: ({ id }: { id: string }) => ({ city: `city ${id}` }),
      },
    },
  },
};

it("answers in the order of the operation, with aliases, fragments and type names", async () => {
  const { ours } = await openGraph(shop);
  const answer = await ours.ask(`
    query { kind: __typename last: products(first: 1) { ...Stock id: name __typename related { id inStock } } }
    fragment Stock on Product { inStock where: warehouse { city } ... on Product { name } }
  `);
  expect(JSON.stringify(answer)).toBe(
    JSON.stringify({
      data: {
        kind: "Query",
        last: [
          {
            inStock: 10,
            where: { city: "city 1" },
            name: "product 1",
            id: "product 1",
            __typename: "Product",
            related: [{ id: "2", inStock: 20 }],
          },
        ],
      },
    }),
  );
});

it("asks for an entity once, however often it is in the answer", async () => {
  const { ours, fetches } = await openGraph(shop);
  const answer = await ours.ask(`{ products(first: 3) { id related { id inStock related { inStock } } } }`);
  expect(answer.data).toEqual({
    products: ["1", "2", "3"].map((id) => ({
      id,
      related: [
        id === "1"
          ? { id: "2", inStock: 20, related: [{ inStock: 10 }] }
          : { id: "1", inStock: 10, related: [{ inStock: 20 }] },
      ],
    })),
  });
  const sent = fetches
    .filter(({ subgraph }) => subgraph === "stock")
    .map(({ variables }) => variables["representations"]);
  expect(sent).toEqual([
    [
      { __typename: "Product", id: "2" },
      { __typename: "Product", id: "1" },
    ],
  ]);
});

it("fetches and shows what @skip and @include let through, by literals, variables and defaults", async () => {
  const { ours, stock, fetches } = await openGraph(shop);
  const query = `query ($stock: Boolean!, $name: Boolean = true) {
    product(id: "1") { id name @include(if: $name) inStock @skip(if: $stock) ... @include(if: false) { price } }
  }`;
  for (const variables of [
    { stock: true },
    { stock: false },
    { stock: true, name: false },
    { stock: false, name: false },
  ]) {
    fetches.length = 0;
    expect(await ours.ask(query, variables)).toEqual(await stock.ask(query, variables));
  }
  fetches.length = 0;
  expect(await ours.ask(query, { stock: true, name: false })).toEqual({ data: { product: { id: "1" } } });
  expect(fetches.map(({ subgraph }) => subgraph)).toEqual(["products"]);
});

it("sends a client's variables on as they came, and defaults not at all", async () => {
  const { ours, fetches } = await openGraph(shop);
  const query = `query ($first: Int = 3, $currency: String) { products(first: $first) { price(currency: $currency) } }`;
  expect(await ours.ask(query, { currency: "EUR", unknown: 1 })).toEqual({
    data: { products: [{ price: 1 }, { price: 2 }, { price: 3 }] },
  });
  expect(fetches.map(({ variables }) => variables)).toEqual([{ currency: "EUR" }]);
});

it("refuses variables that do not fit, before anything is fetched", async () => {
  const { ours, fetches } = await openGraph(shop);
  const answer = await ours.ask(`query ($id: ID!) { product(id: $id) { id } }`, { id: { a: 1 } });
  expect(answer.errors?.map(({ message }) => message)).toEqual([
    'Variable "$id" got invalid value { a: 1 }; ID cannot represent value: { a: 1 }',
  ]);
  expect(answer).not.toHaveProperty("data");
  expect(fetches).toEqual([]);
});

it("answers introspection by what clients may see, beside other fields and with variables", async () => {
  const { ours, stock } = await openGraph(shop);
  const query = `query ($name: String!, $deep: Boolean!) {
    product(id: "1") { inStock }
    ...Meta
    one: __type(name: "Warehouse") { fields { name } }
    __type(name: $name) { kind name fields @include(if: $deep) { name args { defaultValue } } }
  }
  fragment Meta on Query { __schema { queryType { name } types { name } } }`;
  for (const variables of [
    { name: "Product", deep: true },
    { name: "Nothing", deep: false },
  ]) {
    expect(await ours.ask(query, variables)).toEqual(await stock.ask(query, variables));
  }
});

it("runs the operation that is named", async () => {
  const { ours } = await openGraph(shop);
  const query = `query A { product(id: "1") { name } } query B { product(id: "2") { name } }`;
  expect(await ours.ask(query, {}, "B")).toEqual({ data: { product: { name: "product 2" } } });
  expect(await ours.ask(query, {}, "A")).toEqual({ data: { product: { name: "product 1" } } });
});

it("does not take a client's alias for a key, whatever it is called", async () => {
  const { ours } = await openGraph(shop);
  const query = `{ product(id: "1") { id: name inStock __typename: name name: price constructor: id __proto__: id toString: inStock } }`;
  expect(JSON.stringify((await ours.ask(query)).data)).toBe(
    `{"product":{"id":"product 1","inStock":10,"__typename":"product 1","name":12,"constructor":"1","__proto__":"1","toString":10}}`,
  );
});

it("keeps one field's values apart where it is asked for with different arguments", async () => {
  const { ours } = await openGraph(shop);
  const query = `{ a: product(id: "1") { ...F } b: product(id: "1") { price(currency: "EUR") cost: price } }
    fragment F on Product { price(currency: "NOK") euro: price(currency: "EUR") }`;
  expect(await ours.ask(query)).toEqual({
    data: { a: { price: 12, euro: 1 }, b: { price: 1, cost: 12 } },
  });
});

it("takes a client's variable by the name that entity fetches use", async () => {
  const { ours } = await openGraph(shop);
  const query = `query ($representations: String) { product(id: "1") { inStock related { inStock price(currency: $representations) } } }`;
  expect(await ours.ask(query, { representations: "EUR" })).toEqual({
    data: { product: { inStock: 10, related: [{ inStock: 20, price: 2 }] } },
  });
});
