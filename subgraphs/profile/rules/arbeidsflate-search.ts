import type { AskedSearch, SavedFilter, SavedSearchRow } from "../../../drizzle/profile/tables.js";
import { daysAfter, monthsBefore, norwegianDayOf, startOfNorwegianDay } from "../../../lib/norwegian-days.js";
import { tableOf } from "../../../lib/table-of.js";
import { readSavedFilter } from "../../../schema/saved-filter.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";

/*
 * Searches as Arbeidsflate's frontend keeps them: where they were saved from (`/`, `/drafts`, …), and pairs of what is
 * narrowed and by what. Several values of one kind are alternatives there as here.
 */

const FOLDERS: Readonly<Record<string, string>> = tableOf({
  "/drafts": "DRAFTS",
  "/sent": "SENT",
  "/archive": "ARCHIVE",
  "/bin": "BIN",
});
const VIEWS: Readonly<Record<string, string>> = tableOf(
  Object.fromEntries(Object.entries(FOLDERS).map(([view, folder]) => [folder, view])),
);
/** What a view is, where labels were chosen in it: these are there beside the view's own. */
const LABELS: Readonly<Record<string, string>> = tableOf({
  "/sent": "SENT",
  "/archive": "ARCHIVE",
  "/bin": "BIN",
});

const KINDS = [
  "org",
  "status",
  "service",
  "systemLabel",
  "isContentSeen",
  "updated",
  "fromDate",
  "toDate",
] as const;
type Kind = (typeof KINDS)[number];
type Values = Readonly<Partial<Record<Kind, readonly string[]>>>;

const isKind = (id: string): id is Kind => (KINDS as readonly string[]).includes(id);

/** By kind; `null` where there is one that we don't know. */
const valuesOf = (filters: AskedSearch["filters"]): Values | null => {
  const values: Partial<Record<Kind, string[]>> = {};
  for (const { id, value } of filters ?? []) {
    if (id === null || value === null || value === "") continue;
    if (!isKind(id)) return null;
    values[id] = [...(values[id] ?? []), value];
  }
  return values;
};

/** System labels stand among the statuses there. */
const SYSTEM_LABELS: readonly string[] = ["DEFAULT", "ARCHIVE", "BIN", "SENT"];
const isLabel = (status: string): boolean => SYSTEM_LABELS.includes(status);

const startOf = (day: string): string => new Date(startOfNorwegianDay(day)).toISOString();
const endOf = (day: string): string => new Date(startOfNorwegianDay(daysAfter(day, 1)) - 1).toISOString();

/** The Monday of a day's week. */
const mondayOf = (day: string): string =>
  daysAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** Times from today on, as the history's filter has them. */
const RANGES: Readonly<Record<string, (today: string) => SavedFilter>> = tableOf({
  TODAY: (today) => ({ updatedAfter: startOf(today) }),
  THIS_WEEK: (today) => ({ updatedAfter: startOf(mondayOf(today)) }),
  THIS_MONTH: (today) => ({ updatedAfter: startOf(`${today.slice(0, 8)}01`) }),
  LAST_SIX_MONTHS: (today) => ({ updatedAfter: startOf(monthsBefore(today, 6)) }),
  LAST_TWELVE_MONTHS: (today) => ({ updatedAfter: startOf(monthsBefore(today, 12)) }),
  OLDER_THAN_ONE_YEAR: (today) => ({ updatedBefore: endOf(monthsBefore(today, 12)) }),
});
/** A time of one's own: from a date to another, either of which may be missing. */
const OWN_RANGE = "fromAndToDate";

/** A date alone is the whole day, in Norway. */
const momentOf = (value: string, edge: (day: string) => string): string =>
  /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? edge(value) : value;

/** `null` where it is a time that we don't know. */
const timeOf = ({ updated, fromDate, toDate }: Values, now: number): SavedFilter | null => {
  const [range] = updated ?? [];
  if (range !== undefined && range !== OWN_RANGE) return RANGES[range]?.(norwegianDayOf(now)) ?? null;
  const [[from], [to]] = [fromDate ?? [], toDate ?? []];
  return {
    ...(from === undefined ? {} : { updatedAfter: momentOf(from, startOf) }),
    ...(to === undefined ? {} : { updatedBefore: momentOf(to, endOf) }),
  };
};

const SEEN: Readonly<Record<string, boolean>> = tableOf({ read: true, unread: false });

/** Which view it is of, and what of it: a label that was chosen takes the place of the view's own folder. */
const placeOf = (
  view: string,
  { status = [], systemLabel = [] }: Values,
  isNarrowed: boolean,
): SavedFilter => {
  const labels = [...new Set([...systemLabel, ...status.filter(isLabel)])];
  const statuses = status.filter((one) => !isLabel(one));
  const listed = statuses.length === 0 ? {} : { status: statuses };
  if (labels.length === 0) {
    const folder = FOLDERS[view] ?? (isNarrowed ? undefined : "INBOX"); // narrowed, its inbox looks everywhere
    return { ...listed, ...(folder === undefined ? {} : { folder }) };
  }
  const own = LABELS[view];
  return {
    ...listed,
    ...(view === "/drafts" ? { status: [...new Set([...statuses, "DRAFT"])] } : {}),
    systemLabel: [...new Set([...labels, ...(own === undefined ? [] : [own])])],
  };
};

/**
 * The history's filter for what a client of Arbeidsflate's saved; `null` where the history has none for it: then it is
 * given back as it came, but not looked up.
 * @param now what "this week" is reckoned from, milliseconds since 1970 UTC
 */
export const filterOfAsked = (
  { searchString, fromView, filters }: AskedSearch,
  now: number,
): SavedFilter | null => {
  const values = valuesOf(filters);
  const time = values && timeOf(values, now);
  const [seen] = values?.isContentSeen ?? [];
  if (values === null || time === null || (seen !== undefined && SEEN[seen] === undefined)) return null;
  const isNarrowed = (searchString ?? "").trim() !== "" || Object.keys(values).length > 0;
  const { org, service } = values;
  const filter: SavedFilter = {
    ...placeOf(fromView ?? "", values, isNarrowed),
    ...(org === undefined ? {} : { owner: org }),
    ...(service === undefined
      ? {}
      : { service: service.map((id) => (id.startsWith(RESOURCE_PREFIX) ? id : RESOURCE_PREFIX + id)) }),
    ...(seen === undefined ? {} : { isContentSeen: SEEN[seen] }),
    ...time,
  };
  return "problem" in readSavedFilter(filter) ? null : filter;
};

/** Ours, and what a client of Arbeidsflate's calls it. */
const SHOWN: readonly (readonly [string, string, (value: unknown) => string])[] = [
  ["owner", "org", String],
  ["status", "status", String],
  ["service", "service", (value) => String(value).replace(RESOURCE_PREFIX, "")],
  ["systemLabel", "systemLabel", String],
  ["isContentSeen", "isContentSeen", (value) => (value === true ? "read" : "unread")],
];

const day = (value: unknown): string => norwegianDayOf(Date.parse(String(value)));

/** What a client of Arbeidsflate's is shown of a search that was saved by another. */
export const askedOf = ({
  search,
  filter,
  asked,
}: Pick<SavedSearchRow, "search" | "filter" | "asked">): AskedSearch => {
  if (asked !== null) return asked;
  const lists = SHOWN.flatMap(([ours, id, write]) => {
    const value = filter?.[ours];
    const values = Array.isArray(value) ? value : value == null ? [] : [value];
    return values.map((one) => ({ id, value: write(one) }));
  });
  const [from, to] = [filter?.["updatedAfter"], filter?.["updatedBefore"]];
  const time =
    from == null && to == null
      ? []
      : [
          { id: "updated", value: OWN_RANGE },
          ...(from == null ? [] : [{ id: "fromDate", value: day(from) }]),
          ...(to == null ? [] : [{ id: "toDate", value: day(to) }]),
        ];
  return {
    searchString: search ?? "",
    fromView: VIEWS[String(filter?.["folder"])] ?? "/",
    filters: [...lists, ...time],
  };
};
