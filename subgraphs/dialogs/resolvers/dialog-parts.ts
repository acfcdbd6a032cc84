import type { ActivityRow, SeenLogRow, TransmissionRow } from "../../../drizzle/dialogs/tables.js";
import type * as values from "../../../drizzle/dialogs/values.js";
import { localizations } from "../../../schema/localization.js";
import { maskAttachment, maskNavigation, UNAUTHORIZED_URL } from "../rules/masking.js";
import type { Pseudonymize } from "../rules/parties.js";
import type { ApiAction, GuiAction } from "../types/actions.js";
import type { Activity, Actor, SeenLog } from "../types/activity.js";
import type { Attachment } from "../types/attachment.js";
import type { ContentValue } from "../types/content.js";
import type { Transmission } from "../types/transmission.js";
import { localizationsOf, plainText } from "./language.js";

/** What the parts of a dialog are shown with. */
export interface Showing {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly pseudonymize: Pseudonymize;
}

export const actorOf = (
  { actorType, actorId, actorName }: values.Actor,
  { pseudonymize }: Showing,
): Actor => ({
  actorType,
  actorId: actorId === null ? null : pseudonymize(actorId),
  actorName,
});

/** A text as it stands; its media type goes with it. */
export const contentOf = (content: values.ContentValue | null): ContentValue | null =>
  content && { value: localizations(content.value), mediaType: content.mediaType, isAuthorized: null };

/** A reference to content elsewhere: its addresses are masked where the viewer may not have it. */
export const referenceOf = (
  content: values.ContentValue | null,
  isAuthorized: boolean,
): ContentValue | null =>
  content && {
    value: localizations(content.value).map((text) =>
      isAuthorized ? text : { ...text, value: UNAUTHORIZED_URL },
    ),
    mediaType: content.mediaType,
    isAuthorized,
  };

export const attachmentOf = (
  attachment: values.Attachment,
  isAuthorized: boolean,
  { now }: Showing,
): Attachment => ({
  ...attachment,
  displayName: localizations(attachment.displayName),
  urls: [...maskAttachment(attachment, isAuthorized, now).urls],
});

export const guiActionOf = (action: values.GuiAction, isAuthorized: boolean): GuiAction => ({
  ...action,
  isAuthorized,
  url: isAuthorized ? action.url : UNAUTHORIZED_URL,
  title: localizations(action.title),
  prompt: localizationsOf(action.prompt),
});

export const apiActionOf = (action: values.ApiAction, isAuthorized: boolean): ApiAction => ({
  ...action,
  isAuthorized,
  endpoints: action.endpoints.map((endpoint) => ({
    ...endpoint,
    url: isAuthorized ? endpoint.url : UNAUTHORIZED_URL,
  })),
});

export const transmissionOf = (
  row: TransmissionRow,
  { isAuthorized, isOpened }: { isAuthorized: boolean; isOpened: boolean },
  showing: Showing,
): Transmission => ({
  ...row,
  isAuthorized,
  isOpened,
  sender: actorOf(row.sender, showing),
  content: {
    title: { value: localizations(row.content.title), mediaType: "text/plain", isAuthorized: null },
    summary: plainText(row.content.summary),
    contentReference: referenceOf(row.content.contentReference, isAuthorized),
  },
  attachments: row.attachments.map((attachment) => attachmentOf(attachment, isAuthorized, showing)),
  navigationalActions: row.navigationalActions.map((action) => ({
    ...maskNavigation(action, isAuthorized, showing.now),
    title: localizations(action.title),
  })),
});

export const activityOf = (row: ActivityRow, showing: Showing): Activity => ({
  ...row,
  performedBy: actorOf(row.performedBy, showing),
  description: localizations(row.description),
});

export const seenLogOf = (row: SeenLogRow, viewer: string, showing: Showing): SeenLog => ({
  ...row,
  seenBy: actorOf(row.seenBy, showing),
  isCurrentEndUser: row.seenBy.actorId === viewer,
});
