import type { KeyObject } from "node:crypto";
import type { SupergraphRow } from "../drizzle/registry/tables.js";
import type { Probing } from "./check/contract.js";
import type { KnownSubgraph } from "./check/schema-check.js";
import type { SubgraphSdl } from "./compose/compose.js";
import type { Publisher } from "./publisher.js";
import { type SignedSupergraph, signSupergraph } from "./signing.js";
import type { Head, NextSupergraph } from "./store.js";

/** A subgraph that somebody wants served. */
export interface WishedSubgraph extends SubgraphSdl {
  /** See `normalHash`. */
  readonly hash: string;
}

/** What somebody wants to change, and what the audit log and the history say of it. */
export interface Wish {
  readonly publisher: Publisher;
  readonly action: "publish" | "delete" | "rollback";
  readonly cause: "PUBLISH" | "DELETE";
  readonly subgraphs: readonly WishedSubgraph[];
  readonly removed: readonly string[];
  readonly reason: string | null;
  /** Asks candidates what they promise; `null`: they are not asked. */
  readonly probing: Probing | null;
}

/** The subgraphs of a supergraph that is to come, and where they are asked. */
export type NextParts = Pick<NextSupergraph, "published" | "kept" | "deprecated"> &
  Pick<SignedSupergraph, "urls">;

const serves = ({ subgraphs }: Head, { name, url, hash }: WishedSubgraph): boolean =>
  subgraphs.some((one) => one.subgraph === name && one.url === url && one.hash === hash);

export const changesNothing = ({ subgraphs, removed }: Wish, head: Head): boolean =>
  subgraphs.every((one) => serves(head, one)) &&
  removed.every((name) => !head.subgraphs.some(({ subgraph }) => subgraph === name));

/** What is served once a wish is granted. @param at milliseconds since 1970 UTC */
export const granted = (
  { publisher, subgraphs, removed, reason }: Wish,
  owned: readonly KnownSubgraph[],
  head: Head,
  { deprecated, at }: { readonly deprecated: readonly string[]; readonly at: number },
): NextParts => {
  const version = { publishedAt: at, publishedBy: publisher.id, reason };
  const owners = new Map(owned.map(({ name, owner }) => [name, owner]));
  const changed = subgraphs.filter((one) => !serves(head, one));
  const gone = new Set([...removed, ...changed.map(({ name }) => name)]);
  const stays = head.subgraphs.filter(({ subgraph }) => !gone.has(subgraph));
  return {
    published: changed.map(({ name: subgraph, ...one }) => ({
      ...one,
      ...version,
      subgraph,
      owner: owners.get(subgraph) ?? publisher.id,
    })),
    kept: new Map(stays.map(({ subgraph, number }) => [subgraph, number])),
    urls: Object.fromEntries([
      ...stays.map(({ subgraph, url }) => [subgraph, url] as const),
      ...changed.map(({ name, url }) => [name, url] as const),
    ]),
    deprecated,
  };
};

/** Signs what comes after what is served. */
export const signedNext = (
  head: Head,
  { urls, ...parts }: NextParts,
  made: Omit<SupergraphRow, "number" | "signature">,
  signingKey: KeyObject,
): NextSupergraph => {
  const signature = signSupergraph({ number: head.number + 1, sdl: made.sdl, urls }, signingKey);
  return { ...parts, after: head.number, supergraph: { ...made, signature } };
};
