import type { DialogStatus, SystemLabel } from "../../../drizzle/dialogs/values.js";
import { parsePartyUrn, RESOURCE_PREFIX } from "../../../schema/urns.js";
import type { HistoryFilter, HistoryOrder, HistoryOrderField, OrderPart } from "../store/selection.js";
import { NEWEST_FIRST } from "./history.js";
import { SEARCH_LIMITS } from "./limits.js";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const MIN_SEARCH = 3;
const LANGUAGE = /^[a-z]{2,3}([-_][a-z0-9]+)*$/i;

type Given<T> = T | null | undefined;

/** What `searchDialogs` is asked, as it comes in. */
export interface AskedSearch {
  readonly org?: Given<readonly string[]>;
  readonly serviceResource?: Given<readonly string[]>;
  readonly party?: Given<readonly string[]>;
  readonly extendedStatus?: Given<readonly string[]>;
  readonly externalReference?: Given<string>;
  readonly status?: Given<readonly DialogStatus[]>;
  readonly process?: Given<string>;
  readonly systemLabel?: Given<readonly SystemLabel[]>;
  readonly createdAfter?: Given<number>;
  readonly createdBefore?: Given<number>;
  readonly updatedAfter?: Given<number>;
  readonly updatedBefore?: Given<number>;
  readonly contentUpdatedAfter?: Given<number>;
  readonly contentUpdatedBefore?: Given<number>;
  readonly dueAfter?: Given<number>;
  readonly dueBefore?: Given<number>;
  readonly isContentSeen?: Given<boolean>;
  readonly search?: Given<string>;
  readonly searchLanguageCode?: Given<string>;
  readonly limit?: Given<number>;
}

/** A list without values asks nothing, as there. */
const valuesOf = <T>(list: Given<readonly T[]>): readonly T[] | undefined =>
  list == null || list.length === 0 ? undefined : list;

const listProblems = (asked: AskedSearch): string[] => {
  const limits = SEARCH_LIMITS.endUserSearch;
  const lists = [
    ["party", asked.party, limits.maxPartyFilterValues],
    ["serviceResource", asked.serviceResource, limits.maxServiceResourceFilterValues],
    ["org", asked.org, limits.maxOrgFilterValues],
    ["extendedStatus", asked.extendedStatus, limits.maxExtendedStatusFilterValues],
  ] as const;
  return lists.flatMap(([name, list, most]) =>
    (list?.length ?? 0) > most ? [`${name} names ${list?.length} values; name at most ${most}.`] : [],
  );
};

const rangeProblems = (asked: AskedSearch): string[] => {
  const ranges = [
    ["created", asked.createdAfter, asked.createdBefore],
    ["updated", asked.updatedAfter, asked.updatedBefore],
    ["contentUpdated", asked.contentUpdatedAfter, asked.contentUpdatedBefore],
    ["due", asked.dueAfter, asked.dueBefore],
  ] as const;
  return ranges.flatMap(([name, after, before]) =>
    after != null && before != null && after > before
      ? [`${name}After is later than ${name}Before; nothing lies between them.`]
      : [],
  );
};

/** Everything that is wrong with a search; empty where nothing is. */
export const searchProblems = (asked: AskedSearch): string[] => {
  const { party, serviceResource, search, searchLanguageCode, process, limit } = asked;
  const problems = [...listProblems(asked), ...rangeProblems(asked)];
  const say = (isWrong: boolean, problem: string): void => {
    if (isWrong) problems.push(problem);
  };
  say(
    valuesOf(party) === undefined && valuesOf(serviceResource) === undefined,
    "Name at least one party or one serviceResource.",
  );
  for (const [index, urn] of (party ?? []).entries()) {
    say(parsePartyUrn(urn) === null, `party[${index}] is not the URN of a party.`);
  }
  for (const [index, urn] of (serviceResource ?? []).entries()) {
    const isService = urn.startsWith(RESOURCE_PREFIX) && urn.length > RESOURCE_PREFIX.length;
    say(
      !isService,
      `serviceResource[${index}] is not the URN of a service; it begins with ${RESOURCE_PREFIX}.`,
    );
  }
  say(
    search != null && search.trim().length < MIN_SEARCH,
    `search has fewer than ${MIN_SEARCH} characters; write more, or leave it out.`,
  );
  say(
    searchLanguageCode != null && !LANGUAGE.test(searchLanguageCode),
    'searchLanguageCode is not a language code; write it like "nb".',
  );
  say(process != null && !URL.canParse(process), "process is not a URI.");
  say(limit != null && (limit < 1 || limit > MAX_LIMIT), `limit is ${limit}; ask for 1 to ${MAX_LIMIT}.`);
  return problems;
};

/** How many are asked for. */
export const limitOf = ({ limit }: AskedSearch): number => limit ?? DEFAULT_LIMIT;

/** What a search asks of a dialog, in the history's terms; parties and services are narrowed in the scope. */
export const searchFilterOf = (asked: AskedSearch): HistoryFilter => {
  const entries: [keyof HistoryFilter, unknown][] = [
    ["owner", valuesOf(asked.org)],
    ["extendedStatus", valuesOf(asked.extendedStatus)],
    ["externalReference", asked.externalReference],
    ["status", valuesOf(asked.status)],
    ["process", asked.process],
    ["systemLabel", valuesOf(asked.systemLabel)],
    ["isContentSeen", asked.isContentSeen],
    ["createdAfter", asked.createdAfter],
    ["createdBefore", asked.createdBefore],
    ["updatedAfter", asked.contentUpdatedAfter],
    ["updatedBefore", asked.contentUpdatedBefore],
    ["changedAfter", asked.updatedAfter],
    ["changedBefore", asked.updatedBefore],
    ["dueAfter", asked.dueAfter],
    ["dueBefore", asked.dueBefore],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value != null));
};

/** The fields of an order by Dialogporten's names. */
export const SORT_FIELDS = {
  createdAt: "CREATED_AT",
  updatedAt: "UPDATED_AT",
  dueAt: "DUE_AT",
  contentUpdatedAt: "CONTENT_UPDATED_AT",
} as const satisfies Record<string, HistoryOrderField>;

type SortKey = keyof typeof SORT_FIELDS;

/** One object of `orderBy`: one of its fields is given. */
export type AskedSort = { readonly [Key in SortKey]?: Given<"ASC" | "DESC"> };

const SORT_KEYS = Object.keys(SORT_FIELDS) as SortKey[];

/** The order that is asked for; `null` where an object has none or several fields, or a field is there twice. */
export const searchOrderOf = (asked: Given<readonly AskedSort[]>): HistoryOrder | null => {
  const parts: OrderPart[] = [];
  for (const sort of asked ?? []) {
    const given = SORT_KEYS.flatMap((key) => {
      const direction = sort[key];
      return direction == null ? [] : [{ field: SORT_FIELDS[key], direction }];
    });
    const [part] = given;
    if (part === undefined || given.length > 1) return null;
    if (parts.some(({ field }) => field === part.field)) return null;
    parts.push(part);
  }
  const [first, ...then] = parts;
  if (first === undefined) return NEWEST_FIRST;
  return then.length === 0 ? first : { ...first, then };
};
