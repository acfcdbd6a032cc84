import type {
  ActivityRow,
  DeadlineRow,
  DialogBodyRow,
  DialogRow,
  TransmissionRow,
} from "../../../../drizzle/dialogs/tables.js";
import type { Actor } from "../../../../drizzle/dialogs/values.js";
import type { NewDialogEvent } from "../../events/new-event.js";
import type { DeclaredDeadline } from "../../rules/deadlines.js";
import type { LabelChange } from "../../rules/labels.js";
import type { NewActivity, NewTransmission } from "../reading/messages.js";
import type { Standing, TreeNode } from "./tree.js";

/** What a change needs to know beyond the dialog itself, by id. */
export interface FactsWanted {
  /** Transmissions that are to be added. */
  readonly transmissionIds?: readonly string[];
  /** Activities that are to be added. */
  readonly activityIds?: readonly string[];
  /** Keys of transmissions that are to be added. */
  readonly idempotentKeys?: readonly string[];
  /** Transmissions that others are to be related to. */
  readonly parentIds?: readonly string[];
  /** Transmissions that activities name. */
  readonly namedIds?: readonly string[];
  /** A transmission that is to be changed: it, and the dialog's whole tree. */
  readonly transmissionId?: string;
  /** An activity that is to be changed. */
  readonly activityId?: string;
  /** Whether its deadlines are to be changed. */
  readonly withDeadlines?: boolean;
}

/** What was found. */
export interface Facts {
  /** Ids of parts that are taken, in this dialog or another. */
  readonly takenIds: ReadonlySet<string>;
  readonly takenKeys: ReadonlySet<string>;
  /** The wanted parents that the dialog has. */
  readonly standings: ReadonlyMap<string, Standing>;
  /** The named transmissions that the dialog has. */
  readonly named: ReadonlySet<string>;
  /** The transmission that is to be changed; null where the dialog has none of that id. */
  readonly transmission: TransmissionRow | null;
  /** All of the dialog's transmissions, oldest first, where one is to be changed. */
  readonly tree: readonly (TreeNode & Pick<TransmissionRow, "type" | "idempotentKey">)[];
  /** The activity that is to be changed; null where the dialog has none of that id. */
  readonly activity: ActivityRow | null;
  /** Its deadlines, where they are to be changed. */
  readonly deadlines: readonly DeadlineRow[];
}

/** A dialog as it is, held against others until the change is done. */
export interface DialogState {
  readonly row: DialogRow;
  readonly body: DialogBodyRow;
  readonly facts: Facts;
}

/** What becomes of a dialog. */
export interface DialogChange {
  readonly row: Partial<DialogRow>;
  readonly body: Partial<DialogBodyRow>;
  readonly transmissions: readonly NewTransmission[];
  readonly activities: readonly NewActivity[];
  /** What becomes of a transmission that is there. */
  readonly changedTransmission: NewTransmission | null;
  /** When an activity that is there took place. */
  readonly movedActivity: Pick<ActivityRow, "id" | "createdAt"> | null;
  readonly labels: { readonly log: readonly LabelChange[]; readonly by: Actor; readonly at: number } | null;
  /** What the owner's own deadlines become; null: they stay as they are. */
  readonly declaredDeadlines: readonly DeclaredDeadline[] | null;
  readonly events: readonly NewDialogEvent[];
}

/** Everything stays as it is. */
export const NO_CHANGE: DialogChange = {
  row: {},
  body: {},
  transmissions: [],
  activities: [],
  changedTransmission: null,
  movedActivity: null,
  labels: null,
  declaredDeadlines: null,
  events: [],
};
