import type { LiveDeadline } from "../../../schema/history-source/source.js";
import type { AgendaRow } from "../store/deadlines/selection.js";
import type { LiveRow } from "./rows.js";

/** `125050` øre as a decimal number. */
const kronerOf = (ore: number): string => (ore / 100).toFixed(2);

/** An item that is due and names no deadline has one all the same, as dialogs have. */
const declaredOf = ({ live: { item } }: LiveRow): readonly LiveDeadline[] => {
  const { deadlines, dueAt, status, updatedAt } = item;
  if (deadlines.length > 0 || dueAt === null) return deadlines;
  return [{ kind: null, at: dueAt, amountOre: null, metAt: status === "COMPLETED" ? updatedAt : null }];
};

/** A live item's deadlines, soonest first. */
export const deadlinesOf = (row: LiveRow): AgendaRow["deadline"][] =>
  declaredOf(row)
    .map(({ kind, at, amountOre, metAt }, index): AgendaRow["deadline"] => ({
      id: `${row.id}:${index}`,
      dialogSeq: row.seq,
      key: String(index),
      kind,
      dueAt: at,
      amount: amountOre === null ? null : kronerOf(amountOre),
      currency: amountOre === null ? null : "NOK",
      kid: null,
      account: null,
      isMetByOwnerOnly: true,
      ownerMetAt: metAt,
      metAt,
      metBy: metAt === null ? null : "SERVICE_OWNER",
      since: row.createdAt,
      changedAt: row.updatedAt,
      sequence: 0,
    }))
    .sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
