import type { SystemLabel } from "../../../drizzle/dialogs/values.js";
import type { LabelTarget } from "../store/owner-writes/labels.js";
import type { EndUserCall, OwnerCall, WriteOptions } from "./calls.js";
import type { Added, Created, NotAllowed, Refusal, Written } from "./outcomes.js";

/** Which system labels to put on and take off. What is in both is put on. */
export interface LabelWish {
  readonly add: readonly SystemLabel[];
  readonly remove: readonly SystemLabel[];
}

/** What became of a dialog's labels. */
export interface LabelsSet {
  readonly outcome: "WRITTEN";
  /** The revision of each context, in the order of the targets. */
  readonly revisions: readonly string[];
}

/**
 * Writes dialogs by Dialogporten's rules. Bodies are taken as they came (parsed JSON, in the shape of its OpenAPI) and
 * are checked here, all problems at once. Each call is one transaction: the dialog, its parts, its search document, the
 * label log, the source's count and the events, or nothing. A refusal is an answer, never thrown; what is thrown is a
 * fault of the machine.
 */
export interface DialogWriter {
  /** @param body `V1ServiceOwnerDialogsCommandsCreate_Dialog` */
  create(call: OwnerCall, body: unknown, options?: WriteOptions): Promise<Created | Refusal>;

  /**
   * Many at once, in one transaction: those that are in order are written, the others refused, each by itself.
   * @returns one answer for each body, in order
   */
  createMany(
    call: OwnerCall,
    bodies: readonly unknown[],
    options?: WriteOptions,
  ): Promise<readonly (Created | Refusal)[]>;

  /** PUT. @param body `V1ServiceOwnerDialogsCommandsUpdate_Dialog`; transmissions and activities are added */
  replace(
    call: OwnerCall,
    dialogId: string,
    body: unknown,
    options?: WriteOptions,
  ): Promise<Written | Refusal>;

  /** Deletes softly. */
  remove(call: OwnerCall, dialogId: string, options?: WriteOptions): Promise<Written | Refusal>;

  /** Takes a soft deletion back; where there is none, nothing happens. */
  restore(call: OwnerCall, dialogId: string, options?: WriteOptions): Promise<Written | Refusal>;

  /** Deletes for good, also what is deleted softly. The revision is the one that was deleted. */
  purge(call: OwnerCall, dialogId: string, options?: WriteOptions): Promise<Written | Refusal>;

  /** From here on only administrators change it. Only they may freeze. */
  freeze(call: OwnerCall, dialogId: string, options?: WriteOptions): Promise<Written | Refusal>;

  /** @param bodies `V1ServiceOwnerDialogsCommandsCreateTransmission_TransmissionRequest`, one or several */
  createTransmissions(
    call: OwnerCall,
    dialogId: string,
    bodies: readonly unknown[],
    options?: WriteOptions,
  ): Promise<Added | Refusal>;

  /** Needs CHANGE_TRANSMISSIONS. @param body `V1ServiceOwnerDialogsCommandsUpdateTransmission_TransmissionRequest` */
  replaceTransmission(
    call: OwnerCall,
    dialogId: string,
    transmissionId: string,
    body: unknown,
    options?: WriteOptions,
  ): Promise<Written | Refusal>;

  /** @param body `V1ServiceOwnerDialogsCommandsCreateActivity_ActivityRequest` */
  createActivity(
    call: OwnerCall,
    dialogId: string,
    body: unknown,
    options?: WriteOptions,
  ): Promise<Added | Refusal>;

  /** Moves the moment of the newest FormSaved activity. Administrators only. @param body `{newCreatedAt}` */
  setFormSavedActivityTime(
    call: OwnerCall,
    dialogId: string,
    activityId: string,
    body: unknown,
    options?: WriteOptions,
  ): Promise<Written | Refusal>;

  /** Replaces the owner's own deadlines. @param body `{deadlines}`, see docs/deadlines.md */
  setDeadlines(
    call: OwnerCall,
    dialogId: string,
    body: unknown,
    options?: WriteOptions,
  ): Promise<Written | Refusal>;

  /** Adds a service owner's label. `ifMatch` is the service owner context's revision. @param body `{value}` */
  addOwnerLabel(
    call: OwnerCall,
    dialogId: string,
    body: unknown,
    options?: WriteOptions,
  ): Promise<Written | Refusal>;

  /** Takes a service owner's label off. `ifMatch` as in `addOwnerLabel`. */
  removeOwnerLabel(
    call: OwnerCall,
    dialogId: string,
    label: string,
    options?: WriteOptions,
  ): Promise<Written | Refusal>;

  /**
   * An end user's labels, or a service owner's on an end user's behalf: the view and the actor are the end user's.
   * All or nothing. `SENT` is refused as a DOMAIN_ERROR.
   */
  setSystemLabels(
    call: EndUserCall,
    targets: readonly LabelTarget[],
    wish: LabelWish,
  ): Promise<LabelsSet | NotAllowed | Refusal>;

  /** An administrator's labels on behalf of nobody in particular. @param by who the log says did it */
  setSystemLabelsAsOwner(
    call: OwnerCall,
    targets: readonly LabelTarget[],
    wish: LabelWish,
    by: EndUserCall["by"],
  ): Promise<LabelsSet | Refusal>;

  /**
   * Notes that somebody has seen a dialog as it is now; seeing it again writes nothing.
   * @returns whether anything was written
   */
  markSeen(seen: {
    readonly dialogId: string;
    readonly endUserType: string;
    readonly by: EndUserCall["by"];
    readonly isViaServiceOwner: boolean;
  }): Promise<boolean>;
}
