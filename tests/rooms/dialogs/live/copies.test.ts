import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { columnsOf, type Dialect } from "../../../../drizzle/columns.js";
import { dialogsTables } from "../../../../drizzle/dialogs/tables.js";
import { HOUR_MILLIS, MINUTE_MILLIS } from "../../../../lib/clock.js";
import { PERSON_PREFIX } from "../../../../schema/urns.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "../dialogs.js";
import { onWorkspace, openTestRoom, type TestViewer } from "../room.js";
import { aLiveItem, altered, away, portTo, TestSource } from "./live-source.js";

const HISTORY = onWorkspace(
  `history(first: $first, after: $after, filter: $filter, search: $search) {
    edges { node { title } } pageInfo { hasNextPage endCursor } totalCount { value precision } completeBackTo
    sources { source { id } state asOf searched reason(lang: "en") }
  }`,
  "$first: Int!, $after: Cursor, $filter: HistoryFilter, $search: String",
);

const person = (number: string, parties: readonly number[]): TestViewer => ({
  party: PERSON_PREFIX + number,
  scope: scopeOf(parties.map(partyOf), { [serviceOf(0)]: 3 }),
});

const open = async (dialect: Dialect, lastGoodSeconds: number) => {
  const viewers: Record<string, TestViewer> = {
    kari: person("17912099997", [0]),
    ola: person("29822799980", [0]),
  };
  const roads = new TestSource(
    "roads",
    [0, 2, 4].map((days) => aLiveItem(`road-${days}`, { updatedAt: NOW - days * DAY })),
  );
  roads.lastGoodSeconds = lastGoodSeconds;
  const dialog = { createdAt: NOW - DAY, contentUpdatedAt: NOW - DAY };
  const room = await openTestRoom({
    dialect,
    viewers,
    dialogs: [aDialog("dialog 1", { dialog })],
    subgraphs: portTo([roads]),
    copies: { key: new Uint8Array(32).fill(7), newNonce: randomBytes },
  });
  const read = async (viewer: string, variables: object = {}) => {
    const { data, errors } = await room.ask(viewer, HISTORY, { first: 10, ...variables });
    expect(errors).toBeUndefined();
    const { edges, sources, ...rest } = data._entities[0].history;
    const titles: string[] = edges.map(({ node }: { node: { title: string } }) => node.title);
    return { titles, roads: sources.at(-1), ...rest };
  };
  const { liveCopies } = dialogsTables(columnsOf(dialect));
  const copies = () => room.database.read.select().from(liveCopies);
  /** Nobody waits for a copy to be kept, but these tests. */
  const kept = (count: number) => expect.poll(async () => (await copies()).length).toBe(count);
  return { ...room, viewers, roads, read, copies, kept };
};

const ALL = ["road-0", "dialog 1", "road-2", "road-4"];

describeOnBothDatabases("the last good copy of a live source", (dialect) => {
  it("is shown with its age to whom it was shown before, while the source is away", async () => {
    const { roads, read, setNow, kept } = await open(dialect, 86_400);
    expect((await read("kari")).titles).toEqual(ALL);
    await kept(1);
    roads.behave = away;
    setNow(NOW + 3 * HOUR_MILLIS);
    expect(await read("kari")).toEqual({
      titles: ALL,
      pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
      totalCount: { value: 4, precision: "AT_LEAST" },
      completeBackTo: null,
      roads: {
        source: { id: "roads" },
        state: "STALE",
        asOf: new Date(NOW).toISOString(),
        searched: true,
        reason: "Can't be asked now; shown as it was 3 hours ago.",
      },
    });
    const ofOla = await read("ola");
    expect(ofOla.titles).toEqual(["dialog 1"]);
    expect([ofOla.roads.state, ofOla.roads.asOf]).toEqual(["UNAVAILABLE", null]);
    roads.behave = (answer) => answer();
    expect((await read("kari")).roads.state).toBe("OK");
  });

  it("is walked page by page, and filtered, as the source would be", async () => {
    const { roads, read, kept } = await open(dialect, 86_400);
    await read("kari");
    await kept(1);
    roads.behave = away;
    const first = await read("kari", { first: 2 });
    expect(first.titles).toEqual(["road-0", "dialog 1"]);
    expect((await read("kari", { first: 2, after: first.pageInfo.endCursor })).titles).toEqual([
      "road-2",
      "road-4",
    ]);
    const updatedBefore = new Date(NOW - 2 * DAY).toISOString();
    expect((await read("kari", { filter: { updatedBefore } })).titles).toEqual(["road-2", "road-4"]);
  });

  it("is of no source that does not allow it, and of none for longer than it allows", async () => {
    const forbidding = await open(dialect, 0);
    await forbidding.read("kari");
    forbidding.roads.behave = away;
    expect((await forbidding.read("kari")).roads.state).toBe("UNAVAILABLE");
    expect(await forbidding.copies()).toEqual([]);

    const { roads, read, setNow, kept } = await open(dialect, 3_600);
    await read("kari");
    await kept(1);
    roads.behave = away;
    setNow(NOW + HOUR_MILLIS - 1);
    expect((await read("kari")).roads.state).toBe("STALE");
    setNow(NOW + HOUR_MILLIS);
    expect((await read("kari")).roads.state).toBe("UNAVAILABLE");
    roads.behave = (answer) => answer();
    await read("ola"); // whoever keeps the next one deletes what is too old
    await kept(1);
  });

  it("shows nothing of a party that the viewer no longer acts for", async () => {
    const { roads, read, viewers, kept } = await open(dialect, 86_400);
    await read("kari");
    await kept(1);
    roads.behave = away;
    viewers["kari"] = person("17912099997", [1]);
    expect((await read("kari")).titles).toEqual([]);
  });

  it("can't be read, nor be found by anybody, without the installation's secret; altered it is none", async () => {
    const { roads, read, copies, kept, database } = await open(dialect, 86_400);
    await read("kari");
    await kept(1);
    const [copy] = await copies();
    expect(JSON.stringify(copy)).not.toMatch(/road|17912099997|urn:/);
    const { liveCopies } = dialogsTables(columnsOf(dialect));
    const sealed = `${copy?.sealed.slice(0, 60)}${copy?.sealed[60] === "A" ? "B" : "A"}${copy?.sealed.slice(61)}`;
    await database.transaction(async (tx) => {
      await tx.update(liveCopies).set({ sealed });
    });
    roads.behave = away;
    expect((await read("kari")).roads.state).toBe("UNAVAILABLE");
  });

  it("stands in also for an answer that can't be right, and is itself only what was right", async () => {
    const { roads, read, setNow, kept } = await open(dialect, 86_400);
    await read("kari");
    await kept(1);
    roads.behave = altered((page) => ({ ...page, items: [...page.items].reverse() }));
    setNow(NOW + 2 * MINUTE_MILLIS);
    const shown = await read("kari");
    expect([shown.titles, shown.roads.state]).toEqual([ALL, "STALE"]);
  });
});
