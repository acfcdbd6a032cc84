import { eq } from "drizzle-orm";
import type { Queries } from "../../../../drizzle/database.js";
import type { DialogRow, DialogsTables } from "../../../../drizzle/dialogs/tables.js";
import { keptIdentifiersOf } from "../../rules/identifiers.js";
import type { DialogSeed } from "../../seed.js";
import type { DialogChange, DialogState } from "../../writing/rules/state.js";

/** What dialogs that are being made are called elsewhere. */
export const identifiersOfNew = (
  placed: readonly { readonly seq: number; readonly seed: Pick<DialogSeed, "dialog" | "body"> }[],
): DialogsTables["identifiers"]["$inferInsert"][] =>
  placed.flatMap(({ seq, seed: { dialog, body } }) =>
    keptIdentifiersOf(dialog, body).map((identifier) => ({
      identifier,
      party: dialog.party.toLowerCase(),
      dialogSeq: seq,
    })),
  );

/** Columns of the dialog, and of its body, that its names follow from. */
const FOLLOWED: ReadonlySet<string> = new Set([
  "instanceRef",
  "externalReference",
  "serviceOwnerLabels",
] satisfies (keyof DialogRow | keyof DialogState["body"])[]);

/** Brings a dialog's names up to date with a change, in its transaction. Any other change costs nothing. */
export const followIdentifiers = async (
  tx: Queries,
  tables: DialogsTables,
  { row, body }: Pick<DialogState, "row" | "body">,
  change: Pick<DialogChange, "row" | "body">,
): Promise<void> => {
  if (![...Object.keys(change.row), ...Object.keys(change.body)].some((key) => FOLLOWED.has(key))) return;
  const dialog = { ...row, ...change.row };
  const after = { ...body, ...change.body };
  const names = keptIdentifiersOf(dialog, after);
  const before = keptIdentifiersOf(row, body);
  if (names.length === before.length && names.every((name) => before.includes(name))) return;
  await tx.delete(tables.identifiers).where(eq(tables.identifiers.dialogSeq, row.seq));
  const rows = names.map((identifier) => ({ identifier, party: row.party, dialogSeq: row.seq }));
  await tx.insertAll({ table: tables.identifiers, rows });
};
