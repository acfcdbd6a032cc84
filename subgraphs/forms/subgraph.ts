import type { FastifyBaseLogger } from "fastify";
import { buildFederatedSchema } from "../../lib/federated-schema.js";
import { createLinkSigner } from "../../lib/signed-link.js";
import type { Call } from "../../schema/call.js";
import type { Room, RoomHttp } from "../../schema/room.js";
import { INSTANCE_PREFIX } from "../../schema/urns.js";
import { decodeWorkspaceId } from "../../schema/workspace-id.js";
import type { FormsConfig } from "./config.js";
import type { FormsContext, PageOpening } from "./context.js";
import { createDefinitionChecks } from "./definitions/check-thread.js";
import { createLoaders } from "./loaders.js";
import { mountDialogActions } from "./pages/dialog-actions.js";
import { mountPages } from "./pages/routes.js";
import { createSessions } from "./pages/session.js";
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
  FormInstanceSigneesResolver,
  FormSigneeResolver,
  FormSigneesMutationsResolver,
} from "./resolvers/form-signees.js";
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
import { prepareValidators } from "./validation/prepare.js";
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
      FormSigneeResolver,
      FormInstanceSigneesResolver,
      FormSigneesMutationsResolver,
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
  let log: FastifyBaseLogger | null = null;
  let preparing: Promise<void> = Promise.resolve();
  let isClosed = false;
  const httpNow = (): RoomHttp => {
    if (served === null) throw new Error("The forms' routes were not mounted.");
    return served;
  };
  const publicUrl = (): string | null => served?.publicUrl ?? null;
  const sessions = createSessions(config.linkKey, clock, httpNow);
  const openingOf = ({ viewer }: Call, instanceId: string): PageOpening | null => {
    const opening = sessions.opening(viewer, instanceId.slice(INSTANCE_PREFIX.length));
    const base = publicUrl();
    if (opening === null || base === null) return null;
    return { url: `${base}/forms/open/${opening.secret}`, expiresAt: opening.expiresAt };
  };
  const receiptUrl = (instanceId: string, number: number): string | null => {
    const base = publicUrl();
    const expiresAt = clock() + RECEIPT_LINK_MILLIS;
    const path = receiptPath(instanceId, number);
    return base === null ? null : base + links.sign({ method: "GET", path, expiresAt });
  };
  const contextOf = (call: Call): FormsContext => ({
    call,
    store,
    loaders: createLoaders({ store, authorization, call, clock }),
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
    openingOf: (instanceId) => openingOf(call, instanceId),
    links: parts.links,
    signer: parts.signer,
    payments: config.payments,
  });
  return {
    name: "forms",
    ...buildFormsSubgraph(),
    contextFor: (headers) => contextOf(config.readCall(headers)),
    async routes(app, http) {
      served = http;
      log = app.log;
      const files = parts.receiving;
      const { dialogTokenKeys } = config;
      await app.register(async (own) => mountDialogActions(own, { http, dialogTokenKeys, clock, contextOf }));
      await app.register(async (own) => mountPages(own, { sessions, http, contextOf, files }));
      mountReceipts(app, http, { store, links, authorization, clock });
      await parts.routes(app, http);
    },
    startWork() {
      parts.startWork();
      preparing = prepareValidators(store, validators, () => isClosed).catch((error: unknown) => {
        log?.error({ err: error }, "Forms could not be compiled beforehand; each is when it is first used.");
      });
    },
    ping: () => store.ping(),
    async close() {
      isClosed = true;
      await preparing;
      await parts.close();
      await store.close();
    },
  };
};
