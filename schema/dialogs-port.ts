import type { ErrorCatalogue } from "../lib/errors.js";
import type { Call } from "./call.js";

/** Why a room could not have its dialogs written. Rooms that ask spread it into their own catalogues. */
export const dialogsPortErrors: ErrorCatalogue<"DIALOGS_UNAVAILABLE"> = {
  DIALOGS_UNAVAILABLE: {
    status: 503,
    meaning: "The dialogs could not be reached, so what happened is not in the history yet.",
    remedy: "Nothing: it is tried again until it is in.",
  },
};

/** A dialog as whoever writes it must know it. */
export interface DialogThere {
  /** A change that names it is refused where the dialog was changed since. */
  readonly revision: string;
  readonly isDeleted: boolean;
  readonly transmissionIds: readonly string[];
  readonly activityIds: readonly string[];
}

/** A change of one dialog. Bodies are those of Dialogporten's service owner API, as JSON. */
export type DialogWrite =
  | { readonly kind: "CREATE"; readonly dialogId: string; readonly body: object }
  /** Transmissions and activities of the body are added to those that are there. */
  | {
      readonly kind: "REPLACE";
      readonly dialogId: string;
      readonly revision: string;
      readonly body: object;
    }
  /** The owner's own deadlines become what the body says: `{deadlines: […]}`, as its REST API takes them. */
  | {
      readonly kind: "DEADLINES";
      readonly dialogId: string;
      readonly revision: string;
      readonly body: object;
    }
  /** Softly; for good; and taken back. */
  | {
      readonly kind: "REMOVE" | "PURGE" | "RESTORE";
      readonly dialogId: string;
      readonly revision: string;
    };

/**
 * What came of a change. `CHANGED`: the dialog is not as it was when it was looked at (or is there already), so nothing
 * was written: look again. `REFUSED`: it can't be written like that.
 */
export type DialogWriteOutcome =
  | { readonly outcome: "WRITTEN" | "CHANGED" }
  | { readonly outcome: "REFUSED"; readonly reason: string };

/**
 * How a room has its dialogs in the history: in one process a call, otherwise HTTP. The call is that of the organisation
 * that owns the service: it writes what it could write by REST, and no more. Rejects with DomainError
 * `DIALOGS_UNAVAILABLE` where no answer can be had; whether anything was written is then unknown, so look again.
 */
export interface DialogsPort {
  /** @returns `null` where the organisation has no such dialog */
  look(call: Call, dialogId: string): Promise<DialogThere | null>;
  write(call: Call, write: DialogWrite): Promise<DialogWriteOutcome>;
}
