import type {
  ActivityRow,
  DialogBodyRow,
  DialogRow,
  LabelAssignmentLogRow,
  SeenLogRow,
  SourceRow,
  TransmissionRow,
} from "../../drizzle/dialogs/tables.js";
import type { DeclaredDeadline } from "./rules/deadlines.js";

/** A whole dialog, as it is seeded. */
export interface DialogSeed {
  readonly dialog: Omit<DialogRow, "seq">;
  readonly body: Omit<DialogBodyRow, "dialogId">;
  readonly transmissions: readonly Omit<TransmissionRow, "dialogId">[];
  readonly activities: readonly Omit<ActivityRow, "dialogId">[];
  readonly seenLog: readonly Omit<SeenLogRow, "dialogId">[];
  readonly labelAssignmentLog: readonly Omit<LabelAssignmentLogRow, "dialogId">[];
  /** Its owner's own deadlines, beside the one that follows from `dueAt`; absent: none. */
  readonly deadlines?: readonly DeclaredDeadline[];
}

/** A source, as it is seeded: how many of its dialogs are here is counted as they come. */
export type SourceSeed = Omit<SourceRow, "heldCount">;

/** Where a seed is put: a store. */
interface Seeded {
  upsertSources(sources: readonly SourceSeed[]): Promise<void>;
  createDialogs(dialogs: readonly DialogSeed[]): Promise<unknown>;
}

/** Registers sources, before their dialogs. Seeding twice changes nothing. */
export const seedSources = (store: Seeded, sources: readonly SourceSeed[]): Promise<void> =>
  store.upsertSources(sources);

/** Adds dialogs. Seeding twice changes nothing. */
export const seedDialogs = async (store: Seeded, dialogs: readonly DialogSeed[]): Promise<void> => {
  await store.createDialogs(dialogs);
};
