import { describe, expect, it } from "vitest";
import { SubgraphError } from "../../../gateway/datasource/subgraph-error.js";
import { openGraph, type TestSubgraphs } from "./kit.js";

const graph: TestSubgraphs = {
  people: {
    sdl: `
      type Query { people: [Person] person: Person! boss: Person }
      type Mutation { rename(name: String!): Person promote: Person }
      type Person @key(fields: "id") { id: ID! name: String! friend: Person }
    `,
    resolvers: {
      Query: {
        people: () => [{ id: "1" }, { id: "2" }, { id: "1" }],
        person: () => ({ id: "1" }),
        boss: () => ({ id: "9" }),
      },
      Mutation: {
        rename: (_: unknown, { name }: { name: string }) => ({ id: "1", name }),
        promote: () => {
          throw new SubgraphError("NO", "people", "never");
        },
      },
      Person: {
        name: ({ id, name }: { id: string; name?: string }) => name ?? `person ${id}`,
        friend: () => ({ id: "2" }),
      },
    },
  },
  ratings: {
    sdl: `type Person @key(fields: "id") { id: ID! rating: Int! nickname: String awards: [Award] } type Award { title: String! }`,
  },
};

/** Answers entity fetches of the ratings with these, in the order of the representations. */
const rated =
  (...entities: unknown[]) =>
  (errors: unknown[] = []) =>
  () => ({ data: { _entities: entities }, errors });

const failure = (path?: (string | number)[]) => ({
  message: "No rating today.",
  extensions: { code: "NO_RATING" },
  ...(path === undefined ? {} : { path }),
});

describe("an error of a subgraph", () => {
  it("is told at every place of the answer where its entity is, with its code and its subgraph", async () => {
    const { ours } = await openGraph(graph, {
      sources: {
        ratings: rated({ nick: null }, { nick: "b" })([failure(["_entities", 0, "nick"])]),
      },
    });
    expect(await ours.ask(`{ people { nick: nickname id } }`)).toEqual({
      data: {
        people: [
          { nick: null, id: "1" },
          { nick: "b", id: "2" },
          { nick: null, id: "1" },
        ],
      },
      errors: [0, 2].map((index) => ({
        message: "No rating today.",
        path: ["people", index, "nick"],
        code: "NO_RATING",
        service: "ratings",
      })),
    });
  });

  it("takes with it what may not be null, and is not followed by errors that only say so", async () => {
    const { ours } = await openGraph(graph, {
      sources: { ratings: rated(null, { rating: 2 })([failure(["_entities", 0, "rating"])]) },
    });
    expect(await ours.ask(`{ people { rating } }`)).toEqual({
      data: { people: [null, { rating: 2 }, null] },
      errors: [0, 2].map((index) => ({
        message: "No rating today.",
        path: ["people", index, "rating"],
        code: "NO_RATING",
        service: "ratings",
      })),
    });
  });

  it("goes up to the root where nothing on the way may be null", async () => {
    const { ours } = await openGraph(graph, {
      sources: { ratings: rated(null)([failure(["_entities", 0])]) },
    });
    expect(await ours.ask(`{ person { rating } boss { id } }`)).toEqual({
      data: null,
      errors: [{ message: "No rating today.", path: ["person"], code: "NO_RATING", service: "ratings" }],
    });
  });
});

describe("a fetch that fails as a whole", () => {
  const down = () => {
    throw new SubgraphError("SUBGRAPH_UNAVAILABLE", "ratings", "The ratings are down.");
  };

  it("is told once, at the first field of the first entity, and leaves the rest", async () => {
    const { ours } = await openGraph(graph, { sources: { ratings: down } });
    expect(await ours.ask(`{ people { name nickname rating } boss { nick: nickname name } }`)).toEqual({
      data: {
        people: [null, null, null],
        boss: { nick: null, name: "person 9" },
      },
      errors: [
        ["people", 0, "nickname"],
        ["boss", "nick"],
      ].map((path) => ({
        message: "The ratings are down.",
        path,
        code: "SUBGRAPH_UNAVAILABLE",
        service: "ratings",
      })),
    });
  });

  it("is not followed by fetches that need what it would have brought", async () => {
    const { ours, fetches } = await openGraph(graph, {
      sources: {
        people: () => {
          throw new Error("secret");
        },
      },
    });
    expect(await ours.ask(`{ boss { rating } people { rating } }`)).toEqual({
      data: { boss: null, people: null },
      errors: ["boss", "people"].map((field) => ({
        message: expect.stringContaining("Unexpected error"),
        path: [field],
        code: "INTERNAL_SERVER_ERROR",
        service: "people",
      })),
    });
    expect(fetches.map(({ subgraph }) => subgraph)).toEqual(["people"]);
  });

  it.each([
    ["too few entities", { data: { _entities: [{ nickname: "a" }] } }],
    ["too many entities", { data: { _entities: [{}, {}, {}] } }],
    ["no list", { data: { _entities: { 0: {}, 1: {}, length: 2 } } }],
    ["nothing", { data: {} }],
  ])("counts %s in place of each entity that was asked for as a failure", async (_, answer) => {
    const { ours } = await openGraph(graph, { sources: { ratings: () => answer } });
    expect(await ours.ask(`{ people { id nickname } }`)).toEqual({
      data: {
        people: [
          { id: "1", nickname: null },
          { id: "2", nickname: null },
          { id: "1", nickname: null },
        ],
      },
      errors: [
        {
          message: `The subgraph "ratings" did not answer each entity that it was asked for.`,
          path: ["people", 0, "nickname"],
          code: "SUBGRAPH_RESPONSE_INVALID",
          service: "ratings",
        },
      ],
    });
  });
});

describe("a value that is not as its type has it", () => {
  it.each([
    ["null in a field that is never null", { rating: null }, "VALUE_MISSING"],
    ["nothing in a field that is never null", {}, "VALUE_MISSING"],
    ["text for a whole number", { rating: "5" }, "VALUE_INVALID"],
    ["a number that is not whole", { rating: 1.5 }, "VALUE_INVALID"],
    ["a number beyond 32 bits", { rating: 2 ** 31 }, "VALUE_INVALID"],
    ["an object for a number", { rating: { valueOf: 1 } }, "VALUE_INVALID"],
  ])("is an error at its path: %s", async (_, entity, code) => {
    const { ours } = await openGraph(graph, { sources: { ratings: rated(entity, { rating: 2 })() } });
    expect(await ours.ask(`{ people { rating } }`)).toEqual({
      data: { people: [null, { rating: 2 }, null] },
      errors: [0, 2].map((index) => ({
        message: expect.stringContaining("rating"),
        path: ["people", index, "rating"],
        code,
      })),
    });
  });

  it.each([
    ["an object for a list", { awards: { title: "x" } }, { awards: null }, ["awards"]],
    ["text for a list", { awards: "x" }, { awards: null }, ["awards"]],
    ["a list for an object", { awards: [[]] }, { awards: [null] }, ["awards", 0]],
    ["a number for an object", { awards: [7] }, { awards: [null] }, ["awards", 0]],
    ["a list for text", { awards: [{ title: ["x"] }] }, { awards: [null] }, ["awards", 0, "title"]],
  ])("is null as far up as need be: %s", async (_, entity, shown, path) => {
    const { ours } = await openGraph(graph, { sources: { ratings: rated(entity)() } });
    expect(await ours.ask(`{ boss { awards { title } } }`)).toEqual({
      data: { boss: shown },
      errors: [{ message: expect.any(String), path: ["boss", ...path], code: "VALUE_INVALID" }],
    });
  });

  it("is told 500 times and then counted", async () => {
    const awards = Array.from({ length: 700 }, () => ({ title: null }));
    const { ours } = await openGraph(graph, { sources: { ratings: rated({ awards })() } });
    const { errors = [] } = await ours.ask(`{ boss { awards { title } } }`);
    expect(errors).toHaveLength(501);
    expect(errors.at(-1)).toMatchObject({
      code: "TOO_MANY_ERRORS",
      message: "200 more errors are not shown. Mend these first.",
    });
  });
});

describe("mutations", () => {
  it("run one after the other, and what was done stays though a later one fails", async () => {
    const { ours, fetches } = await openGraph(graph, { sources: { ratings: rated({ rating: 3 })() } });
    const query = `mutation { a: rename(name: "A") { name rating } promote { name } b: rename(name: "B") { name } }`;
    expect(await ours.ask(query)).toEqual({
      data: { a: { name: "A", rating: 3 }, promote: null, b: { name: "B" } },
      errors: [expect.objectContaining({ path: ["promote"], service: "people" })],
    });
    expect(fetches.map(({ subgraph }) => subgraph)).toEqual(["people", "ratings"]);
  });
});

describe("two subgraphs that disagree", () => {
  const shared: TestSubgraphs = {
    a: {
      sdl: `type Query { list: [Item!] @shareable one: Item @shareable } type Item @shareable { id: ID! a: Int }`,
    },
    b: {
      sdl: `type Query { list: [Item!] @shareable one: Item @shareable } type Item @shareable { id: ID! b: Int }`,
    },
  };
  const saying = (a: unknown, b: unknown) => ({
    sources: { a: () => ({ data: { list: a, one: a } }), b: () => ({ data: { list: b, one: b } }) },
  });

  it("have what they share merged, element by element", async () => {
    const { ours } = await openGraph(shared, saying([{ a: 1 }, { a: 2 }], [{ b: 3 }, { b: 4 }]));
    expect(await ours.ask(`{ list { b a } }`)).toEqual({
      data: {
        list: [
          { b: 3, a: 1 },
          { b: 4, a: 2 },
        ],
      },
    });
  });

  it.each([
    ["lists of different length", "list", [{ a: 1 }, { a: 2 }], [{ b: 3 }]],
    ["a list and an object", "list", [{ a: 1 }], { b: 3 }],
    ["an object and text", "one", { a: 1 }, "b"],
  ])("are told of, and neither is believed: %s", async (_, field, a, b) => {
    const { ours } = await openGraph(shared, saying(a, b));
    expect(await ours.ask(`{ ${field} { a b } }`)).toEqual({
      data: { [field]: null },
      errors: [
        {
          message: `Two subgraphs gave values for Query.${field} that can't be merged into one.`,
          path: [field],
          code: "MERGE_CONFLICT",
        },
      ],
    });
  });

  it("lose nothing to the other's null", async () => {
    const { ours } = await openGraph(shared, saying([{ a: 1 }, null], [null, { b: 4 }]));
    expect(await ours.ask(`{ list { a b } }`)).toEqual({
      data: {
        list: [
          { a: 1, b: null },
          { a: null, b: 4 },
        ],
      },
    });
    const { ours: half } = await openGraph(shared, saying([{ a: 1 }], null));
    expect(await half.ask(`{ list { a b } }`)).toEqual({ data: { list: [{ a: 1, b: null }] } });
  });
});
