import type { LocalizedText } from "../../schema/localization.js";

/*
 * The parts of a dialog that are kept as JSON: they are read and written with their dialog and never looked up by
 * themselves. Named as Dialogporten names them.
 */

export type DialogStatus =
  | "NOT_APPLICABLE"
  | "IN_PROGRESS"
  | "DRAFT"
  | "AWAITING"
  | "REQUIRES_ATTENTION"
  | "COMPLETED";

export type TransmissionType =
  | "INFORMATION"
  | "ACCEPTANCE"
  | "REJECTION"
  | "REQUEST"
  | "ALERT"
  | "DECISION"
  | "SUBMISSION"
  | "CORRECTION";

export type ActivityType =
  | "DIALOG_CREATED"
  | "DIALOG_CLOSED"
  | "INFORMATION"
  | "TRANSMISSION_OPENED"
  | "PAYMENT_MADE"
  | "SIGNATURE_PROVIDED"
  | "DIALOG_OPENED"
  | "DIALOG_DELETED"
  | "DIALOG_RESTORED"
  | "SENT_TO_SIGNING"
  | "SENT_TO_FORM_FILL"
  | "SENT_TO_SEND_IN"
  | "SENT_TO_PAYMENT"
  | "FORM_SUBMITTED"
  | "FORM_SAVED"
  | "CORRESPONDENCE_OPENED"
  | "CORRESPONDENCE_CONFIRMED";

export type HttpVerb = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" | "TRACE" | "CONNECT";

/** A text with its media type. */
export interface ContentValue {
  readonly mediaType: string;
  readonly value: LocalizedText;
}

/** Who did something: a representative of the party (by URN or by name) or the service owner (neither). */
export interface Actor {
  readonly actorType: "PARTY_REPRESENTATIVE" | "SERVICE_OWNER";
  readonly actorId: string | null;
  readonly actorName: string | null;
}

export interface AttachmentUrl {
  readonly id: string;
  readonly url: string;
  readonly mediaType: string | null;
  readonly consumerType: "GUI" | "API";
}

export interface Attachment {
  readonly id: string;
  readonly displayName: LocalizedText;
  readonly name: string | null;
  readonly urls: readonly AttachmentUrl[];
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number | null;
}

export interface GuiAction {
  readonly id: string;
  readonly action: string;
  readonly url: string;
  readonly authorizationAttribute: string | null;
  readonly isDeleteDialogAction: boolean;
  readonly priority: "PRIMARY" | "SECONDARY" | "TERTIARY";
  readonly httpMethod: HttpVerb;
  readonly title: LocalizedText;
  readonly prompt: LocalizedText | null;
}

export interface ApiActionEndpoint {
  readonly id: string;
  readonly version: string | null;
  readonly url: string;
  readonly httpMethod: HttpVerb;
  readonly documentationUrl: string | null;
  readonly requestSchema: string | null;
  readonly responseSchema: string | null;
  readonly deprecated: boolean;
  readonly sunsetAt: number | null;
}

export interface ApiAction {
  readonly id: string;
  readonly action: string;
  readonly authorizationAttribute: string | null;
  readonly name: string | null;
  readonly endpoints: readonly ApiActionEndpoint[];
}

export interface NavigationalAction {
  readonly title: LocalizedText;
  readonly url: string;
  readonly expiresAt: number | null;
}

/** The texts of a dialog that lists do not show. */
export interface DialogContent {
  readonly additionalInfo: ContentValue | null;
  readonly mainContentReference: ContentValue | null;
}

export interface TransmissionContent {
  readonly title: LocalizedText;
  readonly summary: LocalizedText | null;
  readonly contentReference: ContentValue | null;
}

/** The system labels as bits of one mask; Default, Bin and Archive exclude one another. */
export const SYSTEM_LABEL_BITS = {
  DEFAULT: 1,
  BIN: 2,
  ARCHIVE: 4,
  MARKED_AS_UNOPENED: 8,
  SENT: 16,
} as const;

export type SystemLabel = keyof typeof SYSTEM_LABEL_BITS;
