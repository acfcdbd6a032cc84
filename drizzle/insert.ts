import { type Column, getTableColumns, getTableName, type Table } from "drizzle-orm";

/** Rows that are inserted into one table, and what follows the insert. */
export interface Insert {
  readonly table: Table;
  /** All with the same columns; those that the first one has not are left to the database. */
  readonly rows: readonly object[];
  /** E.g. ON CONFLICT and RETURNING; without bound values. */
  readonly end?: string;
}

/** A column's place in the insert. */
export interface InsertColumn {
  readonly key: string;
  readonly column: Column;
}

/** An insert's text, and how its values are bound, in order. */
export interface InsertText<Binding> {
  readonly text: string;
  readonly bindings: readonly Binding[];
}

/** The columns that a row has, in the table's order. */
const columnsOf = (table: Table, row: object): readonly InsertColumn[] =>
  Object.entries(getTableColumns(table)).flatMap(([key, column]) => (key in row ? [{ key, column }] : []));

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Everything up to where the values come from. */
const headOf = (table: Table, columns: readonly InsertColumn[]): string =>
  `INSERT INTO ${quoted(getTableName(table))} (${columns.map(({ column }) => quoted(column.name)).join(", ")})`;

/**
 * Makes the texts of inserts, each once: the same table, columns and end give the same text.
 * @param valuesOf what follows the columns
 * @param bindingOf how a column's values are bound
 */
export const createInsertTexts = <Binding>(
  valuesOf: (columns: readonly InsertColumn[]) => string,
  bindingOf: (column: InsertColumn) => Binding,
): ((insert: Insert) => InsertText<Binding>) => {
  const known = new WeakMap<Table, Map<string, InsertText<Binding>>>();
  return ({ table, rows: [first = {}], end = "" }) => {
    const texts = known.get(table) ?? new Map<string, InsertText<Binding>>();
    known.set(table, texts);
    const name = `${Object.keys(first).join()} ${end}`;
    const before = texts.get(name);
    if (before !== undefined) return before;
    const columns = columnsOf(table, first);
    const made = {
      text: `${headOf(table, columns)} ${valuesOf(columns)} ${end}`,
      bindings: columns.map(bindingOf),
    };
    texts.set(name, made);
    return made;
  };
};

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
