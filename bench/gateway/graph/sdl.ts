/** Names of the four subgraphs. */
export const subgraphNames = ["users", "products", "inventory", "reviews"] as const;
export type SubgraphName = (typeof subgraphNames)[number];

const federation2 = (imports: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [${imports}])\n`;

/** Federation 2, as all but one of the gateways are given it. */
export const subgraphSdl: Readonly<Record<SubgraphName, string>> = {
  users: `${federation2('"@key", "@shareable"')}
    type Query {
      user(id: ID!): User
      users(first: Int! = 6): [User!]!
    }
    type User @key(fields: "id") {
      id: ID!
      username: String! @shareable
      name: String!
    }
  `,
  products: `${federation2('"@key"')}
    type Query {
      topProducts(first: Int! = 5): [Product!]!
    }
    type Product @key(fields: "upc") {
      upc: ID!
      name: String!
      price: Int!
      weight: Int!
    }
  `,
  inventory: `${federation2('"@key", "@external", "@requires"')}
    type Product @key(fields: "upc") {
      upc: ID!
      price: Int! @external
      weight: Int! @external
      inStock: Boolean!
      shippingEstimate: Int! @requires(fields: "price weight")
    }
  `,
  reviews: `${federation2('"@key", "@external", "@provides"')}
    type Query {
      recentReviews(first: Int! = 10): [Review!]!
    }
    type Review @key(fields: "id") {
      id: ID!
      body: String!
      author: User! @provides(fields: "username")
      product: Product!
    }
    type User @key(fields: "id") {
      id: ID!
      username: String! @external
      reviews: [Review!]!
    }
    type Product @key(fields: "upc") {
      upc: ID!
      reviews: [Review!]!
    }
  `,
};

/** The same in Federation 1: Mercurius knows no other. */
export const federation1Sdl: Readonly<Record<SubgraphName, string>> = {
  users: `
    extend type Query {
      user(id: ID!): User
      users(first: Int! = 6): [User!]!
    }
    type User @key(fields: "id") {
      id: ID!
      username: String!
      name: String!
    }
  `,
  products: `
    extend type Query {
      topProducts(first: Int! = 5): [Product!]!
    }
    type Product @key(fields: "upc") {
      upc: ID!
      name: String!
      price: Int!
      weight: Int!
    }
  `,
  inventory: `
    extend type Product @key(fields: "upc") {
      upc: ID! @external
      price: Int! @external
      weight: Int! @external
      inStock: Boolean!
      shippingEstimate: Int! @requires(fields: "price weight")
    }
  `,
  reviews: `
    extend type Query {
      recentReviews(first: Int! = 10): [Review!]!
    }
    type Review @key(fields: "id") {
      id: ID!
      body: String!
      author: User! @provides(fields: "username")
      product: Product!
    }
    extend type User @key(fields: "id") {
      id: ID! @external
      username: String! @external
      reviews: [Review!]!
    }
    extend type Product @key(fields: "upc") {
      upc: ID! @external
      reviews: [Review!]!
    }
  `,
};
