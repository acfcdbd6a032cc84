import { buildFederatedSchema } from "../../lib/federated-schema.js";
import type { Room } from "../../schema/room.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import type { FormsConfig } from "./config.js";
import type { FormsContext } from "./context.js";
import { createLoaders } from "./loaders.js";
import { openFormsParts } from "./parts.js";
import {
  FormDefinitionResolver,
  FormSubstatusResolver,
  FormTaskResolver,
} from "./resolvers/form-definition.js";
import { FormInstanceResolver } from "./resolvers/form-instance.js";
import { WorkspaceResolver } from "./resolvers/workspace.js";
import { FormInstance } from "./types/form-instance.js";
import { Workspace } from "./types/workspace.js";
import { createValidators } from "./validation/validators.js";

/** The forms room's schema. Needs nothing that runs, so that it can be composed and printed anywhere. */
export const buildFormsSubgraph = () =>
  buildFederatedSchema<FormsContext>({
    resolvers: [
      WorkspaceResolver,
      FormInstanceResolver,
      FormDefinitionResolver,
      FormTaskResolver,
      FormSubstatusResolver,
    ],
    orphanedTypes: [Workspace, FormInstance],
    references: {
      Workspace: ({ id }) => (decodeWorkspaceId(String(id)) === undefined ? null : { id }),
      FormInstance: ({ id }, { loaders }) => loaders.formInstanceById.load(String(id)),
    },
  });

/** The forms room, ready to answer. Closing it closes its store. */
export const openFormsRoom = (config: FormsConfig): Room => {
  const { store, authorization, services, parties, cursors, clock, newId } = config;
  const parts = openFormsParts(config);
  const validators = createValidators();
  return {
    name: "forms",
    ...buildFormsSubgraph(),
    contextFor: (headers): FormsContext => {
      const call = config.readCall(headers);
      const loaders = createLoaders({ store, authorization, call, clock });
      return {
        call,
        store,
        loaders,
        cursors,
        clock,
        newId,
        authorization,
        services,
        parties,
        validators,
      };
    },
    routes: (app, http) => parts.routes(app, http),
    startWork: () => parts.startWork(),
    ping: () => store.ping(),
    async close() {
      await parts.close();
      await store.close();
    },
  };
};
