import type { Queries } from "../../../drizzle/database.js";
import type { SignatureRow, SigneeRow } from "../../../drizzle/forms/tables-parts.js";
import type { FormTask } from "../../../drizzle/forms/values.js";
import type { FormsContext } from "../context.js";
import { actingParty, changeAsParty, conflict, type Outcome, refuse } from "../filling/acting.js";
import { actionOf, advance, joined, type ProcessChange, taskOfHeld } from "../rules/process.js";
import { snapshotOf } from "../rules/snapshot.js";
import type { HeldInstance, InstanceChange, Refused } from "../store/instance-change.js";
import {
  FormActionForbidden,
  FormConflictReason,
  type FormError,
  FormInputInvalid,
} from "../types/form-error.js";
import { isForNamed, isNamed, signaturesOf } from "./signees.js";

/** A submission that is being signed, by somebody who may. */
interface Signing {
  readonly held: HeldInstance;
  readonly tx: Queries;
  readonly task: FormTask;
  /** Signatures that were given in this visit to the task, and count. */
  readonly given: readonly SignatureRow[];
  readonly mine: SignatureRow | null;
  /** Everybody who is or was named. */
  readonly signees: readonly SigneeRow[];
}

type Done = InstanceChange | Refused<FormError> | null;

/** Does something in a SIGNING task, on behalf of somebody who signs there. */
const changeSigning = (
  context: FormsContext,
  id: string,
  work: (signing: Signing) => Done,
): Promise<Outcome> =>
  changeAsParty(context, id, { revision: null }, async (held, tx) => {
    const { store, call } = context;
    const task = taskOfHeld(held);
    if (task?.type !== "SIGNING") {
      return conflict(FormConflictReason.OTHER_TASK, "It is not to be signed now.");
    }
    const signees = await store.signatures.allSigneesOf(tx, id);
    if (!isNamed(task, signees, call.viewer.party)) {
      return refuse(
        new FormActionForbidden(
          "Only persons who are named sign this; ask whoever filled it in to name you.",
          actionOf(task),
          null,
        ),
      );
    }
    const given = await store.signatures.ofRound(tx, id, held.row.round);
    const mine = given.find(({ signee }) => signee === call.viewer.party) ?? null;
    return work({ held, tx, task, given, mine, signees });
  });

/**
 * Signs what a submission is now, on the party's behalf: each person once, and nothing else than what they were shown.
 * The last signature that is needed takes it on.
 * @param hash of what was shown
 */
export const signInstance = (context: FormsContext, id: string, hash: string): Promise<Outcome> =>
  changeSigning(context, id, ({ held, tx, task, given, mine, signees }) => {
    const { store, signer, clock, newId, call } = context;
    if (snapshotOf(held).hash !== hash) {
      return conflict(
        FormConflictReason.OTHER_REVISION,
        "What you were shown is not what would be signed now; look at it again, and sign that.",
      );
    }
    if (mine !== null) {
      return conflict(FormConflictReason.SIGNED, "You have signed it already; others have yet to.");
    }
    const now = clock();
    const signatureId = newId(now);
    const { party: signee, level } = call.viewer;
    const signed = signer.sign({
      type: "tunet-form-signature/1",
      id: signatureId,
      instance: id,
      form: { id: held.definition.id, version: held.definition.version },
      hash,
      signee: signer.signeeOf(signee),
      level,
      signedAt: new Date(now).toISOString(),
    });
    const actor = actingParty(context);
    const details = { signatureId, hash };
    const noted: ProcessChange = {
      set: {},
      events: [{ kind: "SIGNED", actor, taskId: task.elementId, details }],
    };
    const signedBy = new Set([...given.map((one) => one.signee), signee]);
    const { have, want } = signaturesOf(task, signees, signedBy);
    const row: SignatureRow = {
      id: signatureId,
      instanceId: id,
      round: held.row.round,
      signee,
      signedAt: now,
      hash,
      taskId: task.elementId,
      withdrawnAt: null,
      ...signed,
    };
    return {
      ...(have >= want ? joined(noted, advance(held, actor, now)) : noted),
      also: () => store.signatures.add(tx, row),
    };
  });

/** Takes the viewer's own signature back, while it waits for others: they may sign again, or decline. */
export const withdrawSignature = (context: FormsContext, id: string): Promise<Outcome> =>
  changeSigning(context, id, ({ held, tx, task, mine }) => {
    if (mine === null) {
      return conflict(
        FormConflictReason.NOT_SIGNED,
        "You have not signed it; there is nothing to take back.",
      );
    }
    const actor = actingParty(context);
    const details = { signatureId: mine.id };
    return {
      set: {},
      events: [{ kind: "SIGNATURE_WITHDRAWN", actor, taskId: task.elementId, details }],
      also: () => context.store.signatures.withdraw(tx, mine.id, held.now),
    };
  });

const MAX_REASON = 500;

/** Says that a named person will not sign, and why. Whoever changes their mind signs; others sign as before. */
export const declineSigning = (context: FormsContext, id: string, reason: string | null): Promise<Outcome> =>
  changeSigning(context, id, ({ held, tx, task, mine }) => {
    if ((reason?.length ?? 0) > MAX_REASON) {
      return refuse(new FormInputInvalid(`The reason has at most ${MAX_REASON} characters.`));
    }
    if (!isForNamed(task)) {
      return conflict(
        FormConflictReason.OTHER_TASK,
        "Nobody is named to sign this; whoever does not want to sign leaves it be.",
      );
    }
    if (mine !== null) {
      return conflict(FormConflictReason.SIGNED, "You have signed it; withdraw the signature first.");
    }
    const actor = actingParty(context);
    const which = { instanceId: id, taskId: task.elementId, party: actor.urn };
    return {
      set: {},
      events: [{ kind: "SIGNING_DECLINED", actor, taskId: task.elementId, details: { reason } }],
      also: () =>
        context.store.signatures.decline(tx, which, { at: held.now, round: held.row.round, reason }),
    };
  });
