import { buildSubgraphSchema } from "@apollo/subgraph";
import type { GraphQLResolverMap } from "@apollo/subgraph/dist/schema-helper/index.js";
import DataLoader from "dataloader";
import { type GraphQLSchema, parse } from "graphql";
import type { Call } from "../kit/call.js";
import { answerOfPage, type HistoryArguments, readHistoryQuestion } from "../kit/history-source.js";
import { type Act, act } from "./actions.js";
import { historyPage, presence } from "./history.js";
import type { Municipality, MunicipalityCapabilities } from "./municipality.js";
import type { Platform } from "./platform.js";
import { SOURCES, type SourceId } from "./records.js";
import { type Detail, detailOf } from "./rules/detail.js";
import { shownItem } from "./rules/items.js";
import { FIKS_SOURCES } from "./sources.js";
import type { ItemName, StoredItem } from "./store/history.js";
import { type Viewable, viewableBy } from "./viewable.js";

/** What the graph has of an item, beside what the history has. */
interface Item extends Detail {
  readonly municipality: Municipality & MunicipalityCapabilities;
}

/** What one request is answered with. */
export interface FiksContext {
  readonly platform: Platform;
  readonly call: Call;
  readonly viewable: Viewable;
  /** By the id that the history has it by; `null` where it is none of the platform's, or not to be seen. */
  readonly itemById: DataLoader<string, Item | null>;
}

const SOURCE_IDS: ReadonlySet<string> = new Set(SOURCES);

/** `urn:tunet:source:fiks-svarut:…`; `null` where it is another platform's. */
const nameIn = (id: string): ItemName | null => {
  const [, source, own] = /^urn:tunet:source:([a-z0-9-]+):([A-Za-z0-9._~-]{1,100})$/.exec(id) ?? [];
  return source === undefined || own === undefined || !SOURCE_IDS.has(source) ? null : [source, own];
};

const itemOf = ({ store }: Platform, row: StoredItem): Item | null => {
  const municipality = store.municipality(row.municipalityId);
  const record = store.record(row.recordKind, row.recordId);
  if (municipality === null || record === null) return null;
  const { party } = shownItem(row);
  return {
    ...detailOf(record, party),
    municipality: { ...municipality, ...store.capabilities(municipality.id) },
  };
};

/** Nobody is asked about items that are not the platform's, which most are not. */
const itemsByIds = async (
  platform: Platform,
  viewable: Viewable,
  ids: readonly string[],
): Promise<(Item | null)[]> => {
  const names = ids.flatMap((id) => {
    const name = nameIn(id);
    return name === null ? [] : [name];
  });
  const { history } = platform.store;
  const municipalityIds = names.length === 0 ? [] : history.municipalitiesOfItems(names);
  if (municipalityIds.length === 0) return ids.map(() => null);
  const rows = history.itemsByIds(await viewable.of(municipalityIds, null), names);
  const byId = new Map(rows.map((row) => [`urn:tunet:source:${row.source}:${row.id}`, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    return row === undefined ? null : itemOf(platform, row);
  });
};

export const createContext = (platform: Platform, call: Call): FiksContext => {
  const viewable = viewableBy(platform, call);
  return {
    platform,
    call,
    viewable,
    itemById: new DataLoader((ids: readonly string[]) => itemsByIds(platform, viewable, ids)),
  };
};

const history = (source: SourceId) => async (_: object, given: HistoryArguments, context: FiksContext) => {
  const question = readHistoryQuestion(given);
  return answerOfPage(await historyPage(context.platform, context.viewable, { source, question }));
};

type ActArguments = Omit<Act, "text"> & { readonly text?: string | null };

const acting = (source: SourceId) => (_: object, given: ActArguments, context: FiksContext) =>
  act(context.platform, context, source, { ...given, text: given.text ?? null });

const iso = (millis: number | null): string | null =>
  millis === null ? null : new Date(millis).toISOString();

/** Moments of a type, as they go out. */
const moments = (...names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      (parent: Readonly<Record<string, unknown>>) => iso((parent[name] as number | null | undefined) ?? null),
    ]),
  );

const resolvers: GraphQLResolverMap<FiksContext> = {
  Query: Object.fromEntries(
    FIKS_SOURCES.flatMap(({ id, field, presence: presenceField }) => [
      [field, history(id)],
      [presenceField, (_: object, __: object, { platform }: FiksContext) => presence(platform, id)],
    ]),
  ),
  Mutation: Object.fromEntries(FIKS_SOURCES.map(({ id, action }) => [action, acting(id)])),
  HistoryItem: {
    __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
    fiks: ({ id }: { readonly id: string }, _: object, { itemById }: FiksContext) => itemById.load(id),
  },
  FiksMunicipality: {
    receivesApplications: ({ canReceive }: MunicipalityCapabilities) => canReceive,
  },
  FiksDelivery: moments("since"),
  FiksSigning: moments("expiresAt", "since"),
  FiksEvent: moments("at"),
  FiksRequestedDocument: moments("askedAt", "sendInBy", "metAt"),
  FiksPayment: moments("dueAt", "paidAt"),
  FiksMilestone: moments("startedAt", "endedAt"),
  FiksReply: moments("at"),
};

/** @param sdl as it is published */
export const buildSchema = (sdl: string): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as GraphQLResolverMap<unknown> });
