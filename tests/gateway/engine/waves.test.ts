import { describe, expect, it } from "vitest";
import { type Fetch, openGraph, type TestSubgraphs } from "./kit.js";

const idOf = ({ id }: { id: string }) => ({ id });

/** Orders and offers name products; two subgraphs know about those, and stock needs a weight. */
const shop: TestSubgraphs = {
  orders: {
    sdl: `type Query { orders: [Order!]! } type Order { id: ID! product: Product! }
      type Product @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: { orders: () => ["1", "2", "1"].map((id, at) => ({ id: `o${at}`, product: { id } })) },
    },
  },
  offers: {
    sdl: `type Query { offers: [Offer!]! } type Offer { id: ID! product: Product! }
      type Product @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: { Query: { offers: () => [{ id: "f1", product: { id: "2" } }] } },
  },
  products: {
    sdl: `type Query { unused: Int } type Product @key(fields: "id") { id: ID! name(as: String): String weight: Int }`,
    resolvers: {
      Product: {
        __resolveReference: idOf,
        name: ({ id }: { id: string }, { as = "name" }: { as?: string }) => `${as} ${id}`,
        weight: ({ id }: { id: string }) => Number(id) * 10,
      },
    },
  },
};

const BOTH = `query Both($as: String) {
  orders { id product { ...Named } }
  offers { id product { ...Weighed } }
}
fragment Named on Product { id name(as: $as) }
fragment Weighed on Product { weight }`;

const product = (id: string) => ({ id, name: `Vare ${id}` });
const right = {
  orders: ["1", "2", "1"].map((id, at) => ({ id: `o${at}`, product: product(id) })),
  offers: [{ id: "f1", product: { weight: 20 } }],
};

const toProducts = (fetches: readonly Fetch[]): readonly Fetch[] =>
  fetches.filter(({ subgraph }) => subgraph === "products");

describe("fetches that are as far down a plan as each other", () => {
  it("go to their subgraph in one request, with each entity once and the client's variables", async () => {
    const { ours, fetches } = await openGraph(shop);
    expect(await ours.ask(BOTH, { as: "Vare" })).toEqual({ data: right });
    expect(toProducts(fetches).map(({ query, variables }) => ({ query, variables }))).toEqual([
      {
        query:
          "query Both__products($representations_0:[_Any!]!$representations_1:[_Any!]!$as:String)" +
          "{entities_0:_entities(representations:$representations_0){...on Product{name(as:$as)}}" +
          "entities_1:_entities(representations:$representations_1){...on Product{weight}}}",
        variables: {
          as: "Vare",
          representations_0: ["1", "2"].map((id) => ({ __typename: "Product", id })),
          representations_1: [{ __typename: "Product", id: "2" }],
        },
      },
    ]);
  });

  it("are asked apart where the subgraph refuses them together, and so from then on", async () => {
    let refused = 0;
    const { ours, fetches } = await openGraph(shop, {
      sources: {
        products: ({ query, variables }) => {
          if (query.includes("entities_1")) {
            refused += 1;
            return { errors: [{ message: "No aliases here.", extensions: { code: "TOO_MANY_ALIASES" } }] };
          }
          const asked = variables["representations"] as { id: string }[];
          const known = asked.map(({ id }) => ({ name: `Vare ${id}`, weight: Number(id) * 10 }));
          return { data: { _entities: known } };
        },
      },
    });
    for (const _ of [1, 2]) expect(await ours.ask(BOTH, { as: "Vare" })).toEqual({ data: right });
    expect([refused, toProducts(fetches).length]).toEqual([1, 5]);
  });

  it("fail each for itself: what one can't have does not take the others with it", async () => {
    const { ours } = await openGraph(shop, {
      sources: {
        products: ({ query }) =>
          query.includes("entities_1")
            ? {
                data: { entities_0: [{ name: "Vare 1" }, null], entities_1: [{ weight: 20 }] },
                errors: [{ message: "Gone.", path: ["entities_0", 1], extensions: { code: "GONE" } }],
              }
            : {},
      },
    });
    expect(await ours.ask(BOTH, { as: "Vare" })).toEqual({
      data: {
        ...right,
        orders: [right.orders[0], { id: "o1", product: { id: "2", name: null } }, right.orders[2]],
      },
      errors: [{ message: "Gone.", path: ["orders", 1, "product"], code: "GONE", service: "products" }],
    });
  });

  it("wait a moment for each other and no longer: a slow neighbour holds nobody up", async () => {
    let letGo: (answer: unknown) => void = () => undefined;
    const slow = new Promise((resolve) => {
      letGo = resolve;
    });
    const asked: string[] = [];
    const { ours } = await openGraph(shop, {
      sources: {
        offers: () => slow,
        products: ({ query, variables }) => {
          asked.push(query);
          if (asked.length === 1)
            letGo({ data: { offers: [{ id: "f1", product: { __typename: "Product", id: "2" } }] } });
          const of = variables["representations"] as { id: string }[];
          return {
            data: { _entities: of.map(({ id }) => ({ name: `Vare ${id}`, weight: Number(id) * 10 })) },
          };
        },
      },
    });
    expect(await ours.ask(BOTH, { as: "Vare" })).toEqual({ data: right });
    expect(asked).toHaveLength(2);
  });

  it("do not wait for what a condition leaves out", async () => {
    const { ours, fetches } = await openGraph(shop);
    const query = BOTH.replace("$as: String", "$as: String, $with: Boolean!").replace(
      "offers {",
      "offers @include(if: $with) {",
    );
    expect(await ours.ask(query, { as: "Vare", with: false })).toEqual({ data: { orders: right.orders } });
    expect(toProducts(fetches)).toHaveLength(1);
  });
});
