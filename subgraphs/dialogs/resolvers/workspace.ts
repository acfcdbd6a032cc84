import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar, DateTimeScalar } from "../../../schema/scalars.js";
import { Count, countUpTo } from "../../../schema/types/count.js";
import { workspaceScope } from "../../../schema/workspace-id.js";
import type { DialogsContext } from "../context.js";
import { filterOf, listNameOf, momentOf, NEWEST_FIRST } from "../rules/history.js";
import { narrowScope } from "../rules/parties.js";
import { parseSearch } from "../rules/search-query.js";
import type { View } from "../store/selection.js";
import { Deadline, HistoryConnection, type LoadedPage } from "../types/history-connection.js";
import { HistoryFilterInput, HistoryOrderInput } from "../types/history-input.js";
import { historyItemOf } from "../types/history-item.js";
import { OwnLabelUse } from "../types/own-label.js";
import { Party } from "../types/party.js";
import { Workspace } from "../types/workspace.js";

const MAX_ITEMS = 200;
const MAX_DEADLINES = 200;
/** Of all time that deadlines can lie in. */
const BEGINNING = 0;

/** What the viewer may read of a workspace's parties. */
const viewOf = async (workspace: Workspace, { view }: DialogsContext): Promise<View> => {
  const { scope, now } = await view();
  return { scope: workspaceScope(scope, workspace.id), now };
};

const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work();
    return result;
  };
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
        "Words that all items must have: in titles, summaries, senders, tags, further information, messages or the " +
        'owner\'s reference. `"…"` is a phrase, `-` excludes, `*` lets a word go on, and the last word may always go on. ' +
        "Case and accents don't matter. Any text is good; without a letter or digit in it nothing is found.",
    })
    search: string | null,
    @Arg("orderBy", () => HistoryOrderInput, {
      nullable: true,
      description: "Omitted: what changed last comes first.",
    })
    orderBy: HistoryOrderInput | null,
    @Ctx() context: DialogsContext,
  ): Promise<HistoryConnection> {
    const { call, store, loaders, cursors, clock } = context;
    const order = orderBy ?? NEWEST_FIRST;
    const page = openPage(cursors, {
      first,
      after,
      maxFirst: MAX_ITEMS,
      list: listNameOf({ workspace: workspace.id, viewer: call.viewer.party, filter, search, order }),
    });
    const view = await viewOf(workspace, context);
    const selection = {
      now: view.now,
      scope: narrowScope(view.scope, {
        parties: filter?.parties ?? undefined,
        services: filter?.service ?? undefined,
      }),
      filter: filterOf(filter ?? {}, call.viewer.party),
      search: parseSearch(search),
    };
    const position = page.after as readonly [number | null, string] | null;
    return {
      selection,
      order,
      page: once(async (): Promise<LoadedPage> => {
        const began = clock();
        const rows = await store.history(selection, order, {
          after: position && { at: position[0], id: position[1] },
          take: page.take,
        });
        const latencyMillis = Math.round(clock() - began);
        return { ...page.connection(rows, (row) => [momentOf(row, order), row.id]), latencyMillis };
      }),
      searched: once(async () => {
        const { source: wanted } = selection.filter;
        const sources = await loaders.sources();
        return sources.map((source) => ({ source, isSearched: wanted?.includes(source.id) ?? true }));
      }),
    };
  }

  @FieldResolver(() => [Deadline], {
    nullable: true,
    description:
      `What is to be done by when, over all agencies, soonest first, at most ${MAX_DEADLINES}: items with a due date ` +
      "that are neither completed, archived nor in the bin.",
  })
  async agenda(
    @Root() workspace: Workspace,
    @Arg("from", () => DateTimeScalar, {
      nullable: true,
      description: "Due at this moment or later. Omitted: what is overdue is there as well.",
    })
    from: number | null,
    @Arg("to", () => DateTimeScalar, { nullable: true, description: "Due at this moment or earlier." })
    to: number | null,
    @Ctx() context: DialogsContext,
  ): Promise<Deadline[]> {
    const filter = { isOpen: true, dueAfter: from ?? BEGINNING, ...(to === null ? {} : { dueBefore: to }) };
    const rows = await context.store.history(
      { ...(await viewOf(workspace, context)), filter, search: null },
      { field: "DUE_AT", direction: "ASC" },
      { after: null, take: MAX_DEADLINES },
    );
    return rows.flatMap((row) => (row.dueAt === null ? [] : [{ at: row.dueAt, item: historyItemOf(row) }]));
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
    description: "How many items in the party's inbox nobody has seen since they last changed.",
  })
  async unreadCount(@Root() party: Party, @Ctx() { loaders, countLimit }: DialogsContext): Promise<Count> {
    return countUpTo(await loaders.unreadByPartyId.load(party.id), countLimit);
  }
}
