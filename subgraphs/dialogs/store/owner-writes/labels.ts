import { eq, sql } from "drizzle-orm";
import type { Queries } from "../../../../drizzle/database.js";
import type { DialogRow } from "../../../../drizzle/dialogs/tables.js";
import type { Actor, SystemLabel } from "../../../../drizzle/dialogs/values.js";
import { isUuid } from "../../../../lib/ids.js";
import { changeLabels } from "../../rules/labels.js";
import { accessStatement, readAccess } from "../access.js";
import type { DialogAccess, View } from "../selection.js";
import type { Tools } from "./tools.js";

/** A dialog whose labels are to change, and the revision that they must be at (`null`: any). */
export interface LabelTarget {
  readonly dialogId: string;
  readonly endUserContextRevision: string | null;
}

/** Who may: an end user, by what the statement finds that they have access to, or whoever the rows say. */
export type LabelGuard<Answer> =
  | {
      readonly kind: "VIEWER";
      readonly view: View;
      refuse(access: DialogAccess | null, id: string): Answer | null;
    }
  | { readonly kind: "OWNER"; refuse(row: DialogRow | null, id: string): Answer | null };

export interface LabelOrder<Answer> {
  /** Each dialog once. */
  readonly targets: readonly LabelTarget[];
  readonly guard: LabelGuard<Answer>;
  readonly add: readonly SystemLabel[];
  readonly remove: readonly SystemLabel[];
  readonly by: Actor;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** `SET`: each context's revision, in the order of the targets. Otherwise nothing was written. */
export type LabelsOutcome<Answer> =
  | { readonly outcome: "SET"; readonly revisions: readonly string[] }
  | { readonly outcome: "REFUSED"; readonly answer: Answer }
  | { readonly outcome: "REVISION_MISMATCH"; readonly dialogId: string; readonly revision: string };

/** Rows of the targets, held until the transaction ends; in a fixed order, so that two writers never wait for each other. */
const heldRows = async (tx: Queries, { tables, dialect }: Tools, ids: readonly string[]) => {
  const { dialogs } = tables;
  await tx.rows(
    sql`SELECT x.seq FROM dialog x WHERE ${dialect.isIn(sql`x.id`, ids, "id")} ORDER BY x.id ${dialect.forUpdate}`,
  );
  const rows = await tx
    .select()
    .from(dialogs)
    .where(dialect.isIn(sql`${dialogs.id}`, ids, "id"));
  return new Map(rows.map((row) => [row.id, row]));
};

const firstRefusal = async <Answer>(
  tx: Queries,
  { dialect }: Tools,
  { guard, targets }: LabelOrder<Answer>,
  rows: ReadonlyMap<string, DialogRow>,
): Promise<Answer | null> => {
  const ids = targets.map(({ dialogId }) => dialogId);
  const accessById = new Map<string, DialogAccess>();
  if (guard.kind === "VIEWER") {
    const found = await tx.rows<Record<string, unknown>>(
      accessStatement(dialect, guard.view, ids.filter(isUuid)),
    );
    for (const raw of found) accessById.set(String(raw["id"]), readAccess(raw));
  }
  for (const id of ids) {
    const answer =
      guard.kind === "VIEWER"
        ? guard.refuse(accessById.get(id) ?? null, id)
        : guard.refuse(rows.get(id) ?? null, id);
    if (answer !== null) return answer;
  }
  return null;
};

/** Puts labels on dialogs and takes labels off them, in one transaction: on all of them, or on none. */
export const setLabels = <Answer>(tools: Tools, order: LabelOrder<Answer>): Promise<LabelsOutcome<Answer>> =>
  tools.database.transaction(async (tx) => {
    const { tables, newId } = tools;
    const { targets, at, by } = order;
    const ids = targets.map(({ dialogId }) => dialogId).filter(isUuid);
    const rows = await heldRows(tx, tools, ids);
    const answer = await firstRefusal(tx, tools, order, rows);
    if (answer !== null) return { outcome: "REFUSED", answer };

    const present = targets.flatMap(({ dialogId, endUserContextRevision }) => {
      const row = rows.get(dialogId);
      return row === undefined ? [] : [{ row, expected: endUserContextRevision }];
    });
    const stale = present.find(
      ({ row, expected }) => expected !== null && expected !== row.endUserContextRevision,
    );
    if (stale !== undefined) {
      return {
        outcome: "REVISION_MISMATCH",
        dialogId: stale.row.id,
        revision: stale.row.endUserContextRevision,
      };
    }
    const revisions: string[] = [];
    const log: object[] = [];
    for (const { row } of present) {
      const change = changeLabels(row.systemLabels, order);
      const revision = change.mask === row.systemLabels ? row.endUserContextRevision : newId(at);
      revisions.push(revision);
      if (revision === row.endUserContextRevision) continue;
      await tx
        .update(tables.dialogs)
        .set({ systemLabels: change.mask, endUserContextRevision: revision })
        .where(eq(tables.dialogs.seq, row.seq));
      for (const line of change.log) {
        log.push({ ...line, id: newId(at), dialogId: row.id, createdAt: at, performedBy: by });
      }
    }
    await tx.insertAll({ table: tables.labelAssignmentLog, rows: log });
    return { outcome: "SET", revisions };
  });
