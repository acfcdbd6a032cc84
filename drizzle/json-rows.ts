import { type SQL, sql } from "drizzle-orm";
import type { Dialect } from "./columns.js";

/**
 * Rows that a statement brings along as one bound value, so that its text does not depend on how many there are.
 * Every column is text.
 * @returns a subselect in parentheses; give it an alias where it is joined
 */
export const jsonRows = (
  dialect: Dialect,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): SQL => {
  const json = JSON.stringify(rows);
  const entries = dialect === "sqlite" ? sql`json_each(${json})` : sql`jsonb_array_elements(${json}::jsonb)`;
  const selected = columns.map(
    (name, index) => sql`entry.value ->> ${sql.raw(String(index))} AS ${sql.identifier(name)}`,
  );
  const alias = dialect === "sqlite" ? sql`entry` : sql`entry(value)`;
  return sql`(SELECT ${sql.join(selected, sql`, `)} FROM ${entries} AS ${alias})`;
};

/** A list of texts as one bound value: `column IN jsonList(…)`. */
export const jsonList = (dialect: Dialect, values: Iterable<string>): SQL =>
  jsonRows(
    dialect,
    ["value"],
    Array.from(values, (value) => [value]),
  );
