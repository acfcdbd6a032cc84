import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, parse } from "graphql";
import {
  crowdReviews,
  productByUpc,
  products,
  type ReviewRow,
  reviewById,
  reviewsOfProduct,
  reviewsOfUser,
  shippingEstimate,
  userById,
  users,
} from "./rows.js";
import { type SubgraphName, subgraphSdl } from "./sdl.js";

interface UserKey {
  readonly id: string;
}

interface ProductKey {
  readonly upc: string;
}

interface First {
  readonly first: number;
}

/** What the inventory is handed of a product when it has to know what the product weighs. */
interface RequiredOfProduct extends ProductKey {
  readonly price: number;
  readonly weight: number;
}

const userIn = ({ id }: UserKey) => userById.get(id) ?? null;
const productIn = ({ upc }: ProductKey) => productByUpc.get(upc) ?? null;

const resolvers = {
  users: {
    Query: {
      user: (_: unknown, key: UserKey) => userIn(key),
      users: (_: unknown, { first }: First) => users.slice(0, first),
    },
    User: { __resolveReference: userIn },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: First) => products.slice(0, first) },
    Product: { __resolveReference: productIn },
  },
  inventory: {
    Product: {
      __resolveReference: (reference: ProductKey) => reference,
      inStock: (key: ProductKey) => productIn(key)?.inStock,
      // From what the gateway sent, not from the row: a gateway that sends it wrong is found out.
      shippingEstimate: (required: RequiredOfProduct) => shippingEstimate(required),
    },
  },
  reviews: {
    Query: { recentReviews: (_: unknown, { first }: First) => crowdReviews.slice(0, first) },
    Review: {
      __resolveReference: ({ id }: { id: string }) => reviewById.get(id) ?? null,
      author: ({ authorId }: ReviewRow) => ({ id: authorId }),
      product: ({ productUpc }: ReviewRow) => ({ upc: productUpc }),
    },
    User: {
      username: (key: UserKey) => userIn(key)?.username,
      reviews: ({ id }: UserKey) => reviewsOfUser(id),
    },
    Product: { reviews: ({ upc }: ProductKey) => reviewsOfProduct(upc) },
  },
};

/** A subgraph that executes whatever a planner asks of it. */
export const subgraphSchema = (name: SubgraphName): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(subgraphSdl[name]), resolvers: resolvers[name] });
