import { coerceInputValue, type GraphQLInputType, type GraphQLSchema, isInputType } from "graphql";
import { decodeWorkspaceId, encodeWorkspaceId } from "../../../schema/workspace-id.js";
import { dialogsError } from "../errors.js";
import type { AskedSelection } from "../rules/selecting.js";
import type { HistoryOrder } from "../store/selection.js";

export type ExportFormat = "NDJSON" | "CSV";

/** What is to be exported, and how. */
export interface ExportRequest extends AskedSelection {
  readonly format: ExportFormat;
  readonly workspace: string;
  readonly order: HistoryOrder;
  /** Where an export that was cut off is to go on; null: from the beginning. */
  readonly after: string | null;
  /** CSV: what is between the columns. Norwegian spreadsheets expect a semicolon. */
  readonly delimiter: "," | ";";
  /** CSV: whether it begins with a byte order mark, without which Excel takes æ, ø and å for something else. */
  readonly withByteOrderMark: boolean;
}

/** Nothing moves in it: what changes while an export runs is neither lost nor given twice. */
const NEWEST_MADE_FIRST: HistoryOrder = { field: "CREATED_AT", direction: "DESC" };

const invalid = (message: string) => dialogsError("EXPORT_REQUEST_INVALID", message);

const KNOWN: ReadonlySet<string> = new Set([
  "format",
  "workspace",
  "filter",
  "search",
  "orderBy",
  "after",
  "delimiter",
  "bom",
]);

/** A value as the graph's own input type reads it: the filter here is the filter there, whatever it grows to. */
const coerced = <T>(schema: GraphQLSchema, typeName: string, name: string, value: unknown): T => {
  const type = schema.getType(typeName);
  if (!isInputType(type)) throw new Error(`The schema has no input type ${typeName}.`);
  return coerceInputValue(value, type as GraphQLInputType, (path, _value, error) => {
    throw invalid(`${[name, ...path].join(".")}: ${error.message}`);
  }) as T;
};

const oneOf = <T extends string>(name: string, value: unknown, words: readonly T[]): T => {
  const found =
    typeof value === "string" ? words.find((word) => word.toLowerCase() === value.toLowerCase()) : undefined;
  if (found !== undefined) return found;
  throw invalid(`${name} must be one of ${words.join(", ")}.`);
};

const textOrNull = (name: string, value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  throw invalid(`${name} must be a text.`);
};

/** CSV where it is accepted, and NDJSON is not. */
const acceptedFormat = (accept: string | undefined): ExportFormat =>
  accept !== undefined && /text\/csv/i.test(accept) && !/ndjson/i.test(accept) ? "CSV" : "NDJSON";

/** Moments only: what answers best to a search is told of a page, and not of everything. */
const orderIn = (schema: GraphQLSchema, orderBy: unknown): HistoryOrder => {
  if (orderBy == null) return NEWEST_MADE_FIRST;
  const order = coerced<{ readonly field: string }>(schema, "HistoryOrder", "orderBy", orderBy);
  if (order.field === "RELEVANCE")
    throw invalid("An export has no order by RELEVANCE; order it by a moment.");
  return order as HistoryOrder;
};

/**
 * Reads what is asked for.
 * @param asked the body of a POST, or the parameters of a GET with `filter` and `orderBy` read as JSON
 * @throws DomainError `EXPORT_REQUEST_INVALID`
 */
export const readExportRequest = (
  schema: GraphQLSchema,
  asked: unknown,
  accept: string | undefined,
): ExportRequest => {
  if (typeof asked !== "object" || asked === null || Array.isArray(asked)) {
    throw invalid("Send a JSON object, e.g. {} for everything.");
  }
  const given = asked as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) {
    throw invalid(`There is no parameter ${unknown.join(", ")}; there are ${[...KNOWN].join(", ")}.`);
  }
  const workspace = textOrNull("workspace", given["workspace"]) ?? encodeWorkspaceId(null);
  if (decodeWorkspaceId(workspace) === undefined) throw invalid("workspace is no Workspace.id.");
  const { format, filter, orderBy, delimiter = ",", bom = true } = given;
  return {
    format: format == null ? acceptedFormat(accept) : oneOf("format", format, ["NDJSON", "CSV"]),
    workspace,
    filter: filter == null ? null : coerced(schema, "HistoryFilter", "filter", filter),
    search: textOrNull("search", given["search"]),
    order: orderIn(schema, orderBy),
    after: textOrNull("after", given["after"]),
    delimiter: oneOf("delimiter", delimiter, [",", ";"]),
    withByteOrderMark: oneOf("bom", String(bom), ["true", "false"]) === "true",
  };
};

/** The parameters of a query string; `filter` and `orderBy` are JSON. @throws DomainError `EXPORT_REQUEST_INVALID` */
export const parametersOf = (query: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...new URLSearchParams(query)].map(([name, value]) => {
      if (name !== "filter" && name !== "orderBy") return [name, value];
      try {
        return [name, JSON.parse(value)];
      } catch {
        throw invalid(`${name} must be JSON, e.g. filter={"status":["COMPLETED"]}.`);
      }
    }),
  );
