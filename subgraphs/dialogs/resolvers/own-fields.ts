import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { DialogsContext } from "../context.js";
import { isLive } from "../live/index.js";
import type { HistoryRow } from "../store/selection.js";
import { Dialog, type DialogRoot } from "../types/dialog.js";
import { HistoryItem, type HistoryItemRoot } from "../types/history-item.js";
import { OwnLabel } from "../types/own-label.js";

const IS_SEEN_BY_ME =
  "Whether the viewer themself has seen its content as it is now. Their own note, beside `isContentSeen`, which all " +
  "who have access share. It is not kept of items of live sources: false.";
const OWN_LABELS =
  "The viewer's own labels on it, by name. Nobody else sees them. Items of live sources have none.";

const isSeenByMe = async (
  { id, contentUpdatedAt }: Pick<HistoryRow, "id" | "contentUpdatedAt">,
  { loaders }: DialogsContext,
): Promise<boolean> => {
  const seenAt = await loaders.ownSeenAtByDialogId.load(id);
  return seenAt !== null && seenAt >= contentUpdatedAt;
};

@Resolver(() => HistoryItem)
export class HistoryItemOwnResolver {
  @FieldResolver(() => Boolean, { description: IS_SEEN_BY_ME })
  async isSeenByMe(@Root() item: HistoryItemRoot, @Ctx() context: DialogsContext): Promise<boolean> {
    return !isLive(item) && (await isSeenByMe(item, context));
  }

  @FieldResolver(() => [OwnLabel], { description: OWN_LABELS })
  async ownLabels(@Root() item: HistoryItemRoot, @Ctx() { loaders }: DialogsContext): Promise<OwnLabel[]> {
    return isLive(item) ? [] : loaders.ownLabelsByDialogId.load(item.id);
  }
}

@Resolver(() => Dialog)
export class DialogOwnResolver {
  @FieldResolver(() => Boolean, { description: IS_SEEN_BY_ME })
  isSeenByMe(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<boolean> {
    return isSeenByMe(dialog, context);
  }

  @FieldResolver(() => [OwnLabel], { description: OWN_LABELS })
  ownLabels(@Root() { id }: DialogRoot, @Ctx() { loaders }: DialogsContext): Promise<OwnLabel[]> {
    return loaders.ownLabelsByDialogId.load(id);
  }
}
