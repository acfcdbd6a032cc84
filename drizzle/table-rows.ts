import {
  Column,
  getTableColumns,
  getTableName,
  type InferSelectModel,
  type SQL,
  sql,
  type Table,
} from "drizzle-orm";

/** A value as a column has it in TypeScript; `null`: as the driver gives it. */
type Decode = ((value: unknown) => unknown) | null;

const decodeOf = (column: Column): Decode =>
  column.mapFromDriverValue === Column.prototype.mapFromDriverValue
    ? null
    : (value) => column.mapFromDriverValue(value);

/**
 * Reads rows by some columns, as Drizzle would; what that takes is worked out once, not for each value.
 * @param columns by the row's own names
 * @returns a reader of what the driver gave, by the columns' names; what it did not give is `null`
 */
export const rowReader = <Row>(
  columns: Readonly<Record<string, Column>>,
): ((raw: Readonly<Record<string, unknown>>) => Row) => {
  const fields = Object.entries(columns).map(([key, column]) => ({
    key,
    name: column.name,
    decode: decodeOf(column),
  }));
  return (raw) => {
    const row: Record<string, unknown> = {};
    for (const { key, name, decode } of fields) {
      const value = raw[name] ?? null;
      row[key] = value === null || decode === null ? value : decode(value);
    }
    return row as Row;
  };
};

/** A table's rows in hand-written statements. */
export interface TableRows<T extends Table> {
  /** What a statement selects: every column. The table goes by its own name there. */
  readonly columns: SQL;
  read(raw: Readonly<Record<string, unknown>>): InferSelectModel<T>;
}

/**
 * For statements that are asked at every request: of those Drizzle's builder makes the text anew each time, and its reading
 * asks of each value what kind of column it is of, which takes longer than finding the rows.
 */
export const tableRows = <T extends Table>(table: T): TableRows<T> => {
  const columns = getTableColumns(table);
  return {
    columns: sql.raw(
      Object.values(columns)
        .map(({ name }) => `"${getTableName(table)}"."${name}"`)
        .join(", "),
    ),
    read: rowReader<InferSelectModel<T>>(columns),
  };
};
