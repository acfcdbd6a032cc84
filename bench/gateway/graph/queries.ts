/** What the gateways are asked. */
export interface BenchQuery {
  readonly name: QueryName;
  /** What is particular about it. */
  readonly about: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export const queryNames = ["heavy", "light", "wide", "repeated"] as const;
export type QueryName = (typeof queryNames)[number];

const product = "upc name price weight inStock shippingEstimate";

/** The shape of the public federation benchmarks: users, their reviews, the products, their reviews, and so on. */
const heavy = `query Heavy {
  users {
    ...UserParts
    reviews {
      ...ReviewParts
      product {
        ...ProductParts
        reviews { ...ReviewParts author { ...UserParts reviews { ...ReviewParts product { ...ProductParts } } } }
      }
    }
  }
  topProducts {
    ...ProductParts
    reviews { ...ReviewParts author { ...UserParts reviews { ...ReviewParts product { ...ProductParts } } } }
  }
}
fragment UserParts on User { id username name }
fragment ReviewParts on Review { id body }
fragment ProductParts on Product { ${product} }`;

const all: readonly BenchQuery[] = [
  {
    name: "heavy",
    about: "six entity hops deep, the same few entities over and over",
    query: heavy,
  },
  {
    name: "light",
    about: "two products with their reviews, and who wrote them",
    query: `query Light($first: Int!) {
  topProducts(first: $first) { upc name price inStock reviews { id body author { id username name } } }
}`,
    variables: { first: 2 },
  },
  {
    name: "wide",
    about: "a list of 500 different entities",
    query: `query Wide($first: Int!) { topProducts(first: $first) { ${product} } }`,
    variables: { first: 500 },
  },
  {
    name: "repeated",
    about: "a list of 200 reviews; 30 % of the authors and products are repeated",
    query: `query Repeated($first: Int!) {
  recentReviews(first: $first) { id body author { id username name } product { ${product} } }
}`,
    variables: { first: 200 },
  },
];

/** @returns the queries of these names, in their own order */
export const queriesOf = (names: readonly QueryName[]): readonly BenchQuery[] =>
  all.filter(({ name }) => names.includes(name));
