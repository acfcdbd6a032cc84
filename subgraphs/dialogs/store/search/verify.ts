import { type SQL, sql } from "drizzle-orm";
import { keyOf } from "../conditions.js";
import type { DialogsDialect } from "../dialect.js";
import { armsFromHits, found, rowsOf } from "../page.js";
import { conditionsOf, relationsOf, type Start, withRelations } from "../scope-sql.js";
import type { HistoryOrder, Selection } from "../selection.js";

/** A dialog that the index found: by its open words alone (1), or by all of them (0). */
export type Candidate = readonly [seq: number, isOpen: 0 | 1];

/** From candidates, which are one bound value. An item answers only with the words of the texts that it shows. */
const fromCandidates = ({ name }: DialogsDialect, candidates: readonly Candidate[]): Start => {
  const json = JSON.stringify(candidates);
  const rows =
    name === "sqlite"
      ? sql`SELECT value ->> 0, value ->> 1 FROM json_each(${json})`
      : sql`SELECT (value ->> 0)::bigint, (value ->> 1)::int FROM jsonb_array_elements(${json}::jsonb)`;
  return {
    hit: { name: "hit", body: sql`(seq, is_open) AS MATERIALIZED (${rows})` },
    when: { open: sql`hit.is_open = 0`, redacted: sql`hit.is_open = 1` },
  };
};

const armsOf = (
  dialect: DialogsDialect,
  selection: Selection,
  order: HistoryOrder,
  candidates: readonly Candidate[],
): { readonly start: Start; readonly arms: SQL[] } => {
  const start = fromCandidates(dialect, candidates);
  return {
    start,
    arms: armsFromHits({
      dialect,
      scope: selection.scope,
      start,
      key: keyOf(dialect, order),
      condition: conditionsOf(dialect, selection),
    }),
  };
};

/** Rows (seq, sort_key, id) of those candidates that the viewer may see and that meet the filter, in no order. */
export const verifiedStatement = (
  dialect: DialogsDialect,
  selection: Selection,
  order: HistoryOrder,
  candidates: readonly Candidate[],
): SQL => {
  const { start, arms } = armsOf(dialect, selection, order, candidates);
  return withRelations(
    relationsOf(dialect, selection, start),
    sql`SELECT seq, sort_key, id FROM (${sql.join(arms, sql` UNION ALL `)}) AS arms`,
  );
};

/** The same, whole rows. */
export const rowsStatement = (
  dialect: DialogsDialect,
  columns: SQL,
  selection: Selection,
  order: HistoryOrder,
  candidates: readonly Candidate[],
): SQL => {
  const { start, arms } = armsOf(dialect, selection, order, candidates);
  const relations = [...relationsOf(dialect, selection, start), found(arms, sql``)];
  return rowsOf(dialect, relations, columns, selection.scope.level, sql``);
};
