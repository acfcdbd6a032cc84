import { describe, expect, it } from "vitest";
import { readHistoryAnswer } from "../../../schema/history-source/answer.js";
import type { LiveQuestion } from "../../../schema/history-source/source.js";

const PARTY = "urn:altinn:organization:identifier-no:313000028";
const OTHER_PARTY = "urn:altinn:organization:identifier-no:313000036";

const QUESTION: LiveQuestion = {
  parties: [PARTY],
  first: 3,
  after: null,
  updatedAfter: null,
  updatedBefore: null,
  identifiers: null,
  search: null,
};

const item = (id: string, updatedAt: string, more: object = {}) => ({
  id,
  party: PARTY,
  service: "urn:altinn:resource:fiks-svarut",
  owner: "fiks",
  status: "NOT_APPLICABLE",
  sourceStatus: "LEST",
  title: { nb: `Brev ${id}`, nn: null, en: null },
  summary: null,
  senderName: null,
  createdAt: updatedAt,
  updatedAt,
  dueAt: null,
  isSeen: false,
  isRedacted: false,
  requiredLevel: 3,
  url: null,
  process: null,
  externalReference: null,
  attachmentCount: 0,
  deadlines: [],
  sameAs: [],
  actions: [],
  ...more,
});

const page = (items: readonly unknown[], more: object = {}) => ({
  items,
  hasMore: false,
  totalCount: items.length,
  asOf: "2025-06-01T12:00:00Z",
  coverage: null,
  hiddenByLogin: null,
  ...more,
});

const judge = (
  answer: unknown,
  question: Partial<LiveQuestion> = {},
  errors: { code: string | null }[] = [],
) =>
  readHistoryAnswer(
    { ...QUESTION, ...question },
    { data: { answer }, errors: errors.map(({ code }) => ({ code, message: "secret" })) },
  );

const verdict = (...given: Parameters<typeof judge>) => {
  const { page: read, problems } = judge(...given);
  const shown = read?.items.map(({ id }) => id) ?? null;
  return { shown, told: problems.map(({ code, at }) => `${code} ${at}`) };
};

const NEW = item("b", "2025-05-02T10:00:00Z");
const OLD = item("a", "2025-05-01T10:00:00Z");

describe("a live source's page", () => {
  it("is read whole where it keeps to the contract", () => {
    const at = Date.parse("2025-05-02T10:00:00Z");
    const full = item("b", "2025-05-02T10:00:00.000Z", {
      title: { nb: "Faktura", nn: " ", en: "Invoice" },
      status: "REQUIRES_ATTENTION",
      dueAt: "2025-06-10T21:59:59Z",
      url: "https://fiks.example/b",
      process: "urn:fiks:sak:1",
      externalReference: "2025/17",
      attachmentCount: 2,
      deadlines: [{ kind: "PAY", at: "2025-06-10T21:59:59Z", amountOre: 12_500, metAt: null }],
      sameAs: ["urn:fiks:svarut:forsendelse:1"],
      actions: ["DANCE", "REPLY", "MARK_READ"],
    });
    const coverage = { from: "2020-01-01T00:00:00Z", ratio: 0.5, reason: { nb: "Halvparten" } };
    const told = page([full, OLD], {
      hasMore: true,
      totalCount: 9,
      coverage,
      hiddenByLogin: { count: 2, requiredLevel: 4 },
    });
    const { page: read, problems } = judge(told);
    expect(problems).toEqual([]);
    expect({ ...read, items: read?.items.slice(0, 1) }).toEqual({
      items: [
        {
          id: "b",
          party: PARTY,
          service: "urn:altinn:resource:fiks-svarut",
          owner: "fiks",
          status: "REQUIRES_ATTENTION",
          sourceStatus: "LEST",
          title: { nb: "Faktura", en: "Invoice" },
          summary: null,
          senderName: null,
          createdAt: at,
          updatedAt: at,
          dueAt: Date.parse("2025-06-10T21:59:59Z"),
          isSeen: false,
          isRedacted: false,
          requiredLevel: 3,
          url: "https://fiks.example/b",
          process: "urn:fiks:sak:1",
          externalReference: "2025/17",
          attachmentCount: 2,
          deadlines: [
            { kind: "PAY", at: Date.parse("2025-06-10T21:59:59Z"), amountOre: 12_500, metAt: null },
          ],
          sameAs: ["urn:fiks:svarut:forsendelse:1"],
          actions: ["MARK_READ", "REPLY"],
        },
      ],
      end: { updatedAt: Date.parse("2025-05-01T10:00:00Z"), id: "a" },
      hasMore: true,
      totalCount: 9,
      asOf: Date.parse("2025-06-01T12:00:00Z"),
      coverage: { from: Date.parse("2020-01-01T00:00:00Z"), ratio: 0.5, reason: { nb: "Halvparten" } },
      hiddenByLogin: { count: 2, requiredLevel: 4 },
    });
  });

  it("shows a status that nobody knows as not applicable, and says it in its own words", () => {
    const { page: read } = judge(
      page([
        item("b", NEW.updatedAt, { status: "TELEPORTERT", sourceStatus: null }),
        item("a", OLD.updatedAt, { status: "LEVERT" }),
      ]),
    );
    expect(read?.items.map(({ status, sourceStatus }) => [status, sourceStatus])).toEqual([
      ["NOT_APPLICABLE", "TELEPORTERT"],
      ["NOT_APPLICABLE", "LEST"],
    ]);
  });

  it.each([
    ["is not newest first", page([OLD, NEW]), {}, "WRONG_ORDER items[1]"],
    [
      "breaks a tie by the lower id first",
      page([item("a", OLD.updatedAt), item("b", OLD.updatedAt)]),
      {},
      "WRONG_ORDER items[1]",
    ],
    ["has an item twice", page([NEW, OLD, OLD]), {}, "REPEATED_ITEM items[2]"],
    [
      "begins again at the position that it was asked to go on from",
      page([OLD]),
      { after: { updatedAt: Date.parse(OLD.updatedAt), id: "a" } },
      "BEFORE_POSITION items[0]",
    ],
    ["has more than was asked for", page([NEW, OLD]), { first: 1 }, "TOO_MANY_ITEMS items"],
    [
      "tells of others",
      page([item("a", OLD.updatedAt, { party: OTHER_PARTY })]),
      {},
      "FOREIGN_PARTY items[0].party",
    ],
    [
      "says that more comes after nothing",
      page([], { hasMore: true, totalCount: null }),
      {},
      "NO_PROGRESS hasMore",
    ],
    ["has no list", page([], { items: {} }), {}, "PAGE_UNREADABLE answer"],
    ["does not say when it was", page([], { asOf: "yesterday" }), {}, "PAGE_UNREADABLE answer"],
    ["is not there", null, {}, "ANSWER_MISSING answer"],
  ])("is not used where it %s", (_, answer, question, told) => {
    expect(verdict(answer, question)).toEqual({ shown: null, told: [told] });
  });

  it.each([
    ["createdAt", "2025-02-30T10:00:00Z"],
    ["updatedAt", "2025-05-02T10:00:00.1234Z"],
    ["updatedAt", "9999-12-31T00:00:00Z"],
    ["id", "../b"],
    ["title", { nb: "x".repeat(1_001) }],
    ["title", { nb: null, nn: null, en: null }],
    ["service", "fiks-svarut"],
    ["requiredLevel", 5],
    ["isRedacted", null],
  ])("is shown without an item whose %s can't be read, and says so", (name, value) => {
    const { page: read, problems } = judge(page([{ ...NEW, [name]: value }, OLD]));
    expect({ shown: read?.items.map(({ id }) => id), problems }).toEqual({
      shown: ["a"],
      problems: [
        {
          code: "ITEM_UNREADABLE",
          effect: "LEFT_OUT",
          at: "items[0]",
          message: expect.stringContaining(`items[0].${name}`),
        },
      ],
    });
  });

  it.each([
    ["url", "javascript:alert(1)"],
    ["dueAt", "soon"],
    ["process", "not a uri"],
    ["summary", { nb: 4 }],
  ])("keeps an item whose %s can't be read, without it, and says so", (name, value) => {
    const { page: read, problems } = judge(page([{ ...NEW, [name]: value }]));
    expect({ left: read?.items.map((shown) => shown[name as "url"]), problems }).toEqual({
      left: [null],
      problems: [
        { code: "PART_UNREADABLE", effect: "LEFT_OUT", at: `items[0].${name}`, message: expect.any(String) },
      ],
    });
  });

  it("keeps the deadlines that can be read, also those of a kind from the future", () => {
    const due = { at: "2025-06-10T00:00:00Z", amountOre: null, metAt: null };
    const deadlines = [{ ...due, kind: "DANCE" }, { ...due, kind: "PAY", amountOre: -1 }, null];
    const { page: read, problems } = judge(page([{ ...NEW, deadlines }]));
    expect({ deadlines: read?.items[0]?.deadlines, at: problems.map(({ at }) => at) }).toEqual({
      deadlines: [{ kind: null, at: Date.parse(due.at), amountOre: null, metAt: null }],
      at: ["items[0].deadlines[1]", "items[0].deadlines[2]"],
    });
  });

  it("leaves out what was not asked for, and goes on after it", () => {
    const updatedBefore = Date.parse("2025-05-01T12:00:00Z");
    expect(verdict(page([NEW, OLD]), { updatedBefore })).toEqual({
      shown: ["a"],
      told: ["OUTSIDE_MOMENTS items[0].updatedAt"],
    });
    const named = item("b", NEW.updatedAt, { sameAs: ["urn:fiks:svarut:forsendelse:1"] });
    expect(verdict(page([named, OLD]), { identifiers: ["urn:fiks:svarut:forsendelse:1"] })).toEqual({
      shown: ["b"],
      told: ["OUTSIDE_IDENTIFIERS items[1]"],
    });
    expect(judge(page([NEW, OLD]), { identifiers: ["b"] }).page?.end).toEqual({
      updatedAt: Date.parse(OLD.updatedAt),
      id: "a",
    });
  });

  it("does not take up a count that is below what is there", () => {
    const { page: read, problems } = judge(page([NEW, OLD], { hasMore: true, totalCount: 2 }));
    expect({ total: read?.totalCount, problems }).toEqual({
      total: null,
      problems: [
        { code: "COUNT_TOO_LOW", effect: "DISREGARDED", at: "totalCount", message: expect.any(String) },
      ],
    });
  });

  it("says that errors stand beside it, by their codes and never by their messages", () => {
    const { page: read, problems } = judge(page([NEW]), {}, [{ code: "STORE_AWAY" }, { code: null }]);
    expect(read?.items).toHaveLength(1);
    expect(problems).toEqual([
      {
        code: "ANSWER_HAS_ERRORS",
        effect: "LEFT_OUT",
        at: "answer",
        message: "Errors beside the page: STORE_AWAY, no code.",
      },
    ]);
  });

  it("tells of twenty problems at most, but always of the one that makes it unusable", () => {
    const broken = Array.from({ length: 40 }, () => ({}));
    const strangers = [NEW, OLD].map((one) => ({ ...one, party: OTHER_PARTY }));
    const { page: read, problems } = judge(page([...broken, ...strangers]), { first: 100 });
    expect({
      read,
      told: problems.length,
      fatal: problems.filter(({ effect }) => effect === "UNUSABLE").map(({ code }) => code),
    }).toEqual({
      read: null,
      told: 21,
      fatal: ["FOREIGN_PARTY"],
    });
  });
});
