import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { SystemLabel } from "../../../drizzle/dialogs/values.js";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { partyNamesOf } from "../../../schema/party-names.js";
import { FormInstanceReference, ServiceResourceReference } from "../../../schema/types/references.js";
import { INSTANCE_PREFIX } from "../../../schema/urns.js";
import type { DialogsContext } from "../context.js";
import { isLive } from "../live/index.js";
import { folderOf, isContentSeen, labelsOf } from "../rules/labels.js";
import type { HistoryFolder } from "../store/selection.js";
import { Dialog } from "../types/dialog.js";
import { HistoryFolderEnum, SystemLabelEnum } from "../types/enums.js";
import { HistoryItem, type HistoryItemRoot } from "../types/history-item.js";
import { HistorySource } from "../types/history-source.js";
import { Party } from "../types/party.js";
import { Process } from "../types/process.js";

@Resolver(() => HistoryItem)
export class HistoryItemResolver {
  @FieldResolver(() => HistorySource, { description: "The platform that it comes from." })
  async source(@Root() item: HistoryItemRoot, @Ctx() { loaders }: DialogsContext): Promise<HistorySource> {
    if (isLive(item)) return item.live.source;
    const source = (await loaders.sources()).find(({ id }) => id === item.sourceId);
    if (source === undefined) throw new Error("An item was read whose source is not registered.");
    return source;
  }

  @FieldResolver(() => String, { nullable: true, description: "What it is about, in a few words." })
  title(
    @Root() item: HistoryItemRoot,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: DialogsContext,
  ): string | null {
    return localize(item.title, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, { nullable: true, description: "Where it stands, in a sentence or two." })
  summary(
    @Root() item: HistoryItemRoot,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: DialogsContext,
  ): string | null {
    return localize(item.summary, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Who it is from, where that is not simply the service's owner.",
  })
  senderName(
    @Root() item: HistoryItemRoot,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: DialogsContext,
  ): string | null {
    return localize(item.senderName, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The status in the owner's own words, for people.",
  })
  extendedStatus(
    @Root() item: HistoryItemRoot,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: DialogsContext,
  ): string | null {
    return localize(item.extendedStatus, languageOf(lang, call.language));
  }

  @FieldResolver(() => Party, { nullable: true, description: "The party that it belongs to." })
  async party(@Root() item: HistoryItemRoot, @Ctx() { view }: DialogsContext): Promise<Party> {
    const id = partyNamesOf((await view()).scope).idByUrn.get(item.party);
    if (id === undefined) throw new Error("An item was read whose party is not in the viewer's scope.");
    return { id };
  }

  @FieldResolver(() => ServiceResourceReference, {
    nullable: true,
    description: "The service that it belongs to.",
  })
  serviceResource(@Root() item: HistoryItemRoot): ServiceResourceReference {
    return { id: item.serviceResource };
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether anybody has seen it since its content last changed, and it is not marked as unopened.",
  })
  isContentSeen(@Root() item: HistoryItemRoot): boolean {
    return isContentSeen(item);
  }

  @FieldResolver(() => [SystemLabelEnum], { description: "Its labels, which all who have access share." })
  systemLabels(@Root() item: HistoryItemRoot): SystemLabel[] {
    return labelsOf(item.systemLabels);
  }

  @FieldResolver(() => HistoryFolderEnum, {
    description:
      "Where it lies: INBOX, DRAFTS, ARCHIVE or BIN. What was sent in lies in one of these, and is in SENT too.",
  })
  folder(@Root() item: HistoryItemRoot): HistoryFolder {
    return folderOf(item);
  }

  @FieldResolver(() => Process, { nullable: true, description: "The case that it belongs to." })
  async process(@Root() item: HistoryItemRoot, @Ctx() { view }: DialogsContext): Promise<Process | null> {
    return item.process === null ? null : { id: item.process, view: await view() };
  }

  @FieldResolver(() => FormInstanceReference, {
    nullable: true,
    description: "The form that it is about, where it is about one.",
  })
  formInstance(@Root() { instanceRef }: HistoryItemRoot): FormInstanceReference | null {
    return instanceRef?.startsWith(INSTANCE_PREFIX) ? { id: instanceRef } : null;
  }

  @FieldResolver(() => Dialog, {
    nullable: true,
    description:
      "The whole of it; null where the login is too weak, and where it is with a live source: see `url`. Reading it here " +
      "does not mark it as seen.",
  })
  dialog(@Root() item: HistoryItemRoot, @Ctx() { loaders }: DialogsContext) {
    return item.isRedacted || isLive(item) ? null : loaders.dialogById.load(item.id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Where the whole of it is to be read, at the platform that has it; null where that is here, as its `dialog`.",
  })
  url(@Root() item: HistoryItemRoot): string | null {
    return isLive(item) ? item.live.item.url : null;
  }
}
