import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../../lib/package-root.js";
import { differencesOf } from "./compare.js";
import { INTENDED, RENAMED } from "./differences.js";
import { everyOperation } from "./operations.js";

const published = createRequire(import.meta.url).resolve(
  "@digdir/dialogporten-schema/schema.verified.graphql",
);
/** It begins with a byte order mark. */
const theirs = buildSchema(readFileSync(published, "utf8").replace(/^\uFEFF/, ""));
const ours = buildSchema(readFileSync(join(packageRoot(), "schema/generated/api.graphql"), "utf8"));

describe("our API schema beside Dialogporten's published one", () => {
  it("differs in what is intended, and in nothing else", () => {
    expect(differencesOf(ours, theirs, RENAMED)).toEqual(Object.keys(INTENDED).sort());
  });

  it.each(everyOperation(theirs))("takes everything that can be asked for by $name", ({ text }) => {
    expect(validate(theirs, parse(text)).map(({ message }) => message)).toEqual([]);
    expect(validate(ours, parse(text)).map(({ message }) => message)).toEqual([]);
  });

  it("has every operation", () => {
    expect(everyOperation(theirs).map(({ name }) => name)).toEqual([
      "query dialogLookup",
      "query dialogById",
      "query searchDialogs",
      "query limits",
      "query parties",
      "query serviceResources",
      "mutation setSystemLabel",
      "mutation bulkSetSystemLabels",
      "subscription dialogEvents",
    ]);
  });
});

describe("the comparison", () => {
  const THEIRS = `
    scalar Moment @specifiedBy(url: "https://a.test")
    interface Problem { message: String! }
    type Gone implements Problem { message: String! }
    enum Colour { RED BLUE }
    input Filter { words: String, most: Int! }
    type Query {
      one(id: ID!, filter: Filter, first: Int = 10): Thing
      problems: [Problem!]!
    }
    type Thing { at: Moment!, colour: Colour, words: [String!] }
  `;
  it.each<[string, (sdl: string) => string, string[]]>([
    ["the same", (sdl) => sdl, []],
    [
      "more of everything",
      (sdl) =>
        `${sdl} type More { a: Int }`
          .replace("colour: Colour", "colour: Colour!, more: More")
          .replace("filter: Filter", "filter: Filter, more: Int"),
      [],
    ],
    ["a field less", (sdl) => sdl.replace("colour: Colour,", ""), ["Thing.colour is missing"]],
    [
      "a type less",
      (sdl) => sdl.replace("type Gone implements Problem { message: String! }", ""),
      ["Gone is missing"],
    ],
    [
      "null where there was none",
      (sdl) => sdl.replace("Moment!", "Moment"),
      ["Thing.at is Moment, not Moment!"],
    ],
    [
      "null within a list",
      (sdl) => sdl.replace("[String!]", "[String]"),
      ["Thing.words is [String], not [String!]"],
    ],
    ["no list", (sdl) => sdl.replace("[String!]", "String"), ["Thing.words is String, not [String!]"]],
    [
      "another type",
      (sdl) => sdl.replace("colour: Colour", "colour: String"),
      ["Thing.colour is String, not Colour"],
    ],
    ["an argument less", (sdl) => sdl.replace("filter: Filter, ", ""), ["Query.one.filter is missing"]],
    [
      "an argument that asks for more",
      (sdl) => sdl.replace("filter: Filter", "filter: Filter!"),
      ["Query.one.filter takes Filter!, not Filter"],
    ],
    [
      "one more that must be given",
      (sdl) => sdl.replace("filter: Filter", "filter: Filter, more: Int!"),
      ["Query.one.more is demanded"],
    ],
    ["another default", (sdl) => sdl.replace("= 10", "= 20"), ["Query.one.first defaults to 20, not 10"]],
    ["an input field less", (sdl) => sdl.replace("words: String, most", "most"), ["Filter.words is missing"]],
    [
      "an input field that must be given",
      (sdl) => sdl.replace("most: Int!", "most: Int!, more: Int!"),
      ["Filter.more is demanded"],
    ],
    ["an input field that may be left out", (sdl) => sdl.replace("most: Int!", "most: Int"), []],
    ["a value less", (sdl) => sdl.replace("RED BLUE", "RED"), ["Colour.BLUE is missing"]],
    ["a value more", (sdl) => sdl.replace("RED BLUE", "RED BLUE GREEN"), ["Colour.GREEN is new"]],
    [
      "no interface",
      (sdl) => sdl.replace("Gone implements Problem", "Gone"),
      ["Gone does not implement Problem"],
    ],
    [
      "another scalar",
      (sdl) => sdl.replace("https://a.test", "https://b.test"),
      ["Moment is specified by https://b.test, not https://a.test"],
    ],
    [
      "another kind",
      (sdl) => sdl.replace("enum Colour { RED BLUE }", "scalar Colour"),
      ["Colour is a GraphQLScalarType, not a GraphQLEnumType"],
    ],
  ])("sees %s", (_, change, expected) => {
    expect(differencesOf(buildSchema(change(THEIRS)), buildSchema(THEIRS))).toEqual(expected);
  });
});
