import { buildSubgraphSchema } from "@apollo/subgraph";
import { GraphQLError, GraphQLScalarType, type GraphQLSchema, Kind, parse } from "graphql";
import type { LocalSubgraph } from "../../gateway/index.js";
import { composeSupergraph } from "../../registry/index.js";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible"])`;

export const usersSdl = `${LINK}
  "A whole number that two divides."
  scalar Even
  type Query {
    half(of: Even!): Int
    me: User
    user(id: ID!): User
    users: [User!]!
    echo(text: String, numbers: [Int!]): String
    failing: String
    headers: [String!]!
  }
  type Mutation {
    rename(id: ID!, name: String!): User
  }
  type User @key(fields: "id") {
    id: ID!
    name: String!
    friend: User
    secret: String @inaccessible
  }
`;

export const reviewsSdl = `${LINK}
  type Query {
    latestReviews: [Review!]
  }
  type Review {
    text: String
    author: User
  }
  type User @key(fields: "id") {
    id: ID!
    reviews: [Review!]
    rating: Int!
  }
`;

export const supergraphSdl = composeSupergraph([
  { name: "users", url: "local:users", sdl: usersSdl },
  { name: "reviews", url: "local:reviews", sdl: reviewsSdl },
]).supergraphSdl;

/** Resolvers by type and field, over what every test shares. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const people: Readonly<Record<string, { id: string; name: string; friendId: string }>> = {
  "1": { id: "1", name: "Ada", friendId: "2" },
  "2": { id: "2", name: "Grace", friendId: "1" },
};

interface Reference {
  readonly id: string;
}

/** What a test's context is: the headers of the fetch. */
export type HeadersContext = Readonly<Record<string, string | undefined>>;

const even = (value: unknown): number => {
  if (typeof value === "number" && value % 2 === 0) return value;
  throw new GraphQLError(`${value} is not even.`);
};

const userResolvers: Resolvers = {
  Even: new GraphQLScalarType({
    name: "Even",
    parseValue: even,
    parseLiteral: (node) => even(node.kind === Kind.INT ? Number(node.value) : null),
  }) as never,
  Query: {
    half: (_: unknown, { of }: { of: number }) => of / 2,
    me: () => people["1"],
    user: (_: unknown, { id }: Reference) => people[id] ?? null,
    users: () => Object.values(people),
    echo: (_: unknown, { text }: { text: string | null }) => text ?? null,
    failing: () => {
      throw new Error("password=hunter2 at db.internal:5432");
    },
    headers: (_: unknown, _arguments: unknown, context: HeadersContext) =>
      Object.entries(context)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}: ${value}`)
        .sort(),
  },
  Mutation: {
    rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...people[id], name }),
  },
  User: {
    __resolveReference: ({ id }: Reference) => people[id] ?? null,
    friend: ({ friendId }: { friendId: string }) => people[friendId],
  },
};

const reviewResolvers: Resolvers = {
  Query: {
    latestReviews: () => [
      { text: "Sturdy", author: { id: "2" } },
      { text: "Handy", author: { id: "1" } },
    ],
  },
  User: {
    __resolveReference: ({ id }: Reference) => ({ id }),
    reviews: ({ id }: Reference) => [{ text: `by ${id}`, author: { id } }],
    rating: ({ id }: Reference) => Number(id) * 10,
  },
};

const merged = (base: Resolvers, changes: Resolvers): Resolvers => {
  const resolvers: Record<string, Resolvers[string]> = { ...base };
  for (const [type, fields] of Object.entries(changes)) resolvers[type] = { ...base[type], ...fields };
  return resolvers;
};

const build = (sdl: string, resolvers: Resolvers): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });

export const usersSchema = (changes: Resolvers = {}): GraphQLSchema =>
  build(usersSdl, merged(userResolvers, changes));

export const reviewsSchema = (changes: Resolvers = {}): GraphQLSchema =>
  build(reviewsSdl, merged(reviewResolvers, changes));

/** A subgraph in this process whose context is the headers that it is given. */
export const local = (name: string, schema: GraphQLSchema): LocalSubgraph => ({
  name,
  schema,
  contextFor: (headers) => ({ ...headers }),
});

export const bothLocal = (changes: { users?: Resolvers; reviews?: Resolvers } = {}): LocalSubgraph[] => [
  local("users", usersSchema(changes.users)),
  local("reviews", reviewsSchema(changes.reviews)),
];
