import { buildFederatedSchema } from "../../lib/federated-schema.js";
import { acceptedLanguages } from "../../schema/accepted-language.js";
import type { Room } from "../../schema/room.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import type { CatalogueConfig } from "./config.js";
import type { CatalogueContext } from "./context.js";
import { createLoaders } from "./loaders.js";
import { LifeEventResolver, LifeEventStepResolver } from "./resolvers/life-event.js";
import {
  ServiceResourceConnectionResolver,
  ServiceResourceEdgeResolver,
} from "./resolvers/listed-services.js";
import {
  ServiceCostResolver,
  ServiceGuidanceResolver,
  ServiceLegalBasisResolver,
  ServiceProcessingTimeResolver,
} from "./resolvers/service-guidance.js";
import {
  ServiceOwnerResolver,
  ServiceResolver,
  ServiceResourceResolver,
} from "./resolvers/service-resource.js";
import { ServiceResourcesResolver } from "./resolvers/service-resources.js";
import { ServicesResolver, WorkspaceResolver } from "./resolvers/workspace.js";
import { LifeEvent } from "./types/life-event.js";
import { ServiceOwner } from "./types/service-owner.js";
import { ServiceResource } from "./types/service-resource.js";
import { Workspace } from "./types/workspace.js";

/** The catalogue's schema. Needs nothing that runs, so that it can be composed and printed anywhere. */
export const buildCatalogueSubgraph = () =>
  buildFederatedSchema<CatalogueContext>({
    resolvers: [
      WorkspaceResolver,
      ServicesResolver,
      ServiceResolver,
      ServiceResourceResolver,
      ServiceGuidanceResolver,
      ServiceCostResolver,
      ServiceProcessingTimeResolver,
      ServiceLegalBasisResolver,
      ServiceResourceConnectionResolver,
      ServiceResourceEdgeResolver,
      LifeEventResolver,
      LifeEventStepResolver,
      ServiceOwnerResolver,
      ServiceResourcesResolver,
    ],
    orphanedTypes: [Workspace, ServiceResource, ServiceOwner, LifeEvent],
    references: {
      // Only what this room listed comes back, for what authorization adds to it.
      ServiceResourceMetadataItem: (item) => item,
      ServiceResourceMetadataServiceResource: (service) => service,
      // Of one answer: what authorization adds to it, it decides anew.
      ServiceUse: (use) => use,
      LifeEvent: async ({ id }, { loaders }) =>
        (await loaders.lifeEvents()).find((event) => event.id === id) ?? null,
      Workspace: ({ id }) => (decodeWorkspaceId(String(id)) === undefined ? null : { id }),
      ServiceResource: ({ id }, { loaders }) => loaders.serviceResourceById.load(String(id)),
      ServiceOwner: ({ code }, { loaders }) => loaders.serviceOwnerByCode.load(String(code)),
    },
  });

/** Work that is done once; where it fails, whoever needs it next tries again. */
const untilDone = (work: () => Promise<unknown>): (() => Promise<void>) => {
  let done: Promise<unknown> | null = null;
  return async () => {
    done ??= work();
    const tried = done;
    try {
      await tried;
    } catch (error) {
      if (done === tried) done = null;
      throw error;
    }
  };
};

/** The catalogue room, ready to answer. Closing it closes its store. */
export const openCatalogueRoom = (config: CatalogueConfig): Room => {
  const { store, authorization, cursors } = config;
  const prepareIndex = untilDone(() => store.indexWhatIsBehind());
  return {
    name: "catalogue",
    ...buildCatalogueSubgraph(),
    contextFor: (headers): CatalogueContext => ({
      call: config.readCall(headers),
      store,
      authorization,
      cursors,
      prepareIndex,
      accepted: acceptedLanguages(headers["accept-language"]),
      loaders: createLoaders(store),
    }),
    startWork() {
      // Where it fails, the first who lists services is told.
      prepareIndex().catch(() => undefined);
    },
    ping: () => store.ping(),
    close: () => store.close(),
  };
};
