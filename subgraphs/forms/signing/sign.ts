import type { FormsContext } from "../context.js";
import { actingParty, changeAsParty, conflict, type Outcome } from "../filling/acting.js";
import { advance, joined, type ProcessChange, taskOfHeld } from "../rules/process.js";
import { snapshotOf } from "../rules/snapshot.js";
import { FormConflictReason } from "../types/form-error.js";

/**
 * Signs what a submission is now, on the party's behalf: each person once, and nothing else than what they were shown.
 * The last signature that is needed takes it on.
 * @param hash of what was shown
 */
export const signInstance = (context: FormsContext, id: string, hash: string): Promise<Outcome> =>
  changeAsParty(context, id, { revision: null }, async (held, tx) => {
    const { store, signer, clock, newId, call } = context;
    const task = taskOfHeld(held);
    if (task?.type !== "SIGNING") {
      return conflict(FormConflictReason.OTHER_TASK, "It is not to be signed now.");
    }
    const shown = snapshotOf(held);
    if (shown.hash !== hash) {
      return conflict(
        FormConflictReason.OTHER_REVISION,
        "What you were shown is not what would be signed now; look at it again, and sign that.",
      );
    }
    const before = await store.signatures.ofRound(tx, id, held.row.round);
    if (before.some(({ signee }) => signee === call.viewer.party)) {
      return conflict(FormConflictReason.SIGNED, "You have signed it already; others have yet to.");
    }
    const now = clock();
    const signatureId = newId(now);
    const signed = signer.sign({
      type: "tunet-form-signature/1",
      id: signatureId,
      instance: id,
      form: { id: held.definition.id, version: held.definition.version },
      hash,
      signee: signer.signeeOf(call.viewer.party),
      level: call.viewer.level,
      signedAt: new Date(now).toISOString(),
    });
    const actor = actingParty(context);
    const details = { signatureId, hash };
    const noted: ProcessChange = {
      set: {},
      events: [{ kind: "SIGNED", actor, taskId: task.elementId, details }],
    };
    const isEnough = before.length + 1 >= (task.signing?.minSignatures ?? 1);
    return {
      ...(isEnough ? joined(noted, advance(held, actor, now)) : noted),
      also: () =>
        store.signatures.add(tx, {
          id: signatureId,
          instanceId: id,
          round: held.row.round,
          signee: call.viewer.party,
          signedAt: now,
          hash,
          taskId: task.elementId,
          withdrawnAt: null,
          ...signed,
        }),
    };
  });
