import { buildFederatedSchema } from "../../lib/federated-schema.js";
import { acceptedLanguages } from "../../schema/accepted-language.js";
import type { Room } from "../../schema/room.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import type { CatalogueConfig } from "./config.js";
import type { CatalogueContext } from "./context.js";
import { createLoaders } from "./loaders.js";
import { ServiceOwnerResolver, ServiceResourceResolver } from "./resolvers/service-resource.js";
import { ServiceResourcesResolver } from "./resolvers/service-resources.js";
import { WorkspaceResolver } from "./resolvers/workspace.js";
import { ServiceOwner } from "./types/service-owner.js";
import { ServiceResource } from "./types/service-resource.js";
import { Workspace } from "./types/workspace.js";

/** The catalogue's schema. Needs nothing that runs, so that it can be composed and printed anywhere. */
export const buildCatalogueSubgraph = () =>
  buildFederatedSchema<CatalogueContext>({
    resolvers: [WorkspaceResolver, ServiceResourceResolver, ServiceOwnerResolver, ServiceResourcesResolver],
    orphanedTypes: [Workspace, ServiceResource, ServiceOwner],
    references: {
      // Only what this room listed comes back, for what authorization adds to it.
      ServiceResourceMetadataItem: (item) => item,
      ServiceResourceMetadataServiceResource: (service) => service,
      Workspace: ({ id }) => (decodeWorkspaceId(String(id)) === undefined ? null : { id }),
      ServiceResource: ({ id }, { loaders }) => loaders.serviceResourceById.load(String(id)),
      ServiceOwner: ({ code }, { loaders }) => loaders.serviceOwnerByCode.load(String(code)),
    },
  });

/** The catalogue room, ready to answer. Closing it closes its store. */
export const openCatalogueRoom = (config: CatalogueConfig): Room => {
  const { store, authorization, cursors } = config;
  return {
    name: "catalogue",
    ...buildCatalogueSubgraph(),
    contextFor: (headers): CatalogueContext => ({
      call: config.readCall(headers),
      store,
      authorization,
      cursors,
      accepted: acceptedLanguages(headers["accept-language"]),
      loaders: createLoaders(store),
    }),
    ping: () => store.ping(),
    close: () => store.close(),
  };
};
