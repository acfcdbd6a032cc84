import { expect, it } from "vitest";
import { PERSON_PREFIX } from "../../../../schema/urns.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "../dialogs.js";
import { onWorkspace, openTestRoom } from "../room.js";
import { aLiveItem, portTo, TestSource } from "./live-source.js";

const KARI = {
  party: `${PERSON_PREFIX}17912099997`,
  scope: scopeOf([partyOf(0), partyOf(1)], { [serviceOf(0)]: 3 }),
};

const HISTORY = onWorkspace(
  `history(first: $first, after: $after, filter: $filter, search: $search, orderBy: $orderBy) {
    edges { cursor isLate node { id title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount { value precision } completeBackTo
    sources { source { id name } state searched asOf reason(lang: "en") coverage { from to ratio } latencyMillis }
  }`,
  "$first: Int!, $after: Cursor, $filter: HistoryFilter, $search: String, $orderBy: HistoryOrder",
);

describeOnBothDatabases("the history with live sources", (dialect) => {
  const dialogs = [1, 3, 5].map((days) =>
    aDialog(`dialog ${days}`, {
      dialog: { createdAt: NOW - days * DAY, contentUpdatedAt: NOW - days * DAY },
    }),
  );

  it("is one list of the index and a live source, page by page, with the truth about both", async () => {
    const roads = new TestSource(
      "roads",
      [0, 2, 4, 6].map((days) => aLiveItem(`road-${days}`, { updatedAt: NOW - days * DAY })),
    );
    const room = await openTestRoom({
      dialect,
      viewers: { kari: KARI },
      dialogs,
      subgraphs: portTo([roads]),
    });
    const read = async (after: string | null) =>
      (await room.ask("kari", HISTORY, { first: 4, after })).data._entities[0].history;
    const page = await read(null);
    const { endCursor } = page.pageInfo;
    expect(page.edges.map(({ node }: { node: { title: string } }) => node.title)).toEqual([
      "road-0",
      "dialog 1",
      "road-2",
      "dialog 3",
    ]);
    expect(page.edges[0].node.id).toBe("urn:tunet:source:roads:road-0");
    expect(page.totalCount).toEqual({ value: 7, precision: "EXACT" });
    expect(page.completeBackTo).toBe(new Date(NOW - 3 * DAY).toISOString());
    expect(page.sources.at(-1)).toEqual({
      source: { id: "roads", name: "Kilden roads" },
      state: "OK",
      searched: true,
      asOf: new Date(NOW).toISOString(),
      reason: null,
      coverage: { from: null, to: new Date(NOW).toISOString(), ratio: null },
      latencyMillis: 0,
    });
    const next = await read(endCursor);
    expect(
      next.edges.map(({ node, isLate }: { node: { title: string }; isLate: boolean }) => [
        node.title,
        isLate,
      ]),
    ).toEqual([
      ["road-4", false],
      ["dialog 5", false],
      ["road-6", false],
    ]);
    expect(next.completeBackTo).toBe(new Date(0).toISOString());
    expect(next.pageInfo.hasNextPage).toBe(false);
  });

  it("costs the index the same statements as without live sources, and one more where these have something", async () => {
    const roads = new TestSource("roads");
    const statements = async (subgraphs?: ReturnType<typeof portTo>): Promise<number> => {
      const live = subgraphs === undefined ? {} : { subgraphs };
      const room = await openTestRoom({ dialect, viewers: { kari: KARI }, dialogs, ...live });
      const page = onWorkspace("history { edges { node { id } } pageInfo { endCursor } }");
      expect((await room.ask("kari", page)).errors).toBeUndefined();
      return room.statements.length;
    };
    const without = await statements();
    expect(await statements(portTo([roads]))).toBe(without);
    roads.items = [aLiveItem("one"), aLiveItem("two", { sameAs: ["urn:fiks:svarut:forsendelse:1"] })];
    expect(await statements(portTo([roads]))).toBe(without + 1);
  });
});
