import type { SourceActionRow } from "../../../drizzle/dialogs/tables.js";
import type { Clock } from "../../../lib/clock.js";
import type { Call } from "../../../schema/call.js";
import { readLiveSources } from "../../../schema/history-source/directive.js";
import { actionQuestion } from "../../../schema/history-source/question.js";
import { readActionAnswer } from "../../../schema/history-source/small-answers.js";
import {
  HISTORY_SOURCE_DIRECTIVE,
  LIVE_ACTIONS,
  type LiveAction,
  readLiveItemId,
} from "../../../schema/history-source/source.js";
import type { AuthorizationPort } from "../../../schema/ports.js";
import { SubgraphSilent, type SubgraphsPort } from "../../../schema/subgraphs-port.js";
import { knownParties } from "../rules/parties.js";
import { GAVE_UP, NO_LONGER_YOURS, NOT_OFFERED, nextTryAt } from "../rules/source-actions.js";
import type { Ended, SourceActionStore } from "../store/source-actions.js";

/** How long a source has to do what it is asked. */
export const ACTION_TIMEOUT_MILLIS = 10_000;

/** What it takes to have a source do something. */
export interface DeliverParts {
  readonly actions: SourceActionStore;
  readonly subgraphs: SubgraphsPort;
  readonly authorization: AuthorizationPort;
  readonly clock: Clock;
}

/** What came of one attempt: it is over, the source did not answer, or it was not for the source that it failed. */
export type Attempt = "OVER" | "NO_ANSWER" | "FAULT";

type Outcome = Pick<Ended, "state" | "code" | "message">;

const refused = (code: string, message: Ended["message"]): Outcome => ({ state: "REFUSED", code, message });

const actionOf = ({ action }: SourceActionRow): LiveAction | null =>
  LIVE_ACTIONS.find((known) => known === action) ?? null;

/** `null` where the source did not say. @throws what authorization throws */
const outcomeOf = async (
  row: SourceActionRow,
  call: Call,
  { subgraphs, authorization }: DeliverParts,
): Promise<Outcome | null> => {
  const { sources } = readLiveSources(await subgraphs.marked(HISTORY_SOURCE_DIRECTIVE));
  const source = sources.find(({ id }) => id === row.sourceId);
  if (source === undefined) return null; // withdrawn, or not there yet: it may come back
  const scope = await authorization.scope(call);
  if (knownParties(scope, [row.party]).length === 0) return refused("PARTY_NOT_AUTHORISED", NO_LONGER_YOURS);
  const item = readLiveItemId(row.itemId);
  const action = actionOf(row);
  const question =
    item === null || action === null
      ? null
      : actionQuestion(source, {
          item: item.id,
          party: row.party,
          action,
          text: row.text,
          idempotencyKey: row.id,
        });
  if (question === null) return refused("NOT_OFFERED", NOT_OFFERED);
  const reply = await subgraphs.ask(call, question, AbortSignal.timeout(ACTION_TIMEOUT_MILLIS));
  const acted = readActionAnswer(reply);
  if ("problem" in acted) return null; // it may have been done: the same key tells
  return { state: acted.outcome, code: acted.code, message: acted.message };
};

/**
 * Asks a source once for an action that is held. The source is given the action's id as its key, so that an attempt
 * whose answer was lost does nothing twice.
 * @param callOf gives the viewer's call, now or as somebody who is not there
 * @param onFault told of what was not to be expected; it is tried again
 */
export const deliver = async (
  row: SourceActionRow,
  callOf: (row: SourceActionRow) => Call,
  parts: DeliverParts,
  onFault: (fault: unknown) => void,
): Promise<Attempt> => {
  const { actions, clock } = parts;
  const heldBy = row.heldBy ?? "";
  let outcome: Outcome | null = null;
  let failed: Exclude<Attempt, "OVER"> = "NO_ANSWER";
  try {
    outcome = await outcomeOf(row, callOf(row), parts);
  } catch (error) {
    if (!(error instanceof SubgraphSilent)) {
      failed = "FAULT";
      onFault(error);
    }
  }
  const now = clock();
  const dueAt = nextTryAt(row, row.attempts + 1, now);
  if (outcome === null && dueAt !== null) {
    await actions.putOff(row.id, heldBy, { now, dueAt });
    return failed;
  }
  const expired: Outcome = { state: "EXPIRED", code: null, message: GAVE_UP };
  await actions.end(row.id, heldBy, { ...(outcome ?? expired), at: now });
  return outcome === null ? failed : "OVER";
};
