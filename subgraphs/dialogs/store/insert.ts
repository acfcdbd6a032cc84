import { type Column, getTableColumns, getTableName, type SQL, sql, type Table } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";

const ROWS_PER_STATEMENT = 1_000;

/** The value of a column in `e.value`, a row as a JSON array. */
const jsonValueOf = (dialect: Dialect, column: Column, index: number): SQL => {
  const at = sql.raw(String(index));
  if (column.dataType === "json") {
    return dialect === "sqlite"
      ? sql`nullif(e.value -> ${at}, 'null')`
      : sql`nullif(e.value -> ${at}, 'null'::jsonb)`;
  }
  return dialect === "sqlite"
    ? sql`e.value ->> ${at}`
    : sql`(e.value ->> ${at})::${sql.raw(column.getSQLType().replace("bigserial", "bigint"))}`;
};

/**
 * Inserts many rows, a thousand a statement. The rows travel as one bound value: binding forty values a row costs
 * several times as much as inserting them. Columns that no row has are left to the database.
 * @param end what follows the insert, e.g. ON CONFLICT and RETURNING; it must return rows
 * @returns what `end` returns
 */
export const insertRows = async <Row extends object>(
  queries: Queries,
  dialect: Dialect,
  table: Table,
  rows: readonly Readonly<Record<string, unknown>>[],
  end: SQL,
): Promise<Row[]> => {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key in first);
  const keys = columns.map(([key]) => key);
  const names = columns.map(([, column]) => sql.identifier(column.name));
  const values = columns.map(([, column], index) => jsonValueOf(dialect, column, index));
  const returned: Row[] = [];
  for (const chunk of inChunks(rows, ROWS_PER_STATEMENT)) {
    const json = JSON.stringify(chunk.map((row) => keys.map((key) => row[key])));
    const from =
      dialect === "sqlite"
        ? sql`json_each(${json}) AS e WHERE TRUE`
        : sql`jsonb_array_elements(${json}::jsonb) AS e(value)`;
    const statement = sql`INSERT INTO ${sql.identifier(getTableName(table))} (${sql.join(names, sql`, `)})
      SELECT ${sql.join(values, sql`, `)} FROM ${from} ${end}`;
    returned.push(...(await queries.rows<Row>(statement)));
  }
  return returned;
};
