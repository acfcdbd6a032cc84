import type { SQL } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Database } from "../../../drizzle/database.js";
import { NEWEST_FIRST } from "../../../subgraphs/dialogs/rules/history.js";
import { parseSearch } from "../../../subgraphs/dialogs/rules/search-query.js";
import { isSearch, type SearchPage } from "../../../subgraphs/dialogs/store/search/search-store.js";
import type { HistoryOrder, HistoryPosition, Selection } from "../../../subgraphs/dialogs/store/selection.js";
import { DialogStore } from "../../../subgraphs/dialogs/store.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, SOURCES, scopeOf, serviceOf } from "./dialogs.js";

/** One a day, each tenth about something else. */
const DIALOGS = Array.from({ length: 40 }, (_, index) =>
  aDialog(`dialog ${index}`, {
    dialog: {
      createdAt: NOW - (index + 1) * DAY,
      title: { nb: index % 10 === 3 ? "Noe annet" : "Eiendomsskatt" },
    },
  }),
);
const FOUND = DIALOGS.filter((_, index) => index % 10 !== 3).map(({ dialog }) => dialog.id);

const selection: Selection = {
  scope: scopeOf([partyOf(0)], { [serviceOf(0)]: 3 }),
  now: NOW,
  filter: {},
  search: parseSearch("eiendomsskatt"),
};

/** A database whose statements are ended before they have found anything, as long as that is said. */
const endedWhile = (database: Database, isEnded: (millis: number) => boolean): Database => ({
  ...database,
  rowsWithin: async <Row extends object>(millis: number, statement: SQL) =>
    isEnded(millis) ? null : database.rowsWithin<Row>(millis, statement),
});

describeOnBothDatabases("a search whose statements take too long", (dialect) => {
  interface Options {
    /** Of each page. */
    readonly timeLeft: number;
    /** No more pages than these. */
    readonly pages?: number;
    /** `null`: by relevance. */
    readonly order?: HistoryOrder | null;
  }

  /** All pages, each of what `isEnded` lets through. */
  const walk = async (
    isEnded: (sent: { page: number; statement: number; millis: number }) => boolean,
    { timeLeft, pages: most = 100, order = NEWEST_FIRST }: Options,
  ) => {
    const { database } = await openTestDatabase(dialect, "dialogs");
    const pages: { ids: string[]; searchedBackTo: number | null }[] = [];
    let statement = 0;
    const store = new DialogStore(
      endedWhile(database, (millis) => {
        statement += 1;
        return isEnded({ page: pages.length, statement, millis });
      }),
    );
    await store.upsertSources(SOURCES);
    await store.createDialogs(DIALOGS);
    if (!isSearch(selection)) throw new Error("It is a search.");
    for (let after: HistoryPosition | null = null; pages.length < most; ) {
      statement = 0;
      const page = { take: 50, timeLeft: () => timeLeft };
      const best = async (): Promise<SearchPage> => {
        const found = await store.search.best(selection, { ...page, after: null });
        return { ...found, rows: found.rows.map(({ row }) => row) };
      };
      const { rows, stoppedAt }: SearchPage = await (order === null
        ? best()
        : store.search.page(selection, order, { ...page, after }));
      const at = stoppedAt?.at;
      pages.push({ ids: rows.map(({ id }) => id), searchedBackTo: typeof at === "number" ? at : null });
      if (stoppedAt === null) break;
      after = stoppedAt;
    }
    return pages;
  };

  it("is made in shorter stretches, and finds the same", async () => {
    const pages = await walk(({ statement }) => statement <= 2, { timeLeft: 1_000 });
    expect(pages).toEqual([{ ids: FOUND, searchedBackTo: null }]);
  });

  it("says how far it came when its time is over, goes on from there, and loses nothing", async () => {
    const pages = await walk(({ page, statement }) => page < 4 && statement <= 1, { timeLeft: 0 });
    expect(pages).toHaveLength(5);
    expect(pages.flatMap(({ ids }) => ids)).toEqual(FOUND);
    const reached = pages.map(({ searchedBackTo }) => searchedBackTo);
    expect(reached.slice(0, -1)).toEqual(
      [...new Set(reached)].filter((at) => at !== null).sort((a, b) => b - a),
    );
    expect(reached.at(-1)).toBeNull();
  });

  const newest = NOW - DAY;
  const isEnded = ({ millis }: { millis: number }): boolean => millis !== Number.POSITIVE_INFINITY;

  it("comes further with each page even where nothing but one second's dialogs can be read", async () => {
    const pages = await walk(isEnded, { timeLeft: 0, pages: 3 });
    expect(pages).toEqual([
      { ids: FOUND.slice(0, 1), searchedBackTo: newest },
      { ids: [], searchedBackTo: newest - 1_000 },
      { ids: [], searchedBackTo: newest - 2_000 },
    ]);
  });

  it("finds the same in another order, in the list, where not all that has the words can be gathered", async () => {
    const order = { field: "CREATED_AT", direction: "ASC" } as const;
    const pages = await walk(isEnded, { timeLeft: 0, order });
    expect(pages).toEqual([{ ids: [...FOUND].reverse(), searchedBackTo: null }]);
  });

  it("says by relevance how far back it has found anything", async () => {
    const pages = await walk(isEnded, { timeLeft: 0, pages: 1, order: null });
    expect(pages).toEqual([{ ids: FOUND.slice(0, 1), searchedBackTo: newest }]);
  });
});
