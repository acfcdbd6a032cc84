import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { columnsOf } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";
import { dialogsTables } from "../../../drizzle/dialogs/tables.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { DialogStore } from "../../../subgraphs/dialogs/store.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, SOURCES, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom, type TestRoom } from "./room.js";

const SCOPE = scopeOf([0, 1, 2].map(partyOf), { [serviceOf(0)]: 3 });
const VIEWERS = {
  kari: { party: `${PERSON_PREFIX}17912099997`, scope: SCOPE },
  ola: { party: `${PERSON_PREFIX}29822799980`, scope: SCOPE },
};

const PAGE = onWorkspace(
  `history(first: $first, after: $after, orderBy: $orderBy, filter: $filter, search: $search) {
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }`,
  "$first: Int!, $after: Cursor, $orderBy: HistoryOrder, $filter: HistoryFilter, $search: String",
);

/** Asks for page after page. What happens in between is in equivalence-under-change.test.ts. */
const walk = async ({ ask }: TestRoom, first: number, orderBy: object | null = null): Promise<string[]> => {
  const ids: string[] = [];
  let after: string | null = null;
  for (let page = 1; ; page++) {
    const { data, errors } = await ask("kari", PAGE, { first, after, orderBy });
    expect(errors).toBeUndefined();
    const { edges, pageInfo } = data._entities[0].history;
    expect(pageInfo.hasPreviousPage).toBe(page > 1);
    ids.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
};

describeOnBothDatabases("pages of the history", (dialect) => {
  it("walk a thousand items of one moment, each once, by id", async () => {
    const dialogs = Array.from({ length: 1_000 }, (_, index) =>
      aDialog(`same ${index}`, { dialog: { party: partyOf(index % 3).urn } }),
    );
    const room = await openTestRoom({ dialect, viewers: VIEWERS, dialogs });
    const ids = dialogs.map(({ dialog }) => dialog.id).sort();
    expect(await walk(room, 97)).toEqual([...ids].reverse());
    expect(await walk(room, 200, { field: "CREATED_AT", direction: "ASC" })).toEqual(ids);
  });

  it("by several fields don't end where an item is deleted while a page is read", async () => {
    const { database } = await openTestDatabase(dialect, "dialogs");
    const { dialogs: table } = dialogsTables(columnsOf(dialect));
    const dialogs = Array.from({ length: 7 }, (_, index) =>
      aDialog(`day ${index}`, { dialog: { createdAt: NOW - (9 - index) * DAY } }),
    );
    const ids = dialogs.map(({ dialog }) => dialog.id);
    let reads = 0;
    const rows: Queries["rows"] = async (statement) => {
      // Before the second statement, and before the third: a page has two or three.
      const gone = [null, null, ids[0], ids[1]][++reads] ?? null;
      if (gone !== null) {
        await database.transaction((tx) =>
          tx.update(table).set({ deletedAt: NOW }).where(eq(table.id, gone)),
        );
      }
      return database.read.rows(statement);
    };
    const read = new Proxy(database.read, {
      get: (target, name) => (name === "rows" ? rows : Reflect.get(target, name, target)),
    });
    const store = new DialogStore({ ...database, read });
    await store.upsertSources(SOURCES);
    await store.createDialogs(dialogs);
    reads = 0;
    const then = [{ field: "UPDATED_AT", direction: "ASC" }] as const;
    const page = await store.history(
      { scope: SCOPE, now: NOW, filter: {}, search: null },
      { field: "CREATED_AT", direction: "ASC", then },
      { after: null, take: 3 },
    );
    expect(page.map(({ id }) => id)).toEqual(ids.slice(2, 5));
  });

  it("keep items without a due date for the end, in both directions", async () => {
    const dialogs = [3, null, 1, null, 2].map((days, index) =>
      aDialog(`due ${index}`, { dialog: { dueAt: days === null ? null : NOW + days * DAY } }),
    );
    const [three, undated1, one, undated2, two] = dialogs.map(({ dialog }) => dialog.id) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const room = await openTestRoom({ dialect, viewers: VIEWERS, dialogs });
    const undated = [undated1, undated2].sort();
    for (const first of [1, 2, 5]) {
      expect(await walk(room, first, { field: "DUE_AT", direction: "ASC" })).toEqual([
        one,
        two,
        three,
        ...undated,
      ]);
      expect(await walk(room, first, { field: "DUE_AT", direction: "DESC" })).toEqual([
        three,
        two,
        one,
        ...[...undated].reverse(),
      ]);
    }
  });

  it("of no items, or of more than there may be, are refused", async () => {
    const { ask } = await openTestRoom({ dialect, viewers: VIEWERS });
    for (const first of [0, -1, 201]) {
      const { errors } = await ask("kari", PAGE, { first });
      expect(errors?.map(({ message, extensions }) => ({ message, extensions }))).toEqual([
        {
          message: `Ask for first from 1 to 200; it was ${first}.`,
          extensions: { code: "PAGE_SIZE_OUT_OF_RANGE" },
        },
      ]);
    }
  });

  it("open with their own cursor only: not altered, not another viewer's, not another list's", async () => {
    const dialogs = [1, 2, 3].map((index) => aDialog(`item ${index}`));
    const { ask } = await openTestRoom({ dialect, viewers: VIEWERS, dialogs });
    const { data } = await ask("kari", PAGE, { first: 1 });
    const after: string = data._entities[0].history.pageInfo.endCursor;
    const altered = `${after.slice(0, 30)}${after[30] === "A" ? "B" : "A"}${after.slice(31)}`;
    const codeOf = async (viewer: string, variables: object) =>
      (await ask(viewer, PAGE, { first: 1, after, ...variables })).errors?.map(
        ({ extensions }) => extensions["code"],
      );

    expect(await codeOf("kari", {})).toBeUndefined();
    expect(await codeOf("kari", { first: 2 })).toBeUndefined();
    expect(await codeOf("ola", {})).toEqual(["CURSOR_INVALID"]);
    expect(await codeOf("kari", { after: altered })).toEqual(["CURSOR_INVALID"]);
    expect(await codeOf("kari", { after: "nonsense" })).toEqual(["CURSOR_INVALID"]);
    expect(await codeOf("kari", { search: "item" })).toEqual(["CURSOR_INVALID"]);
    expect(await codeOf("kari", { filter: { folder: "INBOX" } })).toEqual(["CURSOR_INVALID"]);
    expect(await codeOf("kari", { orderBy: { field: "CREATED_AT", direction: "DESC" } })).toEqual([
      "CURSOR_INVALID",
    ]);
  });
});
