import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { randomFromSeed } from "../../../../lib/random.js";
import { type SubgraphReply, SubgraphSilent } from "../../../../schema/subgraphs-port.js";
import { PERSON_PREFIX } from "../../../../schema/urns.js";
import { answerOfPage } from "../../../../subgraphs/agencies/kit/history-source.js";
import { DEFAULT_LIVE } from "../../../../subgraphs/dialogs/live/settings.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "../dialogs.js";
import { onWorkspace, openTestRoom, type TestRoom } from "../room.js";
import { aLiveItem, altered, away, type Behaviour, hanging, portTo, TestSource } from "./live-source.js";

const DEADLINE = 1_000;
const KARI = {
  party: `${PERSON_PREFIX}17912099997`,
  scope: scopeOf([partyOf(0), partyOf(1)], { [serviceOf(0)]: 3 }),
};

const PAGE = onWorkspace(
  `history(first: 25, after: $after) {
    edges { cursor isLate node { id contentUpdatedAt } }
    pageInfo { hasNextPage endCursor } totalCount { value precision } completeBackTo
    sources { source { id } state reason(lang: "en") latencyMillis }
  }`,
  "$after: Cursor",
);

/** Answers, but so long after it was asked, in milliseconds. */
const after =
  (millis: number): Behaviour =>
  (answer) =>
    new Promise((resolve, reject) => {
      setTimeout(() => answer().then(resolve, reject), millis);
    });

const answered = (page: unknown): SubgraphReply => ({ data: { answer: page }, errors: [] });

/** As a source answers it; older than everything that is there. */
const anOldOne = (updatedAt: number): object => {
  const page = { hasMore: false, totalCount: null, asOf: NOW, coverage: null, hiddenByLogin: null };
  const answer = answerOfPage({ ...page, items: [aLiveItem("old", { updatedAt, createdAt: 0 })] });
  return (answer as { items: readonly [object] }).items[0];
};

const UNUSABLE = "Answered what can't be right; nothing of it is shown.";
const LATE = "Did not answer in time; ask again.";

/** Every way to go wrong, and what people are told of it. Made anew for each source: some have a memory. */
const WAYS: Readonly<
  Record<string, { readonly state: string; readonly reason: string | null; readonly make: () => Behaviour }>
> = {
  well: { state: "OK", reason: null, make: () => (answer) => answer() },
  slow: { state: "OK", reason: null, make: () => after(DEADLINE - 1) },
  away: { state: "UNAVAILABLE", reason: "Can't be reached at the moment.", make: () => away },
  gone: {
    state: "NOT_CONNECTED",
    reason: "Is not connected now.",
    make: () => async () => {
      throw new SubgraphSilent("UNKNOWN_SUBGRAPH", "No such subgraph at http://10.0.0.7/graphql.");
    },
  },
  busy: {
    state: "UNAVAILABLE",
    reason: "Has too much to do at the moment; ask again.",
    make: () => async () => {
      throw new SubgraphSilent("OVERLOADED", "128 of 128 under way");
    },
  },
  hanging: { state: "UNAVAILABLE", reason: LATE, make: () => hanging },
  "too slow": { state: "UNAVAILABLE", reason: LATE, make: () => after(60_000) },
  failing: {
    state: "UNAVAILABLE",
    reason: "Was not able to answer.",
    make: () => async () => ({
      data: null,
      errors: [{ message: "ORA-01017 at 10.1.2.3", code: "INTERNAL_SERVER_ERROR" }],
    }),
  },
  garbage: { state: "UNAVAILABLE", reason: UNUSABLE, make: () => async () => answered({ items: "<html>" }) },
  "wrong order": {
    state: "UNAVAILABLE",
    reason: UNUSABLE,
    make: () => altered((page) => ({ ...page, items: [anOldOne(0), anOldOne(1)] })),
  },
  twice: {
    state: "UNAVAILABLE",
    reason: UNUSABLE,
    make: () => altered((page) => ({ ...page, items: [anOldOne(0), anOldOne(0)] })),
  },
  "another's": {
    state: "UNAVAILABLE",
    reason: UNUSABLE,
    make: () => altered((page) => ({ ...page, items: [{ ...anOldOne(0), party: partyOf(7).urn }] })),
  },
  "more for ever": {
    state: "UNAVAILABLE",
    reason: UNUSABLE,
    make: () => altered((page) => ({ ...page, items: [], hasMore: true })),
  },
  "the same for ever": {
    state: "UNAVAILABLE",
    reason: UNUSABLE,
    // What it gave first it gives again, whatever is asked for after it; one item at a time.
    make: () => {
      let first: SubgraphReply | null = null;
      return async (answer) => {
        first ??= await altered((page) => ({ ...page, items: page.items.slice(0, 1), hasMore: true }))(
          answer,
          { subgraph: "", query: "", variables: {} },
          new AbortController().signal,
        );
        return first;
      };
    },
  },
};
const KINDS = Object.keys(WAYS);

/** Lets everything happen that needs no time, and then time go on, until something has come of a promise. */
const timed = async <T>(promise: Promise<T>): Promise<{ value: T; millis: number }> => {
  const began = Date.now();
  let settled: { value: T; millis: number } | null = null;
  promise.then((value) => {
    settled = { value, millis: Date.now() - began };
  });
  while (settled === null) {
    for (let turn = 0; turn < 10; turn++) await nextTurn();
    if (settled === null) await vi.advanceTimersByTimeAsync(1);
  }
  return settled;
};

describe("forty live sources that fail, hang, lie and come back", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: NOW });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const random = randomFromSeed(40);
  const sources = Array.from({ length: 40 }, (_, index) => {
    const id = `source-${index}`;
    // Hours and not moments, so that many share one.
    const items = Array.from({ length: 9 }, (_, n) =>
      aLiveItem(`item-${n}`, {
        party: partyOf(n % 2).urn,
        updatedAt: NOW - random.int(0, 120) * (DAY / 24),
      }),
    );
    return new TestSource(id, items);
  });
  const dialogs = Array.from({ length: 60 }, (_, index) =>
    aDialog(`dialog ${index}`, { dialog: { createdAt: NOW - random.int(0, 120) * (DAY / 24) } }),
  );
  const everything = [
    ...sources.flatMap(({ id, items }) => items.map((item) => `urn:tunet:source:${id}:${item.id}`)),
    ...dialogs.map(({ dialog }) => dialog.id),
  ].sort();

  const readPage = async (room: TestRoom, cursor: string | null) => {
    const { value, millis } = await timed(room.ask("kari", PAGE, { after: cursor }));
    expect(value.errors).toBeUndefined();
    // Nothing of what went wrong inside.
    expect(JSON.stringify(value)).not.toMatch(/10\.\d|ORA-|html/);
    return { history: value.data._entities[0].history, millis };
  };

  it("are told of one by one, in every answer's time, and the walk at the end has every item once", async () => {
    const room = await openTestRoom({
      dialect: "sqlite",
      viewers: { kari: KARI },
      dialogs,
      subgraphs: portTo(sources),
      live: { deadlineMillis: DEADLINE },
      clock: () => Date.now(),
    });
    const shown: { readonly id: string; readonly at: string; readonly isLate: boolean }[] = [];
    let cursor: string | null = null;
    let kinds = sources.map((_, index) => KINDS[index % KINDS.length] ?? "well");
    let newestAllowed: string | null = null;

    const turn = async (): Promise<boolean> => {
      sources.forEach((source, index) => {
        source.behave = WAYS[kinds[index] ?? "well"]?.make() ?? source.behave;
      });
      // By now nobody waits any more for what hung before: that is joined, as the same question is asked once.
      await vi.advanceTimersByTimeAsync(DEFAULT_LIVE.lateMillis);
      const { history, millis } = await readPage(room, cursor);
      expect(millis).toBeLessThanOrEqual(DEADLINE);
      const reports = new Map<string, { state: string; reason: string | null; latencyMillis: number }>(
        history.sources.map((report: { source: { id: string } }) => [report.source.id, report]),
      );
      for (const [index, { id }] of sources.entries()) {
        const way = WAYS[kinds[index] ?? "well"];
        const { state, reason, latencyMillis } = reports.get(id) ?? {};
        expect({ id, state, reason }).toEqual({ id, state: way?.state, reason: way?.reason });
        expect(latencyMillis).toBeLessThanOrEqual(DEADLINE);
      }
      const areAllWell = kinds.every((kind) => WAYS[kind]?.state === "OK");
      expect(history.totalCount.precision).toBe(areAllWell ? "EXACT" : "AT_LEAST");
      if (areAllWell) expect(history.totalCount.value).toBe(everything.length);
      for (const { isLate, node } of history.edges) {
        // Late is what lies above what the pages before have shown, and nothing else.
        const { contentUpdatedAt: at } = node;
        if (newestAllowed === null) expect(isLate).toBe(false);
        else if (at !== newestAllowed) expect(isLate).toBe(at > newestAllowed);
        shown.push({ id: node.id, at: node.contentUpdatedAt, isLate });
      }
      const onTime = history.edges.filter((edge: { isLate: boolean }) => !edge.isLate);
      newestAllowed = onTime.at(-1)?.node.contentUpdatedAt ?? newestAllowed;
      expect(history.edges.map((edge: { isLate: boolean }) => edge.isLate)).toEqual(
        [...history.edges.map((edge: { isLate: boolean }) => edge.isLate)].sort(
          (a, b) => Number(b) - Number(a),
        ),
      );
      // What is promised holds: nothing newer that has not been shown, of any source.
      if (history.completeBackTo !== null) {
        const ids = new Set(shown.map(({ id }) => id));
        const missing = sources.flatMap(({ id, items }) =>
          items.filter(
            (item) =>
              new Date(item.updatedAt).toISOString() > history.completeBackTo &&
              !ids.has(`urn:tunet:source:${id}:${item.id}`),
          ),
        );
        expect(missing).toEqual([]);
      }
      cursor = history.pageInfo.endCursor;
      return history.pageInfo.hasNextPage;
    };

    await turn();
    // A third of them changes its ways from page to page.
    for (let page = 0; page < 8; page++) {
      kinds = kinds.map((kind) => (random.chance(1 / 3) ? random.pick(KINDS) : kind));
      await turn();
    }
    kinds = kinds.map(() => "well");
    let pagesLeft = 40;
    while (await turn()) expect(--pagesLeft).toBeGreaterThan(0);

    expect(shown.map(({ id }) => id).sort()).toEqual(everything);
    expect(shown.filter(({ isLate }) => isLate).length).toBeGreaterThan(50);
    const { history } = await readPage(room, cursor);
    expect(history).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: false },
      completeBackTo: "1970-01-01T00:00:00.000Z",
    });
  }, 60_000);
});
