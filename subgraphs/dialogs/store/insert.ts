import type { SQL, Table } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";

/**
 * Inserts many rows; see `Queries.insertAll`.
 * @param end what follows the insert, e.g. ON CONFLICT and RETURNING, or nothing
 * @returns what `end` returns
 */
export const insertRows = <Row extends object>(
  queries: Queries,
  _dialect: Dialect,
  table: Table,
  rows: readonly Readonly<Record<string, unknown>>[],
  end: SQL,
): Promise<Row[]> => queries.insertAll<Row>({ table, rows, end });
