import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { DialogsContext } from "../context.js";
import {
  SetSeenByMeDialogNotFound,
  type SetSeenByMeError,
  SetSeenByMeInput,
  SetSeenByMePayload,
  SetSeenByMeValidationError,
} from "../types/set-seen-by-me.js";
import { visibleDialogs } from "./visible-dialogs.js";

const MAX_DIALOGS = 100;

const refused = (error: SetSeenByMeError): SetSeenByMePayload => ({ success: false, errors: [error] });

@Resolver()
export class SetSeenByMeResolver {
  @Mutation(() => SetSeenByMePayload, {
    description:
      "Notes that the viewer has seen dialogs as they are now, or wants to see them again. Their own note: `isContentSeen`, " +
      "the seen log and the system labels, which all who have access share, stay as they are.",
  })
  async setSeenByMe(
    @Arg("input", () => SetSeenByMeInput, { description: "Which dialogs, and whether they are seen." })
    { dialogIds, isSeen }: SetSeenByMeInput,
    @Ctx() context: DialogsContext,
  ): Promise<SetSeenByMePayload> {
    const { call, store, loaders, view } = context;
    if (dialogIds.length < 1 || dialogIds.length > MAX_DIALOGS) {
      const message = `dialogIds names ${dialogIds.length}; name 1 to ${MAX_DIALOGS}.`;
      return refused(new SetSeenByMeValidationError(message));
    }
    const { rows, missing } = await visibleDialogs(dialogIds, context);
    if (missing !== null) {
      return refused(new SetSeenByMeDialogNotFound(`There is no dialog ${missing} for you. Check the id.`));
    }
    const { now } = await view();
    const owner = call.viewer.party;
    if (isSeen) {
      const sights = rows.map(({ seq, contentUpdatedAt }) => ({ seq, at: Math.max(now, contentUpdatedAt) }));
      await store.own.noteSeen(owner, sights);
    } else {
      await store.own.forgetSeen(owner, dialogIds);
    }
    loaders.ownSeenAtByDialogId.clearAll();
    return { success: true, errors: [] };
  }
}
