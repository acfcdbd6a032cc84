import type { ExportWriter } from "./records.js";

/** One record on each line. */
export const ndjsonWriter: ExportWriter = {
  contentType: "application/x-ndjson; charset=utf-8",
  fileExtension: "ndjson",
  write: (record) => `${JSON.stringify(record)}\n`,
};
