import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from "fastify";
import type { Background } from "../../lib/background.js";
import type { Clock } from "../../lib/clock.js";
import type { NewId } from "../../lib/ids.js";
import { createLinkSigner } from "../../lib/signed-link.js";
import type { DialogsPort } from "../../schema/dialogs-port.js";
import type { InstanceAccessPort } from "../../schema/instance-access-port.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { RoomHttp } from "../../schema/room.js";
import type { ServicesPort } from "../../schema/services-port.js";
import { INSTANCE_PREFIX } from "../../schema/urns.js";
import type { FileStore } from "./attachments/file-store.js";
import type { LinkParts } from "./attachments/links.js";
import type { ReceivingParts } from "./attachments/receive.js";
import { mountFiles } from "./attachments/routes.js";
import { createSpool } from "./attachments/spool.js";
import { createSweeping } from "./attachments/sweep.js";
import { formsError } from "./errors.js";
import { createHistoryWork } from "./history/work.js";
import { sayErrors } from "./http-errors.js";
import { instanceUrlOf, submissionLinksOf } from "./links.js";
import { createOwnerCalls } from "./owner-calls.js";
import type { DialogTokenKeys } from "./pages/dialog-actions.js";
import type { PaymentProvider } from "./payment/provider.js";
import { createReconciling } from "./payment/reconcile.js";
import { mountPayments } from "./payment/routes.js";
import { followAccess } from "./signing/follow-access.js";
import { createStatementSigner, type StatementSigner } from "./signing/statement.js";
import { storedInstanceOf } from "./storage/write.js";
import type { FormsStore } from "./store.js";

/** Where the keys are that signatures are checked with, below the installation's URL. */
const KEYS_PATH = "/forms/keys.json";

/** Instances in the shape of Altinn 3's storage, at its path. */
const STORAGE_PATH = "/storage/api/v1/instances/:partyId/:guid";

/** What files, signatures, payments and the way into the history need. */
export interface FormsPartsConfig {
  readonly newId: NewId;
  readonly dialogs: DialogsPort;
  readonly services: ServicesPort;
  /** How persons who are named to sign are let in. */
  readonly instanceAccess: InstanceAccessPort;
  /** Signs links to files; at least 32 bytes, the same on all nodes. */
  readonly linkKey: Uint8Array;
  /** What the key is made from that signs what was signed: 32 bytes, the same on all nodes and for ever. */
  readonly signingSeed: Uint8Array;
  readonly files: FileStore;
  /** Where files lie until they are whole; of this process's machine. */
  readonly spoolDirectory: string;
  /** What dialog tokens are checked with: they come with the actions of dialogs. */
  readonly dialogTokenKeys: DialogTokenKeys;
  /** `null`: nothing can be paid here. */
  readonly payments: PaymentProvider | null;
}

/** What the room does beside its graph. */
export interface FormsParts {
  /** How links to files are made. */
  readonly links: LinkParts;
  /** Signs what people have signed. */
  readonly signer: StatementSigner;
  /** How files are taken in. */
  readonly receiving: ReceivingParts;
  routes(app: FastifyInstance, http: RoomHttp): Promise<void>;
  startWork(): void;
  close(): Promise<void>;
}

export const openFormsParts = (
  config: FormsPartsConfig & {
    readonly store: FormsStore;
    readonly authorization: AuthorizationPort;
    readonly clock: Clock;
  },
): FormsParts => {
  const { store, authorization, clock, newId, dialogs, services, files, payments: provider } = config;
  const spool = createSpool(config.spoolDirectory);
  const signer = createStatementSigner(config.signingSeed);
  let served: RoomHttp | null = null; // asked at each use: a free port is known only once somebody listens
  let log: FastifyBaseLogger | null = null;
  let work: readonly Background[] = [];

  const httpNow = (): RoomHttp => {
    if (served === null) throw new Error("The forms' routes were not mounted.");
    return served;
  };
  const publicUrl = (): string => httpNow().publicUrl;
  const links = { instanceUrl: instanceUrlOf(publicUrl), ...submissionLinksOf(publicUrl) };
  const ownerCall = createOwnerCalls({ services, http: httpNow, clock });

  const { history, signatures } = store;
  const accessParts = { history, signatures, instanceAccess: config.instanceAccess, clock, ownerCall };

  const linkParts: LinkParts = {
    signer: createLinkSigner(config.linkKey),
    key: config.linkKey,
    publicUrl,
  };

  /** Whether whoever asks over plain HTTP may see an instance, as in the graph. */
  const maySee = async (request: FastifyRequest, instanceId: string): Promise<boolean> => {
    const scope = await authorization.scope(await httpNow().identify(request));
    return (await store.instancesByIds([instanceId], { scope, now: clock() })).length > 0;
  };

  const beginWork = (): readonly Background[] => [
    ...(provider === null
      ? []
      : [
          createReconciling({ store, clock, newId, provider }, (fault) =>
            log?.error({ err: fault }, "It could not be found out how a payment went; it is asked again."),
          ),
        ]),
    createSweeping({ blobs: store.blobs, files, spool, clock }, (fault) =>
      log?.error({ err: fault }, "Files that nobody holds could not be thrown away; it is tried again."),
    ),
    createHistoryWork(
      {
        store: store.history,
        dialogs,
        links,
        clock,
        ownerCall,
        followAccess: (instanceId) => followAccess(instanceId, accessParts),
        onLate: (instance, attempts, reason) =>
          log?.warn({ instance, attempts, reason }, "A submission is not in the history yet."),
      },
      (fault) => log?.error({ err: fault }, "Submissions could not be brought into the history."),
    ),
  ];

  const receiving: ReceivingParts = { store, files, spool, clock, newId };
  return {
    links: linkParts,
    signer,
    receiving,
    async routes(app, http) {
      served = http;
      log = app.log;
      sayErrors(app);
      app.get<{ Params: { partyId: string; guid: string } }>(STORAGE_PATH, async (request) => {
        const { partyId, guid } = request.params;
        const scope = await authorization.scope(await http.identify(request));
        const id = `${INSTANCE_PREFIX}${partyId}/${guid}`;
        const [instance] = await store.instancesByIds([id], { scope, now: clock() });
        const known =
          instance && (await store.storage.definition(instance.definitionId, instance.definitionVersion));
        if (instance === undefined || !known) {
          throw formsError("FORM_FILE_NOT_FOUND", "There is no such instance for you.");
        }
        return storedInstanceOf(instance, known);
      });
      app.get(KEYS_PATH, () => ({ keys: [signer.jwk] }));
      if (provider !== null) {
        await app.register(async (own) => mountPayments(own, { store, clock, newId, provider }));
      }
      await app.register(async (own) => mountFiles(own, { ...linkParts, ...receiving, http, maySee }));
    },
    startWork() {
      if (work.length > 0) return;
      work = beginWork();
      for (const background of work) background.start();
    },
    async close() {
      await Promise.all(work.map((background) => background.close()));
    },
  };
};
