import { buildSubgraphSchema } from "@apollo/subgraph";
import type { GraphQLResolverMap } from "@apollo/subgraph/dist/schema-helper/index.js";
import DataLoader from "dataloader";
import { type GraphQLSchema, parse } from "graphql";
import type { Call } from "../kit/call.js";
import {
  answerOfPage,
  type HistoryArguments,
  presenceOf,
  readHistoryQuestion,
} from "../kit/history-source.js";
import { historySourceSdl, type MarkedSource } from "../kit/history-source-sdl.js";
import { coverageOf, itemOf } from "./record.js";
import type { ArchivedItem, ArchiveStore } from "./store.js";
import { type AskOwners, type Viewable, viewableBy } from "./viewable.js";

/** The live history source that the archive is. Nothing in it changes, so a copy of a day ago may be shown. */
export const SOURCE: MarkedSource = {
  id: "altinn2-archive",
  field: "altinn2History",
  name: {
    nb: "Altinn 2 (arkiv)",
    nn: "Altinn 2 (arkiv)",
    en: "Altinn 2 (archive)",
  },
  lastGoodSeconds: 86_400,
  searches: false,
  presence: "altinn2Presence",
  action: null,
};
const ITEM_PREFIX = `urn:tunet:source:${SOURCE.id}:`;
const PRESENCE_SECONDS = 600;

/** The subgraph's SDL: its own part, and the history source's. @param own of schema.graphql */
export const sdlOf = (own: string): string => `${own}\n${historySourceSdl("Altinn2", [SOURCE])}`;

/** What one request is answered with. */
export interface ArchiveContext {
  readonly store: ArchiveStore;
  readonly viewable: Viewable;
  readonly now: number;
  /** What presence is hashed with. */
  readonly salt: string;
  /** `null` where there is none, or one that the viewer may not see. */
  readonly byReference: DataLoader<string, ArchivedItem | null>;
}

export interface ArchiveParts {
  readonly store: ArchiveStore;
  readonly askOwners: AskOwners;
  readonly salt: string;
  now(): number;
}

export const createContext = ({ store, askOwners, salt, now }: ArchiveParts, call: Call): ArchiveContext => {
  const viewable = viewableBy(askOwners, call);
  const at = now();
  return {
    store,
    viewable,
    salt,
    now: at,
    byReference: new DataLoader(async (references: readonly string[]) => {
      const found = store.byReferences(await viewable.visible(), references, at);
      const byReference = new Map(found.map((item) => [item.record.archiveReference, item]));
      return references.map((reference) => byReference.get(reference) ?? null);
    }),
  };
};

const history = async (
  given: HistoryArguments,
  { store, viewable, now }: ArchiveContext,
): Promise<object> => {
  const question = readHistoryQuestion(given);
  const asked = new Set(question.parties);
  const { services, ...visible } = await viewable.visible();
  const ofAsked = { ...visible, services: services.filter(([party]) => asked.has(party)) };
  const { items, ...page } = store.page(ofAsked, question, now);
  return answerOfPage({
    ...page,
    items: items.map(({ record, service }) => itemOf(record, service)),
    asOf: now,
    coverage: coverageOf(store.phases(), store.closedAt(), now),
  });
};

const resolvers: GraphQLResolverMap<ArchiveContext> = {
  Query: {
    altinn2History: (_: unknown, given: HistoryArguments, context: ArchiveContext) => history(given, context),
    altinn2Presence: (_: unknown, _given: object, { store, now, salt }: ArchiveContext) =>
      presenceOf(store.parties(), { salt, now, validForSeconds: PRESENCE_SECONDS }),
  },
  HistoryItem: {
    __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
    altinn2: ({ id }: { readonly id: string }, _: object, { byReference }: ArchiveContext) =>
      id.startsWith(ITEM_PREFIX) ? byReference.load(id.slice(ITEM_PREFIX.length)) : null,
  },
  Altinn2Record: {
    archiveReference: ({ record }: ArchivedItem) => record.archiveReference,
    reporteeElementId: ({ record }: ArchivedItem) => String(record.reporteeElementId),
    kind: ({ record }: ArchivedItem) => record.kind,
    serviceCode: ({ service }: ArchivedItem) => service.serviceCode,
    serviceEdition: ({ service }: ArchivedItem) => service.serviceEdition,
    movedAt: ({ record: { movedAt } }: ArchivedItem) =>
      movedAt === null ? null : new Date(movedAt).toISOString(),
    movedTo: ({ record }: ArchivedItem) => record.movedTo,
  },
};

/** @param sdl of {@link sdlOf} */
export const buildSchema = (sdl: string): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as GraphQLResolverMap<unknown> });
