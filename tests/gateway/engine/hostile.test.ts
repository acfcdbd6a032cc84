import { afterEach, expect, it } from "vitest";
import { openGraph, type TestSubgraphs } from "./kit.js";

const graph: TestSubgraphs = {
  a: {
    sdl: `
      scalar Json
      type Query { thing(json: Json, filter: Filter): Thing things: [Thing] }
      input Filter { text: String inner: Filter }
      type Thing @key(fields: "id") { id: ID! name: String json: Json }
    `,
  },
  b: {
    sdl: `type Thing @key(fields: "id") { id: ID! text: String toString: String hasOwnProperty: Int constructor: Thing }`,
  },
};

/** What every object inherits, before anything was tried. */
const untouched = Object.getOwnPropertyNames(Object.prototype).sort();

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(untouched);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

/** JSON, so that `__proto__` is a property like any other. */
const thing = (fields: string) => () => `{"data":{"thing":{"__typename":"Thing","id":"1",${fields}}}}`;

// CVE-2026-32621, GHSA-pfjj-6f4p-rvmh
it("is not polluted by names and values that subgraphs send", async () => {
  const evil = `"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}`;
  const { ours } = await openGraph(graph, {
    sources: {
      a: thing(`"name":"n",${evil},"json":{${evil}}`),
      b: () =>
        `{"data":{"_entities":[{"text":"t",${evil}}]},"errors":[{"message":"x","extensions":{"code":"X",${evil}}}]}`,
    },
  });
  const answer = await ours.ask(`{ thing { name json text toString constructor { id } } }`);
  expect(JSON.stringify(answer.data)).toBe(
    `{"thing":{"name":"n","json":{${evil}},"text":"t","toString":null,"constructor":null}}`,
  );
});

it("is not polluted by a client's aliases, and shows them", async () => {
  const { ours } = await openGraph(graph, {
    sources: {
      a: ({ query }) => {
        const names = [...query.matchAll(/(t\d+_name):name/g)].map(([, name]) => `"${name}":"n"`);
        return thing(names.join())();
      },
    },
  });
  const { data } = await ours.ask(
    `{ thing { __proto__: name constructor: name prototype: name hasOwnProperty: name } }`,
  );
  expect(JSON.stringify(data)).toBe(
    `{"thing":{"__proto__":"n","constructor":"n","prototype":null,"hasOwnProperty":"n"}}`,
  );
});

it("is not polluted by a client's variables, and sends them on as they are", async () => {
  const { ours, fetches } = await openGraph(graph, { sources: { a: thing(`"name":"n"`) } });
  const variables = JSON.parse(
    `{"__proto__":"own","constructor":{"__proto__":{"polluted":true}},"filter":{"text":"t","inner":{"text":null}}}`,
  ) as Record<string, unknown>;
  const query = `query ($constructor: Json, $filter: Filter, $toString: Json) {
    thing(json: [$constructor, $toString], filter: $filter) { name }
  }`;
  expect(await ours.ask(query, variables)).toEqual({ data: { thing: { name: "n" } } });
  expect(JSON.stringify(fetches[0]?.variables)).toBe(
    `{"constructor":{"__proto__":{"polluted":true}},"filter":{"text":"t","inner":{"text":null}}}`,
  );
});

it("reads only what an object has of its own", async () => {
  const { ours } = await openGraph(graph, {
    sources: { a: thing(`"name":"n"`), b: () => ({ data: { _entities: [{}] } }) },
  });
  expect(await ours.ask(`{ thing { toString hasOwnProperty constructor { id } } }`)).toEqual({
    data: { thing: { toString: null, hasOwnProperty: null, constructor: null } },
  });
});

it.each([
  ["an HTML page", "<html><body>502 Bad Gateway</body></html>"],
  ["nothing", ""],
  ["a list", "[]"],
  ["text", `"hello"`],
  ["null", "null"],
  ["data that is a list", `{"data":[]}`],
  ["data that is text", `{"data":"x"}`],
  ["errors that are no list", `{"data":{},"errors":"x"}`],
  ["errors that hold anything", `{"data":{},"errors":[1]}`],
  ["neither data nor errors", `{}`],
])("answers with a clear error where a subgraph answers with %s", async (_, body) => {
  const { ours } = await openGraph(graph, { sources: { a: () => body } });
  expect(await ours.ask(`{ thing { name } }`)).toEqual({
    data: { thing: null },
    errors: [
      {
        message: `The subgraph "a" answered with something that is no GraphQL answer.`,
        path: ["thing"],
        code: "SUBGRAPH_RESPONSE_INVALID",
        service: "a",
      },
    ],
  });
});

it.each([
  ["a list for an object", `[{"id":"1"}]`],
  ["text for an object", `"x"`],
  ["a number for an object", `1`],
])("answers with a clear error where a subgraph gives %s, and asks nobody about it", async (_, value) => {
  const { ours, fetches } = await openGraph(graph, { sources: { a: () => `{"data":{"thing":${value}}}` } });
  expect(await ours.ask(`{ thing { name toString } }`)).toEqual({
    data: { thing: null },
    errors: [
      {
        message: `A subgraph gave Query.thing a value that does not fit its type.`,
        path: ["thing"],
        code: "VALUE_INVALID",
      },
    ],
  });
  expect(fetches).toHaveLength(1);
});

it("takes what errors say as it comes: paths that lead nowhere, lists for text, no message", async () => {
  const errors = [
    { message: "a", path: ["_entities", 99, "text"], extensions: { code: "A" } },
    { message: "b", path: ["nowhere", "__proto__"], extensions: { code: "B" } },
    { message: ["c"], path: [{}], extensions: [] },
    { path: null, extensions: null },
  ];
  const { ours } = await openGraph(graph, {
    sources: { a: thing(`"name":"n"`), b: () => ({ data: { _entities: [{ text: "s" }] }, errors }) },
  });
  const answer = await ours.ask(`{ thing { name text } }`);
  expect(answer.data).toEqual({ thing: { name: "n", text: "s" } });
  expect(answer.errors?.map(({ path, code }) => [path, code])).toEqual([
    [["thing", "text"], "B"],
    [["thing", "text"], "DOWNSTREAM_SERVICE_ERROR"],
    [["thing", "text"], "DOWNSTREAM_SERVICE_ERROR"],
  ]);
});

it("asks about each of ten thousand entities once, and answers them all", async () => {
  const { ours, fetches } = await openGraph(graph, {
    sources: {
      a: () => ({
        data: {
          things: Array.from({ length: 10_000 }, (_, id) => ({ __typename: "Thing", id: `${id % 5_000}` })),
        },
      }),
      b: ({ variables }) => ({
        data: {
          _entities: (variables["representations"] as { id: string }[]).map(({ id }) => ({ text: id })),
        },
      }),
    },
  });
  const { data } = (await ours.ask(`{ things { text } }`)) as { data: { things: { text: string }[] } };
  expect(data.things.map(({ text }) => text)).toEqual(
    Array.from({ length: 10_000 }, (_, id) => `${id % 5_000}`),
  );
  expect(fetches[1]?.variables["representations"]).toHaveLength(5_000);
});
