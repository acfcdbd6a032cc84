import { buildSchema, graphqlSync } from "graphql";
import type { BenchQuery } from "./queries.js";
import {
  crowdReviews,
  type ProductRow,
  productByUpc,
  products,
  type ReviewRow,
  reviewsOfProduct,
  reviewsOfUser,
  shippingEstimate,
  type UserRow,
  userById,
  users,
} from "./rows.js";

const found = <T>(row: T | undefined): T => {
  if (row === undefined) throw new Error("A row refers to one that is not there.");
  return row;
};

const user = (row: UserRow): object => ({ ...row, reviews: () => reviewsOfUser(row.id).map(review) });

const product = (row: ProductRow): object => ({
  ...row,
  shippingEstimate: shippingEstimate(row),
  reviews: () => reviewsOfProduct(row.upc).map(review),
});

const review = ({ id, body, authorId, productUpc }: ReviewRow): object => ({
  id,
  body,
  author: () => user(found(userById.get(authorId))),
  product: () => product(found(productByUpc.get(productUpc))),
});

const root = {
  user: ({ id }: { id: string }) => {
    const row = userById.get(id);
    return row === undefined ? null : user(row);
  },
  users: ({ first }: { first: number }) => users.slice(0, first).map(user),
  topProducts: ({ first }: { first: number }) => products.slice(0, first).map(product),
  recentReviews: ({ first }: { first: number }) => crowdReviews.slice(0, first).map(review),
};

/**
 * What every gateway must answer: the same rows in one plain schema, with no federation anywhere.
 * @param apiSdl the supergraph's schema as clients see it
 */
export const createRightAnswers = (apiSdl: string) => {
  const schema = buildSchema(apiSdl);
  return ({ name, query, variables }: BenchQuery): unknown => {
    const { data, errors } = graphqlSync({
      schema,
      source: query,
      rootValue: root,
      variableValues: variables,
    });
    if (errors !== undefined) throw new Error(`The query "${name}" is wrong: ${errors.join("; ")}`);
    return JSON.parse(JSON.stringify(data));
  };
};
