import type { Queries } from "../../../drizzle/database.js";
import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { FormTask } from "../../../drizzle/forms/values.js";
import type { FormsContext } from "../context.js";
import { actionOf, type InstanceActor, taskOfHeld } from "../rules/process.js";
import type { HeldInstance, InstanceGuard, InstanceWork, Refused } from "../store/instance-change.js";
import {
  FormActionForbidden,
  FormConflictReason,
  type FormError,
  FormInstanceNotFound,
  FormStateConflict,
} from "../types/form-error.js";

/** What came of a mutation: the instance as it is then, or why nothing was done. */
export type Outcome = FormInstanceRow | FormError;

export const isRow = (outcome: Outcome): outcome is FormInstanceRow => "definitionId" in outcome;

export const refuse = (refused: FormError): Refused<FormError> => ({ refused });

export const conflict = (reason: FormConflictReason, message: string): Refused<FormError> =>
  refuse(new FormStateConflict(reason, message));

export const notFound = (): FormError =>
  new FormInstanceNotFound("There is no such submission for you. Ask for workspace { drafts } to see yours.");

/** The actor of whoever asks, on the party's behalf. */
export const actingParty = ({
  call,
}: Pick<FormsContext, "call">): InstanceActor & { readonly urn: string } => ({
  kind: "PARTY",
  urn: call.viewer.party,
});

/** Whether the service's policy lets the viewer do it, in this task of this instance. `null`: yes. */
export const refusalTo = async (
  { authorization, call }: Pick<FormsContext, "authorization" | "call">,
  about: Pick<FormInstanceRow, "party" | "serviceResource"> & { readonly id: string | null },
  action: string,
  task: FormTask | null,
): Promise<FormError | null> => {
  const [decision] = await authorization.decide(call, [
    {
      party: about.party,
      service: about.serviceResource,
      action,
      instanceRef: about.id,
      attribute: task === null ? null : `urn:altinn:task:${task.elementId}`,
    },
  ]);
  const isPermitted = decision?.decision === "PERMIT";
  if (isPermitted && decision.requiredLevel <= call.viewer.level) return null;
  return isPermitted
    ? new FormActionForbidden(
        `"${action}" needs a login at level ${decision.requiredLevel}.`,
        action,
        decision.requiredLevel,
      )
    : new FormActionForbidden(`You may not "${action}" this on the party's behalf.`, action, null);
};

/** What a change begins with. */
export interface Wanted {
  /** The action that is asked for; absent: what the task that is under way asks. */
  readonly action?: string;
  /** The revision that the caller has seen; `null`: whichever it is. */
  readonly revision: number | null;
  /** Whether it may be deleted, or sent: most changes are refused then. */
  readonly alsoWhen?: "DELETED" | "SENT";
}

const stateRefusal = ({ row }: HeldInstance, wanted: Wanted): Refused<FormError> | null => {
  if (row.softDeletedAt !== null && wanted.alsoWhen !== "DELETED") {
    return conflict(FormConflictReason.DELETED, "The submission is deleted; undelete it first.");
  }
  if (row.archivedAt !== null && wanted.alsoWhen === undefined) {
    return conflict(FormConflictReason.SENT, "The submission was sent for good, and does not change.");
  }
  if (wanted.revision !== null && wanted.revision !== row.changeCount) {
    return conflict(
      FormConflictReason.OTHER_REVISION,
      `The submission is at revision ${row.changeCount}, not ${wanted.revision}; reload it and try again.`,
    );
  }
  return null;
};

type Work = InstanceWork<FormError>;

const settle = (done: FormInstanceRow | Refused<FormError> | null): Outcome =>
  done === null ? notFound() : "refused" in done ? done.refused : done;

const change = async (
  { store, clock, newId, loaders }: FormsContext,
  id: string,
  guard: InstanceGuard,
  work: Work,
): Promise<Outcome> => {
  const outcome = settle(await store.filling.change<FormError>(id, guard, { now: clock(), newId }, work));
  loaders.forget(id);
  return outcome;
};

const definitionOf = (
  { loaders }: FormsContext,
  { definitionId: id, definitionVersion: version }: FormInstanceRow,
): Promise<FormDefinitionRow | null> => loaders.definitionByKey.load({ id, version });

/**
 * Changes an instance on its party's behalf. Whether the viewer sees it is in the statement; whether they may do this in
 * the task that is under way is asked before, and holds only if it still is under way.
 */
export const changeAsParty = async (
  context: FormsContext,
  id: string,
  wanted: Wanted,
  work: Work,
): Promise<Outcome> => {
  const row = await context.loaders.formInstanceById.load(id);
  const definition = row && (await definitionOf(context, row));
  if (row === null || definition === null) return notFound();
  const task = taskOfHeld({ row, definition });
  const refusal = await refusalTo(context, row, wanted.action ?? actionOf(task), task);
  if (refusal !== null) return refusal;
  const view = { scope: await context.loaders.scope(), now: context.clock() };
  return change(context, id, { view }, (held, tx) => {
    const isElsewhere = held.row.currentTaskId !== row.currentTaskId || held.row.round !== row.round;
    if (isElsewhere) {
      return conflict(
        FormConflictReason.OTHER_TASK,
        "The submission has just moved on; reload it and try again.",
      );
    }
    return stateRefusal(held, wanted) ?? work(held, tx);
  });
};

/** Maskinporten's scope of service owners, as Altinn names it. */
export const OWNER_SCOPE = "altinn:serviceowner";

/** The agency that asks with its machine's token; `null` where nobody does that offers services. */
export const ownerOf = async ({
  call,
  services,
}: Pick<FormsContext, "call" | "services">): Promise<string | null> => {
  const { kind, organization, party, scopes } = call.viewer;
  if (kind !== "ORGANIZATION" || !scopes.includes(OWNER_SCOPE)) return null;
  return (await services.ownerByOrganization(call, organization ?? party))?.code ?? null;
};

/** Changes an instance as its service owner: whose it is, is in the statement. */
export const changeAsOwner = async (
  context: FormsContext,
  id: string,
  wanted: Omit<Wanted, "action">,
  work: (
    held: HeldInstance,
    actor: InstanceActor & { readonly urn: string },
    tx: Queries,
  ) => ReturnType<Work>,
): Promise<Outcome> => {
  const org = await ownerOf(context);
  if (org === null) {
    return new FormActionForbidden(
      "This is for the service owner, with a token of its organisation.",
      "write",
      null,
    );
  }
  const { viewer } = context.call;
  const actor = { kind: "OWNER" as const, urn: viewer.organization ?? viewer.party };
  return change(context, id, { org }, (held, tx) => stateRefusal(held, wanted) ?? work(held, actor, tx));
};
