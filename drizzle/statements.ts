import { getTableColumns, type SQL, sql, type Table } from "drizzle-orm";

/**
 * For `onConflictDoUpdate({ set })`: every column takes the value that the insert brought.
 * @param table its primary key may be among the columns; setting it to itself changes nothing
 */
export const excludedOf = (table: Table): Record<string, SQL> =>
  Object.fromEntries(
    Object.entries(getTableColumns(table)).map(([key, column]) => [
      key,
      sql`excluded.${sql.identifier(column.name)}`,
    ]),
  );

/** Rows of one statement: within both databases' limits on bound values (32,766 on SQLite) for 60 columns. */
const ROWS_PER_STATEMENT = 500;

/** The rows in runs that fit one statement each. */
export function* inChunks<T>(rows: readonly T[], size: number = ROWS_PER_STATEMENT): Generator<T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
