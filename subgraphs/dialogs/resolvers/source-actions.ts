import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import type { SourceActionRow } from "../../../drizzle/dialogs/tables.js";
import type { SourceActionState } from "../../../drizzle/dialogs/tables-actions.js";
import { type LiveAction, readLiveItemId } from "../../../schema/history-source/source.js";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { openPage } from "../../../schema/paging.js";
import { partyNamesOf } from "../../../schema/party-names.js";
import { CursorScalar } from "../../../schema/scalars.js";
import { parsePartyUrn } from "../../../schema/urns.js";
import type { DialogsContext } from "../context.js";
import { isLive } from "../live/index.js";
import { knownParties, narrowScope } from "../rules/parties.js";
import { actionProblem, mayWait } from "../rules/source-actions.js";
import { MAX_WAITING } from "../store/source-actions.js";
import { HistoryActionEnum, SourceActionStateEnum } from "../types/enums.js";
import { HistoryItem, type HistoryItemRoot } from "../types/history-item.js";
import { HistorySource } from "../types/history-source.js";
import { Party } from "../types/party.js";
import {
  ActOnHistoryItemInput,
  CancelSourceActionInput,
  SourceAction,
  SourceActionConnection,
  type SourceActionError,
  SourceActionKeyReused,
  SourceActionLimitReached,
  SourceActionNotFound,
  SourceActionNotOffered,
  SourceActionOver,
  SourceActionPayload,
  SourceActionSourceAway,
  SourceActionUnderWay,
  SourceActionValidationError,
  sourceActionOf,
} from "../types/source-action.js";
import { Workspace } from "../types/workspace.js";
import { LEASE_MILLIS } from "../waiting/index.js";
import { viewOf } from "./workspace-view.js";

const MAX_ACTIONS = 100;

const told = (row: SourceActionRow): SourceActionPayload => ({ action: sourceActionOf(row), errors: [] });
const not = (error: SourceActionError): SourceActionPayload => ({ action: null, errors: [error] });

/** The live source whose item it is, where it can be asked to do something; `null`: it is none of such. */
const actingSource = async (itemId: string, { live }: DialogsContext) => {
  const item = readLiveItemId(itemId);
  if (item === null || live === null) return null;
  return (
    (await live.sources()).find(({ id, actionField }) => id === item.source && actionField !== null) ?? null
  );
};

/** URN of a party that the viewer acts for. @throws DomainError `PARTY_NOT_AUTHORISED` */
const ownParty = async (named: string, { view }: DialogsContext): Promise<string> => {
  const { scope } = await view();
  const urn = parsePartyUrn(named) ?? named;
  narrowScope(scope, { parties: [urn] });
  return knownParties(scope, [urn])[0] ?? urn;
};

/** As it is asked for; whoever keeps it decides whether it is new. */
const rowOf = (
  { itemId, action, text, idempotencyKey }: ActOnHistoryItemInput,
  { sourceId, party }: { readonly sourceId: string; readonly party: string },
  { call, clock, newId }: DialogsContext,
): SourceActionRow => {
  const now = clock();
  const id = newId(now);
  return {
    id,
    owner: call.viewer.party,
    level: call.viewer.level,
    language: call.language,
    sourceId,
    itemId,
    party,
    action,
    text: text ?? null,
    idempotencyKey: idempotencyKey ?? id,
    state: "WAITING",
    requestedAt: now,
    attempts: 0,
    lastTriedAt: null,
    dueAt: mayWait(call.viewer) ? now : null,
    heldBy: null,
    finishedAt: null,
    code: null,
    message: null,
  };
};

/** Keeps an action, and tries it at once where nothing else waits for its item. */
const keepAndTry = async (row: SourceActionRow, context: DialogsContext): Promise<SourceActionPayload> => {
  const { call, store, clock, waiting } = context;
  const hold = { by: row.id, until: row.requestedAt + LEASE_MILLIS };
  const kept = await store.actions.request(row, hold);
  if (kept.outcome === "KEY_REUSED") {
    return not(
      new SourceActionKeyReused(
        `Something else was asked for with the key ${row.idempotencyKey}. Take a new key for a new action.`,
      ),
    );
  }
  if (kept.outcome === "TOO_MANY") {
    return not(
      new SourceActionLimitReached(`${MAX_WAITING} of your actions wait already. Call some off, or wait.`),
    );
  }
  if (!kept.isNew || !kept.isFirst) return told(kept.row);
  const attempt = await waiting.deliver(kept.row, call);
  if (attempt !== "OVER" && !mayWait(call.viewer)) {
    await store.actions.cancel(row.owner, row.id, clock());
    return not(
      new SourceActionSourceAway(
        "The platform does not answer. Try again later, with the same idempotencyKey.",
      ),
    );
  }
  return told((await store.actions.byId(row.owner, row.id)) ?? kept.row);
};

@Resolver()
export class SourceActionsResolver {
  @Mutation(() => SourceActionPayload, {
    description:
      "Asks the platform that an item is from to do something with it. Where the platform does not answer, it waits, " +
      "and is done when the platform is back: once, whatever happens in between.",
  })
  async actOnHistoryItem(
    @Arg("input", () => ActOnHistoryItemInput, { description: "What, and with which item." })
    input: ActOnHistoryItemInput,
    @Ctx() context: DialogsContext,
  ): Promise<SourceActionPayload> {
    const { action, text = null, idempotencyKey = null } = input;
    const problem = actionProblem({ action, text, idempotencyKey });
    if (problem !== null) return not(new SourceActionValidationError(problem));
    const party = await ownParty(input.party, context);
    const source = await actingSource(input.itemId, context);
    if (source === null) {
      return not(
        new SourceActionNotOffered(
          `No platform can be asked to do something with ${input.itemId}. See HistoryItem.availableActions.`,
        ),
      );
    }
    return keepAndTry(rowOf(input, { sourceId: source.id, party }, context), context);
  }

  @Mutation(() => SourceActionPayload, {
    description: "Calls off an action of the viewer's that still waits.",
  })
  async cancelSourceAction(
    @Arg("input", () => CancelSourceActionInput, { description: "Which one." })
    { actionId }: CancelSourceActionInput,
    @Ctx() { call, store, clock }: DialogsContext,
  ): Promise<SourceActionPayload> {
    const cancelled = await store.actions.cancel(call.viewer.party, actionId, clock());
    switch (cancelled) {
      case "UNKNOWN":
        return not(
          new SourceActionNotFound(
            `You have asked for no action ${actionId}. Ask for workspace { sourceActions }.`,
          ),
        );
      case "UNDER_WAY":
        return not(new SourceActionUnderWay("The platform is being asked just now. Look again in a moment."));
      case "OVER":
        return not(
          new SourceActionOver(`Action ${actionId} does not wait any more; there is nothing to call off.`),
        );
      default:
        return told(cancelled);
    }
  }
}

@Resolver(() => Workspace)
export class WorkspaceSourceActionsResolver {
  @FieldResolver(() => SourceActionConnection, {
    nullable: true,
    description:
      "What the viewer has asked platforms to do for the workspace's parties: what waits, and for 30 days what came of it.",
  })
  async sourceActions(
    @Root() workspace: Workspace,
    @Arg("states", () => [SourceActionStateEnum], { nullable: true, description: "Omitted: whatever state." })
    states: SourceActionState[] | null,
    @Arg("first", () => Int, { defaultValue: 50, description: `How many, from 1 to ${MAX_ACTIONS}.` })
    first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Ctx() context: DialogsContext,
  ): Promise<SourceActionConnection> {
    const { call, store, cursors } = context;
    const owner = call.viewer.party;
    const page = openPage(cursors, {
      first,
      after,
      maxFirst: MAX_ACTIONS,
      list: JSON.stringify(["source-actions", workspace.id, owner, states ?? null]),
    });
    const { scope } = await viewOf(workspace, context);
    const position = page.after as readonly [number, string] | null;
    const rows = await store.actions.ofOwner(owner, {
      parties: [...partyNamesOf(scope).idByUrn.keys()],
      states: states ?? null,
      after: position && { requestedAt: position[0], id: position[1] },
      take: page.take,
    });
    const { edges, pageInfo } = page.connection(rows, ({ requestedAt, id }) => [requestedAt, id]);
    return { edges: edges.map((edge) => edge.as(sourceActionOf(edge.node))), pageInfo };
  }
}

@Resolver(() => HistoryItem)
export class HistoryItemSourceActionsResolver {
  @FieldResolver(() => [HistoryActionEnum], {
    description:
      "What its platform can be asked to do with it: see `actOnHistoryItem`. None for a dialog that is here.",
  })
  availableActions(@Root() item: HistoryItemRoot): readonly LiveAction[] {
    return isLive(item) && item.live.source.actionField !== null ? item.live.item.actions : [];
  }

  @FieldResolver(() => [SourceAction], {
    description:
      "What the viewer has asked its platform to do with it, the oldest first. See `actOnHistoryItem`.",
  })
  async sourceActions(
    @Root() { id }: HistoryItemRoot,
    @Ctx() { loaders }: DialogsContext,
  ): Promise<SourceAction[]> {
    if (readLiveItemId(id) === null) return [];
    return (await loaders.sourceActionsByItemId.load(id)).map(sourceActionOf);
  }
}

@Resolver(() => SourceAction)
export class SourceActionResolver {
  @FieldResolver(() => Party, {
    nullable: true,
    description: "For whom it is done; null where the viewer no longer acts for them.",
  })
  async party(@Root() { party }: SourceAction, @Ctx() { view }: DialogsContext): Promise<Party | null> {
    const id = partyNamesOf((await view()).scope).idByUrn.get(party);
    return id === undefined ? null : { id };
  }

  @FieldResolver(() => HistorySource, { description: "The platform that is asked." })
  async source(@Root() { sourceId }: SourceAction, @Ctx() { live }: DialogsContext): Promise<HistorySource> {
    const source = (await live?.sources())?.find(({ id }) => id === sourceId);
    return { id: sourceId, name: source?.name ?? {} };
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What the platform said of it, for people; null where it said nothing.",
  })
  message(
    @Root() { messageText }: SourceAction,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: DialogsContext,
  ): string | null {
    return localize(messageText, languageOf(lang, call.language));
  }
}
