import { buildFederatedSchema } from "../../lib/federated-schema.js";
import { acceptedLanguages } from "../../schema/accepted-language.js";
import type { Room } from "../../schema/room.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import { noServices } from "./access-lists/no-services.js";
import { AuditStore } from "./audit/store.js";
import { openAccessTrail } from "./audit/trail.js";
import type { AuthorizationConfig } from "./config.js";
import type { AuthorizationContext } from "./context.js";
import { mountAuthorizedParties } from "./decisions/parties-route.js";
import { mountAuthorize } from "./decisions/routes.js";
import { createAssignmentLists, createDelegationDesk } from "./delegation/index.js";
import { failClosed } from "./errors.js";
import { createLoaders } from "./loaders.js";
import { AccessEventResolver } from "./resolvers/access-event.js";
import { AccessListResolver } from "./resolvers/access-list.js";
import {
  AccessPackageResolver,
  PackageAreaGroupResolver,
  PackageAreaResolver,
  RolePackageResolver,
} from "./resolvers/access-package.js";
import { AccessRequestResolver, PartyAccessRequestsResolver } from "./resolvers/access-request.js";
import {
  AssignmentResolver,
  GivenPackageResolver,
  PassedOnClientResolver,
  ServedClientResolver,
} from "./resolvers/assignment.js";
import { AuthorizedPartyResolver } from "./resolvers/authorized-party.js";
import { ConsentResolver, ConsentRightResolver, PartyConsentsResolver } from "./resolvers/consent.js";
import { DelegationResolver } from "./resolvers/delegation.js";
import { DialogResolver } from "./resolvers/dialog.js";
import {
  AccessEvidenceResolver,
  AccessGrantResolver,
  HistoryItemResolver,
} from "./resolvers/history-item.js";
import { PartyResolver } from "./resolvers/party.js";
import { PartyAssignmentsResolver } from "./resolvers/party-assignments.js";
import {
  DelegationCheckReasonResolver,
  PackageDelegationCheckResolver,
  PartyDelegationResolver,
} from "./resolvers/party-delegation.js";
import { RoleResolver } from "./resolvers/role.js";
import {
  ServiceResourceMetadataItemResolver,
  ServiceResourceMetadataServiceResourceResolver,
} from "./resolvers/service-resource-metadata.js";
import { ServiceUseResolver } from "./resolvers/service-use.js";
import { viewerOf, WorkspaceResolver } from "./resolvers/workspace.js";
import { partyTreeOf } from "./rules/party-tree.js";
import { userOf } from "./rules/users.js";
import { createMetadata } from "./store/metadata.js";
import { AccessPackage } from "./types/access-package.js";
import { DELEGATION_ERRORS } from "./types/delegation-payload.js";
import { Dialog } from "./types/dialog.js";
import { HistoryItem } from "./types/history-item.js";
import { Party } from "./types/party.js";
import { Role } from "./types/role.js";
import {
  ServiceResourceMetadataItem,
  ServiceResourceMetadataServiceResource,
} from "./types/service-resource-metadata.js";
import { ServiceUse } from "./types/service-use.js";
import { User } from "./types/user.js";
import { Workspace } from "./types/workspace.js";

/** Authorization's schema. Needs nothing that runs, so that it can be composed and printed anywhere. */
export const buildAuthorizationSubgraph = () =>
  buildFederatedSchema<AuthorizationContext>({
    resolvers: [
      WorkspaceResolver,
      AuthorizedPartyResolver,
      AccessEventResolver,
      AccessRequestResolver,
      PartyAccessRequestsResolver,
      ConsentResolver,
      ConsentRightResolver,
      PartyConsentsResolver,
      AccessListResolver,
      PartyResolver,
      AccessPackageResolver,
      RolePackageResolver,
      PackageAreaResolver,
      PackageAreaGroupResolver,
      RoleResolver,
      ServiceResourceMetadataItemResolver,
      ServiceResourceMetadataServiceResourceResolver,
      AssignmentResolver,
      GivenPackageResolver,
      PartyAssignmentsResolver,
      PackageDelegationCheckResolver,
      PassedOnClientResolver,
      ServedClientResolver,
      PartyDelegationResolver,
      DelegationCheckReasonResolver,
      DelegationResolver,
      DialogResolver,
      HistoryItemResolver,
      ServiceUseResolver,
      AccessEvidenceResolver,
      AccessGrantResolver,
    ],
    orphanedTypes: [
      Workspace,
      Party,
      HistoryItem,
      ServiceUse,
      Dialog,
      AccessPackage,
      Role,
      User,
      ...DELEGATION_ERRORS,
      ServiceResourceMetadataItem,
      ServiceResourceMetadataServiceResource,
    ],
    references: {
      Workspace: ({ id }) => (decodeWorkspaceId(String(id)) === undefined ? null : { id }),
      Viewer: (_, context) => viewerOf(context),
      User: async ({ id }, { call, authorization }) => {
        const [connections, scope] = await Promise.all([
          authorization.connections(call),
          authorization.scope(call),
        ]);
        return userOf(String(id), call.viewer, connections.viewer, partyTreeOf(connections, scope));
      },
      Party: ({ id }, { loaders }) => loaders.partyById.load(String(id)),
      // The dialogs room found the item within the viewer's scope; what is asked of it here is decided anew.
      HistoryItem: (item) => item,
      ServiceUse: (use) => use,
      ServiceResourceMetadataItem: (item) => item,
      ServiceResourceMetadataServiceResource: (service) => service,
      Dialog: (dialog) => dialog,
      AccessPackage: async ({ urn }, { metadata }) =>
        (await failClosed(() => metadata.packages())).find((row) => row.urn === urn) ?? null,
      Role: async ({ urn }, { metadata }) =>
        (await failClosed(() => metadata.roles())).find((row) => row.urn === urn) ?? null,
    },
  });

/** The authorization room, ready to answer. Closing it closes its store. */
export const openAuthorizationRoom = (config: AuthorizationConfig): Room => {
  const { store, authorization, cursors, clock, newId } = config;
  const trail = config.trail ?? openAccessTrail({ store: new AuditStore(store.open.database), clock, newId });
  const services = config.services ?? noServices;
  const delegation = createDelegationDesk(store);
  const assignments = createAssignmentLists(store);
  return {
    name: "authorization",
    ...buildAuthorizationSubgraph(),
    contextFor: (headers): AuthorizationContext => {
      const call = config.readCall(headers);
      const loaders = createLoaders({ store, authorization, delegation, clock }, call);
      const metadata = createMetadata(store.open.database.read, store.open.tables);
      const accepted = acceptedLanguages(headers["accept-language"]);
      const parts = { accepted, delegation, assignments, metadata, trail, services, loaders };
      return { call, authorization, cursors, store, clock, newId, ...parts };
    },
    routes(app, http) {
      const asked = { authorization, directory: store, clock };
      mountAuthorize(app, http, { ...asked, trail });
      mountAuthorizedParties(app, http, { ...asked, services, trail });
    },
    startWork: () => trail.startWork(),
    ping: () => store.ping(),
    // What waits to be written is written before there is nowhere to write it.
    close: () => trail.close().finally(() => store.close()),
  };
};
