import { buildFederatedSchema } from "../../lib/federated-schema.js";
import { createLinkSigner } from "../../lib/signed-link.js";
import type { Room, RoomHttp } from "../../schema/room.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import type { FormsConfig } from "./config.js";
import type { FormsContext } from "./context.js";
import { createDefinitionChecks } from "./definitions/check-thread.js";
import { createLoaders } from "./loaders.js";
import { mountInstancePage } from "./pages/instance-page.js";
import { openFormsParts } from "./parts.js";
import { mountReceipts, RECEIPT_LINK_MILLIS, receiptPath } from "./receipts/routes.js";
import {
  FormDefinitionResolver,
  FormSubstatusResolver,
  FormTaskResolver,
} from "./resolvers/form-definition.js";
import { FormInstanceResolver } from "./resolvers/form-instance.js";
import { FormInstanceFillingResolver } from "./resolvers/form-instance-filling.js";
import { FormMutationsResolver } from "./resolvers/form-mutations.js";
import { FormOwnerMutationsResolver } from "./resolvers/form-owner-mutations.js";
import {
  FormDataElementResolver,
  FormInstancePartsResolver,
  FormPartsMutationsResolver,
  FormPaymentLineResolver,
  FormSignatureResolver,
} from "./resolvers/form-parts.js";
import { FormPrefilledAnswerResolver, FormReceiptResolver } from "./resolvers/form-receipt.js";
import {
  FormDecisionResolver,
  FormFieldResolver,
  FormProblemResolver,
  FormStepResolver,
} from "./resolvers/form-texts.js";
import { WorkspaceResolver } from "./resolvers/workspace.js";
import {
  FormActionForbidden,
  FormAnswersInvalid,
  FormDefinitionInvalid,
  FormInputInvalid,
  FormInstanceNotFound,
  FormStateConflict,
} from "./types/form-error.js";
import { FormInstance } from "./types/form-instance.js";
import { Workspace } from "./types/workspace.js";
import { createValidators } from "./validation/validators.js";

const errorTypes = [
  FormInstanceNotFound,
  FormActionForbidden,
  FormStateConflict,
  FormAnswersInvalid,
  FormInputInvalid,
  FormDefinitionInvalid,
];

/** The forms room's schema. Needs nothing that runs, so that it can be composed and printed anywhere. */
export const buildFormsSubgraph = () =>
  buildFederatedSchema<FormsContext>({
    resolvers: [
      WorkspaceResolver,
      FormInstanceResolver,
      FormDefinitionResolver,
      FormTaskResolver,
      FormSubstatusResolver,
      FormInstanceFillingResolver,
      FormMutationsResolver,
      FormOwnerMutationsResolver,
      FormProblemResolver,
      FormStepResolver,
      FormFieldResolver,
      FormDecisionResolver,
      FormReceiptResolver,
      FormPrefilledAnswerResolver,
      FormDataElementResolver,
      FormSignatureResolver,
      FormPaymentLineResolver,
      FormInstancePartsResolver,
      FormPartsMutationsResolver,
    ],
    orphanedTypes: [Workspace, FormInstance, ...errorTypes],
    references: {
      Workspace: ({ id }) => (decodeWorkspaceId(String(id)) === undefined ? null : { id }),
      FormInstance: ({ id }, { loaders }) => loaders.formInstanceById.load(String(id)),
    },
  });

/** The forms room, ready to answer. Closing it closes its store. */
export const openFormsRoom = (config: FormsConfig): Room => {
  const { store, authorization, services, parties, graph, cursors, clock, newId } = config;
  const parts = openFormsParts(config);
  const validators = createValidators();
  const checkDefinition = createDefinitionChecks();
  const links = createLinkSigner(config.linkKey);
  let served: RoomHttp | null = null;
  const publicUrl = (): string | null => served?.publicUrl ?? null;
  const receiptUrl = (instanceId: string, number: number): string | null => {
    const base = publicUrl();
    const expiresAt = clock() + RECEIPT_LINK_MILLIS;
    const path = receiptPath(instanceId, number);
    return base === null ? null : base + links.sign({ method: "GET", path, expiresAt });
  };
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
        graph,
        validators,
        checkDefinition,
        publicUrl,
        receiptUrl,
        links: parts.links,
        signer: parts.signer,
        payments: config.payments,
      };
    },
    async routes(app, http) {
      served = http;
      mountInstancePage(app);
      mountReceipts(app, http, { store, links, authorization, clock });
      await parts.routes(app, http);
    },
    startWork: () => parts.startWork(),
    ping: () => store.ping(),
    async close() {
      await parts.close();
      await store.close();
    },
  };
};
