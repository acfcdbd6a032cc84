import type { LocalSubgraph, SwapChanges } from "../../gateway/index.js";
import { composeSupergraph } from "../../registry/index.js";
import {
  local,
  type Resolvers,
  reviewsSchema,
  reviewsSdl,
  supergraphSdl,
  usersSchema,
  usersSdl,
} from "./subgraphs.js";

/** A supergraph whose subgraphs sign every value with its number, so that a mixed answer shows. */
export interface Version {
  readonly supergraphSdl: string;
  readonly changes: SwapChanges & { readonly localSubgraphs: readonly LocalSubgraph[] };
  /** How often its mutation ran. */
  readonly renames: () => number;
}

/** Waits where a test wants it to, e.g. in the second hop. */
export interface Gates {
  /** Before reviews are given. */
  reviews?(): Promise<void>;
  /** Before somebody is renamed. */
  rename?(): Promise<void>;
}

/** Something that a test waits for, or lets others wait for. */
export const deferred = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
};

/** Holds whoever comes to it until it is opened, and tells when somebody has come. */
export const gate = () => {
  const { open, opened } = deferred();
  const { open: arrive, opened: reached } = deferred();
  return {
    reached,
    open,
    pass: (): Promise<void> => {
      arrive();
      return opened;
    },
  };
};

/** The same API in each version; only a comment differs. */
export const version = (number: number, gates: Gates = {}): Version => {
  let renames = 0;
  const signed = (text: string): string => `${text} of version ${number}`;
  const users: Resolvers = {
    Query: { me: () => ({ id: "1", name: signed("Ada") }) },
    Mutation: {
      rename: async (_: unknown, { id, name }: { id: string; name: string }) => {
        renames += 1;
        await gates.rename?.();
        return { id, name: signed(name) };
      },
    },
  };
  const reviews: Resolvers = {
    User: {
      reviews: async () => {
        await gates.reviews?.();
        return [{ text: signed("Sturdy") }];
      },
    },
  };
  return {
    supergraphSdl: `${supergraphSdl}\n# version ${number}\n`,
    changes: {
      localSubgraphs: [local("users", usersSchema(users)), local("reviews", reviewsSchema(reviews))],
    },
    renames: () => renames,
  };
};

/** A supergraph whose API has a field less and a field more. */
export const otherApiSdl = composeSupergraph([
  { name: "users", url: "local:users", sdl: usersSdl },
  {
    name: "reviews",
    url: "local:reviews",
    sdl: reviewsSdl.replace("rating: Int!", "score: Int"),
  },
]).supergraphSdl;
