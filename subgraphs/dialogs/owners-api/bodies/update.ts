import type { ApiAction, Attachment, GuiAction } from "../../../../drizzle/dialogs/values.js";
import type { WholeDialog } from "./dialog.js";
import { contentValue, localizations, momentOrNull, plainContent, spelled } from "./values.js";

const attachment = ({ id, displayName, name, urls, expiresAt }: Attachment) => ({
  id,
  displayName: localizations(displayName),
  name,
  urls: urls.map((url) => ({ ...url, consumerType: spelled(url.consumerType) })),
  expiresAt: momentOrNull(expiresAt),
});

const guiAction = (action: GuiAction) => ({
  ...action,
  priority: spelled(action.priority),
  title: localizations(action.title),
  prompt: localizations(action.prompt),
});

const apiAction = ({ endpoints, ...action }: ApiAction) => ({
  ...action,
  endpoints: endpoints.map((endpoint) => ({ ...endpoint, sunsetAt: momentOrNull(endpoint.sunsetAt) })),
});

const contentOf = ({ dialog, body: { content } }: WholeDialog) => {
  const texts = {
    title: plainContent(dialog.title),
    senderName: plainContent(dialog.senderName),
    summary: plainContent(dialog.summary),
    nonSensitiveTitle: plainContent(dialog.nonSensitiveTitle),
    nonSensitiveSummary: plainContent(dialog.nonSensitiveSummary),
    extendedStatus: plainContent(dialog.extendedStatus),
    additionalInfo: contentValue(content.additionalInfo),
    mainContentReference: contentValue(content.mainContentReference),
  };
  // A dialog for programs may have none at all.
  return Object.values(texts).every((text) => text === null) ? null : texts;
};

/**
 * `V1ServiceOwnerDialogsCommandsUpdate_Dialog` of a dialog as it is: what PUT would have to send to change nothing, and
 * what a patch is applied to. Everything is in it, also what has no value, so that a patch may `replace` it. Of
 * transmissions and activities it has none: those that are there stay, and those that are put in come on top.
 */
export const updateBody = (whole: WholeDialog): Record<string, unknown> => {
  const { dialog, body } = whole;
  return {
    progress: dialog.progress,
    extendedStatus: dialog.extendedStatusCode,
    externalReference: dialog.externalReference,
    dueAt: momentOrNull(dialog.dueAt),
    expiresAt: momentOrNull(dialog.expiresAt),
    process: dialog.process,
    precedingProcess: dialog.precedingProcess,
    isApiOnly: dialog.isApiOnly,
    status: spelled(dialog.status),
    content: contentOf(whole),
    searchTags: body.searchTags.map((value) => ({ value })),
    attachments: body.attachments.map(attachment),
    transmissions: [],
    guiActions: body.guiActions.map(guiAction),
    apiActions: body.apiActions.map(apiAction),
    activities: [],
  };
};
