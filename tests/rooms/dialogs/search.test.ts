import { eq, sql } from "drizzle-orm";
import { sqliteTable } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsOf } from "../../../drizzle/columns.js";
import { dialogsTables } from "../../../drizzle/dialogs/tables.js";
import { idFromName } from "../../../lib/ids.js";
import { wordsOf } from "../../../lib/words.js";
import { DialogStore } from "../../../subgraphs/dialogs/index.js";
import { FIELD_END, searchDocumentOf } from "../../../subgraphs/dialogs/rules/search-document.js";
import { parseSearch, type SearchTerm } from "../../../subgraphs/dialogs/rules/search-query.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { aDialog, aTransmission, NOW, partyOf, SOURCES, scopeOf, serviceOf } from "./dialogs.js";

describe("words", () => {
  it.each([
    ["SØKNAD om Ærfugl på ÅS", ["soknad", "om", "aerfugl", "pa", "as"]],
    ["idé, Müller; čáhci", ["ide", "muller", "cahci"]],
    ["sak 2026/17-B", ["sak", "2026", "17", "b"]],
    ["İstanbul ﬁsk ½", ["istanbul", "fisk", "1", "2"]],
    ["— § ( ) * \" ' : ^ {}", []],
  ])("of %j", (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it("are cut where they are longer than any word is", () => {
    expect(wordsOf("x".repeat(500))).toEqual(["x".repeat(64)]);
  });
});

describe("what was typed in a search box", () => {
  const term = (words: string[], flags: Partial<SearchTerm> = {}) => ({
    words,
    isQuoted: false,
    continues: "NO",
    isExcluded: false,
    ...flags,
  });
  const last = (...words: string[]) => term(words, { continues: "MAYBE" });
  const quoted = (...words: string[]) => term(words, { isQuoted: true });
  it.each([
    ["søk", [[last("sok")]]],
    ["mine søk", [[term(["mine"]), last("sok")]]],
    ["søk* mine", [[term(["sok"], { continues: "YES" }), last("mine")]]],
    ['"nytt fjøs" sak', [[quoted("nytt", "fjos"), last("sak")]]],
    ['sak "nytt fjøs"', [[term(["sak"]), quoted("nytt", "fjos")]]],
    ['"nytt fjøs', [[quoted("nytt", "fjos")]]],
    ["fjøs -låve", [[term(["fjos"]), term(["lave"], { isExcluded: true })]]],
    ['fjøs -"ny låve"', [[term(["fjos"]), term(["ny", "lave"], { isExcluded: true, isQuoted: true })]]],
    ["2026/17", [[last("2026", "17")]]],
    ["org 974 761 076 vedtak", [[term(["org"]), term(["974", "761", "076"]), last("vedtak")]]],
    ["sak 12 34", [[term(["sak"]), term(["12"]), last("34")]]],
    ["vedtak om støtte", [[term(["vedtak"]), last("stotte")]]],
    ["kart by", [[term(["kart"]), last("by")]]],
    ["om og av", [[term(["om"]), term(["og"]), last("av")]]],
    ["a1 OR b2 c3", [[term(["a1"])], [term(["b2"]), last("c3")]]],
    ["a1 or b2", [[term(["a1"])], [last("b2")]]],
    ["a1 AND b2", [[term(["a1"]), last("b2")]]],
    ["OR", []],
    ["§§ --", []],
  ])("reads %j", (text, groups) => {
    expect(parseSearch(text)).toEqual({ groups, language: null });
  });

  it("is no search where there is nothing but white space", () => {
    expect(["", "  \t ", null].map((text) => parseSearch(text))).toEqual([null, null, null]);
  });

  it("asks for any of its words, as Dialogporten does, unless it says otherwise", () => {
    const read = (text: string) => parseSearch(text, { between: "OR", languageCode: "nn-NO" });
    expect([read("a1 b2"), read("a1 AND b2"), read("a1 b2 -c3"), read("a1 b2 OR c3")]).toEqual([
      { groups: [[term(["a1"])], [last("b2")]], language: "NORWEGIAN" },
      { groups: [[term(["a1"]), last("b2")]], language: "NORWEGIAN" },
      { groups: [[term(["a1"]), term(["b2"]), term(["c3"], { isExcluded: true })]], language: "NORWEGIAN" },
      { groups: [[term(["a1"]), term(["b2"])], [last("c3")]], language: "NORWEGIAN" },
    ]);
  });

  it("is refused where it is too long to be one", () => {
    expect(() => parseSearch("x".repeat(501))).toThrow(
      "The search has 501 characters; at most 500 are read.",
    );
    expect(() => parseSearch("x ".repeat(33))).toThrow("The search has 33 words; at most 32 are read.");
    expect(parseSearch("x ".repeat(32))?.groups[0]).toHaveLength(32);
  });
});

describe("what a dialog is found by", () => {
  it("is every text that it has, in all languages; open are those that anybody may see", () => {
    const seed = aDialog("title", {
      dialog: {
        title: { nb: "Tittel", en: "Title" },
        summary: { nb: "Kort" },
        senderName: { nb: "Etaten" },
        externalReference: "2026/17",
        nonSensitiveTitle: { nb: "Brev" },
        nonSensitiveSummary: { nb: "Les mer" },
      },
      body: {
        searchTags: ["merke"],
        content: {
          additionalInfo: {
            mediaType: "text/html",
            value: { nb: '<a href="https://x.example">Mer</a> om <b>det</b>' },
          },
          mainContentReference: null,
        },
      },
      transmissions: [aTransmission("Melding", { summary: { nb: "Sammendrag" } })],
    });
    const { open, closed } = searchDocumentOf(seed);
    const fields = (words: readonly string[]) =>
      words
        .join(" ")
        .split(FIELD_END)
        .map((field) => field.trim());
    expect(fields(open)).toEqual(["brev", "les mer", "etaten", "2026 17", ""]);
    expect(fields(closed)).toEqual([
      "tittel",
      "title",
      "kort",
      "merke",
      "mer om det",
      "melding",
      "sammendrag",
      "",
    ]);
  });
});

describeOnBothDatabases("a search", (dialect) => {
  const OURS = partyOf(0);
  const dialogs = [
    aDialog("fjøs", {
      dialog: { title: { nb: "Søknad om nytt fjøs på Østlandet" }, summary: { nb: "Vedtaket er klart" } },
    }),
    aDialog("låve", { dialog: { title: { nb: "Søknaden om låve" }, externalReference: "2026/17-3" } }),
    aDialog("skatt", {
      dialog: { title: { nb: "Skattemelding", en: "Tax return" }, senderName: { nb: "Fjordskatt" } },
      body: { searchTags: ["årsoppgjør"] },
      transmissions: [aTransmission("Ærlig talt: idéen er god")],
      activities: [
        {
          id: idFromName("told", NOW),
          createdAt: NOW,
          type: "INFORMATION",
          extendedType: null,
          transmissionId: null,
          performedBy: { actorType: "SERVICE_OWNER", actorId: null, actorName: null },
          description: { nb: "Fristen er utsatt" },
        },
      ],
    }),
    aDialog("theirs", { dialog: { party: partyOf(1).urn, title: { nb: "Søknad om fjøs" } } }),
  ];
  const openStore = async () => {
    const { database } = await openTestDatabase(dialect, "dialogs");
    const store = new DialogStore(database);
    await store.upsertSources(SOURCES);
    await store.createDialogs(dialogs);
    const find = async (text: string, parties = [OURS]) => {
      const selection = {
        scope: scopeOf(parties, { [serviceOf(0)]: 3 }),
        now: NOW,
        filter: {},
        search: parseSearch(text),
      };
      const page = { after: null, take: 50 };
      const rows = await store.history(selection, { field: "CREATED_AT", direction: "ASC" }, page);
      const { count } = await store.countHistory(selection, { limit: 49 });
      expect(count).toBe(rows.length);
      return rows
        .map(({ id }) => dialogs.findIndex(({ dialog }) => dialog.id === id))
        .sort()
        .map((index) => ["fjøs", "låve", "skatt", "theirs"][index]);
    };
    return { store, database, find };
  };

  it("finds words in any form of writing, beginnings, phrases and references, and leaves out what is excluded", async () => {
    const { find } = await openStore();
    const expected: [string, string[]][] = [
      ["søknad", ["fjøs", "låve"]],
      ["SØKNAD", ["fjøs", "låve"]],
      ["soknad", ["fjøs", "låve"]],
      ['"søknad"', ["fjøs"]],
      ["søknad fjøs", ["fjøs"]],
      ["fjøs søknad", ["fjøs"]],
      ["fjo", ["fjøs", "skatt"]],
      ["ostlandet", ["fjøs"]],
      ["aerlig", ["skatt"]],
      ["ærl", ["skatt"]],
      ["ideen", ["skatt"]],
      ["årsoppgjør", ["skatt"]],
      ["tax", ["skatt"]],
      ["fjord", ["skatt"]],
      ["2026/17", ["låve"]],
      ["17-3", ["låve"]],
      ['"nytt fjøs"', ["fjøs"]],
      ['"fjøs nytt"', []],
      ['"østlandet vedtaket"', []],
      ["søknad -låve", ["fjøs"]],
      ["-søknaden", ["skatt"]],
      ['-"søknaden"', ["fjøs", "skatt"]],
      ['-"søknad" -skattemelding', ["låve"]],
      ["melding", ["skatt"]],
      ["låve OR skatt", ["låve", "skatt"]],
      ["søknad låve OR tax", ["låve", "skatt"]],
      ["søk* om", ["fjøs", "låve"]],
      ["nothing", []],
      ["", ["fjøs", "låve", "skatt"]],
      ["§", []],
    ];
    const found: [string, string[]][] = [];
    for (const [text] of expected) found.push([text, (await find(text)) as string[]]);
    expect(found).toEqual(expected);
  });

  it("goes over many parties as over few", async () => {
    const { find } = await openStore();
    const many = Array.from({ length: 200 }, (_, index) => partyOf(index));
    expect(await find("søknad fjøs", many)).toEqual(["fjøs", "theirs"]);
    expect(await find("-fjøs", many)).toEqual(["låve", "skatt"]);
    expect(await find("søknad", many.slice(2))).toEqual([]);
    expect(await find("søknad fjøs", many.slice(0, 64))).toEqual(["fjøs", "theirs"]);
    expect(await find("-fjøs", many.slice(0, 64))).toEqual(["låve", "skatt"]);
  });

  it("never fails, whatever is typed", async () => {
    const { find } = await openStore();
    const odd = fc.constantFrom(
      ...[
        '"',
        "'",
        "*",
        "-",
        "(",
        ")",
        ":",
        "&",
        "|",
        "!",
        "<->",
        "\\",
        "^",
        "NEAR(",
        "{open}",
        "scope :",
        "AND",
        "OR",
        "NOT",
        "\u0000",
        "\u{1F600}",
        "ﷺ",
        "％",
        "--",
        "/*",
        "\uE000",
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.array(fc.oneof(odd, fc.string({ maxLength: 4 })), { maxLength: 8 }).map((parts) => parts.join(" ")),
    );
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        expect(Array.isArray(await find(typed))).toBe(true);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it("is right again after dialogs were left out of the index, as when it is made anew", async () => {
    const { store, database, find } = await openStore();
    const tables = dialect === "sqlite" ? ["dialog_search", "search_place"] : ["dialog_search"];
    await database.transaction(async (tx) => {
      for (const table of tables) await tx.delete(sqliteTable(table, {}));
    });
    expect(await find("søknad")).toEqual([]);
    expect(await store.indexMissing(() => true)).toBe(4);
    expect(await find("søknad")).toEqual(["fjøs", "låve"]);
    for (const word of ["tax", "årsoppgjør", "idéen", "utsatt"]) expect(await find(word)).toEqual(["skatt"]);
    expect(await store.indexMissing(() => true)).toBe(0);
  });

  it("follows a dialog to its new place when its content changes, and to its new words", async () => {
    const { store, find } = await openStore();
    const id = dialogs[1]?.dialog.id ?? "";
    await store.writes.change(
      id,
      {
        wanted: {},
        refuse: () => null,
        decide: () => ({
          answer: null,
          change: {
            row: { title: { nb: "Fjernet" }, contentUpdatedAt: NOW },
            body: {},
            labels: null,
            transmissions: [],
            activities: [],
            changedTransmission: null,
            movedActivity: null,
            declaredDeadlines: null,
            events: [],
          },
        }),
      },
      (at) => idFromName("change", at),
    );
    expect([await find("låve"), await find("fjernet")]).toEqual([[], ["låve"]]);
  });

  it("forgets a dialog that is removed from the database", async () => {
    const { database, find } = await openStore();
    const { dialogs: table } = dialogsTables(columnsOf(dialect));
    await database.transaction(async (tx) => {
      await tx.delete(table).where(eq(table.id, dialogs[0]?.dialog.id ?? ""));
    });
    expect(await find("søknad")).toEqual(["låve"]);
    expect(await database.read.rows(sql`SELECT count(*) AS n FROM dialog_search`)).toEqual([{ n: 3 }]);
  });
});
