import DataLoader from "dataloader";
import type {
  ActivityRow,
  DeadlineRow,
  DialogBodyRow,
  OwnLabelRow,
  SeenLogRow,
  SourceActionRow,
  SourceRow,
  TransmissionRow,
} from "../../drizzle/dialogs/tables.js";
import { partyNamesOf } from "../../schema/party-names.js";
import type { AccessDecision, AccessRequest } from "../../schema/ports.js";
import { restrictScope } from "../../schema/scope.js";
import { type Count, countOf } from "../../schema/types/count.js";
import { type CaseLoaders, caseLoadersOf } from "./case-loaders.js";
import { allOf, type LiveHistory } from "./live/index.js";
import type { CountBounds } from "./store/pieces.js";
import type { HistoryFolder, HistoryRow, View } from "./store/selection.js";
import type { DialogStore } from "./store.js";
import { type RowTwin, twinsOfRows } from "./twins-of-rows.js";

const MAX_BATCH = 500;

/** What nobody has seen of a party, by its UUID, in a folder. */
export interface UnreadKey {
  readonly party: string;
  readonly folder: HistoryFolder;
}

/** One set per request. Each answers in the order of its keys, `null` or `[]` where there is nothing to be seen. */
export interface DialogsLoaders {
  readonly itemById: DataLoader<string, HistoryRow | null>;
  /** Of live sources, by the ids that they have in the graph; rejects where the source can't be asked. */
  readonly liveItemById: DataLoader<string, HistoryRow | null>;
  /** Also those that are meant for programs. */
  readonly listedById: DataLoader<string, HistoryRow | null>;
  /** Whole dialogs: with their own texts only, and also those that are meant for programs. */
  readonly dialogById: DataLoader<string, HistoryRow | null>;
  /** Of dialogs that the viewer is known to have access to, one by one. */
  readonly transmissionById: DataLoader<
    string,
    { readonly row: TransmissionRow; readonly isOpened: boolean } | null
  >;
  readonly activityById: DataLoader<string, ActivityRow | null>;
  /** What is asked of cases in a view. */
  readonly cases: (view: View) => CaseLoaders;
  readonly unreadByParty: DataLoader<UnreadKey, Count, string>;
  /** The five below are of dialogs that the viewer is known to have access to. */
  readonly bodyByDialogId: DataLoader<string, DialogBodyRow | null>;
  readonly transmissionsByDialogId: DataLoader<string, TransmissionRow[]>;
  readonly activitiesByDialogId: DataLoader<string, ActivityRow[]>;
  readonly latestActivityByDialogId: DataLoader<string, ActivityRow | null>;
  readonly seenLogByDialogId: DataLoader<string, SeenLogRow[]>;
  /** The viewer's own: when they last saw a dialog, and which of their labels are on it, by name. */
  readonly ownSeenAtByDialogId: DataLoader<string, number | null>;
  readonly ownLabelsByDialogId: DataLoader<string, OwnLabelRow[]>;
  /** What the viewer has asked live sources to do with an item, by its id, the oldest first. */
  readonly sourceActionsByItemId: DataLoader<string, readonly SourceActionRow[]>;
  /** Deadlines of dialogs that the viewer is known to see in lists, soonest first. */
  readonly deadlinesByDialogSeq: DataLoader<number, DeadlineRow[]>;
  /** The same thing on other platforms. */
  readonly twinsByRow: DataLoader<HistoryRow, readonly RowTwin[], string>;
  readonly decision: DataLoader<AccessRequest, AccessDecision, string>;
  /** Every source, by id. */
  sources(): Promise<SourceRow[]>;
  /** Every label of the viewer's own, by name. */
  ownLabels(): Promise<OwnLabelRow[]>;
}

const oneById = <Row>(
  read: (ids: readonly string[]) => Promise<Row[]>,
  idOf: (row: Row) => string,
): DataLoader<string, Row | null> =>
  new DataLoader(
    async (ids) => {
      const byId = new Map((await read(ids)).map((row) => [idOf(row), row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: MAX_BATCH },
  );

const manyByDialogId = <Row extends { readonly dialogId: string }>(
  read: (ids: readonly string[]) => Promise<Row[]>,
): DataLoader<string, Row[]> =>
  new DataLoader(
    async (ids) => {
      const byId = new Map<string, Row[]>();
      for (const row of await read(ids)) byId.set(row.dialogId, [...(byId.get(row.dialogId) ?? []), row]);
      return ids.map((id) => byId.get(id) ?? []);
    },
    { maxBatchSize: MAX_BATCH },
  );

/**
 * @param countBounds unread items of one party are counted up to its limit
 * @param viewer party URN: whose own state is looked up
 * @param live `null` where this installation can't ask live sources
 */
export const createLoaders = (
  store: DialogStore,
  view: () => Promise<View>,
  decide: (requests: readonly AccessRequest[]) => Promise<readonly AccessDecision[]>,
  countBounds: CountBounds,
  viewer: string,
  live: LiveHistory | null,
): DialogsLoaders => {
  let sources: Promise<SourceRow[]> | null = null;
  let ownLabelsOnce: Promise<OwnLabelRow[]> | null = null;
  const ownLabels = (): Promise<OwnLabelRow[]> => {
    ownLabelsOnce ??= store.own.labels(viewer);
    return ownLabelsOnce;
  };
  return {
    itemById: oneById(
      async (ids) => store.itemsByIds(ids, await view()),
      ({ id }) => id,
    ),
    liveItemById: new DataLoader(
      async (ids) => {
        const found = (await live?.itemsByIds(ids, await view())) ?? new Map<string, HistoryRow>();
        return ids.map((id) => found.get(id) ?? null);
      },
      { maxBatchSize: MAX_BATCH },
    ),
    listedById: oneById(
      async (ids) => store.itemsByIds(ids, await view(), { withApiOnly: true }),
      ({ id }) => id,
    ),
    dialogById: oneById(
      async (ids) => {
        const rows = await store.itemsByIds(ids, await view(), { withApiOnly: true });
        return rows.filter(({ isRedacted }) => !isRedacted);
      },
      ({ id }) => id,
    ),
    unreadByParty: new DataLoader(
      async (keys) => {
        const { scope, now } = await view();
        const { urnById } = partyNamesOf(scope);
        const counts = new Map<HistoryFolder, (party: string) => Count>();
        for (const folder of new Set(keys.map((key) => key.folder))) {
          const ids = new Set(keys.flatMap((key) => (key.folder === folder ? [key.party] : [])));
          const within = { scope: restrictScope(scope, ids), now };
          const unseen = { ...within, filter: { folder, isContentSeen: false }, search: null };
          const [selected, unread] = await Promise.all([
            live?.select(unseen, null),
            store.unreadCounts(within, folder, countBounds),
          ]);
          const found = allOf((await selected?.whole()) ?? []);
          counts.set(folder, (party) => {
            const urn = urnById.get(party) ?? "";
            const ofLive = found.rows.filter((row) => row.party === urn).length;
            const counted = (unread.counts.get(urn) ?? 0) + ofLive;
            return countOf(
              Math.min(counted, countBounds.limit),
              unread.isExact && found.isExact && counted <= countBounds.limit,
            );
          });
        }
        return keys.map(({ party, folder }) => counts.get(folder)?.(party) ?? countOf(0, true));
      },
      { cacheKeyFn: ({ party, folder }) => `${folder} ${party}` },
    ),
    bodyByDialogId: oneById(
      (ids) => store.parts.bodies(ids),
      ({ dialogId }) => dialogId,
    ),
    transmissionsByDialogId: manyByDialogId((ids) => store.parts.transmissions(ids)),
    activitiesByDialogId: manyByDialogId((ids) => store.parts.activities(ids)),
    latestActivityByDialogId: oneById(
      (ids) => store.parts.latestActivities(ids),
      ({ dialogId }) => dialogId,
    ),
    seenLogByDialogId: manyByDialogId((ids) => store.parts.seenLog(ids)),
    ownSeenAtByDialogId: new DataLoader(
      async (ids) => {
        const seenAt = await store.own.seenAt(viewer, ids);
        return ids.map((id) => seenAt.get(id) ?? null);
      },
      { maxBatchSize: MAX_BATCH },
    ),
    ownLabelsByDialogId: new DataLoader(
      async (ids) => {
        const labelings = await store.own.labelings(viewer, ids);
        const labels = labelings.length === 0 ? [] : await ownLabels();
        return ids.map((id) => {
          const on = new Set(
            labelings.flatMap(({ dialogId, labelId }) => (dialogId === id ? [labelId] : [])),
          );
          return labels.filter((label) => on.has(label.id));
        });
      },
      { maxBatchSize: MAX_BATCH },
    ),
    sourceActionsByItemId: new DataLoader(
      async (ids) => {
        const byItem = await store.actions.ofItems(viewer, ids);
        return ids.map((id) => byItem.get(id) ?? []);
      },
      { maxBatchSize: MAX_BATCH },
    ),
    twinsByRow: new DataLoader(async (rows) => twinsOfRows(rows, await view(), { store, live }), {
      maxBatchSize: MAX_BATCH,
      cacheKeyFn: ({ id }) => id,
    }),
    deadlinesByDialogSeq: new DataLoader(
      async (seqs) => {
        const rows = await store.agenda.ofDialogs(seqs);
        return seqs.map((seq) => rows.filter(({ dialogSeq }) => dialogSeq === seq));
      },
      { maxBatchSize: MAX_BATCH },
    ),
    decision: new DataLoader((requests) => decide(requests).then((decisions) => [...decisions]), {
      maxBatchSize: 1_000,
      cacheKeyFn: ({ party, service, action, instanceRef, attribute }) =>
        JSON.stringify([party, service, action, instanceRef, attribute]),
    }),
    transmissionById: oneById(
      (ids) => store.cases.transmissions(ids),
      ({ row }) => row.id,
    ),
    activityById: oneById(
      (ids) => store.cases.activities(ids),
      ({ id }) => id,
    ),
    cases: caseLoadersOf(store, countBounds.limit),
    ownLabels,
    sources: () => {
      sources ??= store.sources();
      return sources;
    },
  };
};
