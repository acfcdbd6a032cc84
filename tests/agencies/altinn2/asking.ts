import { readFileSync } from "node:fs";
import { join } from "node:path";
import { graphql } from "graphql";
import { onTestFinished } from "vitest";
import { packageRoot } from "../../../lib/package-root.js";
import type { Register } from "../../../subgraphs/agencies/altinn2/register.js";
import { ArchiveStore } from "../../../subgraphs/agencies/altinn2/store.js";
import { buildSchema, createContext, sdlOf } from "../../../subgraphs/agencies/altinn2/subgraph.js";
import { createOwnersAsker } from "../../../subgraphs/agencies/altinn2/viewable.js";
import type { Call } from "../../../subgraphs/agencies/kit/call.js";
import { partyTold, serveTunet } from "../tunet.js";
import { COMPANY, KARI, NOW, OTHER } from "./archive.js";

/** A file of the repository. */
export const read = (...path: string[]): string => readFileSync(join(packageRoot(), ...path), "utf8");
export const sdl = sdlOf(read("subgraphs", "agencies", "altinn2", "schema.graphql"));
/** What the archive serves. */
export const schema = buildSchema(sdl);

const PAGE = `query ($parties: [ID!]!, $first: Int!, $afterUpdatedAt: DateTime, $afterId: ID, $updatedAfter: DateTime,
    $updatedBefore: DateTime, $identifiers: [ID!]) {
  page: altinn2History(parties: $parties, first: $first, afterUpdatedAt: $afterUpdatedAt, afterId: $afterId,
      updatedAfter: $updatedAfter, updatedBefore: $updatedBefore, identifiers: $identifiers) {
    items { id party service owner status sourceStatus title { nb nn en } isSeen requiredLevel updatedAt sameAs actions }
    hasMore totalCount asOf coverage { from ratio reason { nb nn en } } hiddenByLogin { count requiredLevel }
  }
}`;

/** A page, as it is asked for by `openFor`. */
export interface Answer {
  readonly page: {
    readonly items: readonly {
      readonly id: string;
      readonly updatedAt: string;
      readonly sameAs: readonly string[];
    }[];
    readonly hasMore: boolean;
    readonly totalCount: number;
    readonly [field: string]: unknown;
  };
  readonly errors?: readonly { readonly code?: unknown }[];
}

/** An archive in memory. */
export const newStore = (register: Register, now = NOW): ArchiveStore => {
  const store = new ArchiveStore(":memory:");
  onTestFinished(() => store.close());
  store.add(register, now);
  return store;
};

/**
 * Somebody's questions to the archive, as the gateway puts them.
 * @param told whom authorization names to each owner that asks; a number: it refuses with that
 */
export const openFor = async (
  store: ArchiveStore,
  told: Readonly<Record<string, readonly object[] | number>>,
  { level = 4, now = NOW } = {},
) => {
  const asked: string[] = [];
  const tunet = await serveTunet(({ url = "", headers }) => {
    const owner = String(headers.authorization).slice("Bearer ".length);
    asked.push(`${owner}: ${url.slice(url.indexOf("?") + 1)}`);
    const parties = told[owner] ?? 404;
    return typeof parties === "number" ? { status: parties, body: {} } : { status: 200, body: parties };
  });
  const call: Call = {
    requestId: "r",
    caller: { subject: { type: "urn:altinn:person:identifier-no", value: "17858400120" }, level },
  };
  const askOwners = createOwnersAsker(
    (owner) => (owner in told ? { ...tunet, token: async () => owner } : null),
    store.services(),
    () => now,
  );
  const run = async (source: string, variableValues: object): Promise<Record<string, unknown>> => {
    const contextValue = createContext({ store, askOwners, salt: "salt", now: () => now }, call);
    const { data, errors } = await graphql({
      schema,
      source,
      contextValue,
      variableValues: variableValues as Record<string, unknown>,
    });
    const problems = errors === undefined ? {} : { errors: errors.map((one) => one.extensions) };
    return JSON.parse(JSON.stringify({ ...data, ...problems }));
  };
  return {
    asked,
    run,
    page: async (given: object = {}) =>
      (await run(PAGE, { parties: [KARI, COMPANY, OTHER], first: 50, ...given })) as unknown as Answer,
  };
};

/** Whom authorization names, by the owner that asks. */
export const TOLD = {
  fjs: [partyTold("kari", KARI, ["app_fjs_a2-1051-1", "fjs-skatteoppgjor-a2"])],
  vir: [partyTold("other", OTHER, [], { subunits: [partyTold("company", COMPANY, ["app_vir_a2-4711-1"])] })],
};
/** Records of the company's accounts. */
export const accounts = { party: COMPANY, serviceCode: "4711" };
/** The ids of a page, in its order. */
export const idsOf = ({ page: { items } }: Answer): string[] => items.map(({ id }) => id);
