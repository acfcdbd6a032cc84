import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { partyNamesOf } from "../../../schema/party-names.js";
import type { DialogsContext } from "../context.js";
import { isContentSeen, labelsOf } from "../rules/labels.js";
import { actionRequest, transmissionRequest } from "../rules/masking.js";
import { publicPartyUrn } from "../rules/parties.js";
import { ApiAction, GuiAction } from "../types/actions.js";
import { Activity, EndUserContext, SeenLog } from "../types/activity.js";
import { Attachment } from "../types/attachment.js";
import { Content } from "../types/content.js";
import { Dialog, type DialogRoot } from "../types/dialog.js";
import { Transmission } from "../types/transmission.js";
import { accessedOf, bodyOf, isMainReadPermitted, isPermitted, permittedActions } from "./dialog-access.js";
import { listTextsOf, seenSince, showingOf } from "./dialog-fields.js";
import {
  activityOf,
  apiActionOf,
  attachmentOf,
  contentOf,
  guiActionOf,
  referenceOf,
  transmissionOf,
} from "./dialog-parts.js";

@Resolver(() => Dialog)
export class DialogResolver {
  @FieldResolver(() => String, {
    description:
      "The party that it belongs to: an organisation's URN, or a person's `urn:altinn:party:uuid:…`.",
  })
  async party(@Root() dialog: DialogRoot, @Ctx() { view }: DialogsContext): Promise<string> {
    return publicPartyUrn(dialog.party, partyNamesOf((await view()).scope));
  }

  @FieldResolver(() => String, { nullable: true, description: "Where it stands, as a code of the owner's." })
  extendedStatus(@Root() dialog: DialogRoot): string | null {
    return dialog.extendedStatusCode;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Shows the service owner who asks: send it as bearer to the addresses in this dialog, and to the subscription " +
      "`dialogEvents`. Good for ten minutes. Null where this installation issues none.",
  })
  async dialogToken(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<string | null> {
    const { dialogTokens, call } = context;
    if (dialogTokens === null) return null;
    const { id, party, serviceResource } = dialog;
    const actions = await permittedActions(dialog, context);
    return dialogTokens.issue(call.viewer, { id, party, serviceResource, actions });
  }

  @FieldResolver(() => Content, { description: "Its texts." })
  async content(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<Content> {
    const [{ content }, isAuthorized, showing] = await Promise.all([
      bodyOf(dialog, context),
      isMainReadPermitted(dialog, context),
      showingOf(context),
    ]);
    return {
      ...listTextsOf(dialog, showing.accepted),
      additionalInfo: contentOf(content.additionalInfo, showing),
      mainContentReference: referenceOf(content.mainContentReference, isAuthorized, showing),
    };
  }

  @FieldResolver(() => [Attachment], { description: "What comes along with it as a whole." })
  async attachments(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<Attachment[]> {
    const [{ attachments }, isAuthorized, showing] = await Promise.all([
      bodyOf(dialog, context),
      isMainReadPermitted(dialog, context),
      showingOf(context),
    ]);
    return attachments.map((attachment) => attachmentOf(attachment, isAuthorized, showing));
  }

  @FieldResolver(() => [GuiAction], { description: "What can be done with it in a browser." })
  async guiActions(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<GuiAction[]> {
    const [{ guiActions }, accessed, showing] = await Promise.all([
      bodyOf(dialog, context),
      accessedOf(dialog, context),
      showingOf(context),
    ]);
    return Promise.all(
      guiActions.map(async (action) => {
        const request = actionRequest(accessed, action.action, action.authorizationAttribute);
        return guiActionOf(action, await isPermitted(request, context), showing);
      }),
    );
  }

  @FieldResolver(() => [ApiAction], { description: "What can be done with it by program." })
  async apiActions(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<ApiAction[]> {
    const [{ apiActions }, accessed] = await Promise.all([
      bodyOf(dialog, context),
      accessedOf(dialog, context),
    ]);
    return Promise.all(
      apiActions.map(async (action) => {
        const request = actionRequest(accessed, action.action, action.authorizationAttribute);
        return apiActionOf(action, await isPermitted(request, context));
      }),
    );
  }

  @FieldResolver(() => [Transmission], { description: "Its messages, oldest first." })
  async transmissions(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<Transmission[]> {
    const { loaders } = context;
    const [rows, activities, accessed, showing] = await Promise.all([
      loaders.transmissionsByDialogId.load(dialog.id),
      loaders.activitiesByDialogId.load(dialog.id),
      accessedOf(dialog, context),
      showingOf(context),
    ]);
    const opened = new Set(
      activities.flatMap(({ type, transmissionId }) =>
        type === "TRANSMISSION_OPENED" ? [transmissionId] : [],
      ),
    );
    return Promise.all(
      rows.map(async (row) => {
        const request = transmissionRequest(accessed, row.authorizationAttribute);
        const isAuthorized = await isPermitted(request, context);
        return transmissionOf(row, { isAuthorized, isOpened: opened.has(row.id) }, showing);
      }),
    );
  }

  @FieldResolver(() => [Activity], { description: "What has happened, oldest first." })
  async activities(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<Activity[]> {
    const [rows, showing] = await Promise.all([
      context.loaders.activitiesByDialogId.load(dialog.id),
      showingOf(context),
    ]);
    return rows.map((row) => activityOf(row, showing));
  }

  @FieldResolver(() => [SeenLog], { description: "Who has seen it since anything of it last changed." })
  seenSinceLastUpdate(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<SeenLog[]> {
    return seenSince(dialog, dialog.updatedAt, context);
  }

  @FieldResolver(() => [SeenLog], { description: "Who has seen it since its content last changed." })
  seenSinceLastContentUpdate(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<SeenLog[]> {
    return seenSince(dialog, dialog.contentUpdatedAt, context);
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether anybody has seen it since its content last changed, and it is not marked as unopened.",
  })
  isContentSeen(@Root() dialog: DialogRoot): boolean {
    return isContentSeen(dialog);
  }

  @FieldResolver(() => EndUserContext, { description: "What its readers have done with it." })
  endUserContext(@Root() dialog: DialogRoot): EndUserContext {
    return { revision: dialog.endUserContextRevision, systemLabels: labelsOf(dialog.systemLabels) };
  }
}
