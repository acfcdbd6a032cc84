import type { Queries } from "../../../drizzle/database.js";
import type { FormAnswersRow, FormInstanceRow, FormStartKeyRow } from "../../../drizzle/forms/tables.js";
import type { NewId } from "../../../lib/ids.js";
import type { NewInstanceEvent, ProcessChange } from "../rules/process.js";
import type { Held } from "../rules/snapshot.js";
import type { FormsView } from "./visible.js";

/** What is filled in, and what is known of each answer. */
type Filling = Pick<FormAnswersRow, "answers" | "changedAt" | "prefilled">;

/** Who may change an instance: whoever sees it, its service owner, or the program itself, which has checked before. */
export type InstanceGuard =
  | { readonly view: FormsView }
  | { readonly org: string }
  | { readonly system: true };

/** An instance that is held until the transaction ends, with everything that a change of it needs. */
export interface HeldInstance extends Held {
  /** The moment of the change. */
  readonly now: number;
  /** Signatures of this round, where it is being signed. */
  readonly signatureCount: number;
  readonly filling: Pick<FormAnswersRow, "changedAt" | "prefilled" | "unfilled">;
}

/** A change of an instance: written in one transaction, or not at all. */
export interface InstanceChange extends ProcessChange {
  /** Without `unfilled`, that stays as it is. */
  readonly filling?: Filling & Partial<Pick<FormAnswersRow, "unfilled">>;
  /** Rows beside it, in the same transaction. */
  also?(tx: Queries, changed: FormInstanceRow): Promise<void>;
}

/** Why nothing was changed, in the caller's own terms. */
export interface Refused<R> {
  readonly refused: R;
}

/** What becomes of an instance that is held; `null`: it stays as it is. */
export type InstanceWork<R> = (
  held: HeldInstance,
  tx: Queries,
) => InstanceChange | Refused<R> | null | Promise<InstanceChange | Refused<R> | null>;

/** When it is changed, and what names the new state. */
export interface Moment {
  readonly now: number;
  readonly newId: NewId;
}

/** What an instance begins with. */
export interface NewInstance {
  readonly row: FormInstanceRow;
  readonly filling: Filling & Partial<Pick<FormAnswersRow, "unfilled">>;
  readonly events: readonly NewInstanceEvent[];
  readonly key: Omit<FormStartKeyRow, "instanceId" | "createdAt"> | null;
}
