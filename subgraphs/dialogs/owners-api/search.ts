import type { ActivityRow, DialogBodyRow, DialogRow, SeenLogRow } from "../../../drizzle/dialogs/tables.js";
import type { DialogStatus, SystemLabel } from "../../../drizzle/dialogs/values.js";
import { parsePartyUrn } from "../../../schema/urns.js";
import { parseSearch } from "../rules/search-query.js";
import { timeFor } from "../searching.js";
import type { MomentBound, OwnerFilter, OwnerOrder } from "../store/owners-search.js";
import { commonFields, ownerContextBody } from "./bodies/dialog.js";
import { activityBody, plainContent, spelled, tidy } from "./bodies/values.js";
import { SEARCH, SERVICE_PROVIDER } from "./callers.js";
import { callOf, endUserIn } from "./end-users.js";
import type { Operation, OwnersApi, OwnersRequest, RestAnswer } from "./operations.js";
import { DEFAULT_LIMIT, MAX_LIMIT, orderIn, pageBody, positionIn } from "./paging.js";
import type { Query } from "./query.js";

/** As Dialogporten: more values in one filter are refused. */
const MAX_VALUES = 20;
const MIN_SEARCH_LETTERS = 3;
const MAX_URI_LETTERS = 1_023;
const NEWEST_FIRST: OwnerOrder = [{ field: "createdAt", direction: "desc" }];

const STATUSES: readonly DialogStatus[] = [
  "NOT_APPLICABLE",
  "IN_PROGRESS",
  "DRAFT",
  "AWAITING",
  "REQUIRES_ATTENTION",
  "COMPLETED",
];
const LABELS: readonly SystemLabel[] = ["DEFAULT", "BIN", "ARCHIVE", "MARKED_AS_UNOPENED", "SENT"];
const BOUNDED = ["created", "updated", "contentUpdated", "due", "visible"] as const;

const isOf =
  <Word extends string>(words: readonly Word[]) =>
  (name: string): Word[] =>
    words.filter((word) => spelled(word) === name);

/** Labels by the names that REST has for them. */
export const systemLabelsIn = (query: Query, name: string): SystemLabel[] =>
  query.words(name, LABELS.map(spelled)).flatMap(isOf(LABELS));

/** The parties of a filter; those that are none, and too many, are noted as problems. */
export const partiesIn = (query: Query): string[] =>
  listIn(query, "party").flatMap((text) => {
    const urn = parsePartyUrn(text);
    if (urn === null) query.problem("party", `"${text}" is no party: it must be a URN of one.`);
    return urn ?? [];
  });

const listIn = (query: Query, name: string): readonly string[] => {
  const values = query.texts(name);
  if (values.length > MAX_VALUES) {
    query.problem(name, `It has ${values.length} values; at most ${MAX_VALUES} are allowed.`);
  }
  return values;
};

const momentsIn = (query: Query): OwnerFilter["moments"] =>
  Object.fromEntries(
    BOUNDED.flatMap((name) => {
      const bounds: [MomentBound, MomentBound] = [`${name}After`, `${name}Before`];
      const [after, before] = bounds.map((bound) => query.moment(bound));
      if (after != null && before != null && after > before) {
        query.problem(bounds[0], `It must not be later than ${bounds[1]}.`);
      }
      return [
        [bounds[0], after],
        [bounds[1], before],
      ];
    }),
  );

/** What is asked for of the dialogs themselves; whose access matters comes on top. */
const filterIn = (query: Query, org: string | null): OwnerFilter => ({
  org,
  services: listIn(query, "serviceResource").map((service) => service.toLowerCase()),
  parties: partiesIn(query),
  extendedStatus: listIn(query, "extendedStatus"),
  externalReference: query.text("externalReference"),
  status: query.words("status", STATUSES.map(spelled)).flatMap(isOf(STATUSES)),
  deleted: query.word("deleted", ["Exclude", "Include", "Only"]) ?? "Exclude",
  process: query.text("process"),
  systemLabels: systemLabelsIn(query, "systemLabel"),
  ownerLabels: query.texts("serviceOwnerLabels"),
  excludeApiOnly: query.bool("excludeApiOnly") ?? false,
  isContentSeen: query.bool("isContentSeen"),
  moments: momentsIn(query),
});

/** What goes together, and how long texts may be. */
const checkTexts = (query: Query, filter: OwnerFilter, endUserId: string | null): void => {
  const search = query.text("search");
  const isAnchored = Boolean(filter.parties?.length) || Boolean(filter.services?.length);
  if (endUserId !== null && !isAnchored) {
    query.problem("endUserId", "It needs party or serviceResource beside it.");
  }
  if (search !== null && query.text("endUserId") === null) {
    query.problem("search", "Words can be searched for on behalf of an end user only: give endUserId.");
  }
  if (search !== null && search.length < MIN_SEARCH_LETTERS) {
    query.problem("search", `It must have at least ${MIN_SEARCH_LETTERS} characters.`);
  }
  if (filter.process != null && (filter.process.length > MAX_URI_LETTERS || !URL.canParse(filter.process))) {
    query.problem("process", `It must be a URI of at most ${MAX_URI_LETTERS} characters.`);
  }
  const language = query.text("searchLanguageCode");
  if (language !== null && !/^[a-z]{2}([-_].*)?$/i.test(language)) {
    query.problem("searchLanguageCode", `"${language}" is no language code, such as nb.`);
  }
};

interface Parts {
  readonly bodies: ReadonlyMap<string, DialogBodyRow>;
  readonly seenLogs: ReadonlyMap<string, readonly SeenLogRow[]>;
  readonly latest: ReadonlyMap<string, ActivityRow>;
}

const readParts = async ({ store, owners }: OwnersApi, ids: readonly string[]): Promise<Parts> => {
  const [bodies, seenLog, latest] = await Promise.all([
    store.parts.bodies(ids),
    store.parts.seenLog(ids),
    owners.latestActivities(ids),
  ]);
  return {
    bodies: new Map(bodies.map((body) => [body.dialogId, body])),
    seenLogs: groupedByDialog(seenLog),
    latest,
  };
};

const groupedByDialog = (log: readonly SeenLogRow[]): ReadonlyMap<string, readonly SeenLogRow[]> => {
  const groups = new Map<string, SeenLogRow[]>();
  for (const entry of log) groups.set(entry.dialogId, [...(groups.get(entry.dialogId) ?? []), entry]);
  return groups;
};

/** `V1ServiceOwnerDialogsQueriesSearch_Dialog` */
const itemBody = (dialog: DialogRow, { bodies, seenLogs, latest }: Parts, endUserId: string | null) => {
  const activity = latest.get(dialog.id);
  return tidy({
    ...commonFields(dialog, seenLogs.get(dialog.id) ?? [], endUserId),
    guiAttachmentCount: dialog.guiAttachmentCount,
    latestActivity: activity === undefined ? null : activityBody(activity),
    content: tidy({
      title: plainContent(dialog.title),
      senderName: plainContent(dialog.senderName),
      summary: plainContent(dialog.summary),
      nonSensitiveTitle: plainContent(dialog.nonSensitiveTitle),
      nonSensitiveSummary: plainContent(dialog.nonSensitiveSummary),
      extendedStatus: plainContent(dialog.extendedStatus),
    }),
    serviceOwnerContext: ownerContextBody(dialog, bodies.get(dialog.id)?.serviceOwnerLabels ?? []),
  });
};

const search = async (api: OwnersApi, { caller, query }: OwnersRequest): Promise<RestAnswer> => {
  const endUserId = endUserIn(query);
  const own = filterIn(query, caller.readableOrg);
  checkTexts(query, own, endUserId);
  const text = query.text("search");
  const limit = query.int("limit", { min: 1, max: MAX_LIMIT }) ?? DEFAULT_LIMIT;
  const order = orderIn(query, NEWEST_FIRST);
  const list = JSON.stringify(["dialogs", own, endUserId, text, order]);
  const after = positionIn(query, api, list);
  query.check();

  const endUser =
    endUserId === null
      ? null
      : { scope: await api.authorization.scope(callOf(api, caller, endUserId)), now: api.clock() };
  const words = parseSearch(text, { between: "OR", languageCode: query.text("searchLanguageCode") });
  const filter: OwnerFilter = { ...own, endUser, search: words };
  const timeLeft = timeFor(api);
  const { rows, stoppedAt } = await api.owners.search(filter, order, { after, take: limit + 1, timeLeft });
  const parts = await readParts(
    api,
    rows.slice(0, limit).map(({ id }) => id),
  );
  return {
    status: 200,
    body: pageBody(rows, { limit, order, list, stoppedAt }, api, (row) => itemBody(row, parts, endUserId)),
  };
};

export const searchOperations = (api: OwnersApi): readonly Operation[] => [
  {
    method: "GET",
    path: "/dialogs",
    scopes: [SERVICE_PROVIDER, SEARCH],
    answer: (request) => search(api, request),
  },
];
