import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../lib/package-root.js";
import { checkSourceSdl } from "../../../schema/history-source/conformance/sdl.js";
import { historySourceSdl } from "../../../subgraphs/agencies/kit/history-source-sdl.js";
import { FEDERATED_SOURCE_SDL } from "../../kit/history-source.js";

const check = (sdl: string, others: readonly { name: string; sdl: string }[] = []) =>
  checkSourceSdl({ name: "fiks", sdl }, others);

/** What is found where the SDL that keeps to the contract is changed in one place. */
const changed = (from: string | RegExp, to: string) => {
  const sdl = FEDERATED_SOURCE_SDL.replace(from, to);
  if (sdl === FEDERATED_SOURCE_SDL) throw new Error(`Nothing was changed: ${from}`);
  return check(sdl);
};

const lineOf = (text: string): number =>
  FEDERATED_SOURCE_SDL.slice(0, FEDERATED_SOURCE_SDL.indexOf(text)).split("\n").length;

describe("an SDL with a live source", () => {
  it("is found no fault with where it keeps to the contract", () => {
    expect(check(FEDERATED_SOURCE_SDL)).toEqual([]);
    expect(check("type Query { a: Int }")).toEqual([]);
    const kits = historySourceSdl("Fiks", [
      {
        id: "fiks",
        field: "fiksHistory",
        name: { nb: "Fiks", nn: "Fiks", en: "Fiks" },
        lastGoodSeconds: 60,
        searches: true,
        presence: "fiksPresence",
        action: "fiksAct",
      },
    ]);
    expect(check(kits)).toEqual([]);
  });

  it("keeps to the contract as the documentation has it", () => {
    const page = readFileSync(join(packageRoot(), "docs", "history-sources.md"), "utf8");
    const [, sdl = ""] = /```graphql\n([\s\S]*?)```/.exec(page) ?? [];
    expect(sdl).toContain("@historySource(id:");
    expect(checkSourceSdl({ name: "harbor", sdl })).toEqual([]);
  });

  it("may be stricter than the contract, and have more", () => {
    expect(changed("totalCount: Int\n", "totalCount: Int!\n  colour: String\n")).toEqual([]);
    expect(changed("first: Int!", "first: Int")).toEqual([]);
    expect(changed("    search: String\n", "    colour: String\n")).toEqual([]);
  });

  it("is told where it lacks something, what, and what to do", () => {
    expect(changed("  updatedAt: DateTime!\n", "")).toEqual([
      {
        code: "SOURCE_FIELD",
        at: "FiksHistoryItem.updatedAt",
        message: "FiksHistoryItem has no field updatedAt: DateTime!. Add it.",
        line: lineOf("items: ["),
        column: 3,
      },
    ]);
  });

  it.each([
    [
      "a field that may be null and must not",
      "hasMore: Boolean!",
      "hasMore: Boolean",
      "SOURCE_FIELD FiksHistoryPage.hasMore",
    ],
    [
      "a field of another type",
      "totalCount: Int",
      "totalCount: String",
      "SOURCE_FIELD FiksHistoryPage.totalCount",
    ],
    [
      "a field that is a list",
      "title: FiksText!",
      "title: [FiksText!]!",
      "SOURCE_FIELD FiksHistoryItem.title",
    ],
    [
      "a field that needs an argument",
      "nb: String nn",
      "nb(form: Int!): String nn",
      "SOURCE_FIELD FiksText.nb",
    ],
    ["an answer that is no object", "): FiksHistoryPage!", "): Int!", "SOURCE_FIELD Int"],
    [
      "an answer that is a list",
      "): FiksHistoryPage!",
      "): [FiksHistoryPage!]!",
      "SOURCE_FIELD FiksHistoryPage",
    ],
    ["an argument missing", "    afterId: ID\n", "", "SOURCE_ARGUMENT fiksHistory(afterId)"],
    [
      "an argument that takes less",
      "updatedAfter: DateTime\n",
      "updatedAfter: DateTime!\n",
      "SOURCE_ARGUMENT fiksHistory(updatedAfter)",
    ],
    [
      "an argument that nobody gives",
      "    afterId: ID\n",
      "    afterId: ID\n    colour: Int!\n",
      "SOURCE_ARGUMENT fiksHistory(colour)",
    ],
    ["an id that is another's", 'id: "fiks"', 'id: "skatt"', "SOURCE_ID fiksHistory id"],
    ["no name", 'nb: "Fiks"', 'nb: ""', "SOURCE_NAME fiksHistory nb"],
    [
      "a presence that is not there",
      'presence: "fiksPresence"',
      'presence: "fiksWhom"',
      "SOURCE_NAMED_FIELD Query.fiksWhom",
    ],
    ["a presence without its salt", "salt: String!", "", "SOURCE_FIELD FiksPresence.salt"],
    [
      "an action that can't be told from itself",
      ", idempotencyKey: ID!",
      "",
      "SOURCE_ARGUMENT fiksAct(idempotencyKey)",
    ],
    [
      "an action that clients could do",
      ": FiksActed! @inaccessible",
      ": FiksActed!",
      "SOURCE_OPEN Mutation.fiksAct",
    ],
    [
      "a source that clients could ask",
      'action: "fiksAct") @inaccessible',
      'action: "fiksAct")',
      "SOURCE_OPEN Query.fiksHistory",
    ],
    ["a mark that is not kept", '  @composeDirective(name: "@historySource")\n', "", "SOURCE_LINK compose"],
    ["a mark of another version", "history-source/v1.0", "history-source/v9.0", "SOURCE_LINK link"],
    [
      "a mark that is defined otherwise",
      "lastGoodSeconds: Int! = 0",
      "lastGoodSeconds: Int",
      "SOURCE_DIRECTIVE definition",
    ],
    [
      "a mark where there is no root",
      "totalCount: Int",
      'totalCount: Int @historySource(id: "fiks", nb: "Fiks")',
      "SOURCE_PLACE FiksHistoryPage.totalCount",
    ],
    [
      "more than any source needs",
      "totalCount: Int",
      `totalCount: Int ${"a: Int ".repeat(14_000)}`,
      "SOURCE_SDL fiks",
    ],
  ])("is told of %s", (_, from, to, told) => {
    expect(changed(from, to).map(({ code, at }) => `${code} ${at}`)).toEqual([told]);
  });

  it("may not have a source that another subgraph has, nor two of one id", () => {
    const other = { name: "fik", sdl: FEDERATED_SOURCE_SDL };
    const told = (sdl: string, others: readonly { name: string; sdl: string }[]) =>
      check(sdl, others).map(({ code, message }) => `${code} ${message}`);
    expect(told(FEDERATED_SOURCE_SDL, [other, { name: "broken", sdl: "type @historySource" }])).toEqual([
      "SOURCE_ID_TAKEN The source fiks is fik's. Call this one fiks, or let its id begin with fiks-.",
    ]);
    const twice = FEDERATED_SOURCE_SDL.replace(
      "  fiksPresence:",
      `${FEDERATED_SOURCE_SDL.slice(
        FEDERATED_SOURCE_SDL.indexOf("  fiksHistory("),
        FEDERATED_SOURCE_SDL.indexOf("  fiksPresence:"),
      ).replace("fiksHistory", "fiksOther")}  fiksPresence:`,
    );
    expect(told(twice, [])).toEqual([
      "SOURCE_ID_TAKEN fiks.fiksHistory is called fiks already; no two sources have one id.",
    ]);
  });
});
