// Each query's fetches as Apollo's planner has them, wave by wave, and the merging of their answers written out by hand.
import type { QueryName } from "../graph/queries.js";
import { type Fields, prepare, prepareEntities, type SubgraphClient } from "./subgraph-client.js";

interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
}

interface Review {
  readonly id: string;
  readonly body: string;
  readonly author: { readonly id: string; readonly username: string; readonly reviews: readonly Review[] };
  readonly product: { readonly upc: string; readonly reviews: readonly Review[] };
}

/** What the merge knows of entities, by key. */
type ByKey = ReadonlyMap<string, Fields>;

const keyFields = "__typename upc";
const reviewFields = "id body";
const authorFields = `author{__typename id username reviews{${reviewFields} product{${keyFields}}}}`;

const fetches = {
  users: prepare("users", "{users{__typename id username name}}"),
  topProducts: prepare("products", "{topProducts{__typename upc name price weight}}"),
  pricedProducts: prepare(
    "products",
    "query($first:Int!){topProducts(first:$first){__typename upc name price}}",
  ),
  firstProducts: prepare(
    "products",
    "query($first:Int!){topProducts(first:$first){__typename upc name price weight}}",
  ),
  recentReviews: prepare(
    "reviews",
    `query($first:Int!){recentReviews(first:$first){${reviewFields} author{__typename id username} product{${keyFields}}}}`,
  ),
  reviewsDeep: prepareEntities(
    "reviews",
    `... on User{reviews{${reviewFields} product{${keyFields} reviews{${reviewFields} ${authorFields}}}}}`,
  ),
  reviewsOfProduct: prepareEntities("reviews", `... on Product{reviews{${reviewFields} ${authorFields}}}`),
  reviewsOfProductShort: prepareEntities(
    "reviews",
    `... on Product{reviews{${reviewFields} author{__typename id username}}}`,
  ),
  name: prepareEntities("users", "... on User{name}"),
  product: prepareEntities("products", "... on Product{name price weight}"),
  inStock: prepareEntities("inventory", "... on Product{inStock}"),
  shippingEstimate: prepareEntities("inventory", "... on Product{shippingEstimate}"),
  inventory: prepareEntities("inventory", "... on Product{inStock shippingEstimate}"),
};

const idOf = ({ id }: { readonly id: string }) => id;
const upcOf = ({ upc }: { readonly upc: string }) => upc;
const userKey = ({ id }: { readonly id: string }) => ({ __typename: "User", id });
const productKey = ({ upc }: { readonly upc: string }) => ({ __typename: "Product", upc });
const weighed = ({ upc, price, weight }: Product) => ({ __typename: "Product", price, weight, upc });

/** Every part of products of which only the key is known: three fetches in two waves. */
const wholeProducts = async (
  client: SubgraphClient,
  keys: readonly { readonly upc: string }[],
): Promise<ByKey> => {
  const costed = async () => {
    const owned = await client.entities(fetches.product, keys, upcOf, productKey);
    const known = [...owned].map(([upc, fields]) => ({ upc, ...fields }) as Product);
    return { owned, estimates: await client.entities(fetches.shippingEstimate, known, upcOf, weighed) };
  };
  const [stocks, { owned, estimates }] = await Promise.all([
    client.entities(fetches.inStock, keys, upcOf, productKey),
    costed(),
  ]);
  const whole = new Map<string, Fields>();
  for (const [upc, fields] of owned) {
    const { name, price, weight } = fields;
    const inStock = stocks.get(upc)?.["inStock"];
    const shippingEstimate = estimates.get(upc)?.["shippingEstimate"];
    whole.set(upc, { upc, name, price, weight, inStock, shippingEstimate });
  }
  return whole;
};

/** Reviews as they come out: under each, its author with name, and the author's reviews with whole products. */
const withAuthors = (reviews: readonly Review[], names: ByKey, products: ByKey): Fields[] =>
  reviews.map(({ id, body, author }) => ({
    id,
    body,
    author: {
      id: author.id,
      username: author.username,
      name: names.get(author.id)?.["name"],
      reviews: author.reviews.map((review) => ({
        id: review.id,
        body: review.body,
        product: products.get(review.product.upc),
      })),
    },
  }));

const withAuthor = ({ id, body, author }: Review, names: ByKey): Fields => ({
  id,
  body,
  author: { id: author.id, username: author.username, name: names.get(author.id)?.["name"] },
});

/** The names of the authors of reviews, and the whole products of the authors' reviews. */
const authorsOf = (client: SubgraphClient, reviews: readonly Review[]) => {
  const authors = reviews.map(({ author }) => author);
  const theirs = authors.flatMap((author) => author.reviews.map(({ product }) => product));
  return Promise.all([client.entities(fetches.name, authors, idOf, userKey), wholeProducts(client, theirs)]);
};

const heavyUsers = async (client: SubgraphClient): Promise<Fields[]> => {
  const { users } = (await client.fetch(fetches.users)) as unknown as { users: readonly User[] };
  const found = await client.entities(fetches.reviewsDeep, users, idOf, userKey);
  const reviewsOf = ({ id }: User) => found.get(id)?.["reviews"] as readonly Review[];
  const products = users.flatMap(reviewsOf).map(({ product }) => product);
  const [whole, [names, deepest]] = await Promise.all([
    wholeProducts(client, products),
    authorsOf(
      client,
      products.flatMap(({ reviews }) => reviews),
    ),
  ]);
  return users.map((user) => ({
    id: user.id,
    username: user.username,
    name: user.name,
    reviews: reviewsOf(user).map(({ id, body, product }) => ({
      id,
      body,
      product: { ...whole.get(product.upc), reviews: withAuthors(product.reviews, names, deepest) },
    })),
  }));
};

const inventoryOf = (client: SubgraphClient, products: readonly Product[]) =>
  client.entities(fetches.inventory, products, upcOf, weighed);

const withInventory = ({ upc, name, price, weight }: Product, inventory: ByKey): Fields => {
  const { inStock, shippingEstimate } = inventory.get(upc) ?? {};
  return { upc, name, price, weight, inStock, shippingEstimate };
};

const heavyProducts = async (client: SubgraphClient): Promise<Fields[]> => {
  const { topProducts } = (await client.fetch(fetches.topProducts)) as unknown as {
    topProducts: readonly Product[];
  };
  const reviewed = async () => {
    const found = await client.entities(fetches.reviewsOfProduct, topProducts, upcOf, productKey);
    const reviewsOf = ({ upc }: Product) => found.get(upc)?.["reviews"] as readonly Review[];
    return { reviewsOf, authors: await authorsOf(client, topProducts.flatMap(reviewsOf)) };
  };
  const [{ reviewsOf, authors }, inventory] = await Promise.all([
    reviewed(),
    inventoryOf(client, topProducts),
  ]);
  const [names, deepest] = authors;
  return topProducts.map((product) => ({
    ...withInventory(product, inventory),
    reviews: withAuthors(reviewsOf(product), names, deepest),
  }));
};

const heavy = async (client: SubgraphClient): Promise<Fields> => {
  const [users, topProducts] = await Promise.all([heavyUsers(client), heavyProducts(client)]);
  return { users, topProducts };
};

const light = async (client: SubgraphClient, variables: Fields): Promise<Fields> => {
  const { topProducts } = (await client.fetch(fetches.pricedProducts, variables)) as unknown as {
    topProducts: readonly Product[];
  };
  const reviewed = async () => {
    const found = await client.entities(fetches.reviewsOfProductShort, topProducts, upcOf, productKey);
    const reviewsOf = ({ upc }: Product) => found.get(upc)?.["reviews"] as readonly Review[];
    const authors = topProducts.flatMap(reviewsOf).map(({ author }) => author);
    return { reviewsOf, names: await client.entities(fetches.name, authors, idOf, userKey) };
  };
  const [{ reviewsOf, names }, stocks] = await Promise.all([
    reviewed(),
    client.entities(fetches.inStock, topProducts, upcOf, productKey),
  ]);
  return {
    topProducts: topProducts.map((product) => ({
      upc: product.upc,
      name: product.name,
      price: product.price,
      inStock: stocks.get(product.upc)?.["inStock"],
      reviews: reviewsOf(product).map((review) => withAuthor(review, names)),
    })),
  };
};

const wide = async (client: SubgraphClient, variables: Fields): Promise<Fields> => {
  const { topProducts } = (await client.fetch(fetches.firstProducts, variables)) as unknown as {
    topProducts: readonly Product[];
  };
  const inventory = await inventoryOf(client, topProducts);
  return { topProducts: topProducts.map((product) => withInventory(product, inventory)) };
};

const repeated = async (client: SubgraphClient, variables: Fields): Promise<Fields> => {
  const { recentReviews } = (await client.fetch(fetches.recentReviews, variables)) as unknown as {
    recentReviews: readonly Review[];
  };
  const [names, products] = await Promise.all([
    client.entities(
      fetches.name,
      recentReviews.map(({ author }) => author),
      idOf,
      userKey,
    ),
    wholeProducts(
      client,
      recentReviews.map(({ product }) => product),
    ),
  ]);
  return {
    recentReviews: recentReviews.map((review) => ({
      ...withAuthor(review, names),
      product: products.get(review.product.upc),
    })),
  };
};

/** How each query is answered. */
export const answers: Readonly<
  Record<QueryName, (client: SubgraphClient, variables: Fields) => Promise<Fields>>
> = {
  heavy,
  light,
  wide,
  repeated,
};
