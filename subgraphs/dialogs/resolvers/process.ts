import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from "type-graphql";
import type { DialogStatus } from "../../../drizzle/dialogs/values.js";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { openPage } from "../../../schema/paging.js";
import { partyNamesOf } from "../../../schema/party-names.js";
import { CursorScalar, DateTimeScalar } from "../../../schema/scalars.js";
import { Count, countOf } from "../../../schema/types/count.js";
import type { DialogsContext } from "../context.js";
import { statusOfCase } from "../rules/cases.js";
import { isAnythingHidden } from "../rules/parties.js";
import type { CaseFact } from "../store/cases/case-store.js";
import type { CasePosition } from "../store/cases/statements.js";
import type { HistoryRow } from "../store/selection.js";
import { Activity } from "../types/activity.js";
import { Deadline, deadlineOf } from "../types/deadline.js";
import { DialogStatusEnum } from "../types/enums.js";
import { HiddenByLogin } from "../types/history-connection.js";
import { HistoryItem, historyItemOf } from "../types/history-item.js";
import { Party } from "../types/party.js";
import { Process, ProcessEntry, ProcessItemConnection, ProcessTimeline } from "../types/process.js";
import { ServiceOwnerReference } from "../types/service-owner.js";
import { Transmission } from "../types/transmission.js";
import { Workspace } from "../types/workspace.js";
import { showingOf } from "./dialog-fields.js";
import { activityOf } from "./dialog-parts.js";
import { timelineTransmission } from "./process-parts.js";
import { viewOf } from "./workspace-view.js";

const MAX_ITEMS = 200;
const MAX_DEADLINES = 200;

const chainOf = ({ id, view }: Process, { loaders }: DialogsContext): Promise<string[]> =>
  loaders.cases(view).chainByProcess.load(id);

/** What there is of a case, over all its processes, and whether all of it was looked at. */
const factsOf = async (
  process: Process,
  context: DialogsContext,
): Promise<{ facts: CaseFact[]; isExact: boolean }> => {
  const { factsByProcess } = context.loaders.cases(process.view);
  const found = await Promise.all((await chainOf(process, context)).map((one) => factsByProcess.load(one)));
  return { facts: found.flatMap(({ facts }) => facts), isExact: found.every(({ isExact }) => isExact) };
};

const byAge = (one: HistoryRow, other: HistoryRow): number =>
  one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);

/** Items of a case after a position, oldest first. */
const itemsOf = async (
  process: Process,
  context: DialogsContext,
  page: { readonly after: CasePosition | null; readonly take: number },
): Promise<HistoryRow[]> => {
  const { itemsByProcess } = context.loaders.cases(process.view);
  const chain = await chainOf(process, context);
  const rows = await Promise.all(chain.map((one) => itemsByProcess.load({ process: one, ...page })));
  return rows.flat().sort(byAge).slice(0, page.take);
};

const openCasePage = (
  process: Process,
  { call, cursors }: DialogsContext,
  asked: { readonly list: string; readonly first: number; readonly after: string | null | undefined },
) => {
  const { list, first, after } = asked;
  const page = openPage(cursors, {
    first,
    after,
    maxFirst: MAX_ITEMS,
    list: JSON.stringify([list, process.id, call.viewer.party]),
  });
  const position = page.after as readonly [number, string] | null;
  return { page, request: { after: position && { at: position[0], id: position[1] }, take: page.take } };
};

@Resolver(() => Process)
export class ProcessResolver {
  @FieldResolver(() => [ID], {
    description: "The processes that it consists of, by URI: this one, and those before and after it.",
  })
  processes(@Root() process: Process, @Ctx() context: DialogsContext): Promise<string[]> {
    return chainOf(process, context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What it is about: the title of its oldest item.",
  })
  async title(
    @Root() process: Process,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() context: DialogsContext,
  ): Promise<string | null> {
    const [oldest] = await itemsOf(process, context, { after: null, take: 1 });
    return localize(oldest?.title, languageOf(lang, context.call.language));
  }

  @FieldResolver(() => DialogStatusEnum, {
    nullable: true,
    description:
      "Where it stands as a whole: the most urgent status of its items (REQUIRES_ATTENTION, DRAFT, IN_PROGRESS, " +
      "AWAITING), COMPLETED where nothing is left. Null where no item can be seen.",
  })
  async status(@Root() process: Process, @Ctx() context: DialogsContext): Promise<DialogStatus | null> {
    const { facts } = await factsOf(process, context);
    return facts.length === 0 ? null : statusOfCase(new Set(facts.map(({ status }) => status)));
  }

  @FieldResolver(() => [Party], { nullable: "items", description: "The parties whose items it has." })
  async parties(@Root() process: Process, @Ctx() context: DialogsContext): Promise<Party[]> {
    const { facts } = await factsOf(process, context);
    const { idByUrn } = partyNamesOf(process.view.scope);
    const ids = new Set(facts.flatMap(({ party }) => idByUrn.get(party) ?? []));
    return [...ids].sort().map((id) => ({ id }));
  }

  @FieldResolver(() => [ServiceOwnerReference], {
    nullable: "items",
    description: "The agencies whose items it has.",
  })
  async serviceOwners(
    @Root() process: Process,
    @Ctx() context: DialogsContext,
  ): Promise<ServiceOwnerReference[]> {
    const { facts } = await factsOf(process, context);
    return [...new Set(facts.map(({ org }) => org))].sort().map((code) => ({ code }));
  }

  @FieldResolver(() => Count, { description: "How many items it has." })
  async itemCount(@Root() process: Process, @Ctx() context: DialogsContext): Promise<Count> {
    const { facts, isExact } = await factsOf(process, context);
    const value = facts.reduce((total, { count }) => total + count, 0);
    return countOf(value, isExact);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: "When its oldest item was made; null where no item can be seen.",
  })
  async firstAt(@Root() process: Process, @Ctx() context: DialogsContext): Promise<number | null> {
    const { facts } = await factsOf(process, context);
    return facts.length === 0 ? null : Math.min(...facts.map(({ firstAt }) => firstAt));
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: "When the content of any of its items last changed; null where no item can be seen.",
  })
  async lastAt(@Root() process: Process, @Ctx() context: DialogsContext): Promise<number | null> {
    const { facts } = await factsOf(process, context);
    return facts.length === 0 ? null : Math.max(...facts.map(({ lastAt }) => lastAt));
  }

  @FieldResolver(() => ProcessItemConnection, {
    description: "Its items, over all agencies and parties, oldest first.",
  })
  async items(
    @Root() process: Process,
    @Arg("first", () => Int, { defaultValue: 50, description: `How many, from 1 to ${MAX_ITEMS}.` })
    first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Ctx() context: DialogsContext,
  ): Promise<ProcessItemConnection> {
    const { page, request } = openCasePage(process, context, { list: "case items", first, after });
    const rows = await itemsOf(process, context, request);
    const { edges, pageInfo } = page.connection(rows, (row) => [row.createdAt, row.id]);
    return { edges: edges.map((edge) => edge.as(historyItemOf(edge.node))), pageInfo };
  }

  @FieldResolver(() => ProcessTimeline, {
    description:
      "What happened in it, oldest first: items made, messages sent, things done. Of an item whose own texts need a " +
      "stronger login it tells that it was made, and no more.",
  })
  async timeline(
    @Root() process: Process,
    @Arg("first", () => Int, { defaultValue: 50, description: `How many, from 1 to ${MAX_ITEMS}.` })
    first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Ctx() context: DialogsContext,
  ): Promise<ProcessTimeline> {
    const { page, request } = openCasePage(process, context, { list: "case timeline", first, after });
    const chain = await chainOf(process, context);
    const entries = await context.store.cases.timeline(process.view, chain, request);
    const { edges, pageInfo } = page.connection(entries, ({ at, id }) => [at, id]);
    return {
      edges: edges.map((edge) => edge.as({ at: edge.node.at, kind: edge.node.kind, entry: edge.node })),
      pageInfo,
    };
  }

  @FieldResolver(() => [Deadline], {
    description: `What is to be done in it by when, also what is met, soonest first, at most ${MAX_DEADLINES}.`,
  })
  async deadlines(@Root() process: Process, @Ctx() context: DialogsContext): Promise<Deadline[]> {
    const { view } = process;
    const chain = await chainOf(process, context);
    const rows = await context.store.cases.deadlines(view, chain, MAX_DEADLINES);
    return rows.map((row) => deadlineOf(row, view.now));
  }

  @FieldResolver(() => HiddenByLogin, {
    nullable: true,
    description: "What a stronger login would add to it; null where that is nothing.",
  })
  async hiddenByLogin(
    @Root() process: Process,
    @Ctx() context: DialogsContext,
  ): Promise<HiddenByLogin | null> {
    if (!isAnythingHidden(process.view.scope)) return null;
    const { hiddenByProcess } = context.loaders.cases(process.view);
    const chain = await chainOf(process, context);
    const hidden = (await Promise.all(chain.map((one) => hiddenByProcess.load(one)))).flatMap(
      (one) => one ?? [],
    );
    if (hidden.length === 0) return null;
    return {
      count: countOf(
        hidden.reduce((total, { count }) => total + count, 0),
        hidden.every(({ isExact }) => isExact),
      ),
      requiredLevel: Math.max(...hidden.map(({ requiredLevel }) => requiredLevel)),
    };
  }
}

@Resolver(() => ProcessEntry)
export class ProcessEntryResolver {
  @FieldResolver(() => HistoryItem, { description: "The item that it happened in." })
  async item(@Root() { entry }: ProcessEntry, @Ctx() { loaders }: DialogsContext): Promise<HistoryItem> {
    const row = await loaders.itemById.load(entry.dialogId);
    if (row === null) throw new Error("An entry was read whose item is not to be seen.");
    return historyItemOf(row);
  }

  @FieldResolver(() => Transmission, {
    nullable: true,
    description: "The message, where one was sent; masked where the viewer may not read it.",
  })
  async transmission(
    @Root() { entry }: ProcessEntry,
    @Ctx() context: DialogsContext,
  ): Promise<Transmission | null> {
    return entry.kind === "TRANSMISSION" ? timelineTransmission(entry, context) : null;
  }

  @FieldResolver(() => Activity, { nullable: true, description: "What was done, where something was." })
  async activity(@Root() { entry }: ProcessEntry, @Ctx() context: DialogsContext): Promise<Activity | null> {
    if (entry.kind !== "ACTIVITY") return null;
    const [row, showing] = await Promise.all([
      context.loaders.activityById.load(entry.id),
      showingOf(context),
    ]);
    return row && activityOf(row, showing);
  }
}

@Resolver(() => Workspace)
export class WorkspaceProcessResolver {
  @FieldResolver(() => Process, {
    nullable: true,
    description:
      "A case of the workspace's parties, by its URI. Null where there is none of which they may see anything.",
  })
  async process(
    @Root() workspace: Workspace,
    @Arg("id", () => ID, { description: "The process' URI." }) id: string,
    @Ctx() context: DialogsContext,
  ): Promise<Process | null> {
    const process = { id, view: await viewOf(workspace, context) };
    const { facts } = await context.loaders.cases(process.view).factsByProcess.load(id);
    return facts.length === 0 ? null : process;
  }
}
