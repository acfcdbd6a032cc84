import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { DEADLINE_KINDS, type DeadlineKind } from "../../../drizzle/dialogs/values-deadlines.js";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar, DateTimeScalar } from "../../../schema/scalars.js";
import { Count, countOf } from "../../../schema/types/count.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import type { DialogsContext } from "../context.js";
import {
  agendaOf,
  deadlinesOf,
  hasLivePlaces,
  isLive,
  type LiveSelection,
  SOONEST_FIRST,
} from "../live/index.js";
import { once } from "../rules/once.js";
import { isAnythingHidden } from "../rules/parties.js";
import type { DeadlineFilter, DeadlineSelection } from "../store/deadlines/selection.js";
import { Deadline, DeadlineConnection, DeadlineCount, DeadlineEdge, deadlineOf } from "../types/deadline.js";
import { Dialog, type DialogRoot } from "../types/dialog.js";
import { DeadlineKindEnum } from "../types/enums.js";
import { HiddenByLogin } from "../types/history-connection.js";
import { HistoryItem, type HistoryItemRoot } from "../types/history-item.js";
import { liveReportOf, SourceReport, sourceReportOf } from "../types/history-source.js";
import { Workspace } from "../types/workspace.js";
import { countAgenda, loadAgenda } from "./agenda-page.js";
import { viewOf } from "./workspace-view.js";

const MAX_DEADLINES = 200;

const listNameOf = (workspace: string, viewer: string, filter: DeadlineFilter): string => {
  const { from, to, kinds, isMet, withPutAway } = filter;
  return JSON.stringify(["agenda", workspace, viewer, from, to, kinds, isMet, withPutAway]);
};

@Resolver(() => Workspace)
export class AgendaResolver {
  @FieldResolver(() => DeadlineConnection, {
    nullable: true,
    description:
      "What is to be answered, paid, signed, appealed or sent in by when, over all agencies and parties, soonest first.",
  })
  async agenda(
    @Root() workspace: Workspace,
    @Arg("from", () => DateTimeScalar, {
      nullable: true,
      description:
        "Due at this moment or later. Omitted: what is overdue is there as well, but no appeal whose time is over.",
    })
    from: number | null,
    @Arg("to", () => DateTimeScalar, { nullable: true, description: "Due at this moment or earlier." })
    to: number | null,
    @Arg("kinds", () => [DeadlineKindEnum], {
      nullable: true,
      description: "Of these kinds. Omitted: all, and those that nobody says the kind of.",
    })
    kinds: DeadlineKind[] | null,
    @Arg("met", () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: "False: what is still to be done; true: what is done; null: both.",
    })
    met: boolean | null,
    @Arg("withPutAway", () => Boolean, {
      defaultValue: false,
      description: "Whether those of items in the archive and the bin are there as well.",
    })
    withPutAway: boolean,
    @Arg("first", () => Int, { defaultValue: 50, description: `How many, from 1 to ${MAX_DEADLINES}.` })
    first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Ctx() context: DialogsContext,
  ): Promise<DeadlineConnection> {
    const { call, cursors } = context;
    const filter: DeadlineFilter = {
      from: from ?? null,
      to: to ?? null,
      kinds: kinds == null ? null : DEADLINE_KINDS.filter((kind) => kinds.includes(kind)),
      isMet: met,
      withPutAway,
    };
    const page = openPage(cursors, {
      first,
      after,
      maxFirst: MAX_DEADLINES,
      list: listNameOf(workspace.id, call.viewer.party, filter),
    });
    const view = await viewOf(workspace, context);
    const selection = { ...view, filter };
    const everything = { ...view, filter: {}, search: null };
    const isAwaited = hasLivePlaces(page.after, SOONEST_FIRST);
    const live = (await context.live?.select(everything, null, { isAwaited })) ?? null;
    return {
      selection,
      live,
      page: once(() => loadAgenda(context, { page, after, selection, live })),
      counted: once(() => countAgenda(context, selection, live)),
    };
  }
}

@Resolver(() => DeadlineConnection)
export class DeadlineConnectionResolver {
  @FieldResolver(() => [DeadlineEdge], { description: "The deadlines of this page." })
  async edges(@Root() { page, selection }: DeadlineConnection): Promise<DeadlineEdge[]> {
    const { edges } = await page();
    return edges.map(({ cursor, node: { row, isLate } }) => ({
      cursor,
      node: deadlineOf(row, selection.now),
      isLate,
    }));
  }

  @FieldResolver(() => PageInfo, { description: "Where this page lies in the agenda." })
  async pageInfo(@Root() { page }: DeadlineConnection): Promise<PageInfo> {
    return (await page()).pageInfo;
  }

  @FieldResolver(() => Count, { description: "How many deadlines the whole of it has, over all pages." })
  async totalCount(@Root() { counted }: DeadlineConnection): Promise<Count> {
    const { count, isExact } = await counted();
    return countOf(count, isExact);
  }

  @FieldResolver(() => [DeadlineCount], {
    description:
      "The deadlines of the whole of it by kind, those kinds that occur. Where there are more than are counted, or a live " +
      "source is missing, every count is AT_LEAST.",
  })
  async counts(@Root() { counted }: DeadlineConnection): Promise<DeadlineCount[]> {
    const { counts, isExact } = await counted();
    return [...DEADLINE_KINDS, null].flatMap((kind) =>
      counts
        .filter((one) => one.kind === kind)
        .map(({ count, overdue }) => ({
          kind,
          count: countOf(count, isExact),
          overdue: countOf(overdue, isExact),
        })),
    );
  }

  @FieldResolver(() => [SourceReport], {
    description: "The truth about every platform that it is gathered from.",
  })
  async sources(
    @Root() { page, selection, live }: DeadlineConnection,
    @Ctx() { loaders }: DialogsContext,
  ): Promise<SourceReport[]> {
    const [sources, { latencyMillis }, whole] = await Promise.all([loaders.sources(), page(), live?.whole()]);
    return [
      ...sources.map((source) => sourceReportOf(source, selection.now, latencyMillis)),
      ...(whole ?? []).map(({ truth }) => liveReportOf(truth)),
    ];
  }

  @FieldResolver(() => HiddenByLogin, {
    nullable: true,
    description: "The deadlines that a stronger login would add to the whole of it; null where that is none.",
  })
  async hiddenByLogin(
    @Root() { selection, live }: DeadlineConnection,
    @Ctx() { store, countBounds }: DialogsContext,
  ): Promise<HiddenByLogin | null> {
    const [ofLive, indexed] = await Promise.all([
      hiddenOfLive(live, selection),
      isAnythingHidden(selection.scope) ? store.agenda.hiddenByLogin(selection, countBounds) : NOTHING_HIDDEN,
    ]);
    const levels = [ofLive.requiredLevel, indexed.requiredLevel].filter((level) => level !== null);
    if (levels.length === 0) return null;
    const count = countOf(indexed.count + ofLive.count, indexed.isExact && ofLive.isExact);
    return { count, requiredLevel: Math.max(...levels) };
  }
}

const NOTHING_HIDDEN = { count: 0, isExact: true, requiredLevel: null };

/** What a source hides by itself it does not say the deadlines of. */
const hiddenOfLive = async (live: LiveSelection | null, { filter, now }: DeadlineSelection) => {
  if (live === null) return NOTHING_HIDDEN;
  const { rows, count, isExact, requiredLevel } = await live.hidden();
  return {
    count: agendaOf(rows, filter, now).length,
    isExact: isExact && count === rows.length,
    requiredLevel,
  };
};

const DEADLINES = "What is to be done by when, soonest first; also what is met.";

const deadlinesFor = async (
  item: HistoryItemRoot | DialogRoot,
  { loaders, view }: DialogsContext,
): Promise<Deadline[]> => {
  const [rows, { now }] = await Promise.all([
    isLive(item) ? deadlinesOf(item) : loaders.deadlinesByDialogSeq.load(item.seq),
    view(),
  ]);
  return rows.map((deadline) => deadlineOf({ deadline, item }, now));
};

@Resolver(() => HistoryItem)
export class HistoryItemDeadlinesResolver {
  @FieldResolver(() => [Deadline], { description: DEADLINES })
  deadlines(@Root() item: HistoryItemRoot, @Ctx() context: DialogsContext): Promise<Deadline[]> {
    return deadlinesFor(item, context);
  }
}

@Resolver(() => Dialog)
export class DialogDeadlinesResolver {
  @FieldResolver(() => [Deadline], { description: DEADLINES })
  deadlines(@Root() dialog: DialogRoot, @Ctx() context: DialogsContext): Promise<Deadline[]> {
    return deadlinesFor(dialog, context);
  }
}
