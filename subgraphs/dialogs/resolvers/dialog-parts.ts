import type { ActivityRow, SeenLogRow, TransmissionRow } from "../../../drizzle/dialogs/tables.js";
import type * as values from "../../../drizzle/dialogs/values.js";
import { maskAttachment, maskNavigation, UNAUTHORIZED_URL } from "../rules/masking.js";
import type { Pseudonymize } from "../rules/parties.js";
import type { ApiAction, GuiAction } from "../types/actions.js";
import type { Activity, Actor, SeenLog } from "../types/activity.js";
import type { Attachment } from "../types/attachment.js";
import type { ContentValue } from "../types/content.js";
import type { Transmission } from "../types/transmission.js";
import { type Accepted, localizationsOf, plainContent, plainText, textOf } from "./language.js";

/** What the parts of a dialog are shown with. */
export interface Showing {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly pseudonymize: Pseudonymize;
  readonly accepted: Accepted;
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
export const contentOf = (content: values.ContentValue | null, { accepted }: Showing): ContentValue | null =>
  content && { value: textOf(content.value, accepted), mediaType: content.mediaType, isAuthorized: null };

/** A reference to content elsewhere: its addresses are masked where the viewer may not have it. */
export const referenceOf = (
  content: values.ContentValue | null,
  isAuthorized: boolean,
  { accepted }: Showing,
): ContentValue | null =>
  content && {
    value: textOf(content.value, accepted).map((text) =>
      isAuthorized ? text : { ...text, value: UNAUTHORIZED_URL },
    ),
    mediaType: content.mediaType,
    isAuthorized,
  };

export const attachmentOf = (
  attachment: values.Attachment,
  isAuthorized: boolean,
  { now, accepted }: Showing,
): Attachment => ({
  ...attachment,
  displayName: textOf(attachment.displayName, accepted),
  urls: [...maskAttachment(attachment, isAuthorized, now).urls],
});

export const guiActionOf = (
  action: values.GuiAction,
  isAuthorized: boolean,
  { accepted }: Showing,
): GuiAction => ({
  ...action,
  isAuthorized,
  url: isAuthorized ? action.url : UNAUTHORIZED_URL,
  title: textOf(action.title, accepted),
  prompt: localizationsOf(action.prompt, accepted),
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
    title: plainContent(row.content.title, showing.accepted),
    summary: plainText(row.content.summary, showing.accepted),
    contentReference: referenceOf(row.content.contentReference, isAuthorized, showing),
  },
  attachments: row.attachments.map((attachment) => attachmentOf(attachment, isAuthorized, showing)),
  navigationalActions: row.navigationalActions.map((action) => ({
    ...maskNavigation(action, isAuthorized, showing.now),
    title: textOf(action.title, showing.accepted),
  })),
});

export const activityOf = (row: ActivityRow, showing: Showing): Activity => ({
  ...row,
  performedBy: actorOf(row.performedBy, showing),
  description: textOf(row.description, showing.accepted),
});

export const seenLogOf = (row: SeenLogRow, viewer: string, showing: Showing): SeenLog => ({
  ...row,
  seenBy: actorOf(row.seenBy, showing),
  isCurrentEndUser: row.seenBy.actorId === viewer,
});
