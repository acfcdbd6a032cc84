import fc from "fast-check";
import { expect, it } from "vitest";
import { randomFromSeed } from "../../../lib/random.js";
import type { Scope } from "../../../schema/scope.js";
import { sortKeyOf } from "../../../subgraphs/dialogs/rules/order.js";
import { parseSearch } from "../../../subgraphs/dialogs/rules/search-query.js";
import { isSearch, type RelevancePosition } from "../../../subgraphs/dialogs/store/search/search-store.js";
import type {
  HistoryFilter,
  HistoryOrder,
  HistoryOrderField,
  HistoryPosition,
  OrderPart,
  Selection,
} from "../../../subgraphs/dialogs/store/selection.js";
import { DialogStore } from "../../../subgraphs/dialogs/store.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { CHANGE_KINDS, ChangingStore } from "./changes.js";
import { SOURCES } from "./dialogs.js";
import { eachFilter, generatedDialogs, generatedScope } from "./generated.js";
import { type HeldDialog, makeOwnLabels, putOwnLabels } from "./held.js";
import { compareItems, type ReferenceItem, type ReferenceTerm, referenceHistory } from "./reference.js";

/** So small that most pages need more than one look. */
const SIZES = { few: 2, bigParty: 50, ofAll: 12, least: 3, parties: 2, firstWindow: 5, window: 9 };
const DIALOGS = 110;
const TO_COME = 60;
const CHANGES_A_ROUND = 11;

const FIELDS: readonly HistoryOrderField[] = ["CONTENT_UPDATED_AT", "CREATED_AT", "UPDATED_AT", "DUE_AT"];
const DIRECTIONS = ["ASC", "DESC"] as const;

const byAll = (first: OrderPart, ...then: OrderPart[]): HistoryOrder => ({ ...first, then });

/** Each order of one field, some of several, and the one by relevance. */
const ORDERS: readonly (HistoryOrder | null)[] = [
  ...FIELDS.flatMap((field) => DIRECTIONS.map((direction): HistoryOrder => ({ field, direction }))),
  byAll({ field: "DUE_AT", direction: "ASC" }, { field: "UPDATED_AT", direction: "DESC" }),
  byAll(
    { field: "CREATED_AT", direction: "DESC" },
    { field: "DUE_AT", direction: "ASC" },
    { field: "CONTENT_UPDATED_AT", direction: "DESC" },
  ),
  null,
];

const term = (text: string, more: Partial<ReferenceTerm> = {}): ReferenceTerm => ({
  text,
  isQuoted: false,
  goesOn: false,
  isExcluded: false,
  ...more,
});

/** What is typed, and what it says. */
const SEARCHES: readonly { text: string; groups: ReferenceTerm[][] }[] = [
  { text: "kommunen", groups: [[term("kommunen", { goesOn: true })]] },
  {
    text: '"åpen 2026" OR -vedtak søk',
    groups: [
      [term("åpen 2026", { isQuoted: true })],
      [term("vedtak", { isExcluded: true }), term("søk", { goesOn: true })],
    ],
  },
];

interface Question {
  readonly scope: Scope;
  readonly filter: HistoryFilter;
  /** `null`: by relevance. */
  readonly order: HistoryOrder | null;
  readonly search: (typeof SEARCHES)[number] | null;
}

const BY_ID: HistoryOrder = { field: "CREATED_AT", direction: "ASC" };

const expectedOf = ({ scope, filter, order, search }: Question, held: readonly HeldDialog[], now: number) => {
  const labels = new Map(held.map(({ seed, ownLabels }) => [seed, ownLabels]));
  return referenceHistory(
    held.map(({ seed }) => seed),
    scope,
    now,
    {
      filter,
      order: order ?? BY_ID,
      groups: search?.groups ?? null,
      withApiOnly: false,
      ownLabelsOn: (seed) => labels.get(seed) ?? [],
    },
  ).items;
};

/** Somebody who goes from page to page. */
class Walk {
  readonly question: Question;
  readonly #take: number;
  readonly #walked: string[] = [];
  /** What was there in each round so far, as it was in the first one. */
  #steady: ReadonlyMap<string, ReferenceItem> | null = null;
  #last: ReferenceItem | null = null;
  #after: HistoryPosition | RelevancePosition | null = null;
  isOver = false;
  pages = 0;

  constructor(question: Question, take: number) {
    this.question = question;
    this.#take = take;
  }

  async step(store: DialogStore, held: readonly HeldDialog[], now: number): Promise<void> {
    const { scope, filter, order, search } = this.question;
    const expected = expectedOf(this.question, held, now);
    this.#keepSteady(expected);
    const selection = { scope, now, filter, search: parseSearch(search?.text) };
    const ids = await this.#read(store, selection, order);
    this.pages += 1;
    if (order === null) expect(expected.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    else {
      const compare = compareItems(order);
      const last = this.#last;
      const page = expected.filter((item) => last === null || compare(last, item) < 0).slice(0, this.#take);
      expect(ids).toEqual(page.map(({ id }) => id));
      this.#last = page.at(-1) ?? last;
    }
    this.#walked.push(...ids);
    this.isOver = ids.length < this.#take;
    if (this.isOver) this.#expectEachOnce();
  }

  async #read(store: DialogStore, selection: Selection, order: HistoryOrder | null): Promise<string[]> {
    if (order === null) {
      if (!isSearch(selection)) throw new Error("Only what a search finds has a relevance.");
      const after = this.#after as RelevancePosition | null;
      const { rows } = await store.search.best(selection, {
        after,
        take: this.#take,
        timeLeft: () => Number.POSITIVE_INFINITY,
      });
      const last = rows.at(-1);
      if (last !== undefined)
        this.#after = { score: last.score, at: last.row.contentUpdatedAt, id: last.row.id };
      return rows.map(({ row }) => row.id);
    }
    const after = this.#after as HistoryPosition | null;
    const rows = await store.history(selection, order, { after, take: this.#take });
    const last = rows.at(-1);
    if (last !== undefined) this.#after = { at: sortKeyOf(last, order), id: last.id };
    return rows.map(({ id }) => id);
  }

  /** Only what matches as before, and lies where it lay, must come. */
  #keepSteady(expected: readonly ReferenceItem[]): void {
    const { order } = this.question;
    const compare = compareItems(order ?? BY_ID);
    const isSame = (before: ReferenceItem, now: ReferenceItem): boolean =>
      order === null
        ? JSON.stringify(before.seed.dialog) === JSON.stringify(now.seed.dialog)
        : compare(before, now) === 0;
    const steady = this.#steady;
    this.#steady = new Map(
      expected.flatMap((item) => {
        const before = steady === null ? item : steady.get(item.id);
        return before !== undefined && isSame(before, item) ? [[item.id, before]] : [];
      }),
    );
  }

  #expectEachOnce(): void {
    const steady = [...(this.#steady?.keys() ?? [])];
    expect(this.#walked.filter((id) => this.#steady?.has(id)).sort()).toEqual(steady.sort());
  }
}

/** Of a part of the filter, a value that leaves some out and finds some. */
const tellingOf = (
  filters: readonly HistoryFilter[],
  scope: Scope,
  held: readonly HeldDialog[],
  now: number,
) =>
  filters.find((filter) => {
    const [found, all] = [filter, {}].map(
      (of) => expectedOf({ scope, filter: of, order: BY_ID, search: null }, held, now).length,
    ) as [number, number];
    return found > 2 && found < all;
  }) ??
  filters[0] ??
  {};

describeOnBothDatabases("walks through a history that changes between their pages", (dialect) => {
  it("give what is there all the time once, and each page as the store is then: every filter, order and search", async () => {
    const { database } = await openTestDatabase(dialect, "dialogs");
    const store = new DialogStore(database, SIZES);
    const seeds = generatedDialogs(DIALOGS + TO_COME, 4);
    const first = seeds.slice(0, DIALOGS);
    await store.upsertSources(SOURCES);
    await store.createDialogs(first);
    await makeOwnLabels(dialect, database);
    await putOwnLabels(dialect, database, first);
    const random = randomFromSeed(4);
    const changing = new ChangingStore({ dialect, database, store }, random, seeds.slice(DIALOGS));

    let held = await changing.held();
    const scopes = fc
      .sample(generatedScope(seeds), { numRuns: 200, seed: 4 })
      .filter(
        (scope) =>
          expectedOf({ scope, filter: {}, order: BY_ID, search: null }, held, changing.now).length >
          DIALOGS / 5,
      );
    const walks: Walk[] = [];
    for (const [part, filters] of [[{}], ...eachFilter(12, 4)].entries()) {
      const asked = [0, 1].flatMap((next) => {
        const scope = scopes[(2 * part + next) % scopes.length];
        return scope === undefined ? [] : [{ scope, filter: tellingOf(filters, scope, held, changing.now) }];
      });
      for (const order of ORDERS) {
        for (const search of order === null ? SEARCHES : [null, ...SEARCHES]) {
          const take = 3 + (walks.length % 7);
          const { scope, filter } = random.pick(asked);
          walks.push(new Walk({ scope, filter, order, search }, take));
        }
      }
    }
    for (let open = walks; open.length > 0; open = open.filter(({ isOver }) => !isOver)) {
      const now = changing.now;
      await Promise.all(open.map((walk) => walk.step(store, held, now)));
      await changing.change(held, CHANGES_A_ROUND);
      held = await changing.held();
    }
    // The walks must not be about nothing, and nothing that may happen must have been left out.
    expect(walks.filter(({ pages }) => pages > 1).length).toBeGreaterThan(walks.length / 2);
    expect([...changing.done.keys()].sort()).toEqual([...CHANGE_KINDS].sort());
  }, 120_000);
});
