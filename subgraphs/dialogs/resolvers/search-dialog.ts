import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { partyNamesOf } from "../../../schema/party-names.js";
import type { DialogsContext } from "../context.js";
import { isContentSeen, labelsOf } from "../rules/labels.js";
import { publicPartyUrn } from "../rules/parties.js";
import { Activity, EndUserContext, SeenLog } from "../types/activity.js";
import { SearchContent, SearchDialog, type SearchDialogRoot } from "../types/search-dialog.js";
import { listTextsOf, seenSince, showingOf } from "./dialog-fields.js";
import { activityOf } from "./dialog-parts.js";

@Resolver(() => SearchDialog)
export class SearchDialogResolver {
  @FieldResolver(() => String, {
    description:
      "The party that it belongs to: an organisation's URN, or a person's `urn:altinn:party:uuid:…`.",
  })
  async party(@Root() dialog: SearchDialogRoot, @Ctx() { view }: DialogsContext): Promise<string> {
    return publicPartyUrn(dialog.party, partyNamesOf((await view()).scope));
  }

  @FieldResolver(() => String, { nullable: true, description: "Where it stands, as a code of the owner's." })
  extendedStatus(@Root() dialog: SearchDialogRoot): string | null {
    return dialog.extendedStatusCode;
  }

  @FieldResolver(() => Activity, {
    nullable: true,
    description:
      "What happened last; null where nothing has, or where the login is too weak for its own texts.",
  })
  async latestActivity(
    @Root() dialog: SearchDialogRoot,
    @Ctx() context: DialogsContext,
  ): Promise<Activity | null> {
    if (dialog.isRedacted) return null; // its description may say what the title must not
    const [row, showing] = await Promise.all([
      context.loaders.latestActivityByDialogId.load(dialog.id),
      showingOf(context),
    ]);
    return row && activityOf(row, showing);
  }

  @FieldResolver(() => SearchContent, { description: "Its texts." })
  content(@Root() dialog: SearchDialogRoot, @Ctx() { accepted }: DialogsContext): SearchContent {
    return listTextsOf(dialog, accepted);
  }

  @FieldResolver(() => [SeenLog], { description: "Who has seen it since anything of it last changed." })
  seenSinceLastUpdate(@Root() dialog: SearchDialogRoot, @Ctx() context: DialogsContext): Promise<SeenLog[]> {
    return seenSince(dialog, dialog.updatedAt, context);
  }

  @FieldResolver(() => [SeenLog], { description: "Who has seen it since its content last changed." })
  seenSinceLastContentUpdate(
    @Root() dialog: SearchDialogRoot,
    @Ctx() context: DialogsContext,
  ): Promise<SeenLog[]> {
    return seenSince(dialog, dialog.contentUpdatedAt, context);
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether anybody has seen it since its content last changed, and it is not marked as unopened.",
  })
  isContentSeen(@Root() dialog: SearchDialogRoot): boolean {
    return isContentSeen(dialog);
  }

  @FieldResolver(() => EndUserContext, { description: "What its readers have done with it." })
  endUserContext(@Root() dialog: SearchDialogRoot): EndUserContext {
    return { revision: dialog.endUserContextRevision, systemLabels: labelsOf(dialog.systemLabels) };
  }
}
