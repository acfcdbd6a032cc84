import { describe, expect, it } from "vitest";
import { Probe, type ProbeCaller } from "../../../schema/history-source/conformance/probe.js";
import { prove, REQUIREMENTS } from "../../../schema/history-source/conformance/requirements.js";
import { buildPresence } from "../../../schema/history-source/presence.js";
import {
  type Asked,
  type Changes,
  candidateWith,
  honestPage,
  liveSource,
  TEST_PARTY,
  type ToldItem,
} from "../../kit/live-source.js";

const NOW = Date.parse("2025-06-01T12:00:00Z");

const proofs = async (changes: Changes = {}, parties: readonly string[] = [TEST_PARTY], now = () => 0) =>
  prove(
    new Probe({ source: liveSource(), candidate: candidateWith(changes), parties, clock: () => NOW, now }),
  );

/** Ids of the requirements that are broken. */
const broken = async (...given: Parameters<typeof proofs>): Promise<string[]> =>
  (await proofs(...given)).filter(({ outcome }) => outcome === "FAILED").map(({ id }) => id);

type Page = ReturnType<typeof honestPage>;

/** An honest page, changed. */
const but =
  (change: (page: Page, asked: Asked, as: ProbeCaller) => object): Changes["page"] =>
  (asked, as) => {
    const page = honestPage(asked, as);
    return { ...page, ...change(page, asked, as) };
  };

const itemsWith = (change: (item: ToldItem) => object): Changes["page"] =>
  but(({ items }) => ({ items: items.map((item) => ({ ...item, ...change(item) })) }));

describe("a live source that is probed", () => {
  it("is proven in every requirement where it keeps to the contract", async () => {
    const told = await proofs();
    expect(told.filter(({ outcome }) => outcome !== "PASSED")).toEqual([]);
    expect(told.map(({ id }) => id)).toEqual(REQUIREMENTS.map(({ id }) => id));
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  });

  it.each<readonly [string, Changes, readonly string[]]>([
    ["answers without a call token", { answers: (as) => as.kind !== "FORGED" }, ["refuses-unsigned-calls"]],
    ["takes anybody's signature", { answers: (as) => as.kind !== "UNSIGNED" }, ["refuses-forged-calls"]],
    [
      "tells strangers",
      {
        page: (asked, as) =>
          honestPage(asked, as.kind === "STRANGER" ? { kind: "PARTY", party: TEST_PARTY } : as),
      },
      ["tells-strangers-nothing"],
    ],
    [
      "tells strangers how much there is",
      { page: but((page, _, as) => (as.kind === "STRANGER" ? { totalCount: 40 } : page)) },
      ["tells-strangers-nothing"],
    ],
    [
      "repeats the edge of a page",
      {
        page: (asked, as) =>
          honestPage({ ...asked, afterId: asked.afterId == null ? null : `${asked.afterId}~` }, as),
      },
      ["pages-alike", "counts-all"],
    ],
    [
      "loses what shares a moment with the edge of a page",
      { page: (asked, as) => honestPage({ ...asked, afterId: asked.afterId == null ? null : "" }, as) },
      ["pages-alike", "takes-any-position"],
    ],
    [
      "never says that there is more",
      { page: but(() => ({ hasMore: false })) },
      ["pages-alike", "gives-first-only"],
    ],
    [
      "always says that there is more",
      { page: but(({ totalCount }) => ({ hasMore: true, totalCount: totalCount + 1 })) },
      ["tells-strangers-nothing", "knows-no-unknown-party", "pages-alike", "finds-no-unknown-identifier"],
    ],
    [
      "counts the page",
      { page: but(({ items }) => ({ totalCount: items.length })) },
      ["pages-alike", "gives-first-only", "counts-all"],
    ],
    [
      "leaves out the moments that it is asked for",
      {
        page: (asked, as) =>
          honestPage({ ...asked, updatedBefore: asked.updatedBefore?.replace(/^(.*)\.000Z$/, "$1") }, as),
      },
      ["keeps-to-moments"],
    ],
    [
      "does not know moments",
      { page: (asked, as) => honestPage({ ...asked, updatedAfter: null }, as) },
      ["keeps-to-moments"],
    ],
    [
      "does not know identifiers",
      { page: (asked, as) => honestPage({ ...asked, identifiers: null }, as) },
      ["finds-by-identifiers", "finds-no-unknown-identifier"],
    ],
    [
      "finds nothing by what others call it",
      {
        page: (asked, as) =>
          honestPage(
            { ...asked, identifiers: asked.identifiers?.filter((name) => !name.startsWith("urn:")) ?? null },
            as,
          ),
      },
      ["finds-by-identifiers"],
    ],
    [
      "finds no words",
      {
        page: (asked, as) =>
          asked.search == null ? honestPage(asked, as) : honestPage({ ...asked, search: "?" }, as),
      },
      ["finds-words"],
    ],
    [
      "only looks at the first party",
      { page: (asked, as) => honestPage({ ...asked, parties: asked.parties.slice(0, 1) }, as) },
      ["takes-many-parties"],
    ],
    [
      "has no words for its own statuses",
      { page: itemsWith(() => ({ sourceStatus: null })) },
      ["keeps-own-status", "gives-source-status"],
    ],
    [
      "has no words for known statuses",
      {
        page: itemsWith(({ status, sourceStatus }) => ({
          sourceStatus: status === "LEST" ? sourceStatus : null,
        })),
      },
      ["gives-source-status"],
    ],
    ["is ahead of its time", { page: but(() => ({ asOf: "2025-06-01T12:02:00Z" })) }, ["says-as-of-when"]],
    [
      "has moments that are finer than a position",
      { page: itemsWith(({ updatedAt }) => ({ updatedAt: updatedAt.replace("Z", "9Z") })) },
      ["gives-readable-pages"],
    ],
    [
      "leaves those out of its presence whom it knows",
      {
        presence: () => ({
          asOf: "2025-06-01T12:00:00Z",
          validForSeconds: 1,
          ...buildPresence(["urn:x"], "s", 64, 3),
        }),
      },
      ["knows-whom-it-has"],
    ],
    [
      "says that it knows everybody",
      {
        presence: () => ({
          asOf: "2025-06-01T12:00:00Z",
          validForSeconds: 1,
          salt: "s",
          hashCount: 1,
          bits: "/w==",
        }),
      },
      ["knows-not-everybody"],
    ],
    [
      "has a presence that nobody can read",
      {
        presence: () => ({
          asOf: "2025-06-01T12:00:00Z",
          validForSeconds: 0,
          salt: "s",
          hashCount: 1,
          bits: "/w==",
        }),
      },
      ["knows-whom-it-has", "knows-not-everybody"],
    ],
  ])("is found out where it %s", async (what, changes, ids) => {
    expect([what, await broken(changes)]).toEqual([what, ids]);
  });

  it("is not held to what nobody can tell without a test party, or without items", async () => {
    const unproven = async (...given: Parameters<typeof proofs>) =>
      (await proofs(...given)).filter(({ outcome }) => outcome === "NOT_PROVEN").map(({ id }) => id);
    const aboutItems = (await unproven({}, [])).filter((id) => id !== "knows-no-unknown-party");
    expect(await broken({}, [])).toEqual([]);
    expect(await unproven({ page: (asked, as) => honestPage(asked, as, []) })).toEqual(aboutItems);
    expect(REQUIREMENTS.filter(({ id }) => !aboutItems.includes(id)).map(({ id }) => id)).toEqual([
      "reachable",
      "refuses-unsigned-calls",
      "refuses-forged-calls",
      "knows-no-unknown-party",
      "offers-what-it-does",
      "tells-presence",
      "knows-not-everybody",
    ]);
  });

  it("is too slow where it takes longer than people wait", async () => {
    let passed = 0;
    const slow = (millis: number) => () => {
      passed += millis;
      return passed;
    };
    expect(await broken({}, [TEST_PARTY], slow(600))).toEqual(["answers-quickly"]);
    expect(await broken({}, [TEST_PARTY], slow(2_001))).toEqual(["answers-in-time", "answers-quickly"]);
  });

  it("is asked nothing more where it does not answer", async () => {
    let asked = 0;
    const candidate = {
      ask: async () => {
        asked += 1;
        throw new Error("Nobody answers there.");
      },
    };
    const told = await prove(
      new Probe({ source: liveSource(), candidate, parties: [TEST_PARTY], clock: () => NOW, now: () => 0 }),
    );
    expect(told[0]).toEqual({
      id: "reachable",
      level: "MUST",
      sentence: "A source MUST answer where it says that it is.",
      outcome: "FAILED",
      detail: "Nobody answers there.",
    });
    expect([asked, told.filter(({ outcome }) => outcome === "NOT_PROVEN").length]).toEqual([
      1,
      REQUIREMENTS.length - 1,
    ]);
  });
});
