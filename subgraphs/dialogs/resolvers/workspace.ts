import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar } from "../../../schema/scalars.js";
import { Count } from "../../../schema/types/count.js";
import type { DialogsContext } from "../context.js";
import { BY_RELEVANCE, hasLivePlaces, placesBy } from "../live/index.js";
import { listNameOf, NEWEST_FIRST } from "../rules/history.js";
import { once } from "../rules/once.js";
import { askedSelection } from "../searching.js";
import type { HistoryFolder, HistoryOrder, Selection } from "../store/selection.js";
import { HistoryFolderEnum } from "../types/enums.js";
import { HistoryConnection } from "../types/history-connection.js";
import { HistoryFilterInput, HistoryOrderInput } from "../types/history-input.js";
import { OwnLabelUse } from "../types/own-label.js";
import { Party } from "../types/party.js";
import { Workspace } from "../types/workspace.js";
import { loadPage } from "./history-page.js";
import { viewOf } from "./workspace-view.js";

const MAX_ITEMS = 200;

/** The order that is asked for; `null`: by relevance, which only what a search finds has. */
const orderOf = (asked: HistoryOrderInput | null | undefined, { search }: Selection): HistoryOrder | null => {
  if (asked == null) return NEWEST_FIRST;
  const { field, direction } = asked;
  if (field === "RELEVANCE") return search === null ? NEWEST_FIRST : null;
  return { field, direction };
};

@Resolver(() => Workspace)
export class WorkspaceResolver {
  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description:
      "Everything between the workspace's parties and the agencies, over all platforms, as far as the viewer may see it.",
  })
  async history(
    @Root() workspace: Workspace,
    @Arg("first", () => Int, { defaultValue: 50, description: `How many, from 1 to ${MAX_ITEMS}.` })
    first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Arg("filter", () => HistoryFilterInput, { nullable: true, description: "What all items must have." })
    filter: HistoryFilterInput | null,
    @Arg("search", () => String, {
      nullable: true,
      description:
        "Words that all items must have, in any of their forms: in titles, summaries, senders, tags, further information, " +
        "messages, attachments' names, the owner's reference, or in what the service or its owner is called. Compounds are " +
        'found by their parts. `"…"` is a phrase as it stands, `-` excludes, `OR` gives a choice, `*` lets a word go on, and ' +
        "the last word may always go on. Case and accents don't matter. Any text is good; without a letter or digit in it " +
        "nothing is found.",
    })
    search: string | null,
    @Arg("orderBy", () => HistoryOrderInput, {
      nullable: true,
      description: "Omitted: what changed last comes first.",
    })
    orderBy: HistoryOrderInput | null,
    @Ctx() context: DialogsContext,
  ): Promise<HistoryConnection> {
    const { call, loaders, cursors } = context;
    const view = await viewOf(workspace, context);
    const { selection, areNamesSearched } = await askedSelection(view, { filter, search }, context);
    const order = orderOf(orderBy, selection);
    const page = openPage(cursors, {
      first,
      after,
      maxFirst: MAX_ITEMS,
      list: listNameOf({ workspace: workspace.id, viewer: call.viewer.party, filter, search, order }),
    });
    const isAwaited = hasLivePlaces(page.after, order === null ? BY_RELEVANCE : placesBy(order));
    const live = (await context.live?.select(selection, search, { isAwaited })) ?? null;
    return {
      selection,
      order,
      areNamesSearched,
      live,
      page: once(() => loadPage(context, { page, after, selection, order, live })),
      searched: once(async () => {
        const { source: wanted } = selection.filter;
        const sources = await loaders.sources();
        return sources.map((source) => ({ source, isSearched: wanted?.includes(source.id) ?? true }));
      }),
    };
  }
}

@Resolver(() => Workspace)
export class WorkspaceOwnLabelsResolver {
  @FieldResolver(() => [OwnLabelUse], {
    nullable: true,
    description: "The viewer's own labels, by name, and on how many items of this workspace each is.",
  })
  async ownLabels(@Root() workspace: Workspace, @Ctx() context: DialogsContext): Promise<OwnLabelUse[]> {
    const { call, store, loaders } = context;
    const [labels, counts] = await Promise.all([
      loaders.ownLabels(),
      store.own.labelCounts(call.viewer.party, await viewOf(workspace, context)),
    ]);
    return labels.map((label) => ({ label, itemCount: counts.get(label.id) ?? 0 }));
  }
}

@Resolver(() => Party)
export class PartyResolver {
  @FieldResolver(() => Count, {
    nullable: true,
    description: "How many items of the party nobody has seen since they last changed.",
  })
  unreadCount(
    @Root() party: Party,
    @Arg("folder", () => HistoryFolderEnum, { defaultValue: "INBOX", description: "Of this view." })
    folder: HistoryFolder,
    @Ctx() { loaders }: DialogsContext,
  ): Promise<Count> {
    return loaders.unreadByParty.load({ party: party.id, folder });
  }
}
