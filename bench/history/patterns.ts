import type { Random } from "../../lib/random.js";
import type { Scope } from "../../schema/scope.js";
import { NEWEST_FIRST } from "../../subgraphs/dialogs/rules/history.js";
import { narrowScope } from "../../subgraphs/dialogs/rules/parties.js";
import { parseSearch } from "../../subgraphs/dialogs/rules/search-query.js";
import { isSearch } from "../../subgraphs/dialogs/store/search/search-store.js";
import {
  FACET_KEYS,
  type HistoryFilter,
  type HistoryOrder,
  type HistoryPosition,
  type HistoryRow,
  type Selection,
} from "../../subgraphs/dialogs/store/selection.js";
import type { DialogStore } from "../../subgraphs/dialogs/store.js";
import { NOW } from "./stores/dialogs.js";
import { SERVICES, someParty, twentyParties, VIEWERS } from "./stores/population.js";
import { wordOfRank } from "./stores/vocabulary.js";

/** Rows of a page, and one more that tells whether another follows. */
const TAKE = 51;
const DAY = 86_400_000;
/** As the room bounds them by default. */
const COUNT_BOUNDS = { limit: 10_000, budget: { millis: 250, clock: () => performance.now() } };

/** Asks once. @returns how many rows came, or were counted */
type Ask = (store: DialogStore, random: Random) => Promise<number>;

/** One way in which the history is asked for. */
export interface Pattern {
  readonly name: string;
  readonly ask: Ask;
  /** Whether it needs the search index. */
  readonly isSearch: boolean;
  /** Whether an accountant asks, who has thousands of parties. */
  readonly isOfMany: boolean;
  /** In milliseconds, at ten million; of DESIGN.md. */
  readonly target?: { readonly percentile: 95 | 99; readonly millis: number };
}

const selectionOf = (scope: Scope, filter: HistoryFilter = {}, search: string | null = null): Selection => ({
  scope,
  now: NOW,
  filter,
  search: parseSearch(search),
});

const pageOf = async (
  store: DialogStore,
  selection: Selection,
  order: HistoryOrder = NEWEST_FIRST,
  after: HistoryPosition | null = null,
): Promise<readonly HistoryRow[]> => {
  if (!isSearch(selection)) return store.history(selection, order, { after, take: TAKE });
  return (
    await store.search.page(selection, order, { after, take: TAKE, timeLeft: () => Number.POSITIVE_INFINITY })
  ).rows;
};

const page =
  (scopeOf: (dialogs: number, random: Random) => Scope, filter: HistoryFilter = {}, order?: HistoryOrder) =>
  (dialogs: number): Ask =>
  async (store, random) =>
    (await pageOf(store, selectionOf(scopeOf(dialogs, random), filter), order)).length;

const whale = (): Scope => VIEWERS.whale;
const accountant = (): Scope => VIEWERS.accountant5000;
const accountantOfWhale = (): Scope => VIEWERS.accountantOfWhale;
const bigAccountant = (): Scope => VIEWERS.accountant10000;

/** A page somewhere far back, as one comes there: by the position of the page before. */
const deep = (scopeOf: () => Scope) => (): Ask => async (store, random) => {
  const at = NOW - random.int(1_000, 3_000) * DAY;
  const after = { at, id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };
  return (await pageOf(store, selectionOf(scopeOf()), NEWEST_FIRST, after)).length;
};

const words =
  (scopeOf: (dialogs: number, random: Random) => Scope, textOf: (random: Random) => string) =>
  (dialogs: number): Ask =>
  async (store, random) =>
    (await pageOf(store, selectionOf(scopeOf(dialogs, random), {}, textOf(random)))).length;

const common = (random: Random): string => wordOfRank("nb", random.int(3, 30));
const rare = (random: Random): string => wordOfRank("nb", random.int(15_000, 19_999));

const service = (random: Random) => SERVICES[random.int(0, SERVICES.length - 1)] ?? "";

const ofOneService = (dialogs: number): Ask => {
  void dialogs;
  return async (store, random) => {
    const scope = narrowScope(VIEWERS.accountant10000, { services: [service(random)] });
    return (await pageOf(store, selectionOf(scope))).length;
  };
};

const count =
  (scopeOf: (dialogs: number, random: Random) => Scope, filter: HistoryFilter) =>
  (dialogs: number): Ask =>
  async (store, random) =>
    (await store.countHistory(selectionOf(scopeOf(dialogs, random), filter), COUNT_BOUNDS)).count;

const facets =
  (scopeOf: (dialogs: number, random: Random) => Scope) =>
  (dialogs: number): Ask =>
  async (store, random) =>
    (await store.facets(selectionOf(scopeOf(dialogs, random)), FACET_KEYS, COUNT_BOUNDS)).count;

const UNREAD: HistoryFilter = { folder: "INBOX", isContentSeen: false };
const LONG_AGO: HistoryFilter = {
  createdAfter: Date.parse("2014-03-01T00:00:00Z"),
  createdBefore: Date.parse("2014-04-01T00:00:00Z"),
};
const BY_DUE: HistoryOrder = { field: "DUE_AT", direction: "ASC" };
const BY_CREATION: HistoryOrder = { field: "CREATED_AT", direction: "DESC" };
const then = [BY_CREATION];
const BY_DUE_AND_CREATION: HistoryOrder = { ...BY_DUE, then };

type Entry = Omit<Pattern, "ask" | "isOfMany"> & { readonly of: (dialogs: number) => Ask };

const ONE: Pattern["target"] = { percentile: 99, millis: 3 };
const MANY: Pattern["target"] = { percentile: 99, millis: 30 };
const TEXT: Pattern["target"] = { percentile: 95, millis: 50 };

const list = (name: string, of: Entry["of"], target?: Pattern["target"]): Entry =>
  target === undefined ? { name, of, isSearch: false } : { name, of, isSearch: false, target };
const text = (name: string, of: Entry["of"]): Entry => ({ name, of, isSearch: true, target: TEXT });

const ENTRIES: readonly Entry[] = [
  list("first page, one party", page(someParty), ONE),
  list("first page, the party with 8 %", page(whale), ONE),
  list("first page, 20 parties", page(twentyParties)),
  list("first page, 5,000 parties", page(accountant), MANY),
  list("first page, 10,000 parties", page(bigAccountant)),
  list("deep page, the party with 8 %", deep(whale)),
  list("deep page, 5,000 parties", deep(accountant)),
  list("inbox, 20 parties", page(twentyParties, { folder: "INBOX" })),
  list("rare status, the party with 8 %", page(whale, { status: ["REQUIRES_ATTENTION"], folder: "BIN" })),
  list("rare status, 5,000 parties", page(accountant, { status: ["REQUIRES_ATTENTION"] })),
  list(
    "rare status, 5,000 parties, one of them with 8 %",
    page(accountantOfWhale, { status: ["REQUIRES_ATTENTION"], folder: "BIN" }),
  ),
  list("unread, the party with 8 %", page(whale, UNREAD)),
  list("unread, 5,000 parties", page(accountant, UNREAD)),
  list("one service, 10,000 parties", ofOneService),
  list("created in a month of 2014, the party with 8 %", page(whale, LONG_AGO)),
  list("created in a month of 2014, 5,000 parties", page(accountant, LONG_AGO)),
  list("by creation, 5,000 parties", page(accountant, {}, BY_CREATION)),
  list("by due date, the party with 8 %", page(whale, {}, BY_DUE)),
  list("by due date, then creation, the party with 8 %", page(whale, {}, BY_DUE_AND_CREATION)),
  list("count, one party", count(someParty, {})),
  list("count of what is rare, the party with 8 %", count(whale, { status: ["DRAFT"] })),
  list("count, 5,000 parties", count(accountant, {})),
  list("facets, one party", facets(someParty)),
  list("facets, the party with 8 %", facets(whale)),
  list("facets, 5,000 parties", facets(accountant)),
  text("a common word, one party", words(someParty, common)),
  text("a common word, the party with 8 %", words(whale, common)),
  text("a common word, 5,000 parties", words(accountant, common)),
  text("a rare word, 20 parties", words(twentyParties, rare)),
  text("a rare word, the party with 8 %", words(whale, rare)),
  text("a rare word, 5,000 parties", words(accountant, rare)),
  text(
    "two words, the party with 8 %",
    words(whale, (random) => `${common(random)} ${wordOfRank("nb", random.int(50, 500))}`),
  ),
  text(
    "the beginning of a word, the party with 8 %",
    words(whale, (random) => wordOfRank("nb", random.int(50, 2_000)).slice(0, 4)),
  ),
];

/** The patterns, for a store of so many dialogs. */
export const patternsOf = (dialogs: number): readonly Pattern[] =>
  ENTRIES.map(({ of, ...pattern }) => ({
    ...pattern,
    isOfMany: pattern.name.includes(",000 parties"),
    ask: of(dialogs),
  }));
