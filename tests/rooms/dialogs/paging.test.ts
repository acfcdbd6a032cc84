import { inArray } from "drizzle-orm";
import { expect, it } from "vitest";
import { columnsOf } from "../../../drizzle/columns.js";
import { dialogsTables } from "../../../drizzle/dialogs/tables.js";
import { randomFromSeed } from "../../../lib/random.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
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

/** Asks for page after page, and lets something happen in between. */
const walk = async (
  { ask }: TestRoom,
  first: number,
  orderBy: object | null = null,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<string[]> => {
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
    await between(page);
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

  it("give what was there all the time once, while items come in and others are moved, relabelled and deleted", async () => {
    const random = randomFromSeed(7);
    const dialogs = Array.from({ length: 120 }, (_, index) =>
      aDialog(`old ${index}`, {
        dialog: { party: partyOf(index % 3).urn, createdAt: NOW - random.int(1, 20) * DAY },
      }),
    );
    const room = await openTestRoom({ dialect, viewers: VIEWERS, dialogs });
    const { dialogs: table } = dialogsTables(columnsOf(dialect));
    const moved = new Set<string>();
    const walked = await walk(room, 10, null, async (page) => {
      // New items on both sides of the page's edge, also at moments that are there already, and old ones that change.
      await room.store.createDialogs(
        Array.from({ length: 5 }, (_, index) =>
          aDialog(`new ${page} ${index}`, {
            dialog: { party: partyOf(index % 3).urn, createdAt: NOW - random.int(0, 21) * DAY },
          }),
        ),
      );
      const changed = [random.pick(dialogs), random.pick(dialogs)].map(({ dialog }) => dialog.id);
      // Labels change nothing about where an item lies; what is deleted is gone.
      const relabelled = [random.pick(dialogs), random.pick(dialogs)].map(({ dialog }) => dialog.id);
      const deleted = random.pick(dialogs).dialog.id;
      for (const id of [...changed, deleted]) moved.add(id);
      await room.database.transaction(async (tx) => {
        await tx.update(table).set({ systemLabels: 4 }).where(inArray(table.id, relabelled));
        await tx
          .update(table)
          .set({ deletedAt: NOW })
          .where(inArray(table.id, [deleted]));
        await tx
          .update(table)
          .set({ contentUpdatedAt: NOW - page })
          .where(inArray(table.id, changed));
      });
    });
    const untouched = dialogs.map(({ dialog }) => dialog).filter(({ id }) => !moved.has(id));
    expect(untouched.length).toBeGreaterThan(60);
    expect(walked.filter((id) => untouched.some((dialog) => dialog.id === id))).toEqual(
      untouched
        .sort((a, b) => b.contentUpdatedAt - a.contentUpdatedAt || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id),
    );
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

  it.each([0, -1, 201])("of %i items are refused", async (first) => {
    const { ask } = await openTestRoom({ dialect, viewers: VIEWERS });
    const { errors } = await ask("kari", PAGE, { first });
    expect(errors?.map(({ message, extensions }) => ({ message, extensions }))).toEqual([
      {
        message: `Ask for first from 1 to 200; it was ${first}.`,
        extensions: { code: "PAGE_SIZE_OUT_OF_RANGE" },
      },
    ]);
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
