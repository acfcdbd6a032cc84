import { GraphQLObjectType, GraphQLSchema, GraphQLString, graphql } from "graphql";
import { expect, it } from "vitest";
import { DomainError, messageOf } from "../../lib/errors.js";

it("gives its code and details to the GraphQL error, and no detail can take the code's place", async () => {
  const error = new DomainError("TOO_BIG", "It is too big.", { limit: 3, code: "OTHER" });
  expect(error).toMatchObject({ name: "DomainError", code: "TOO_BIG", message: "It is too big." });
  const fail = { type: GraphQLString, resolve: () => Promise.reject(error) };
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: "Query", fields: { fail } }) });
  const { errors } = await graphql({ schema, source: "{ fail }" });
  expect(errors?.map(({ message, extensions }) => ({ message, extensions }))).toEqual([
    { message: "It is too big.", extensions: { limit: 3, code: "TOO_BIG" } },
  ]);
});

it("finds words for whatever was thrown", () => {
  expect([new Error("a"), "b", null, undefined, 5].map(messageOf)).toEqual([
    "a",
    "b",
    "null",
    "undefined",
    "5",
  ]);
});
