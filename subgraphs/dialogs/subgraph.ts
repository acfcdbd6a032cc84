import { buildFederatedSchema } from "../../lib/federated-schema.js";
import { isUuid } from "../../lib/ids.js";
import { acceptedLanguages } from "../../schema/accepted-language.js";
import type { Call } from "../../schema/call.js";
import { readLiveItemId } from "../../schema/history-source/source.js";
import type { Room } from "../../schema/room.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import {
  DEFAULT_COUNT_BUDGET_MILLIS,
  DEFAULT_COUNT_LIMIT,
  DEFAULT_SEARCH_BUDGET_MILLIS,
  type DialogsConfig,
} from "./config.js";
import type { DialogsContext } from "./context.js";
import { openEndUserHttp } from "./end-user-http.js";
import { LiveHistory, openLive } from "./live/index.js";
import { createLoaders } from "./loaders.js";
import { openOwnerHttp } from "./owner-http.js";
import {
  AgendaResolver,
  DeadlineConnectionResolver,
  DialogDeadlinesResolver,
  HistoryItemDeadlinesResolver,
} from "./resolvers/agenda.js";
import { BulkSetSystemLabelsResolver } from "./resolvers/bulk-set-system-labels.js";
import {
  CalendarSubscriptionsResolver,
  WorkspaceCalendarSubscriptionsResolver,
} from "./resolvers/calendar-subscriptions.js";
import { DialogResolver } from "./resolvers/dialog.js";
import { DialogByIdResolver } from "./resolvers/dialog-by-id.js";
import { DialogEventsResolver } from "./resolvers/dialog-events.js";
import { DialogLookupResolver } from "./resolvers/dialog-lookup.js";
import {
  HistoryConnectionResolver,
  HistorySourceResolver,
  SourceReportResolver,
} from "./resolvers/history-connection.js";
import { HistoryItemResolver } from "./resolvers/history-item.js";
import { HistoryEdgeResolver } from "./resolvers/history-search.js";
import { HistoryTwinsResolver } from "./resolvers/history-twins.js";
import { LimitsResolver } from "./resolvers/limits.js";
import { DialogOwnResolver, HistoryItemOwnResolver } from "./resolvers/own-fields.js";
import { OwnLabelsResolver } from "./resolvers/own-labels.js";
import { ProcessEntryResolver, ProcessResolver, WorkspaceProcessResolver } from "./resolvers/process.js";
import { SavedSearchResolver } from "./resolvers/saved-search.js";
import { SearchDialogResolver } from "./resolvers/search-dialog.js";
import { SearchDialogsResolver } from "./resolvers/search-dialogs.js";
import { SetSeenByMeResolver } from "./resolvers/set-seen-by-me.js";
import { SetSystemLabelResolver } from "./resolvers/set-system-label.js";
import {
  HistoryItemSourceActionsResolver,
  SourceActionResolver,
  SourceActionsResolver,
  WorkspaceSourceActionsResolver,
} from "./resolvers/source-actions.js";
import { PartyResolver, WorkspaceOwnLabelsResolver, WorkspaceResolver } from "./resolvers/workspace.js";
import { createPseudonyms } from "./rules/parties.js";
import { ServiceNames } from "./service-names.js";
import type { View } from "./store/selection.js";
import { Dialog } from "./types/dialog.js";
import { errorTypes } from "./types/error-types.js";
import { HistoryItem, historyItemOf } from "./types/history-item.js";
import { Party } from "./types/party.js";
import { SavedSearch } from "./types/saved-search.js";
import { Workspace } from "./types/workspace.js";
import { openWaiting } from "./waiting/index.js";
import { openDialogWriter } from "./writing/index.js";

const uuidOf = (id: unknown): string | null => (isUuid(String(id)) ? String(id).toLowerCase() : null);

/** The dialogs' schema. Needs nothing that runs, so that it can be composed and printed anywhere. */
export const buildDialogsSubgraph = () =>
  buildFederatedSchema<DialogsContext>({
    resolvers: [
      WorkspaceResolver,
      PartyResolver,
      HistoryConnectionResolver,
      SourceReportResolver,
      HistorySourceResolver,
      HistoryEdgeResolver,
      HistoryItemResolver,
      HistoryTwinsResolver,
      ProcessResolver,
      ProcessEntryResolver,
      WorkspaceProcessResolver,
      DialogResolver,
      DialogByIdResolver,
      SetSystemLabelResolver,
      BulkSetSystemLabelsResolver,
      SearchDialogsResolver,
      SearchDialogResolver,
      LimitsResolver,
      DialogEventsResolver,
      DialogLookupResolver,
      OwnLabelsResolver,
      SetSeenByMeResolver,
      HistoryItemOwnResolver,
      DialogOwnResolver,
      WorkspaceOwnLabelsResolver,
      SavedSearchResolver,
      AgendaResolver,
      CalendarSubscriptionsResolver,
      WorkspaceCalendarSubscriptionsResolver,
      DeadlineConnectionResolver,
      HistoryItemDeadlinesResolver,
      DialogDeadlinesResolver,
      SourceActionsResolver,
      SourceActionResolver,
      WorkspaceSourceActionsResolver,
      HistoryItemSourceActionsResolver,
    ],
    orphanedTypes: [Workspace, Party, HistoryItem, Dialog, SavedSearch, ...errorTypes],
    references: {
      Workspace: ({ id }) => (decodeWorkspaceId(String(id)) === undefined ? null : { id }),
      Party: ({ id }) => {
        const uuid = uuidOf(id);
        return uuid && { id: uuid };
      },
      // The profile room found it within what is the viewer's own; what is counted is within their scope.
      SavedSearch: (search) => search,
      HistoryItem: async ({ id }, { loaders }) => {
        const uuid = uuidOf(id);
        const isOfLive = readLiveItemId(String(id)) !== null;
        const row = isOfLive
          ? await loaders.liveItemById.load(String(id))
          : uuid && (await loaders.itemById.load(uuid));
        return row && historyItemOf(row);
      },
      Dialog: ({ id }, { loaders }) => {
        const uuid = uuidOf(id);
        return uuid && loaders.dialogById.load(uuid);
      },
    },
  });

/** It is tried again at the next start; until then some older dialogs are not found by words. */
const warnOf = (fault: unknown): void =>
  process.emitWarning(
    `Not all dialogs could be put into the search index: ${fault instanceof Error ? fault.message : String(fault)}`,
  );

/** The dialogs room, ready to answer. Closing it closes its store. */
export const openDialogsRoom = (config: DialogsConfig): Room => {
  const { store, authorization, cursors, clock, newId } = config;
  const { countLimit = DEFAULT_COUNT_LIMIT, countBudgetMillis: millis = DEFAULT_COUNT_BUDGET_MILLIS } =
    config;
  const countBounds = { limit: countLimit, budget: { millis, clock } };
  const { searchBudgetMillis = DEFAULT_SEARCH_BUDGET_MILLIS } = config;
  const liveParts = openLive(config);
  const liveFor = (call: Call): LiveHistory | null => liveParts && new LiveHistory(liveParts, call);
  const serviceNames = new ServiceNames(config.services, clock);
  const pseudonymize = createPseudonyms(config.pseudonymKey);
  const writer = openDialogWriter({ store, clock, newId });
  const subgraph = buildDialogsSubgraph();
  const endUserHttp = openEndUserHttp(config, {
    schema: subgraph.schema,
    serviceNames,
    countBounds,
    searchBudgetMillis,
    liveFor,
  });
  const ownerHttp = openOwnerHttp(config);
  const waiting = openWaiting(config);
  let isClosing = false;
  let indexing: Promise<unknown> = Promise.resolve();
  return {
    name: "dialogs",
    ...subgraph,
    contextFor: (headers): DialogsContext => {
      const call = config.readCall(headers);
      const now = clock();
      let view: Promise<View> | null = null;
      const viewOnce = () => {
        view ??= authorization.scope(call).then((scope) => ({ scope, now }));
        return view;
      };
      const decide = (requests: Parameters<typeof authorization.decide>[1]) =>
        authorization.decide(call, requests);
      const live = liveFor(call);
      return {
        call,
        store,
        writer,
        services: config.services,
        waiting,
        cursors,
        clock,
        newId,
        pseudonymize,
        accepted: acceptedLanguages(headers["accept-language"]),
        countLimit,
        countBounds,
        searchBudgetMillis,
        serviceNames,
        live,
        calendar: endUserHttp.calendar(),
        dialogTokens: endUserHttp.dialogTokens(),
        view: viewOnce,
        loaders: createLoaders(store, viewOnce, decide, countBounds, call.viewer.party, live),
      };
    },
    async routes(app, http) {
      endUserHttp.routes(app, http);
      waiting.routes(app, http);
      await ownerHttp.routes(app, http);
    },
    startWork() {
      ownerHttp.startWork();
      waiting.startWork();
      indexing = store.indexMissing(() => !isClosing).catch(warnOf);
    },
    ping: () => store.ping(),
    async close() {
      isClosing = true;
      endUserHttp.close();
      await Promise.all([ownerHttp.close(), waiting.close(), liveParts?.close()]);
      await indexing;
      await store.close();
    },
  };
};
