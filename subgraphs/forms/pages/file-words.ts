import { tableOf } from "../../../lib/table-of.js";

const MEGABYTE = 1_048_576;
const KILOBYTE = 1_024;

/** How large, as people say it. */
export const sizeName = (bytes: number): string =>
  bytes < MEGABYTE ? `${Math.floor(bytes / KILOBYTE)} kB` : `${Math.floor((bytes / MEGABYTE) * 10) / 10} MB`;

const NAMES = tableOf({
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "application/pdf": "PDF",
  "text/plain": "TXT",
  "text/csv": "CSV",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (docx)",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (xlsx)",
});

/** Kinds of files as people call them; those that have no such name by their media type. */
export const typeNames = (types: readonly string[]): string =>
  types.map((type) => NAMES[type] ?? type).join(", ");
