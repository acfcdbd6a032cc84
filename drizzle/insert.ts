import { type Column, getTableColumns, getTableName, type SQL, type Table } from "drizzle-orm";

/** Rows that are inserted into one table, and what follows the insert. */
export interface Insert {
  readonly table: Table;
  /** All with the same columns; those that the first one has not are left to the database. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** E.g. ON CONFLICT and RETURNING; without bound values. */
  readonly end: SQL;
}

/** A column's place in the insert. */
export interface InsertColumn {
  readonly key: string;
  readonly column: Column;
}

/** The columns that rows have, in the table's order. */
export const insertColumns = ({ table, rows }: Insert): readonly InsertColumn[] => {
  const [first = {}] = rows;
  return Object.entries(getTableColumns(table)).flatMap(([key, column]) =>
    key in first ? [{ key, column }] : [],
  );
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Everything up to where the values come from. */
export const insertHead = ({ table }: Insert, columns: readonly InsertColumn[]): string =>
  `INSERT INTO ${quoted(getTableName(table))} (${columns.map(({ column }) => quoted(column.name)).join(", ")})`;

/** How a column's values are bound, in a database that has texts and numbers only. */
export const sqliteBinding = ({ column }: InsertColumn): ((value: unknown) => unknown) => {
  if (column.dataType === "json") return (value) => (value == null ? null : JSON.stringify(value));
  if (column.dataType === "boolean") return (value) => (value == null ? null : value ? 1 : 0);
  return (value) => value ?? null;
};

/** The value of a column in `e.value`, a row as a JSON array. */
export const postgresValue = ({ column }: InsertColumn, index: number): string =>
  column.dataType === "json"
    ? `nullif(e.value -> ${index}, 'null'::jsonb)`
    : `(e.value ->> ${index})::${column.getSQLType().replace("bigserial", "bigint")}`;
