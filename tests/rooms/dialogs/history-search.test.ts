import { expect, it } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { ServiceRecord } from "../../../schema/services-port.js";
import { ORGANIZATION_PREFIX, PERSON_PREFIX } from "../../../schema/urns.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, aTransmission, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom } from "./room.js";
import { servicesInMemory } from "./services.js";

const VIEWER = {
  party: `${PERSON_PREFIX}17912099997`,
  scope: scopeOf([partyOf(0)], { [serviceOf(0)]: 3, [serviceOf(1)]: 3, [serviceOf(2)]: 4 }, { level: 3 }),
};

const aService = (
  index: number,
  code: string,
  ownerName: LocalizedText,
  name: LocalizedText,
): ServiceRecord => ({
  service: serviceOf(index),
  owner: { code, organization: `${ORGANIZATION_PREFIX}31300000${index}`, name: ownerName },
  name,
  resourceType: "GENERIC_ACCESS_RESOURCE",
  status: "COMPLETED",
  isDelegable: true,
});

const SERVICES = [
  aService(0, "tst", { nb: "Testdirektoratet" }, { nb: "Alminnelig brev" }),
  aService(1, "veg", { nb: "Vegetaten", en: "The Road Agency" }, { nb: "Førerkort", en: "Driving licence" }),
];

const at = (daysAgo: number) => ({ createdAt: NOW - daysAgo * DAY, contentUpdatedAt: NOW - daysAgo * DAY });

const DIALOGS = [
  aDialog("newest", {
    dialog: { ...at(1), title: { nb: "Brev" }, summary: { nb: "Om skattemeldingen din" } },
  }),
  aDialog("tax", {
    dialog: {
      ...at(3),
      title: { nb: "Skattemelding 2025", en: "Tax return 2025" },
      externalReference: "2026/17",
    },
  }),
  aDialog("licence", {
    dialog: { ...at(2), org: "veg", serviceResource: serviceOf(1), title: { nb: "Klart til henting" } },
  }),
  aDialog("message", {
    dialog: { ...at(4), title: { nb: "Sak" } },
    transmissions: [aTransmission("Vedtaket om <b>skattemelding</b>")],
    body: { searchTags: ["skattemelding"] },
  }),
  aDialog("secret", {
    dialog: {
      ...at(5),
      serviceResource: serviceOf(2),
      title: { nb: "Hemmelig skattemelding" },
      nonSensitiveTitle: { nb: "Et brev om skatt" },
      hasNonSensitiveTitle: true,
    },
  }),
];

const FIND = onWorkspace(
  `history(search: $search, first: $first, after: $after, orderBy: $orderBy, filter: $filter) {
    edges { node { title } highlights { field text ranges { start length } } }
    pageInfo { hasNextPage endCursor } totalCount { value precision } search { searchedBackTo areNamesSearched }
    completeBackTo
  }`,
  "$search: String, $first: Int = 50, $after: Cursor, $orderBy: HistoryOrder, $filter: HistoryFilter",
);

describeOnBothDatabases("a search of the history", (dialect) => {
  const open = (options: Partial<Parameters<typeof openTestRoom>[0]> = {}) =>
    openTestRoom({ dialect, viewers: { kari: VIEWER }, dialogs: DIALOGS, services: SERVICES, ...options });
  const historyOf = async (
    { ask }: Awaited<ReturnType<typeof open>>,
    variables: Readonly<Record<string, unknown>>,
    language: "nb" | "en" = "nb",
  ) => {
    const { data, errors } = await ask("kari", FIND, variables, language);
    expect(errors).toBeUndefined();
    return data._entities[0].history;
  };
  // biome-ignore lint/suspicious/noExplicitAny: the shape that FIND asks for
  const titlesOf = (history: any): string[] => history.edges.map(({ node }: any) => node.title);

  it("marks the words that answer to it, in the texts that the viewer may see, as plain text", async () => {
    const room = await open();
    const { edges } = await historyOf(room, { search: "skattemelding" });
    expect(edges).toEqual([
      {
        node: { title: "Brev" },
        highlights: [
          { field: "SUMMARY", text: "Om skattemeldingen din", ranges: [{ start: 3, length: 15 }] },
        ],
      },
      {
        node: { title: "Skattemelding 2025" },
        highlights: [{ field: "TITLE", text: "Skattemelding 2025", ranges: [{ start: 0, length: 13 }] }],
      },
      {
        node: { title: "Sak" },
        highlights: [
          { field: "SEARCH_TAG", text: "skattemelding", ranges: [{ start: 0, length: 13 }] },
          {
            field: "TRANSMISSION",
            text: "Vedtaket om <b>skattemelding</b>",
            ranges: [{ start: 15, length: 13 }],
          },
        ],
      },
    ]);
    // The last one is found by what it shows only, and nothing else of it is marked.
    const open_ = await historyOf(room, { search: "brev skatt" });
    expect(open_.edges.at(-1)).toEqual({
      node: { title: "Et brev om skatt" },
      highlights: [
        {
          field: "TITLE",
          text: "Et brev om skatt",
          ranges: [
            { start: 3, length: 4 },
            { start: 11, length: 5 },
          ],
        },
      ],
    });
  });

  it("finds what a service, or its owner, is called, by names that the catalogue has by now", async () => {
    const room = await open();
    const found: Record<string, string[]> = {};
    for (const search of [
      "førerkort",
      "driving",
      "vegetaten henting",
      '"road agency"',
      "foererkort -vegetaten",
    ]) {
      found[search] = titlesOf(await historyOf(room, { search }));
    }
    expect(found).toEqual({
      førerkort: ["Klart til henting"],
      driving: ["Klart til henting"],
      "vegetaten henting": ["Klart til henting"],
      '"road agency"': ["Klart til henting"],
      "foererkort -vegetaten": [],
    });
  });

  it("says so where the catalogue can't be asked for names, and finds what the texts say all the same", async () => {
    const room = await open({
      servicesPort: {
        ...servicesInMemory([]),
        servicesByIds: async () => {
          throw new DomainError("CATALOGUE_UNAVAILABLE", "The catalogue does not answer.");
        },
      },
    });
    const history = await historyOf(room, { search: "henting" });
    expect([titlesOf(history), history.search]).toEqual([
      ["Klart til henting"],
      { searchedBackTo: null, areNamesSearched: false },
    ]);
  });

  it("gives what answers best first where it is asked for, page by page", async () => {
    const room = await open();
    const orderBy = { field: "RELEVANCE", direction: "DESC" };
    const titles: string[] = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const history = await historyOf(room, { search: "skattemelding", first: 1, after, orderBy });
      titles.push(...titlesOf(history));
      expect(history.completeBackTo === null).toBe(history.pageInfo.hasNextPage);
      after = history.pageInfo.hasNextPage ? history.pageInfo.endCursor : null;
    }
    expect(titles).toEqual(["Skattemelding 2025", "Brev", "Sak"]);
    expect(titlesOf(await historyOf(room, { orderBy }))[0]).toBe("Brev");
  });

  it("says by relevance how far back it was looked where more is found than is put in that order", async () => {
    const dialogs = Array.from({ length: 1_001 }, (_, index) =>
      aDialog(`letter ${index}`, { dialog: { createdAt: NOW - index * 60_000 } }),
    );
    const room = await open({ dialogs });
    const orderBy = { field: "RELEVANCE", direction: "DESC" };
    const { search, completeBackTo } = await historyOf(room, { search: "letter", first: 1, orderBy });
    expect([search.searchedBackTo, completeBackTo]).toEqual([
      new Date(NOW - 999 * 60_000).toISOString(),
      null,
    ]);
  });

  it("tells how far back a page was looked for where time was over, and goes on from there", async () => {
    const letters = Array.from({ length: 200 }, (_, index) =>
      aDialog(`letter ${index}`, { dialog: { ...at(index), status: index === 190 ? "DRAFT" : "COMPLETED" } }),
    );
    const room = await open({ dialogs: letters, searchBudgetMillis: 0 });
    const pages: unknown[] = [];
    let after: string | null = null;
    do {
      const history = await historyOf(room, { search: "letter", after, filter: { status: ["DRAFT"] } });
      pages.push([titlesOf(history), history.search.searchedBackTo, history.completeBackTo]);
      after = history.pageInfo.hasNextPage ? history.pageInfo.endCursor : null;
    } while (after !== null);
    const reached = (index: number) => new Date(NOW - index * DAY + 1_000).toISOString();
    expect(pages).toEqual([
      [[], reached(63), reached(63)],
      [[], reached(126), reached(126)],
      [[], reached(189), reached(189)],
      [["letter 190"], null, "1970-01-01T00:00:00.000Z"],
    ]);
  });
});
