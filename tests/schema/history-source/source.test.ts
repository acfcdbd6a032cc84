import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { HISTORY_SOURCE_SDL, readLiveSources } from "../../../schema/history-source/directive.js";
import { buildPresence } from "../../../schema/history-source/presence.js";
import {
  actionQuestion,
  historyQuestion,
  presenceQuestion,
} from "../../../schema/history-source/question.js";
import { readActionAnswer, readPresenceAnswer } from "../../../schema/history-source/small-answers.js";
import { comparePositions, liveItemId, readLiveItemId } from "../../../schema/history-source/source.js";
import type { MarkedField } from "../../../schema/subgraphs-port.js";
import { SOURCE_SDL } from "../../kit/history-source.js";

const ARGUMENTS = [
  "parties",
  "first",
  "afterUpdatedAt",
  "afterId",
  "updatedAfter",
  "updatedBefore",
  "identifiers",
];

const marked = (more: Partial<MarkedField> = {}, directive: object = {}): MarkedField => ({
  subgraph: "fiks",
  field: "fiksHistory",
  directive: { id: "fiks", nb: "Fiks", lastGoodSeconds: 0, ...directive },
  arguments: ARGUMENTS,
  ...more,
});

const [FIKS] = readLiveSources([
  marked({ arguments: [...ARGUMENTS, "search"] }, { presence: "fiksPresence", action: "fiksAct" }),
]).sources;
if (FIKS === undefined) throw new Error("The kit's source is none.");

const QUESTION = {
  parties: ["urn:altinn:organization:identifier-no:313000028"],
  first: 50,
  after: { updatedAt: Date.parse("2025-05-01T10:00:00Z"), id: "a" },
  updatedAfter: null,
  updatedBefore: Date.parse("2025-06-01T00:00:00Z"),
  identifiers: null,
  search: "skatt",
};

const ACT = {
  item: "a",
  party: "urn:altinn:organization:identifier-no:313000028",
  action: "REPLY",
  text: "Hei",
  idempotencyKey: "1",
} as const;

describe("a marked field", () => {
  it("declares a live source", () => {
    const fields = [
      marked(
        { field: "fiksCases" },
        { id: "fiks-cases", nb: "Saker", nn: "Saker", en: "Cases", lastGoodSeconds: 600 },
      ),
      marked({ arguments: [...ARGUMENTS, "search"] }, { presence: "fiksPresence", action: "fiksAct" }),
    ];
    expect(readLiveSources(fields)).toEqual({
      problems: [],
      sources: [
        {
          id: "fiks",
          subgraph: "fiks",
          field: "fiksHistory",
          name: { nb: "Fiks" },
          lastGoodMillis: 0,
          presenceField: "fiksPresence",
          actionField: "fiksAct",
          searches: true,
        },
        {
          id: "fiks-cases",
          subgraph: "fiks",
          field: "fiksCases",
          name: { nb: "Saker", nn: "Saker", en: "Cases" },
          lastGoodMillis: 600_000,
          presenceField: null,
          actionField: null,
          searches: false,
        },
      ],
    });
  });

  it.each([
    ["an id that is another's", marked({}, { id: "skatt" }), "SOURCE_ID", "id"],
    ["an id that only begins like its own", marked({}, { id: "fiksi" }), "SOURCE_ID", "id"],
    ["no name", marked({}, { nb: " " }), "SOURCE_NAME", "nb"],
    ["copies kept for ever", marked({}, { lastGoodSeconds: 604_801 }), "SOURCE_ARGUMENT", "lastGoodSeconds"],
    [
      "a presence that is no field's name",
      marked({}, { presence: "a { b }" }),
      "SOURCE_ARGUMENT",
      "presence",
    ],
    [
      "no argument to page by",
      marked({ arguments: ARGUMENTS.filter((name) => name !== "afterId") }),
      "SOURCE_ARGUMENT",
      "afterId",
    ],
  ])("is no source with %s", (_, field, code, argument) => {
    expect(readLiveSources([field])).toEqual({
      sources: [],
      problems: [{ code, argument, subgraph: "fiks", field: "fiksHistory", message: expect.any(String) }],
    });
  });

  it("loses an id to the subgraph whose name says it best", () => {
    const { sources, problems } = readLiveSources([
      marked({}, { id: "fiks-old" }),
      marked({ subgraph: "fiks-old", field: "fiksOldHistory" }, { id: "fiks-old" }),
    ]);
    expect(sources.map(({ subgraph }) => subgraph)).toEqual(["fiks-old"]);
    expect(problems).toEqual([
      {
        code: "SOURCE_ID_TAKEN",
        subgraph: "fiks",
        field: "fiksHistory",
        argument: "id",
        message: "fiks-old.fiksOldHistory is called fiks-old already; no two sources have one id.",
      },
    ]);
  });
});

describe("what a source is asked", () => {
  it("is valid in the SDL of a source that keeps to the contract", () => {
    const schema = buildSchema(`${SOURCE_SDL}\n${HISTORY_SOURCE_SDL}`, { assumeValidSDL: true });
    const questions = [historyQuestion(FIKS, QUESTION), presenceQuestion(FIKS), actionQuestion(FIKS, ACT)];
    expect(questions.map((question) => validate(schema, parse(question?.query ?? "")))).toEqual([[], [], []]);
  });

  it("is a page after a position, within moments", () => {
    expect(historyQuestion(FIKS, QUESTION).variables).toEqual({
      parties: ["urn:altinn:organization:identifier-no:313000028"],
      first: 50,
      afterUpdatedAt: "2025-05-01T10:00:00.000Z",
      afterId: "a",
      updatedAfter: null,
      updatedBefore: "2025-06-01T00:00:00.000Z",
      identifiers: null,
      search: "skatt",
    });
    expect(historyQuestion({ ...FIKS, searches: false }, QUESTION).variables).not.toHaveProperty("search");
  });

  it("is nothing where the source has no such field", () => {
    const bare = { ...FIKS, presenceField: null, actionField: null };
    expect([presenceQuestion(bare), actionQuestion(bare, ACT)]).toEqual([null, null]);
  });
});

describe("a source's presence", () => {
  const parties = Array.from({ length: 500 }, (_, index) => `urn:altinn:organization:identifier-no:${index}`);
  const told = { asOf: "2025-06-01T12:00:00Z", validForSeconds: 600, ...buildPresence(parties, "salt") };

  it("holds everybody whom the source knows, and few others", () => {
    const answer = readPresenceAnswer({ data: { answer: told }, errors: [] });
    if (!("presence" in answer)) throw new Error(answer.problem);
    const { presence } = answer;
    expect({ asOf: presence.asOf, valid: presence.validForMillis }).toEqual({
      asOf: Date.parse("2025-06-01T12:00:00Z"),
      valid: 600_000,
    });
    expect(parties.filter((party) => !presence.mayKnow(party))).toEqual([]);
    const strangers = parties.filter((party) => presence.mayKnow(`${party}x`));
    expect(strangers.length).toBeLessThan(25);
  });

  it("is put where the contract says, so that any language can make it", () => {
    // HMAC-SHA256("s", "p") begins with 0x9d97373b: modulo 16 that is bit 11.
    expect(buildPresence(["p"], "s", 16, 1).bits).toBe("ABA=");
  });

  it.each([
    ["no bits", { bits: "" }, "bits is not a text of 1 to 6000000 letters."],
    ["more hashes than there are", { hashCount: 9 }, "hashCount is not a whole number from 1 to 8."],
    [
      "no time that it is good for",
      { validForSeconds: 0 },
      "validForSeconds is not a whole number from 1 to 2147483647.",
    ],
  ])("is not used with %s", (_, wrong, problem) => {
    expect(readPresenceAnswer({ data: { answer: { ...told, ...wrong } }, errors: [] })).toEqual({ problem });
  });
});

describe("what became of an action", () => {
  it("is done or refused, and nothing else", () => {
    const read = (answer: unknown) =>
      readActionAnswer({ data: { answer }, errors: [{ message: "secret", code: "AWAY" }] });
    expect([
      read({ outcome: "DONE", code: null, message: null }),
      read({ outcome: "REFUSED", code: "TOO_LATE", message: { nb: "Fristen er ute", nn: null, en: null } }),
      read({ outcome: "PERHAPS" }),
      read(null),
    ]).toEqual([
      { outcome: "DONE", code: null, message: null },
      { outcome: "REFUSED", code: "TOO_LATE", message: { nb: "Fristen er ute" } },
      { problem: "outcome is not one of DONE, REFUSED." },
      { problem: "Errors: AWAY." },
    ]);
  });
});

describe("ids and positions", () => {
  it("names an item in the graph by its source and its own id", () => {
    expect(readLiveItemId(liveItemId("fiks-cases", "a.b~1"))).toEqual({ source: "fiks-cases", id: "a.b~1" });
    expect(["urn:tunet:source:fiks:", "urn:tunet:source:fiks:a b", "a"].map(readLiveItemId)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("puts the newest first, and of one moment the highest id", () => {
    const at = (updatedAt: number, id: string) => ({ updatedAt, id });
    expect([at(1, "a"), at(2, "a"), at(2, "b"), at(2, "B"), at(2, "~")].sort(comparePositions)).toEqual([
      at(2, "~"),
      at(2, "b"),
      at(2, "a"),
      at(2, "B"),
      at(1, "a"),
    ]);
  });
});
