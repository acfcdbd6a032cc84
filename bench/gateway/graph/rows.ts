/** A person who writes reviews. */
export interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

/** A product, with what each subgraph knows of it. */
export interface ProductRow {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
}

/** A review, with the keys of who wrote it and of what it is about. */
export interface ReviewRow {
  readonly id: string;
  readonly body: string;
  readonly authorId: string;
  readonly productUpc: string;
}

/** A small circle in which everybody reviews everything: the deep query walks it to and fro. */
const CIRCLE = { users: 6, products: 9, reviews: 24 } as const;
/** A crowd that the circle does not touch, for wide lists. */
const CROWD = { users: 140, products: 491, reviews: 200 } as const;
/** Of ten references in the crowd's reviews, so many are to somebody or something new; the rest repeat. */
const NEW_IN_TEN = 7;

const GIVEN = [
  "Astri",
  "Brage",
  "Cesilie",
  "Dagfinn",
  "Eldbjørg",
  "Folke",
  "Gudny",
  "Halvard",
  "Ingunn",
  "Jostein",
];
const FAMILY = [
  "Åsen",
  "Bakke",
  "Dalsrud",
  "Engen",
  "Fossum",
  "Grønli",
  "Haugen",
  "Kvamme",
  "Lien",
  "Moen",
  "Nygård",
];
const KIND = [
  "Table",
  "Lamp",
  "Shelf",
  "Kettle",
  "Chair",
  "Bench",
  "Stove",
  "Ladder",
  "Basket",
  "Mirror",
  "Rug",
];
const STUFF = ["oak", "birch", "pine", "iron", "brass", "wool", "linen"];
const PRAISE = [
  "Stands well on a crooked floor, and the drawer has not stuck once since the autumn.",
  "Heavier than I thought, but worth the carrying up three flights of stairs.",
  "The colour is nearer grey than the picture in the shop has it; otherwise as promised.",
  "Came with one screw too few. The shop sent the last one by post the day after.",
];

const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error("The list is empty.");
  return item;
};

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const users: readonly UserRow[] = many(CIRCLE.users + CROWD.users, (index) => {
  const name = `${at(GIVEN, index * 3)} ${at(FAMILY, index * 5 + Math.floor(index / 11))}`;
  return { id: String(index + 1), username: `user${index + 1}`, name };
});

export const products: readonly ProductRow[] = many(CIRCLE.products + CROWD.products, (index) => ({
  upc: String(index + 1),
  name: `${at(KIND, index)} of ${at(STUFF, index + Math.floor(index / 11))}`,
  price: 50 + ((index * 379) % 1_900),
  weight: 10 + ((index * 97) % 600),
  inStock: index % 3 !== 1,
}));

/** Spread so that each user of the circle has 4 reviews and each product 2 or 3. */
const circleReview = (index: number): ReviewRow => ({
  id: String(index + 1),
  body: at(PRAISE, index + Math.floor(index / 4)),
  authorId: String((index % CIRCLE.users) + 1),
  productUpc: String(((index * 7 + Math.floor(index / CIRCLE.products)) % CIRCLE.products) + 1),
});

/** Which of the crowd the nth reference is to: seven of ten are new, three repeat one from before. */
const crowdMember = (index: number): number => {
  const newBefore = Math.floor(index / 10) * NEW_IN_TEN;
  const inTen = index % 10;
  return inTen < NEW_IN_TEN ? newBefore + inTen : (index * 13) % (newBefore + NEW_IN_TEN);
};

const crowdReview = (index: number): ReviewRow => ({
  id: String(CIRCLE.reviews + index + 1),
  body: at(PRAISE, index * 3 + Math.floor(index / 7)),
  authorId: String(CIRCLE.users + crowdMember(index) + 1),
  productUpc: String(CIRCLE.products + crowdMember(index) + 1),
});

export const crowdReviews: readonly ReviewRow[] = many(CROWD.reviews, crowdReview);
export const reviews: readonly ReviewRow[] = [...many(CIRCLE.reviews, circleReview), ...crowdReviews];

const groupBy = <T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
};

export const userById: ReadonlyMap<string, UserRow> = new Map(users.map((user) => [user.id, user]));
export const productByUpc: ReadonlyMap<string, ProductRow> = new Map(
  products.map((product) => [product.upc, product]),
);
export const reviewById: ReadonlyMap<string, ReviewRow> = new Map(
  reviews.map((review) => [review.id, review]),
);
const reviewsByAuthor = groupBy(reviews, ({ authorId }) => authorId);
const reviewsByProduct = groupBy(reviews, ({ productUpc }) => productUpc);

export const reviewsOfUser = (id: string): readonly ReviewRow[] => reviewsByAuthor.get(id) ?? [];
export const reviewsOfProduct = (upc: string): readonly ReviewRow[] => reviewsByProduct.get(upc) ?? [];

/** Free for what is dear, by weight otherwise: needs fields that another subgraph owns. */
export const shippingEstimate = ({ price, weight }: Pick<ProductRow, "price" | "weight">): number =>
  price > 1_000 ? 0 : Math.round(weight / 2);
