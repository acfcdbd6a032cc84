import type { SourceActionRow } from "../../../drizzle/dialogs/tables.js";
import { type Background, createBackground } from "../../../lib/background.js";
import { HOUR_MILLIS, MINUTE_MILLIS } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import type { Call } from "../../../schema/call.js";
import { TOLD_FOR_MILLIS } from "../rules/source-actions.js";
import { type DeliverParts, deliver } from "./deliver.js";

/** Actions that are taken at a time. */
const TAKE = 50;
/** How long nobody else takes what a node has taken that ended without a word. */
export const LEASE_MILLIS = MINUTE_MILLIS;

/** What doing what waits needs besides what a single attempt does. */
export interface WaitingWorkParts extends DeliverParts {
  readonly newId: NewId;
  /** The call of an action's owner, who is not there any more. */
  callOf(row: SourceActionRow): Call;
}

const bySource = (rows: readonly SourceActionRow[]): ReadonlyMap<string, SourceActionRow[]> => {
  const groups = new Map<string, SourceActionRow[]>();
  for (const row of rows) groups.set(row.sourceId, [...(groups.get(row.sourceId) ?? []), row]);
  return groups;
};

/**
 * Does what waits: sources side by side, one action of a source after the other. A source that does not answer is left
 * alone with the rest of what was taken: that is put off as well.
 */
export const createWaitingWork = (parts: WaitingWorkParts, onFault: (fault: unknown) => void): Background => {
  const { actions, clock, newId, callOf } = parts;
  let forgottenAt = Number.NEGATIVE_INFINITY;

  const deliverAll = async (rows: readonly SourceActionRow[]): Promise<void> => {
    let isSilent = false;
    for (const row of rows) {
      if (isSilent) await actions.letGo(row.id, row.heldBy ?? "", clock() + LEASE_MILLIS);
      else isSilent = (await deliver(row, callOf, parts, onFault)) === "NO_ANSWER";
    }
  };

  const forget = async (now: number): Promise<void> => {
    if (now - forgottenAt < HOUR_MILLIS) return;
    forgottenAt = now;
    await actions.forget(now - TOLD_FOR_MILLIS);
  };

  return createBackground(async () => {
    const now = clock();
    await forget(now);
    const due = await actions.takeDue({ by: newId(now), until: now + LEASE_MILLIS }, { now, take: TAKE });
    await Promise.all([...bySource(due).values()].map(deliverAll));
    return due.length === TAKE;
  }, onFault);
};
