import type { Actor, ContentValue, HttpVerb } from "../drizzle/dialogs/values.js";
import { SYSTEM_LABEL_BITS } from "../drizzle/dialogs/values.js";
import type { LocalizedText } from "../schema/localization.js";
import type { DeclaredDeadline, DialogSeed } from "../subgraphs/dialogs/index.js";
import type { Ids } from "./ids.js";
import type { DemoParty } from "./party.js";
import type { DemoService } from "./world/services.js";

/** The service owner as an actor: never named. */
export const SERVICE_OWNER: Actor = { actorType: "SERVICE_OWNER", actorId: null, actorName: null };

/** Somebody who acts for the party. */
export const representative = (urn: string): Actor => ({
  actorType: "PARTY_REPRESENTATIVE",
  actorId: urn,
  actorName: null,
});

/** Main text that the browser fetches from the owner itself, as Dialogporten names it. */
export const EMBED_TYPE = "application/vnd.dialogporten.frontchannelembed-url;type=text/markdown";

export const markdown = (value: LocalizedText): ContentValue => ({ mediaType: "text/markdown", value });

export interface AttachmentDraft {
  /** File name. */
  readonly name: string;
  readonly displayName: LocalizedText;
  readonly expiresAt?: number;
  readonly mediaType?: string;
}

export interface TransmissionDraft {
  readonly title: LocalizedText;
  readonly summary?: LocalizedText | null;
  /** Omitted: the service owner, or whoever acts for the party. */
  readonly sender?: Actor;
  readonly relatedTo?: string;
  readonly attachments?: readonly AttachmentDraft[];
  readonly externalReference?: string;
}

export interface GuiActionDraft {
  readonly action: string;
  readonly title: LocalizedText;
  readonly method?: HttpVerb;
  readonly isDelete?: boolean;
  readonly prompt?: LocalizedText;
  readonly authorizationAttribute?: string;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
/** A dialog's row while it is being made. */
export type DialogRowDraft = Mutable<DialogSeed["dialog"]>;

/** A dialog of which nothing is known yet but what, whose and when. */
export const newRow = (
  ids: Ids,
  service: DemoService,
  party: DemoParty,
  createdAt: number,
  title: LocalizedText,
): DialogRowDraft => ({
  id: ids.at(createdAt),
  sourceId: service.platform,
  sourceStatus: null,
  org: service.org,
  serviceResource: service.urn,
  serviceResourceType: service.dialogType,
  party: party.urn,
  status: "NOT_APPLICABLE",
  extendedStatus: null,
  extendedStatusCode: null,
  externalReference: null,
  progress: null,
  process: null,
  precedingProcess: null,
  instanceRef: null,
  createdAt,
  updatedAt: createdAt,
  contentUpdatedAt: createdAt,
  visibleFrom: null,
  dueAt: null,
  expiresAt: null,
  deletedAt: null,
  isApiOnly: false,
  isFrozen: false,
  systemLabels: SYSTEM_LABEL_BITS.DEFAULT,
  // What was migrated begins as seen, or everybody's history would shout.
  isSeenSinceLastContentUpdate: service.platform === "altinn2",
  hasUnopenedContent: false,
  fromServiceOwnerTransmissionsCount: 0,
  fromPartyTransmissionsCount: 0,
  guiAttachmentCount: 0,
  title,
  summary: null,
  senderName: null,
  nonSensitiveTitle: null,
  nonSensitiveSummary: null,
  hasNonSensitiveTitle: false,
  revision: ids.next(),
  endUserContextRevision: ids.next(),
  serviceOwnerContextRevision: ids.next(),
  idempotentKey: null,
});

/** A sum that is to be paid by the dialog's due date, in its owner's own words. */
export const toPay = (
  dueAt: number,
  amount: string | null = null,
  kid: string | null = null,
): DeclaredDeadline => ({
  key: "invoice",
  kind: "PAY",
  dueAt,
  amount,
  currency: amount === null ? null : "NOK",
  kid,
  account: null,
  isMetByOwnerOnly: false,
  metAt: null,
  since: 0,
});
