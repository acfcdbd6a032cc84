import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SubgraphReply } from "../../../../schema/subgraphs-port.js";
import { ORGANIZATION_PREFIX, PERSON_PREFIX } from "../../../../schema/urns.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "../dialogs.js";
import { onWorkspace, openTestRoom, type TestRoom } from "../room.js";
import { aLiveItem, altered, away, hanging, portTo, TestSource } from "./live-source.js";

const [OURS, THEIRS, OTHERS] = [partyOf(0), partyOf(1), partyOf(2)];
const [OPEN, STRONG, FOREIGN] = [0, 1, 2].map(serviceOf);
/** Kari may read two services of one party, one of which needs a stronger login than hers; Ola another party's. */
const VIEWERS = {
  kari: {
    party: `${PERSON_PREFIX}17912099997`,
    scope: scopeOf([OURS], { [OPEN ?? ""]: 3, [STRONG ?? ""]: 4 }, { level: 3 }),
  },
  ola: { party: `${PERSON_PREFIX}29822799980`, scope: scopeOf([THEIRS], { [OPEN ?? ""]: 3 }) },
};

const HISTORY = onWorkspace(
  `history(first: $first, after: $after, filter: $filter, search: $search, orderBy: $orderBy) {
    edges { isLate highlights { field } node { id title isRedacted folder isContentSeen } }
    pageInfo { hasNextPage endCursor }
    totalCount { value precision } hiddenByLogin { count { value precision } requiredLevel } completeBackTo
    facets(by: [STATUS, SOURCE]) { by values { key count { value precision } source { name } } }
    sources { source { id } state searched reason(lang: "en") coverage { ratio } }
  }`,
  "$first: Int = 50, $after: Cursor, $filter: HistoryFilter, $search: String, $orderBy: HistoryOrder",
);

interface Told {
  readonly source: { readonly id: string };
  readonly state: string;
  readonly searched: boolean;
  readonly reason: string | null;
}

const at = (days: number) => NOW - days * DAY;

const reading =
  (room: TestRoom) =>
  async (variables: object = {}, viewer: "kari" | "ola" = "kari") => {
    const answer = await room.ask(viewer, HISTORY, { ...variables });
    expect(answer.errors).toBeUndefined();
    const { edges, sources, ...rest } = answer.data._entities[0].history;
    const titles: string[] = edges.map(
      ({ isLate, node }: { isLate: boolean; node: { title: string } }) =>
        (isLate ? "late: " : "") + node.title,
    );
    const told = (id: string): Told | undefined => sources.find((one: Told) => one.source.id === id);
    return { ...rest, edges, titles, told };
  };

const opened = async (
  sources: readonly TestSource[],
  options: Partial<Parameters<typeof openTestRoom>[0]> = {},
) => {
  const room = await openTestRoom({
    dialect: "sqlite",
    viewers: VIEWERS,
    subgraphs: portTo(sources),
    ...options,
  });
  return { room, read: reading(room) };
};

describe("what live sources give", () => {
  it("is shown to those only who may read it: party, service and login, whatever the source says", async () => {
    const roads = new TestSource("roads", [
      aLiveItem("ours", { updatedAt: at(1), party: OURS.urn, service: OPEN }),
      aLiveItem("strong", { updatedAt: at(2), party: OURS.urn, service: STRONG }),
      aLiveItem("covered", { updatedAt: at(3), party: OURS.urn, service: STRONG, isRedacted: true }),
      aLiveItem("foreign service", { id: "fs", updatedAt: at(4), party: OURS.urn, service: FOREIGN }),
      aLiveItem("theirs", { updatedAt: at(5), party: THEIRS.urn, service: OPEN }),
      aLiveItem("weak", { updatedAt: at(6), party: OURS.urn, service: OPEN, requiredLevel: 4 }),
    ]);
    const { room, read } = await opened([roads]);
    const kari = await read();
    expect(kari.titles).toEqual(["ours", "covered"]);
    expect(kari.edges.map(({ node }: { node: { isRedacted: boolean } }) => node.isRedacted)).toEqual([
      false,
      true,
    ]);
    expect(kari.hiddenByLogin).toEqual({ count: { value: 2, precision: "EXACT" }, requiredLevel: 4 });
    expect(kari.totalCount).toEqual({ value: 2, precision: "EXACT" });
    expect((await read({}, "ola")).titles).toEqual(["theirs"]);
    // Each is asked about with the viewer's own parties alone.
    expect(roads.asked.every(({ parties }) => (parties as string[]).length === 1)).toBe(true);

    // A source that tells of somebody else is not believed at all.
    roads.behave = altered((page) => ({
      ...page,
      items: [...page.items, { ...page.items[0], party: OTHERS.urn }],
    }));
    const lied = await read();
    expect([lied.titles, lied.told("roads")?.state, lied.completeBackTo]).toEqual([[], "UNAVAILABLE", null]);
    expect(new Set(room.faultySources)).toEqual(new Set(["roads"]));

    // By its id as well, and only with the right.
    roads.behave = (answer) => answer();
    const byId = async (viewer: "kari" | "ola", id: string) =>
      room.ask(
        viewer,
        `query($r: [_Any!]!) { _entities(representations: $r) { ... on HistoryItem {
          title url dialog { id } isSeenByMe ownLabels { id } source { id name } party { id } } } }`,
        { r: [{ __typename: "HistoryItem", id: `urn:tunet:source:roads:${id}` }] },
      );
    expect((await byId("kari", "ours")).data._entities).toEqual([
      {
        title: "ours",
        url: null,
        dialog: null,
        isSeenByMe: false,
        ownLabels: [],
        source: { id: "roads", name: "Kilden roads" },
        party: { id: OURS.id },
      },
    ]);
    for (const id of ["theirs", "strong", "nowhere"])
      expect((await byId("kari", id)).data._entities).toEqual([null]);
    expect((await byId("ola", "ours")).data._entities).toEqual([null]);
    roads.behave = away;
    const failed = await byId("kari", "ours");
    expect(failed.errors?.[0]?.extensions["code"]).toBe("HISTORY_SOURCE_UNAVAILABLE");
  });

  it("is filtered, counted and put in folders as what is in the index", async () => {
    const roads = new TestSource("roads", [
      aLiveItem("done", { updatedAt: at(1), status: "COMPLETED", isSeen: true, process: "urn:case:1" }),
      aLiveItem("draft", { updatedAt: at(2), status: "DRAFT", owner: "veg" }),
      aLiveItem("due", { updatedAt: at(3), dueAt: at(-3), createdAt: at(30) }),
    ]);
    const { read } = await opened([roads], {
      dialogs: [aDialog("indexed", { dialog: { party: OURS.urn, createdAt: at(2.5), status: "COMPLETED" } })],
    });
    const moment = (days: number) => new Date(at(days)).toISOString();
    const cases: readonly (readonly [object, readonly string[]])[] = [
      [{ status: ["COMPLETED"] }, ["done", "indexed"]],
      [{ owner: ["veg"] }, ["draft"]],
      [{ source: ["roads"] }, ["done", "draft", "due"]],
      [{ source: ["altinn-3"] }, ["indexed"]],
      [{ folder: "INBOX" }, ["done", "indexed", "due"]],
      [{ folder: "DRAFTS" }, ["draft"]],
      [{ folder: "ARCHIVE" }, []],
      [{ systemLabel: ["DEFAULT"] }, ["done", "draft", "indexed", "due"]],
      [{ process: "urn:case:1" }, ["done"]],
      [{ isContentSeen: true }, ["done"]],
      [{ isSeenByMe: false }, ["done", "draft", "indexed", "due"]],
      [{ isSeenByMe: true }, []],
      [{ createdBefore: moment(20) }, ["due"]],
      [{ updatedAfter: moment(2.2) }, ["done", "draft"]],
      [{ updatedBefore: moment(2.2) }, ["indexed", "due"]],
      [{ dueAfter: moment(0) }, ["due"]],
      [{ service: [FOREIGN] }, []],
    ];
    for (const [filter, titles] of cases) {
      const page = await read({ filter });
      expect([filter, page.titles]).toEqual([filter, titles]);
      expect(page.totalCount).toEqual({ value: titles.length, precision: "EXACT" });
    }
    // What a source knows to look at itself is passed down.
    expect(roads.asked).toContainEqual(expect.objectContaining({ updatedAfter: moment(2.2) }));
    // A filter that leaves it out: it is not asked, and the report says so.
    const before = roads.asked.length;
    const { told, completeBackTo } = await read({ filter: { folder: "BIN" } });
    expect([roads.asked.length - before, told("roads")?.searched, completeBackTo]).toEqual([
      0,
      false,
      "1970-01-01T00:00:00.000Z",
    ]);
    const { facets } = await read();
    expect(facets[0].values).toContainEqual({
      key: "COMPLETED",
      count: { value: 2, precision: "EXACT" },
      source: null,
    });
    expect(facets[1].values).toContainEqual({
      key: "roads",
      count: { value: 3, precision: "EXACT" },
      source: { name: "Kilden roads" },
    });
    // A source that is away: what is counted is at least so much.
    roads.behave = away;
    const without = await read();
    expect([without.totalCount, without.facets[0].values[0].count.precision]).toEqual([
      { value: 1, precision: "AT_LEAST" },
      "AT_LEAST",
    ]);
  });

  it("is counted among what nobody has seen of a party", async () => {
    const roads = new TestSource("roads", [aLiveItem("new"), aLiveItem("seen", { isSeen: true })]);
    const { room } = await opened([roads], {
      dialogs: [aDialog("indexed", { dialog: { party: OURS.urn } })],
    });
    const unread = async () =>
      (
        await room.ask(
          "kari",
          `query($r: [_Any!]!) { _entities(representations: $r) { ... on Party { unreadCount { value precision } } } }`,
          { r: [{ __typename: "Party", id: OURS.id }] },
        )
      ).data._entities[0].unreadCount;
    expect(await unread()).toEqual({ value: 2, precision: "EXACT" });
    roads.behave = away;
    expect(await unread()).toEqual({ value: 1, precision: "AT_LEAST" });
  });

  it("is searched by the source itself where it can, and otherwise here, in any form of a word", async () => {
    const itself = new TestSource(
      "itself",
      [aLiveItem("Vedtak om veg"), aLiveItem("Brev")].map((item, n) => ({ ...item, id: `i${n}` })),
      { searches: true },
    );
    const here = new TestSource("here", [
      aLiveItem("h0", { title: { nb: "Vedtaket ditt" }, updatedAt: at(1) }),
      aLiveItem("h1", {
        title: { nb: "Brev" },
        summary: { nb: "Et nytt vedtak er fattet" },
        updatedAt: at(2),
      }),
      aLiveItem("h2", { title: { nb: "Hemmelig" }, updatedAt: at(3) }),
    ]);
    const { read } = await opened([itself, here], {
      dialogs: [aDialog("Vedtak", { dialog: { party: OURS.urn, createdAt: at(4) } })],
    });
    const found = await read({ search: "vedtak" });
    expect(found.titles).toEqual(["Vedtak om veg", "Vedtaket ditt", "Brev", "Vedtak"]);
    expect(found.edges[0].highlights).toEqual([{ field: "TITLE" }]);
    expect(found.totalCount).toEqual({ value: 4, precision: "EXACT" });
    expect(itself.asked).toContainEqual(expect.objectContaining({ search: "vedtak" }));
    expect(here.asked.at(-1)).not.toHaveProperty("search");
    expect((await read({ search: '"nytt vedtak"' })).titles).toEqual(["Brev"]);
    expect((await read({ search: "vedtak -nytt" })).titles).not.toContain("Brev");
    expect((await read({ search: "…" })).titles).toEqual([]);
    const best = await read({ search: "vedtak", orderBy: { field: "RELEVANCE", direction: "DESC" } });
    expect(best.titles.slice().sort()).toEqual(found.titles.slice().sort());
  });

  it("is in any order where it can be looked at whole; a source that has more is left out, and says why", async () => {
    const few = new TestSource("few", [
      aLiveItem("late due", { id: "a", dueAt: at(-9), createdAt: at(1) }),
      aLiveItem("no due", { id: "b", createdAt: at(3) }),
    ]);
    const many = new TestSource(
      "many",
      Array.from({ length: 601 }, (_, n) => aLiveItem(`m${n}`, { updatedAt: at(10 + n), dueAt: at(-5) })),
    );
    const { read } = await opened([few, many], {
      dialogs: [aDialog("indexed", { dialog: { party: OURS.urn, createdAt: at(2), dueAt: at(-2) } })],
    });
    const byDue = await read({ orderBy: { field: "DUE_AT", direction: "ASC" } });
    expect(byDue.titles).toEqual(["indexed", "late due", "no due"]);
    expect(byDue.told("many")).toMatchObject({
      state: "PARTIAL",
      searched: false,
      reason: "Has more than 500, and can be shown newest first only.",
    });
    expect(byDue.completeBackTo).toBeNull();
    expect(byDue.totalCount.precision).toBe("AT_LEAST");
    const oldest = await read({ orderBy: { field: "CREATED_AT", direction: "ASC" }, first: 2 });
    expect(oldest.titles).toEqual(["no due", "indexed"]);
    const { endCursor: after } = oldest.pageInfo;
    expect(
      (await read({ orderBy: { field: "CREATED_AT", direction: "ASC" }, first: 2, after })).titles,
    ).toEqual(["late due"]);
    // Newest first all of it is there, page by page.
    const newest = await read({ first: 200 });
    expect([newest.titles.length, newest.told("many")?.state]).toEqual([200, "OK"]);
  });

  it("is looked for further where the filter leaves little, within bounds, and the next page goes on", async () => {
    const many = new TestSource(
      "many",
      Array.from({ length: 1_200 }, (_, n) =>
        aLiveItem(`m${String(n).padStart(4, "0")}`, {
          updatedAt: NOW - n * 1_000,
          status: n % 400 === 399 ? "COMPLETED" : "NOT_APPLICABLE",
        }),
      ),
    );
    const { read } = await opened([many]);
    const filter = { status: ["COMPLETED"] };
    const titles: string[] = [];
    let page = await read({ filter, first: 5 });
    expect(page.told("many")).toMatchObject({
      state: "PARTIAL",
      reason: "Not all of it has been looked through yet.",
    });
    for (let pages = 0; ; pages++) {
      titles.push(...page.titles);
      if (!page.pageInfo.hasNextPage) break;
      expect(pages).toBeLessThan(6);
      page = await read({ filter, first: 5, after: page.pageInfo.endCursor });
    }
    expect(titles).toEqual(["m0399", "m0799", "m1199"]);
    expect([page.told("many")?.state, page.completeBackTo]).toEqual(["OK", "1970-01-01T00:00:00.000Z"]);
  });

  it("is PARTIAL where the source says that something is missing, or something can't be read, on later pages too", async () => {
    const roads = new TestSource(
      "roads",
      [0, 1, 2].map((n) => aLiveItem(`r${n}`, { updatedAt: at(n) })),
    );
    const { read } = await opened([roads]);
    roads.page = { coverage: { from: at(400), ratio: null, reason: null } };
    const covered = await read();
    expect([covered.told("roads")?.state, covered.completeBackTo]).toEqual([
      "PARTIAL",
      new Date(at(400)).toISOString(),
    ]);
    roads.page = { coverage: { from: null, ratio: 0.026, reason: { en: "The archive is being moved." } } };
    const thin = await read();
    expect([thin.told("roads"), thin.completeBackTo]).toEqual([
      {
        source: { id: "roads" },
        state: "PARTIAL",
        searched: true,
        reason: "The archive is being moved.",
        coverage: { ratio: 0.026 },
      },
      null,
    ]);
    roads.page = { hiddenByLogin: { count: 3, requiredLevel: 4 } };
    expect((await read()).hiddenByLogin).toEqual({
      count: { value: 3, precision: "EXACT" },
      requiredLevel: 4,
    });
    roads.page = {};
    roads.behave = altered((page) => ({
      ...page,
      items: page.items.map((item: { id: string }) => (item.id === "r0" ? { ...item, title: null } : item)),
    }));
    const cut = await read({ first: 1 });
    expect([cut.titles, cut.told("roads")?.state, cut.completeBackTo]).toEqual([["r1"], "PARTIAL", null]);
    roads.behave = (answer) => answer();
    const next = await read({ first: 5, after: cut.pageInfo.endCursor });
    expect([next.titles, next.told("roads")?.state, next.completeBackTo]).toEqual([["r2"], "OK", null]);
  });
});

describe("asking live sources", () => {
  it("asks about the parties only that a source may know, a hundred at a time, and says where there are more", async () => {
    const parties = Array.from({ length: 320 }, (_, n) => ({
      urn: `${ORGANIZATION_PREFIX}${900_000_000 + n}`,
      id: `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`,
    }));
    const viewers = { kari: { ...VIEWERS.kari, scope: scopeOf(parties, { [OPEN ?? ""]: 0 }) } };
    const items = [3, 311].map((n) =>
      aLiveItem(`of-${n}`, { party: parties[n]?.urn ?? "", updatedAt: at(n) }),
    );
    const silent = new TestSource("silent", items);
    const telling = new TestSource("telling", items, { hasPresence: true });
    const { read } = await opened([silent, telling], { viewers, live: { maxParties: 250 } });
    const { told, titles, completeBackTo } = await read();
    // It says whom it knows, so it can be asked about both; of the other the last parties are left out.
    expect(titles).toEqual(["of-3", "of-3", "of-311"]);
    expect(told("telling")?.state).toBe("OK");
    expect(told("silent")).toMatchObject({
      state: "PARTIAL",
      reason: "Asked about 250 of 320 parties; choose fewer.",
    });
    expect(completeBackTo).toBeNull();
    const sizes = (source: TestSource) => [
      ...new Set(source.asked.map(({ parties: asked }) => (asked as string[]).length)),
    ];
    expect(sizes(silent).sort()).toEqual([100, 50].sort());
    expect(sizes(telling)[0]).toBeLessThan(20);
    expect(telling.presenceAsked).toBe(1);
  });

  describe("over time", () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: NOW });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    /** Lets time go on until something has come of a promise. */
    const settled = async <T>(promise: Promise<T>): Promise<T> => {
      let isSettled = false;
      promise.finally(() => {
        isSettled = true;
      });
      while (!isSettled) await vi.advanceTimersByTimeAsync(20);
      return promise;
    };

    it("puts a question of the same viewer once at a time, and nobody's patience ends another's answer", async () => {
      const roads = new TestSource("roads", [aLiveItem("one")]);
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      const signals: AbortSignal[] = [];
      roads.behave = async (answer, _, signal): Promise<SubgraphReply> => {
        signals.push(signal);
        await gate;
        return answer();
      };
      const { room } = await opened([roads], { clock: () => Date.now() });
      const titles = onWorkspace("history { edges { node { title } } sources { source { id } state } }");
      const first = room.ask("kari", titles);
      await vi.advanceTimersByTimeAsync(900);
      const second = room.ask("kari", titles);
      await vi.advanceTimersByTimeAsync(150);
      // The first has given up by now; the second still waits.
      expect((await first).data._entities[0].history.sources.at(-1).state).toBe("UNAVAILABLE");
      expect([roads.asked.length, signals[0]?.aborted]).toEqual([1, false]);
      release();
      expect((await settled(second)).data._entities[0].history.edges).toEqual([{ node: { title: "one" } }]);
      expect(roads.asked).toHaveLength(1);
    });

    it("keeps an answer that came too late for the same viewer, a short while", async () => {
      const roads = new TestSource("roads", [aLiveItem("slow", { party: OURS.urn })]);
      roads.behave = (answer) => new Promise((resolve) => setTimeout(() => resolve(answer()), 3_000));
      const { room } = await opened([roads], { clock: () => Date.now() });
      const ask = async (viewer: "kari" | "ola" = "kari") =>
        (
          await settled(
            room.ask(viewer, onWorkspace("history { edges { node { title } } sources { state } }")),
          )
        ).data._entities[0].history;
      expect((await ask()).sources.at(-1).state).toBe("UNAVAILABLE");
      await vi.advanceTimersByTimeAsync(4_000);
      roads.behave = hanging;
      const began = Date.now();
      expect((await ask()).edges).toEqual([{ node: { title: "slow" } }]);
      expect(Date.now() - began).toBeLessThan(100);
      expect((await ask("ola")).edges).toEqual([]);
      await vi.advanceTimersByTimeAsync(20_000);
      expect((await ask()).sources.at(-1).state).toBe("UNAVAILABLE");
    });
  });
});
