import type { Actor, SystemLabel } from "../../../../drizzle/dialogs/values.js";
import {
  activityEvent,
  dialogEvent,
  type NewDialogEvent,
  transmissionEvent,
} from "../../events/new-event.js";
import { changeLabels } from "../../rules/labels.js";
import { countSides } from "./messages.js";
import { momentOfChange } from "./moments.js";
import { type DialogChange, type DialogState, NO_CHANGE } from "./state.js";

/** Who changes a dialog, when, and how. */
export interface Changing {
  readonly now: number;
  readonly newId: () => string;
  readonly by: Actor;
  /** Leaves updatedAt, contentUpdatedAt and the labels as they are. */
  readonly isSilent: boolean;
}

/** What is to be different, before what follows from it. */
export interface Draft {
  readonly row: DialogChange["row"];
  readonly body: DialogChange["body"];
  readonly transmissions: DialogChange["transmissions"];
  readonly activities: DialogChange["activities"];
  /** What the owner's own deadlines become; absent: they stay as they are. */
  readonly declaredDeadlines?: DialogChange["declaredDeadlines"];
  /** Whether content changes: what readers look for, and not, say, a reference. */
  readonly isContentChanged: boolean;
  /** Whether Bin and Archive stay where they are. */
  readonly areFoldersKept?: boolean;
  /** Whether the party has sent something, beside what is added. */
  readonly isSent?: boolean;
}

/** Nothing is to be different. */
export const NOTHING: Draft = {
  row: {},
  body: {},
  transmissions: [],
  activities: [],
  isContentChanged: false,
};

const isAnyChanged = ({ row, body, transmissions, activities, declaredDeadlines = null }: Draft): boolean =>
  declaredDeadlines !== null ||
  Object.keys(row).length + Object.keys(body).length + transmissions.length + activities.length > 0;

/**
 * The labels after a change by the owner: what the party has sent makes it Sent, and news bring it back from the bin
 * and the archive.
 */
const labelsAfter = ({ row }: DialogState, draft: Draft, isSilent: boolean) => {
  const add: SystemLabel[] = [];
  if (!isSilent && draft.areFoldersKept !== true) add.push("DEFAULT");
  if (draft.isSent === true || countSides(draft.transmissions).fromParty > 0) add.push("SENT");
  return changeLabels(row.systemLabels, { add, remove: [] });
};

/** When the dialog was changed; nothing where that is not to be seen. */
const momentsAfter = ({ row }: DialogState, draft: Draft, { now, isSilent }: Changing) => {
  if (isSilent) return {};
  const at = momentOfChange(now, row);
  return draft.isContentChanged
    ? { updatedAt: at, contentUpdatedAt: at, isSeenSinceLastContentUpdate: false }
    : { updatedAt: at };
};

const eventsOf = (state: DialogState, draft: Draft, changing: Changing): NewDialogEvent[] => {
  const dialog = { ...state.row, ...draft.row };
  const moment = () => ({ id: changing.newId(), at: changing.now, isSilent: changing.isSilent });
  return [
    dialogEvent("UPDATED", dialog, moment()),
    ...draft.transmissions.map((transmission) => transmissionEvent(dialog, transmission, moment())),
    ...draft.activities.map((activity) => activityEvent(dialog, activity, moment())),
  ];
};

/** A change with all that follows from it: revisions, moments, counts, labels and events. */
export const finished = (state: DialogState, draft: Draft, changing: Changing): DialogChange => {
  const { row } = state;
  const isChanged = isAnyChanged(draft);
  const labels = labelsAfter(state, draft, changing.isSilent);
  const areLabelsChanged = labels.mask !== row.systemLabels;
  const sides = countSides(draft.transmissions);
  return {
    ...NO_CHANGE,
    row: {
      ...draft.row,
      ...(draft.transmissions.length === 0
        ? {}
        : {
            fromPartyTransmissionsCount: row.fromPartyTransmissionsCount + sides.fromParty,
            fromServiceOwnerTransmissionsCount: row.fromServiceOwnerTransmissionsCount + sides.fromOwner,
          }),
      ...(isChanged ? { revision: changing.newId(), ...momentsAfter(state, draft, changing) } : {}),
      ...(areLabelsChanged ? { systemLabels: labels.mask, endUserContextRevision: changing.newId() } : {}),
    },
    body: draft.body,
    transmissions: draft.transmissions,
    activities: draft.activities,
    declaredDeadlines: draft.declaredDeadlines ?? null,
    labels: areLabelsChanged ? { log: labels.log, by: changing.by, at: changing.now } : null,
    events: isChanged ? eventsOf(state, draft, changing) : [],
  };
};
