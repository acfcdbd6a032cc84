import {
  Column,
  getTableColumns,
  getTableName,
  type InferSelectModel,
  type SQL,
  sql,
  type Table,
} from "drizzle-orm";
import { LRUCache } from "lru-cache";

/** A value as a column has it in TypeScript; `null`: as the driver gives it. */
type Decode = ((value: unknown) => unknown) | null;

const decodeOf = (column: Column): Decode =>
  column.mapFromDriverValue === Column.prototype.mapFromDriverValue
    ? null
    : (value) => column.mapFromDriverValue(value);

/** So many letters of JSON are remembered of a table, with what they say. */
const MOST_LETTERS = 2 * 1_024 * 1_024;

/** What was made of a text is given again for the same text. PostgreSQL's driver gives JSON already read. */
const remembering = (column: Column, decode: Decode, known: LRUCache<string, object> | null): Decode => {
  if (known === null || decode === null || column.dataType !== "json") return decode;
  return (value) => {
    const text = typeof value === "string" ? value : null;
    const before = text === null ? undefined : known.get(text);
    if (before !== undefined) return before;
    const made = decode(value);
    if (text !== null && typeof made === "object" && made !== null) known.set(text, made);
    return made;
  };
};

/**
 * Reads rows by some columns, as Drizzle would; what that takes is worked out once, not for each value.
 * @param columns by the row's own names
 * @param options `isShared`: rows of the same few things are read again and again, and nobody writes into them: their
 *   JSON is parsed once, and rows with the same text share what it says
 * @returns a reader of what the driver gave, by the columns' names; what it did not give is `null`
 */
export const rowReader = <Row>(
  columns: Readonly<Record<string, Column>>,
  { isShared = false }: { readonly isShared?: boolean } = {},
): ((raw: Readonly<Record<string, unknown>>) => Row) => {
  const known = isShared
    ? new LRUCache<string, object>({
        maxSize: MOST_LETTERS,
        sizeCalculation: (_: object, text: string) => text.length,
      })
    : null;
  const fields = Object.entries(columns).map(([key, column]) => ({
    key,
    name: column.name,
    decode: remembering(column, decodeOf(column), known),
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
 * @param options as `rowReader` has them
 */
export const tableRows = <T extends Table>(
  table: T,
  options: { readonly isShared?: boolean } = {},
): TableRows<T> => {
  const columns = getTableColumns(table);
  return {
    columns: sql.raw(
      Object.values(columns)
        .map(({ name }) => `"${getTableName(table)}"."${name}"`)
        .join(", "),
    ),
    read: rowReader<InferSelectModel<T>>(columns, options),
  };
};
