import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { UuidScalar } from "../../../schema/scalars.js";
import type { DialogsContext } from "../context.js";
import { type Opening, openingOf } from "../rules/opening.js";
import { actorOfViewer, endUserTypeOf } from "../rules/viewers.js";
import type { DialogRoot } from "../types/dialog.js";
import {
  DialogByIdDeleted,
  type DialogByIdError,
  DialogByIdExpired,
  DialogByIdForbidden,
  DialogByIdForbiddenAuthLevelTooLow,
  DialogByIdNotFound,
  DialogByIdNotVisible,
  DialogByIdPayload,
} from "../types/dialog-by-id.js";

const errorOf = (id: string, opening: Exclude<Opening, { outcome: "OPEN" }>): DialogByIdError => {
  switch (opening.outcome) {
    case "NOT_FOUND":
      return new DialogByIdNotFound(`There is no dialog ${id} for you. Check the id.`);
    case "FORBIDDEN":
      return new DialogByIdForbidden(
        `You act for the party of dialog ${id}, but may not read its service. Ask the party for access.`,
      );
    case "DELETED":
      return new DialogByIdDeleted(`The service owner has deleted dialog ${id}.`);
    case "NOT_VISIBLE":
      return new DialogByIdNotVisible(
        `Dialog ${id} can be seen from ${new Date(opening.visibleFrom).toISOString()} on.`,
        opening.visibleFrom,
      );
    case "EXPIRED":
      return new DialogByIdExpired(
        `Dialog ${id} expired at ${new Date(opening.expiredAt).toISOString()}.`,
        opening.expiredAt,
      );
    case "LEVEL_TOO_LOW":
      return new DialogByIdForbiddenAuthLevelTooLow(
        `Altinn authentication level too low. Sign in at level ${opening.requiredLevel} to read dialog ${id}.`,
        opening.requiredLevel,
      );
  }
};

@Resolver()
export class DialogByIdResolver {
  @Query(() => DialogByIdPayload, {
    description: "A dialog, whole. Reading it marks it as seen by the viewer, once for each change of it.",
  })
  async dialogById(
    @Arg("dialogId", () => UuidScalar, { description: "The dialog's id." }) dialogId: string,
    @Ctx() { call, store, writer, loaders, view }: DialogsContext,
  ): Promise<DialogByIdPayload> {
    const { scope, now } = await view();
    const [access] = await store.accessTo([dialogId], { scope, now });
    const opening = openingOf(access ?? null, { level: scope.level, now });
    if (opening.outcome !== "OPEN") return { dialog: null, errors: [errorOf(dialogId, opening)] };

    await writer.markSeen({
      dialogId,
      endUserType: endUserTypeOf(call.viewer),
      by: actorOfViewer(call.viewer),
      isViaServiceOwner: false,
    });
    const [dialog, seenAt] = await Promise.all([
      loaders.dialogById.clear(dialogId).load(dialogId),
      loaders.ownSeenAtByDialogId.load(dialogId),
    ]);
    if (dialog === null) return { dialog: null, errors: [errorOf(dialogId, { outcome: "NOT_FOUND" })] };
    if (seenAt === null || seenAt < dialog.contentUpdatedAt) {
      const at = Math.max(now, dialog.contentUpdatedAt);
      await store.own.noteSeen(call.viewer.party, [{ seq: dialog.seq, at }]);
      loaders.ownSeenAtByDialogId.clear(dialogId).prime(dialogId, at);
    }
    return { dialog: dialog as DialogRoot, errors: [] };
  }
}
