import { expect, it } from "vitest";
import { SYSTEM_LABEL_BITS } from "../../../../drizzle/dialogs/values.js";
import { randomFromSeed } from "../../../../lib/random.js";
import { PERSON_PREFIX } from "../../../../schema/urns.js";
import type { HistoryItem } from "../../../../subgraphs/agencies/kit/history-source.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, DAY, type DialogOptions, NOW, partyOf, scopeOf, serviceOf } from "../dialogs.js";
import { onWorkspace, openTestRoom, type TestRoom } from "../room.js";
import { aLiveItem, away, portTo, TestSource } from "./live-source.js";

const [OURS, ALSO_OURS, THEIRS] = [partyOf(0), partyOf(1), partyOf(2)];
const KARI = {
  party: `${PERSON_PREFIX}17912099997`,
  scope: scopeOf([OURS, ALSO_OURS], { [serviceOf(0)]: 3, [serviceOf(1)]: 4 }, { level: 3 }),
};
const UUID = "0199a000-0000-7000-8000-00000000000";
const LETTER = `urn:altinn:correspondence-id:${UUID}1`;
const CASE = `urn:nav:soknad:${UUID}2`;
const ARCHIVED = "urn:altinn2:archive-reference:ar1";

const HISTORY = onWorkspace(
  `history(first: $first, after: $after, filter: $filter, search: $search) {
    edges { node { id title sameAs { source { id } id identifier url } } }
    pageInfo { hasNextPage endCursor }
    totalCount { value precision } facets { by values { key count { value precision } } }
    sources { source { id } state }
  }`,
  "$first: Int!, $after: Cursor, $filter: HistoryFilter, $search: String",
);

const TITLES = onWorkspace(
  "history(first: $first, after: $after) { edges { node { title } } pageInfo { hasNextPage endCursor } }",
  "$first: Int!, $after: Cursor",
);

interface Node {
  readonly id: string;
  readonly title: string;
  readonly sameAs: readonly { readonly source: { readonly id: string }; readonly identifier: string }[];
}

const dialog = (name: string, labels: readonly string[], more: DialogOptions["dialog"] = {}, days = 1) =>
  aDialog(name, {
    dialog: { org: "liv", createdAt: NOW - days * DAY, contentUpdatedAt: NOW - days * DAY, ...more },
    body: { serviceOwnerLabels: [...labels] },
  });

const item = (id: string, sameAs: readonly string[], more: Partial<HistoryItem> = {}): HistoryItem =>
  aLiveItem(id, { sameAs, url: `https://example.com/${id}`, ...more });

interface History {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: object;
  readonly facets: readonly { readonly by: string; readonly values: object }[];
  readonly sources: readonly { readonly source: { readonly id: string }; readonly state: string }[];
}

const ask = async (room: TestRoom, asked: object, query = HISTORY): Promise<History> => {
  const { data, errors } = await room.ask("kari", query, { ...asked });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data._entities[0].history;
};

/** What the history shows, all pages of it: titles, each with where else it is. */
const walk = async (room: TestRoom, asked: object = {}, first = 50): Promise<string[]> => {
  const shown: string[] = [];
  let after: string | null = null;
  for (let isMore = true; isMore; ) {
    const { edges, pageInfo }: History = await ask(room, { first, after, ...asked });
    shown.push(
      ...edges.map(({ node }) =>
        [node.title, ...node.sameAs.map(({ source, identifier }) => `${source.id} ${identifier}`)].join(
          " = ",
        ),
      ),
    );
    after = pageInfo.endCursor;
    isMore = pageInfo.hasNextPage;
  }
  return shown;
};

describeOnBothDatabases("the same thing on several platforms", (dialect) => {
  const open = (dialogs: readonly ReturnType<typeof dialog>[], sources: readonly TestSource[]) =>
    openTestRoom({ dialect, viewers: { kari: KARI }, dialogs, subgraphs: portTo(sources) });

  it("is one item with the evidence: moved from Altinn 2, a letter and its journal entry, an application and its case", async () => {
    const archive = new TestSource("altinn2-archive", [
      item("AR1", [LETTER, ARCHIVED]),
      item("AR2", ["urn:altinn2:archive-reference:ar2"], { updatedAt: NOW - 5 * DAY }),
    ]);
    const fiks = new TestSource("fiks-direct", [
      item("letter", [`urn:fiks:svarut:forsendelse:${UUID}3`], { updatedAt: NOW - 6 * DAY }),
      item("journal", [`urn:fiks:svarut:forsendelse:${UUID}3`], { updatedAt: NOW - 7 * DAY }),
      item("case", [CASE], { owner: "nvk", updatedAt: NOW - 8 * DAY }),
    ]);
    const dialogs = [
      dialog("moved", [LETTER]),
      dialog("application", [], { org: "try", externalReference: CASE }, 9),
    ];
    const room = await open(dialogs, [archive, fiks]);
    expect(await walk(room)).toEqual([
      `moved = altinn2-archive ${LETTER}`,
      "AR2",
      `journal = fiks-direct urn:fiks:svarut:forsendelse:${UUID}3`,
      `application = fiks-direct ${CASE}`,
    ]);
    const { edges, totalCount, facets } = await ask(room, { first: 1 });
    expect(edges[0]?.node.sameAs).toEqual([
      {
        source: { id: "altinn2-archive" },
        id: "urn:tunet:source:altinn2-archive:AR1",
        identifier: LETTER,
        url: "https://example.com/AR1",
      },
    ]);
    expect(totalCount).toEqual({ value: 4, precision: "EXACT" });
    expect(facets.find(({ by }) => by === "SOURCE")?.values).toEqual([
      { key: "altinn-3", count: { value: 2, precision: "EXACT" } },
      { key: "altinn2-archive", count: { value: 1, precision: "EXACT" } },
      { key: "fiks-direct", count: { value: 1, precision: "EXACT" } },
    ]);
  });

  it("is not made of two that only look alike, or of two parties, or by a name that anybody can make up", async () => {
    const alike = { title: { nb: "Vedtak" }, updatedAt: NOW - DAY };
    const archive = new TestSource("altinn2-archive", [
      item("AR1", ["urn:altinn2:archive-reference:ar1"], alike),
      item("AR2", [LETTER], { ...alike, party: ALSO_OURS.urn }),
      item("AR3", ["urn:altinn2:archive-reference:ar3"], alike),
    ]);
    const room = await open(
      [
        dialog("Vedtak", []),
        // Of another of our parties; nobody's business; hidden by its service; of an owner that has made the name up.
        dialog("ours", [LETTER]),
        dialog("theirs", ["urn:altinn2:archive-reference:ar1"], { party: THEIRS.urn }),
        dialog("secret", ["urn:altinn2:archive-reference:ar1"], { serviceResource: serviceOf(1) }),
        dialog("forged", ["urn:altinn2:archive-reference:ar3"], { org: "bad" }),
      ],
      [archive],
    );
    expect((await walk(room)).sort()).toEqual(["Vedtak", "Vedtak", "Vedtak", "Vedtak", "forged", "ours"]);
  });

  it("is shown as it is where a filter leaves the other out, and keeps the other's place and folder where none does", async () => {
    const archive = new TestSource("altinn2-archive", [item("AR1", [LETTER], { updatedAt: NOW - 2 * DAY })]);
    const room = await open(
      [
        dialog(
          "moved",
          [LETTER],
          { systemLabels: SYSTEM_LABEL_BITS.BIN, status: "COMPLETED", org: "new" },
          4,
        ),
      ],
      [archive],
    );
    const shown = `moved = altinn2-archive ${LETTER}`;
    const other = `AR1 = altinn-3 ${LETTER}`;
    const filters: [object, string[]][] = [
      [{}, [shown]],
      [{ source: ["altinn2-archive"] }, [other]],
      [{ owner: ["liv"] }, [other]],
      [{ source: ["altinn-3"] }, [shown]],
      [{ folder: "INBOX" }, []],
      [{ status: ["NOT_APPLICABLE"] }, []],
      [{ updatedAfter: new Date(NOW - 3 * DAY).toISOString() }, []],
      [{ folder: "BIN" }, [shown]],
    ];
    const found = [];
    for (const [filter] of filters) found.push([filter, await walk(room, { filter })]);
    expect(found).toEqual(filters);
    expect(await walk(room, { search: "moved" })).toEqual([shown]);
    // Only the archive has this word: what is found is shown.
    expect(await walk(room, { search: "ar1" })).toEqual([other]);
  });

  it("is shown by each platform that has it while the other is away, and that is said", async () => {
    const first = new TestSource("altinn2-archive", [item("AR1", [CASE])]);
    const second = new TestSource("fiks-direct", [item("case", [CASE])]);
    const room = await open([], [first, second]);
    expect(await walk(room)).toEqual([`AR1 = fiks-direct ${CASE}`]);
    first.behave = away;
    const { edges, totalCount, sources } = await ask(room, { first: 5 });
    expect(edges.map(({ node }) => [node.title, node.sameAs])).toEqual([["case", []]]);
    expect(totalCount).toEqual({ value: 1, precision: "AT_LEAST" });
    expect(sources.find(({ source }) => source.id === "altinn2-archive")?.state).toBe("UNAVAILABLE");
  });

  it("costs one statement and one question to each source that may know the party, and nothing where nothing is named", async () => {
    const named = Array.from({ length: 40 }, (_, n) => item(`case-${n}`, [`${CASE.slice(0, -1)}${n}`]));
    const fiks = new TestSource("fiks-direct", named);
    const stranger = new TestSource("altinn2-archive", [item("AR1", [], { party: THEIRS.urn })], {
      hasPresence: true,
    });
    const room = await open([dialog("plain", [])], [stranger, fiks]);
    const query = onWorkspace("history(first: 50) { edges { node { id } } }", "");
    await room.ask("kari", query);
    await room.ask("kari", query);
    const count = async () => {
      room.statements.length = 0;
      for (const source of [fiks, stranger]) source.asked.length = 0;
      await room.ask("kari", query);
      return [room.statements.length, fiks.asked.length, stranger.asked.length];
    };
    expect(await count()).toEqual([2, 2, 0]);
    fiks.items = fiks.items.map((one) => ({ ...one, sameAs: [] }));
    expect(await count()).toEqual([1, 1, 0]);
  });

  it("comes once in every walk, whatever the page, wherever its parts lie", async () => {
    const random = randomFromSeed(17);
    const dialogs: ReturnType<typeof dialog>[] = [];
    const sources = ["altinn2-archive", "fiks-direct", "roads"].map((id) => new TestSource(id));
    const expected: string[] = [];
    for (let thing = 0; thing < 30; thing++) {
      const name = `urn:x:${UUID.slice(0, -3)}${1_000 + thing}`;
      const days = (): number => random.int(0, 12);
      const titles: string[] = [];
      if (random.chance(0.4)) {
        dialogs.push(
          dialog(`dialog ${thing}`, random.chance(0.9) ? [name] : [name, "urn:x:other"], {}, days()),
        );
        titles.push(`dialog ${thing}`);
      }
      for (const source of sources) {
        for (let part = 0; part < (random.chance(0.5) ? random.int(1, 2) : 0); part++) {
          const id = `${source.id}-${thing}-${part}`;
          source.items.push(item(id, [name], { updatedAt: NOW - days() * DAY }));
          titles.push(id);
        }
      }
      const [shown] = titles;
      if (shown !== undefined) expected.push(shown);
    }
    expect(expected.length).toBeGreaterThan(20);
    const room = await open(dialogs, sources);
    for (const first of [1, 4, 50]) {
      const shown: string[] = [];
      let after: string | null = null;
      for (let isMore = true; isMore; ) {
        const { edges, pageInfo }: History = await ask(room, { first, after }, TITLES);
        shown.push(...edges.map(({ node }) => node.title));
        after = pageInfo.endCursor;
        isMore = pageInfo.hasNextPage;
      }
      expect(shown.sort(), `pages of ${first}`).toEqual([...expected].sort());
    }
    expect((await ask(room, { first: 1 })).totalCount).toEqual({
      value: expected.length,
      precision: "EXACT",
    });
  });
});
