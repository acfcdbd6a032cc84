import { describe, expect, it } from "vitest";
import type { SourceRow } from "../../../drizzle/dialogs/tables.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { completeBackTo, truthOf } from "../../../subgraphs/dialogs/rules/sources.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, SOURCES, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom } from "./room.js";

const HOUR = 3_600_000;
const pushed: SourceRow = {
  id: "altinn-3",
  name: { nb: "Altinn 3" },
  delivery: "PUSH",
  copiedAt: null,
  staleAfterMillis: null,
  coversFrom: null,
  suppliedCount: null,
  heldCount: 3,
  reason: null,
};
const copied: SourceRow = { ...pushed, delivery: "COPY", copiedAt: NOW - HOUR, staleAfterMillis: 2 * HOUR };
const never: SourceRow = { ...copied, copiedAt: null };
const stale: SourceRow = { ...copied, copiedAt: NOW - 50 * HOUR };
const since: SourceRow = { ...copied, coversFrom: NOW - 100 * DAY };
const partly: SourceRow = { ...copied, suppliedCount: 12 };

describe("the truth about a source", () => {
  it.each([
    [
      "written to by its owners is as of now",
      pushed,
      { state: "OK", asOf: NOW, from: null, ratio: null, reason: null },
    ],
    [
      "copied lately is as of then",
      copied,
      { state: "OK", asOf: NOW - HOUR, from: null, ratio: null, reason: null },
    ],
    [
      "copied just long enough ago is still good",
      { ...copied, copiedAt: NOW - 2 * HOUR },
      { state: "OK", asOf: NOW - 2 * HOUR, from: null, ratio: null, reason: null },
    ],
    [
      "copied too long ago is stale",
      { ...copied, copiedAt: NOW - 2 * HOUR - 1 },
      {
        state: "STALE",
        asOf: NOW - 2 * HOUR - 1,
        from: null,
        ratio: null,
        reason: {
          nb: "Sist hentet for 2 timer siden; det nyeste kan mangle.",
          nn: "Sist henta for 2 timar sidan; det nyaste kan mangle.",
          en: "Last copied 2 hours ago; the newest may be missing.",
        },
      },
    ],
    [
      "never copied is not connected",
      never,
      {
        state: "NOT_CONNECTED",
        asOf: null,
        from: null,
        ratio: null,
        reason: {
          nb: "Ingenting er hentet herfra ennå.",
          nn: "Ingenting er henta herifrå enno.",
          en: "Nothing has been copied from here yet.",
        },
      },
    ],
    [
      "that begins somewhere is partial",
      since,
      {
        state: "PARTIAL",
        asOf: NOW - HOUR,
        from: NOW - 100 * DAY,
        ratio: null,
        reason: {
          nb: "Det som er eldre enn 2026-03-07, er ikke hentet.",
          nn: "Det som er eldre enn 2026-03-07, er ikkje henta.",
          en: "What is older than 2026-03-07 has not been copied.",
        },
      },
    ],
    [
      "that holds fewer than there are is partial, and says how many",
      partly,
      {
        state: "PARTIAL",
        asOf: NOW - HOUR,
        from: null,
        ratio: 0.25,
        reason: {
          nb: "3 av 12 er hentet.",
          nn: "3 av 12 er henta.",
          en: "3 of 12 have been copied.",
        },
      },
    ],
    [
      "that holds as many as there are is whole",
      { ...copied, suppliedCount: 3 },
      { state: "OK", asOf: NOW - HOUR, from: null, ratio: 1, reason: null },
    ],
    [
      "that holds more than there are is whole, not more",
      { ...copied, suppliedCount: 2 },
      { state: "OK", asOf: NOW - HOUR, from: null, ratio: 1, reason: null },
    ],
    [
      "that has nothing at all is whole",
      { ...copied, suppliedCount: 0, heldCount: 0 },
      { state: "OK", asOf: NOW - HOUR, from: null, ratio: 1, reason: null },
    ],
    [
      "has its own words before ours, where something is missing",
      { ...partly, reason: { en: "The archive is being moved." } },
      {
        state: "PARTIAL",
        asOf: NOW - HOUR,
        from: null,
        ratio: 0.25,
        reason: { en: "The archive is being moved." },
      },
    ],
    [
      "has no reason where nothing is missing",
      { ...copied, reason: { en: "The archive is being moved." } },
      { state: "OK", asOf: NOW - HOUR, from: null, ratio: null, reason: null },
    ],
  ] as const)("%s", (_, source, truth) => {
    expect(truthOf(source, NOW)).toEqual(truth);
  });
});

describe("what the pages are complete back to", () => {
  const newest = { field: "CONTENT_UPDATED_AT", direction: "DESC" } as const;
  const oldest = { field: "CONTENT_UPDATED_AT", direction: "ASC" } as const;
  const created = { field: "CREATED_AT", direction: "DESC" } as const;
  const due = { field: "DUE_AT", direction: "DESC" } as const;
  const page = { lastAt: NOW - 5 * DAY };
  it.each([
    ["everything, on the last page of whole sources", [pushed, copied], newest, null, 0],
    ["the page's end, where another page follows", [pushed, copied], newest, page, NOW - 5 * DAY],
    ["the page's end also by creation", [pushed], created, page, NOW - 5 * DAY],
    ["where the youngest source begins, on the last page", [pushed, since], newest, null, NOW - 100 * DAY],
    ["the page's end, where that is later than a source's beginning", [since], newest, page, NOW - 5 * DAY],
    [
      "a source's beginning, where that is later than the page's end",
      [{ ...since, coversFrom: NOW - DAY }],
      newest,
      page,
      NOW - DAY,
    ],
    ["nothing, where a source is stale", [pushed, stale], newest, null, null],
    ["nothing, where a source is not connected", [pushed, never], newest, null, null],
    ["nothing, where it is not known what is missing", [pushed, partly], newest, null, null],
    ["nothing, where older pages come first and there are more", [pushed], oldest, page, null],
    ["everything, where older pages come first and there are no more", [pushed], oldest, null, 0],
    ["nothing, where they are ordered by due date and there are more", [pushed], due, page, null],
    ["everything, where no source was searched", [], newest, null, 0],
  ] as const)("%s", (_, sources, order, end, expected) => {
    expect(completeBackTo(sources, NOW, order, end)).toBe(expected);
  });
});

describeOnBothDatabases("sources of the history", (dialect) => {
  const VIEWERS = {
    kari: { party: `${PERSON_PREFIX}17912099997`, scope: scopeOf([partyOf(0)], { [serviceOf(0)]: 3 }) },
  };
  const dialogs = [1, 2, 3].map((days) =>
    aDialog(`letter ${days}`, { dialog: { createdAt: NOW - days * DAY } }),
  );

  it("are all told of, searched or not, and only the searched ones limit what is promised", async () => {
    const { ask, setNow } = await openTestRoom({
      dialect,
      viewers: VIEWERS,
      dialogs,
      sources: SOURCES.map((source) =>
        source.id === "fiks"
          ? {
              ...source,
              delivery: "COPY",
              copiedAt: NOW - HOUR,
              staleAfterMillis: 2 * HOUR,
              suppliedCount: 7,
            }
          : source,
      ),
    });
    const query = onWorkspace(
      `history(first: $first, filter: $filter) {
        completeBackTo sources { source { id } state searched reason(lang: "en") coverage { ratio } }
      }`,
      "$first: Int!, $filter: HistoryFilter",
    );
    const answer = async (first: number, filter: object | null) =>
      (await ask("kari", query, { first, filter })).data._entities[0].history;
    const whole = (id: string) => ({
      source: { id },
      state: "OK",
      searched: true,
      reason: null,
      coverage: { ratio: null },
    });
    const fiks = {
      source: { id: "fiks" },
      state: "PARTIAL",
      searched: true,
      reason: "0 of 7 have been copied.",
      coverage: { ratio: 0 },
    };
    expect(await answer(2, null)).toEqual({
      completeBackTo: null,
      sources: [whole("altinn-2"), whole("altinn-3"), fiks],
    });
    expect(await answer(2, { source: ["altinn-3"] })).toEqual({
      completeBackTo: new Date(NOW - 2 * DAY).toISOString(),
      sources: [{ ...whole("altinn-2"), searched: false }, whole("altinn-3"), { ...fiks, searched: false }],
    });
    setNow(NOW + 2 * HOUR);
    expect((await answer(2, null)).sources[2].state).toBe("STALE");
  });

  it("count what they hold, in the same transaction as the dialogs, each dialog once", async () => {
    const { store } = await openTestRoom({ dialect, viewers: VIEWERS, dialogs });
    const held = async () =>
      Object.fromEntries((await store.sources()).map(({ id, heldCount }) => [id, heldCount]));
    expect(await held()).toEqual({ "altinn-2": 0, "altinn-3": 3, fiks: 0 });

    const old = aDialog("old", { dialog: { sourceId: "altinn-2" } });
    expect(await store.createDialogs([old, ...dialogs, old])).toEqual([old.dialog.id]);
    expect(await held()).toEqual({ "altinn-2": 1, "altinn-3": 3, fiks: 0 });

    const twice = [
      aDialog("a", { dialog: { idempotentKey: "key" } }),
      aDialog("b", { dialog: { idempotentKey: "key" } }),
    ];
    await expect(store.createDialogs(twice)).rejects.toThrow();
    await expect(
      store.createDialogs([aDialog("c", { dialog: { sourceId: "nowhere" } })]),
    ).rejects.toMatchObject({
      code: "SOURCE_UNKNOWN",
    });
    expect(await held()).toEqual({ "altinn-2": 1, "altinn-3": 3, fiks: 0 });

    await store.upsertSources(SOURCES.map((source) => ({ ...source, name: { nb: "Nytt navn" } })));
    expect(await held()).toEqual({ "altinn-2": 1, "altinn-3": 3, fiks: 0 });
  });
});
