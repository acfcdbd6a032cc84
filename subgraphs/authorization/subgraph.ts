import { buildFederatedSchema } from "../../lib/federated-schema.js";
import type { Room } from "../../schema/room.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import { AuditStore } from "./audit/store.js";
import { openAccessTrail } from "./audit/trail.js";
import type { AuthorizationConfig } from "./config.js";
import type { AuthorizationContext } from "./context.js";
import { mountAuthorize } from "./decisions/routes.js";
import { createLoaders } from "./loaders.js";
import { AccessEventResolver } from "./resolvers/access-event.js";
import { AuthorizedPartyResolver } from "./resolvers/authorized-party.js";
import {
  AccessEvidenceResolver,
  AccessGrantResolver,
  HistoryItemResolver,
} from "./resolvers/history-item.js";
import { PartyResolver } from "./resolvers/party.js";
import { WorkspaceResolver } from "./resolvers/workspace.js";
import { HistoryItem } from "./types/history-item.js";
import { Party } from "./types/party.js";
import { Workspace } from "./types/workspace.js";

/** Authorization's schema. Needs nothing that runs, so that it can be composed and printed anywhere. */
export const buildAuthorizationSubgraph = () =>
  buildFederatedSchema<AuthorizationContext>({
    resolvers: [
      WorkspaceResolver,
      AuthorizedPartyResolver,
      AccessEventResolver,
      PartyResolver,
      HistoryItemResolver,
      AccessEvidenceResolver,
      AccessGrantResolver,
    ],
    orphanedTypes: [Workspace, Party, HistoryItem],
    references: {
      Workspace: ({ id }) => (decodeWorkspaceId(String(id)) === undefined ? null : { id }),
      Party: ({ id }, { loaders }) => loaders.partyById.load(String(id)),
      // The dialogs room found the item within the viewer's scope; what is asked of it here is decided anew.
      HistoryItem: (item) => item,
    },
  });

/** The authorization room, ready to answer. Closing it closes its store. */
export const openAuthorizationRoom = (config: AuthorizationConfig): Room => {
  const { store, authorization, cursors, clock, newId } = config;
  const trail = config.trail ?? openAccessTrail({ store: new AuditStore(store.open.database), clock, newId });
  return {
    name: "authorization",
    ...buildAuthorizationSubgraph(),
    contextFor: (headers): AuthorizationContext => {
      const call = config.readCall(headers);
      const loaders = createLoaders(store, authorization, call);
      return { call, authorization, cursors, store, clock, newId, trail, loaders };
    },
    routes: (app, http) => mountAuthorize(app, http, { authorization, directory: store, clock }),
    startWork: () => trail.startWork(),
    ping: () => store.ping(),
    // What waits to be written is written before there is nowhere to write it.
    close: () => trail.close().finally(() => store.close()),
  };
};
