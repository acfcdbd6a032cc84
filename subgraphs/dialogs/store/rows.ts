import { getTableColumns, sql } from "drizzle-orm";
import type { DialogRow, DialogsTables } from "../../../drizzle/dialogs/tables.js";
import { rowReader } from "../../../drizzle/table-rows.js";
import type { HistoryRow } from "./selection.js";

/** Texts that a statement must choose between by the viewer's level: never taken as they are. */
type GuardedColumn = "nonSensitiveTitle" | "nonSensitiveSummary";

const GUARDED: ReadonlySet<string> = new Set<keyof DialogRow>([
  "title",
  "summary",
  "nonSensitiveTitle",
  "nonSensitiveSummary",
]);

/** Reads rows of `dialog` that come from hand-written statements. */
export const createRowReader = (dialogs: DialogsTables["dialogs"]) => {
  const columns = Object.entries(getTableColumns(dialogs));
  const readable = columns.filter(([key]) => key !== "nonSensitiveTitle" && key !== "nonSensitiveSummary");
  return {
    /** The columns of `dialog d`, without the texts that the level decides; one text, as every statement has it. */
    columns: sql.raw(
      columns
        .filter(([key]) => !GUARDED.has(key))
        .map(([, column]) => `d."${column.name}"`)
        .join(", "),
    ),
    /** A row as Drizzle would read it, of what has `columns`, `title` and `summary`. */
    read: rowReader<Omit<DialogRow, GuardedColumn>>(Object.fromEntries(readable)),
  };
};

/** A row of a list. @param raw also has `required_level`, which its own texts need */
export const historyRowOf = (
  rows: ReturnType<typeof createRowReader>,
  raw: Readonly<Record<string, unknown>>,
  level: number,
): HistoryRow => {
  const requiredLevel = Number(raw["required_level"]);
  // Added to the row itself: to copy one of forty columns takes longer than to read it.
  return Object.assign(rows.read(raw), { requiredLevel, isRedacted: requiredLevel > level });
};
