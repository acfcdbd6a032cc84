import { dialogEvent } from "../events/new-event.js";
import type { OwnerCall, WriteOptions } from "./calls.js";
import type { Refusal, Written } from "./outcomes.js";
import { newCreatedAtBody } from "./reading/dialog.js";
import { refusedEntry } from "./rules/entering.js";
import { momentOfChange } from "./rules/moments.js";
import { type DialogChange, type DialogState, NO_CHANGE } from "./rules/state.js";
import { type OwnerChanging, ownerChanging, readBody, type Workshop } from "./workshop.js";

type EventName = Parameters<typeof dialogEvent>[0];

const asIs = ({ row }: DialogState) => ({
  answer: { outcome: "WRITTEN", revision: row.revision } satisfies Written,
  change: null,
});

/** A change of the dialog's row alone, and what is told of it. */
const rowChange = (
  { row }: DialogState,
  set: DialogChange["row"],
  event: EventName,
  changing: Pick<OwnerChanging, "now" | "newId" | "isSilent">,
) => {
  const { now, newId, isSilent } = changing;
  const revision = newId();
  const change: DialogChange = {
    ...NO_CHANGE,
    row: { ...set, revision },
    events: [dialogEvent(event, { ...row, ...set }, { id: newId(), at: now, isSilent })],
  };
  return { answer: { outcome: "WRITTEN", revision } satisfies Written, change };
};

/** Deletes softly: readers are told that it is gone, and it can be restored. */
export const removeDialog = (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  const changing = ownerChanging(workshop, call, options);
  const { now, isSilent } = changing;
  return workshop.store.writes.change<Written | Refusal>(
    dialogId,
    {
      wanted: {},
      refuse: (row) => refusedEntry(dialogId, row, call, options),
      decide: (state) => {
        const moments = isSilent ? {} : { updatedAt: momentOfChange(now, state.row) };
        return rowChange(state, { deletedAt: now, ...moments }, "DELETED", changing);
      },
    },
    workshop.newId,
  );
};

/** Takes a soft deletion back. Labels and moments are as they were. */
export const restoreDialog = (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  const changing = ownerChanging(workshop, call, options);
  return workshop.store.writes.change<Written | Refusal>(
    dialogId,
    {
      wanted: {},
      refuse: (row) => refusedEntry(dialogId, row, call, { ...options, isDeletedAllowed: true }),
      decide: (state) =>
        state.row.deletedAt === null
          ? asIs(state)
          : rowChange(state, { deletedAt: null }, "RESTORED", changing),
    },
    workshop.newId,
  );
};

/** Deletes for good. */
export const purgeDialog = (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  const changing = ownerChanging(workshop, call, options);
  return workshop.store.writes.change<Written | Refusal>(
    dialogId,
    {
      wanted: {},
      refuse: (row) => refusedEntry(dialogId, row, call, { ...options, isDeletedAllowed: true }),
      decide: (state) => {
        const { change } = rowChange(state, {}, "DELETED", changing);
        return { answer: asIs(state).answer, change, isPurged: true };
      },
    },
    workshop.newId,
  );
};

/** From here on only administrators change it. */
export const freezeDialog = async (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  if (!call.rights.has("ADMIN")) {
    return {
      outcome: "FORBIDDEN",
      message: "Dialogs are frozen with the scope digdir:dialogporten.serviceprovider.admin only.",
    };
  }
  // Nothing that readers see is different, but the revision is: it is in the feed, and nobody is told.
  const changing = { ...ownerChanging(workshop, call, options), isSilent: true };
  return workshop.store.writes.change<Written | Refusal>(
    dialogId,
    {
      wanted: {},
      refuse: (row) => refusedEntry(dialogId, row, call, options),
      decide: (state) =>
        state.row.isFrozen ? asIs(state) : rowChange(state, { isFrozen: true }, "UPDATED", changing),
    },
    workshop.newId,
  );
};

/** Moves the moment of a FormSaved activity: a form that is saved often is one activity, not many. */
export const setFormSavedActivityTime = async (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  activityId: string,
  body: unknown,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  if (!call.rights.has("ADMIN")) {
    return {
      outcome: "FORBIDDEN",
      message:
        "An activity's moment is changed with the scope digdir:dialogporten.serviceprovider.admin only.",
    };
  }
  const changing = { ...ownerChanging(workshop, call, options), isSilent: true };
  const read = readBody(newCreatedAtBody, body, call, changing);
  if ("refusal" in read) return read.refusal;
  const createdAt = read.input;
  return workshop.store.writes.change<Written | Refusal>(
    dialogId,
    {
      wanted: { activityId },
      refuse: (row) => refusedEntry(dialogId, row, call, { ...options, isDeletedAllowed: true }),
      decide: (state) => {
        const { activity } = state.facts;
        if (activity === null) {
          return { answer: { outcome: "NOT_FOUND", entity: "Activity", ids: [activityId] }, change: null };
        }
        if (activity.type !== "FORM_SAVED") {
          const message = "Only the moment of an activity of type FormSaved may be changed.";
          return { answer: { outcome: "DOMAIN_ERROR", problems: [{ path: "type", message }] }, change: null };
        }
        const updatedAt = Math.max(state.row.updatedAt, createdAt);
        const { answer, change } = rowChange(state, { updatedAt }, "UPDATED", changing);
        return { answer, change: { ...change, movedActivity: { id: activity.id, createdAt } } };
      },
    },
    workshop.newId,
  );
};
