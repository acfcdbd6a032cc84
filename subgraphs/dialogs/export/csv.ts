import type { EndRecord, ErrorRecord, ExportRecord, ExportWriter, ItemRecord } from "./records.js";

/*
 * CSV after RFC 4180, for spreadsheets. What is said of the whole stands at the end, as rows of their own: the first
 * column says what a row is (item, source, hidden, end, error), so that the first row is the header and nothing else.
 */

const BYTE_ORDER_MARK = "\uFEFF";

const ITEM_COLUMNS = [
  "id",
  "party",
  "owner",
  "ownerName",
  "service",
  "serviceName",
  "title",
  "summary",
  "senderName",
  "status",
  "extendedStatus",
  "externalReference",
  "process",
  "createdAt",
  "contentUpdatedAt",
  "dueAt",
  "folder",
  "systemLabels",
  "isContentSeen",
  "attachmentCount",
  "isRedacted",
  "requiredAuthenticationLevel",
  "source",
  "sourceStatus",
  "asOf",
  "access",
  "url",
  "isLate",
] as const satisfies readonly (keyof ItemRecord)[];

const COLUMNS = ["record", ...ITEM_COLUMNS, "note"] as const;

type Row = Partial<Readonly<Record<(typeof COLUMNS)[number], string | number | boolean | null>>>;

/**
 * What a spreadsheet takes for a formula, also behind white space and in its wide forms. An apostrophe before it makes
 * it a text.
 */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

const cell = (value: Row[keyof Row], delimiter: string): string => {
  if (value === undefined || value === null) return "";
  const text = String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const accessText = ({ access }: ItemRecord): string =>
  access
    .map(({ grantType, subject, via }) =>
      [grantType, subject, ...(via === null ? [] : [`via ${via}`])].join(" "),
    )
    .join("; ");

const rowsOfEnd = ({ itemCount, endedAt, gaps, haveRightsChanged }: EndRecord): Row[] => [
  ...gaps.sources.map(
    ({ id, name, state, asOf, coverage, reason, isSearched }): Row => ({
      record: "source",
      source: id,
      sourceStatus: state,
      asOf,
      note: [
        name,
        ...(isSearched ? [] : ["not searched"]),
        ...(coverage.from === null ? [] : [`covered from ${coverage.from}`]),
        ...(coverage.ratio === null ? [] : [`${Math.floor(coverage.ratio * 100)} % of it is here`]),
        ...(reason === null ? [] : [reason]),
      ].join("; "),
    }),
  ),
  ...(gaps.hiddenByLogin === null
    ? []
    : [
        {
          record: "hidden",
          requiredAuthenticationLevel: gaps.hiddenByLogin.requiredLevel,
          note: `${gaps.hiddenByLogin.precision === "EXACT" ? "" : "at least "}${gaps.hiddenByLogin.count} more with a stronger login`,
        },
      ]),
  {
    record: "end",
    asOf: endedAt,
    note: [
      `${itemCount} items`,
      gaps.completeBackTo === null
        ? "it can't be promised that nothing is missing"
        : `nothing newer than ${gaps.completeBackTo} is missing`,
      ...(haveRightsChanged ? ["what you may see changed while this ran"] : []),
    ].join("; "),
  },
];

const rowOfError = ({ code, message, itemCount, after }: ErrorRecord): Row => ({
  record: "error",
  id: after,
  note: `${code}: ${message} ${itemCount} items came before.`,
});

const rowsOf = (record: ExportRecord): Row[] => {
  switch (record.record) {
    case "head":
      return [];
    case "item":
      return [{ ...record, systemLabels: record.systemLabels.join(" "), access: accessText(record) }];
    case "end":
      return rowsOfEnd(record);
    case "error":
      return [rowOfError(record)];
  }
};

/** @param options as they were asked for */
export const csvWriter = (options: {
  readonly delimiter: "," | ";";
  readonly withByteOrderMark: boolean;
}): ExportWriter => {
  const { delimiter, withByteOrderMark } = options;
  const line = (cells: readonly string[]): string => `${cells.join(delimiter)}\r\n`;
  return {
    contentType: "text/csv; charset=utf-8; header=present",
    fileExtension: "csv",
    write(record) {
      const rows = rowsOf(record).map((row) => line(COLUMNS.map((name) => cell(row[name], delimiter))));
      const head = record.record === "head" ? (withByteOrderMark ? BYTE_ORDER_MARK : "") + line(COLUMNS) : "";
      return head + rows.join("");
    },
  };
};
