import type { FastifyBaseLogger } from "fastify";
import { buildFederatedSchema } from "../../lib/federated-schema.js";
import { isUuid } from "../../lib/ids.js";
import type { Room } from "../../schema/room.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import type { ProfileConfig } from "./config.js";
import type { ProfileContext } from "./context.js";
import { mountExport } from "./export-routes.js";
import { createLoaders } from "./loaders.js";
import { createMessageWork } from "./messages/work.js";
import { NotificationAddressesResolver } from "./resolvers/addresses.js";
import { ArbeidsflateNotificationsResolver } from "./resolvers/arbeidsflate/notifications.js";
import { ArbeidsflateProfileResolver, UserResolver } from "./resolvers/arbeidsflate/profile.js";
import { ArbeidsflateSearchesResolver } from "./resolvers/arbeidsflate/saved-searches.js";
import { PartyGroupResolver, PartyGroupsResolver } from "./resolvers/party-groups.js";
import { SavedSearchesResolver, SavedSearchResolver } from "./resolvers/saved-searches.js";
import { PreferencesResolver, ViewerResolver } from "./resolvers/viewer.js";
import { PartyResolver, WorkspaceResolver } from "./resolvers/workspace.js";
import { createCodes } from "./rules/verification.js";
import { Party } from "./types/party.js";
import { PROFILE_ERRORS } from "./types/profile-error.js";
import { SavedSearch } from "./types/saved-search.js";
import { Viewer } from "./types/viewer.js";
import { Workspace } from "./types/workspace.js";

/** The profile room's schema. Needs nothing that runs, so that it can be composed and printed anywhere. */
export const buildProfileSubgraph = () =>
  buildFederatedSchema<ProfileContext>({
    resolvers: [
      WorkspaceResolver,
      ViewerResolver,
      PartyResolver,
      SavedSearchResolver,
      SavedSearchesResolver,
      PartyGroupResolver,
      PartyGroupsResolver,
      PreferencesResolver,
      NotificationAddressesResolver,
      UserResolver,
      ArbeidsflateProfileResolver,
      ArbeidsflateSearchesResolver,
      ArbeidsflateNotificationsResolver,
    ],
    orphanedTypes: [Workspace, Viewer, Party, SavedSearch, ...PROFILE_ERRORS],
    references: {
      Workspace: ({ id }) => (decodeWorkspaceId(String(id)) === undefined ? null : { id }),
      // Whoever asks: the key only says that it is about them.
      Viewer: ({ id }) => ({ id }),
      User: ({ id }) => ({ id }),
      Party: ({ id }) => (isUuid(String(id)) ? { id: String(id).toLowerCase() } : null),
      SavedSearch: async ({ id }, { loaders }) =>
        (await loaders.savedSearches()).find((row) => row.id === id) ?? null,
    },
  });

/** The profile room, ready to answer. Closing it closes its store. */
export const openProfileRoom = (config: ProfileConfig): Room => {
  const { store, authorization, clock, newId, sendMessage } = config;
  const codes = createCodes(config.codeKey);
  let log: FastifyBaseLogger | null = null;
  const work =
    sendMessage === null
      ? null
      : createMessageWork({ outbox: store.outbox, codes, clock, send: sendMessage }, (fault) =>
          log?.error({ err: fault }, "A message could not be delivered; it is tried again."),
        );
  return {
    name: "profile",
    ...buildProfileSubgraph(),
    contextFor: (headers): ProfileContext => {
      const call = config.readCall(headers);
      return {
        call,
        store,
        loaders: createLoaders({ store, authorization, call }),
        clock,
        newId,
        codes,
        hasDelivery: sendMessage !== null,
        own: () => ({ owner: call.viewer.party, at: clock() }),
      };
    },
    routes(app, http) {
      log = app.log;
      mountExport(app, store, http);
    },
    startWork: () => work?.start(),
    ping: () => store.ping(),
    async close() {
      await work?.close();
      await store.close();
    },
  };
};
