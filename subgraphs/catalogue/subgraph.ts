import { buildFederatedSchema } from "../../lib/federated-schema.js";
import { acceptedLanguages } from "../../schema/accepted-language.js";
import type { Call } from "../../schema/call.js";
import type { Room } from "../../schema/room.js";
import type { PartyUrn } from "../../schema/urns.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import type { CatalogueConfig } from "./config.js";
import type { CatalogueContext } from "./context.js";
import { createLoaders } from "./loaders.js";
import { createTelling } from "./owners/telling.js";
import { createServiceWriter } from "./owners/writer.js";
import { ArbeidsflateResolver } from "./resolvers/arbeidsflate.js";
import { LifeEventResolver, LifeEventStepResolver } from "./resolvers/life-event.js";
import {
  ServiceResourceConnectionResolver,
  ServiceResourceEdgeResolver,
} from "./resolvers/listed-services.js";
import { OwnServicesResolver } from "./resolvers/own-services.js";
import {
  ServiceCostResolver,
  ServiceGuidanceResolver,
  ServiceLegalBasisResolver,
  ServiceProcessingTimeResolver,
} from "./resolvers/service-guidance.js";
import { ServicePolicyResolver } from "./resolvers/service-policy.js";
import {
  ServiceOwnerResolver,
  ServiceResolver,
  ServiceResourceResolver,
} from "./resolvers/service-resource.js";
import { ServiceResourcesResolver } from "./resolvers/service-resources.js";
import { ServiceVersionsResolver } from "./resolvers/service-versions.js";
import { ServicesResolver, WorkspaceResolver } from "./resolvers/workspace.js";
import { mountRest } from "./rest/mount.js";
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
      ArbeidsflateResolver,
      OwnServicesResolver,
      ServiceVersionsResolver,
      ServicePolicyResolver,
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
  const { store, authorization, policies, cursors, clock } = config;
  const writer = createServiceWriter({ store, policies, clock });
  const telling = createTelling(writer);
  let callOf: ((organization: PartyUrn) => Call) | null = null;
  const prepareIndex = untilDone(() => store.indexWhatIsBehind());
  return {
    name: "catalogue",
    ...buildCatalogueSubgraph(),
    contextFor(headers): CatalogueContext {
      const call = config.readCall(headers);
      return {
        call,
        store,
        authorization,
        cursors,
        writer,
        prepareIndex,
        accepted: acceptedLanguages(headers["accept-language"]),
        loaders: createLoaders(store, { policies, call }),
      };
    },
    routes(app, http) {
      callOf = (organization) => http.asOrganization(organization);
      mountRest(app, { store, writer, policies, cursors, http });
    },
    startWork() {
      // Where it fails, the first who lists services is told.
      prepareIndex().catch(() => undefined);
      if (callOf !== null) telling.start(callOf);
    },
    ping: () => store.ping(),
    close: () => telling.close().finally(() => store.close()),
  };
};
