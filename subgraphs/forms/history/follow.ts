import type { Call } from "../../../schema/call.js";
import type { DialogsPort, DialogThere, DialogWrite } from "../../../schema/dialogs-port.js";
import { type DialogLinks, deadlinesOf, dialogIdOf, wantedDialog } from "./dialog.js";
import type { HistoryStore, InstanceHistory } from "./store.js";

/** Steps until a dialog is in step: restored, written, its deadlines told; and again for somebody who was faster. */
const MAX_STEPS = 6;

/** Why a dialog could not be brought in step; it is tried again. */
export class NotFollowed extends Error {}

/** What following needs. */
export interface FollowParts {
  readonly store: Pick<HistoryStore, "placeOf" | "historyOf">;
  readonly dialogs: DialogsPort;
  readonly links: DialogLinks;
  readonly clock: () => number;
  /** The call of the organisation that owns a service. Rejects where that can't be found out. */
  ownerCall(service: string): Promise<Call>;
}

/** What is to be done next with a dialog; `null` where it is as it should be. */
const nextWrite = (
  history: InstanceHistory,
  there: DialogThere | null,
  { links, clock }: Pick<FollowParts, "links" | "clock">,
): DialogWrite | null => {
  const { instance } = history;
  const dialogId = dialogIdOf(instance);
  const isGone = instance.softDeletedAt !== null || instance.hardDeletedAt !== null;
  if (there === null) {
    if (isGone) return null;
    return { kind: "CREATE", dialogId, body: wantedDialog(history, links, clock()).whole };
  }
  const { revision } = there;
  if (instance.hardDeletedAt !== null) return { kind: "PURGE", dialogId, revision };
  if (isGone) return there.isDeleted ? null : { kind: "REMOVE", dialogId, revision };
  if (there.isDeleted) return { kind: "RESTORE", dialogId, revision };
  return {
    kind: "REPLACE",
    dialogId,
    revision,
    body: wantedDialog(history, links, clock()).without(there),
  };
};

/** What is to be said of a dialog's deadlines, once all else of it is written; `null` where that is nothing. */
const deadlinesWrite = (
  history: InstanceHistory,
  there: DialogThere | null,
  { clock }: Pick<FollowParts, "clock">,
): DialogWrite | null => {
  const deadlines = deadlinesOf(history, clock());
  if (deadlines === null || there === null || there.isDeleted) return null;
  const { revision } = there;
  return { kind: "DEADLINES", dialogId: dialogIdOf(history.instance), revision, body: { deadlines } };
};

/**
 * Brings an instance's dialog in step with it. Whoever else does so at the same time: what was looked at is named in the
 * change, and the instance is read after that look, so an older state never takes the place of a newer one.
 * @throws NotFollowed, or DomainError `DIALOGS_UNAVAILABLE`
 */
export const followInstance = async (instanceId: string, parts: FollowParts): Promise<void> => {
  const { store, dialogs, ownerCall } = parts;
  const known = await store.placeOf(instanceId);
  if (known === null) return;
  const call = await ownerCall(known.serviceResource);
  const dialogId = dialogIdOf(known);
  let isWritten = false;
  for (let step = 0; step < MAX_STEPS; step++) {
    const there = await dialogs.look(call, dialogId);
    const history = await store.historyOf(instanceId);
    if (history === null) return;
    const write: DialogWrite | null = (isWritten ? deadlinesWrite : nextWrite)(history, there, parts);
    if (write === null) return;
    const answer = await dialogs.write(call, write);
    if (answer.outcome === "REFUSED") throw new NotFollowed(answer.reason);
    if (answer.outcome === "CHANGED") {
      isWritten = false;
      continue;
    }
    isWritten = write.kind === "CREATE" || write.kind === "REPLACE";
    const isDone = isWritten ? deadlinesOf(history, parts.clock()) === null : write.kind !== "RESTORE";
    if (isDone) return;
  }
  throw new NotFollowed("The dialog changes faster than it can be followed.");
};
