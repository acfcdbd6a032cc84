import type { DialogAccess } from "../store/selection.js";

/** What is wrong with one place of a request. */
export interface Problem {
  /** e.g. `content.title.value[0].languageCode`, as the request names it; `""` for the request as a whole. */
  readonly path: string;
  /** What is wrong and what would be right; written for whoever sent it. */
  readonly message: string;
}

/** Why nothing was written. What Dialogporten answers with stands beside each. */
export type Refusal =
  /** 400: the request is malformed. All that is wrong with it. */
  | { readonly outcome: "INVALID"; readonly problems: readonly Problem[] }
  /** 422: the request is well-formed, but does not fit what is there, or the present moment. */
  | { readonly outcome: "DOMAIN_ERROR"; readonly problems: readonly Problem[] }
  /** 404: also where it is another owner's. */
  | { readonly outcome: "NOT_FOUND"; readonly entity: Entity; readonly ids: readonly string[] }
  /** 410: softly deleted. */
  | { readonly outcome: "DELETED"; readonly entity: Entity; readonly ids: readonly string[] }
  /** 403 */
  | { readonly outcome: "FORBIDDEN"; readonly message: string }
  /** 409: an idempotent key, or an id, that is taken. `dialogId`: by whom, where it is the owner's own. */
  | { readonly outcome: "CONFLICT"; readonly problem: Problem; readonly dialogId: string | null }
  /** 412: it is at another revision by now. */
  | { readonly outcome: "REVISION_MISMATCH"; readonly revision: string };

export type Entity = "Dialog" | "Transmission" | "Activity" | "ServiceOwnerLabel";

/** A dialog was made. */
export interface Created {
  readonly outcome: "CREATED";
  readonly dialogId: string;
  readonly revision: string;
}

/** A dialog was changed, or already was as it should be. */
export interface Written {
  readonly outcome: "WRITTEN";
  /** The new revision of what was changed: the dialog, or the context that the labels are in. */
  readonly revision: string;
}

/** Parts were added to a dialog; their ids, in the order of the request. */
export interface Added extends Written {
  readonly ids: readonly string[];
}

/** An end user's change was refused: the facts for the answer; `null`: there is no such dialog. */
export interface NotAllowed {
  readonly outcome: "NOT_ALLOWED";
  readonly dialogId: string;
  readonly access: DialogAccess | null;
}
