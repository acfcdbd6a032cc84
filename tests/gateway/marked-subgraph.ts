import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, parse } from "graphql";
import { composeSupergraph } from "../../registry/index.js";
import type { Resolvers } from "./subgraphs.js";
import { usersSdl } from "./subgraphs.js";

/** A subgraph that offers something by a mark that means nothing to a gateway. */
export const stallSdl = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@composeDirective"])
    @link(url: "https://market.example/specs/offer/v1.0", import: ["@offer"])
    @composeDirective(name: "@offer")
  directive @offer(of: String!, weight: Int! = 3, ask: String) on FIELD_DEFINITION
  type Query {
    stallWares(first: Int!, by: String): StallWares! @offer(of: "apples", ask: "stallBuy") @inaccessible
    stallPrices: String @offer(of: "prices", weight: 1) @inaccessible
    stallSecret: String @inaccessible
    stallOpen: Boolean
  }
  type Mutation {
    stallBuy(ware: ID!): String @inaccessible
    stallBurn: String @inaccessible
  }
  type StallWares {
    names: [String!]!
    failing: String
  }
`;

export const marketSdl = composeSupergraph([
  { name: "users", url: "local:users", sdl: usersSdl },
  { name: "stall", url: "local:stall", sdl: stallSdl },
]).supergraphSdl;

export const stallSchema = (query: Resolvers[string] = {}): GraphQLSchema => {
  const resolvers: Resolvers = {
    Query: { stallOpen: () => true, ...query },
    Mutation: { stallBuy: (_: unknown, { ware }: { ware: string }) => `sold ${ware}` },
  };
  return buildSubgraphSchema({ typeDefs: parse(stallSdl), resolvers: resolvers as never });
};
