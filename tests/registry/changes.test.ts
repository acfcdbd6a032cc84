import { buildSchema, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { changesBetween, comparableSchema } from "../../registry/check/changes.js";
import { subgraphOnly, weighChanges } from "../../registry/check/weigh-changes.js";

const OLD = `
  directive @cached(seconds: Int) on QUERY | FIELD
  type Query {
    person(id: ID!, kind: Kind = PRIVATE): Person
    people(filter: Filter): [Person!]!
    found: [Found!]
    node: Node
    unused: Int
  }
  type Mutation { rename(id: ID!, to: String): Person }
  interface Node { id: ID! changed: String }
  type Person implements Node { id: ID! changed: String name: String! age: Int kind: Kind tags: [String] home(short: Boolean): Place }
  type Place { street: String zip: Int }
  union Found = Person | Place
  enum Kind { PRIVATE PUBLIC }
  input Filter { text: String limit: Int = 10 place: PlaceFilter }
  input PlaceFilter { zip: Int }
  scalar Moment
`;

/** What clients send: each touches what one or more of the changes are about. */
const OPERATIONS: Readonly<Record<string, string>> = {
  person: 'query { person(id: "1") { name kind home { street } tags } }',
  args: '{ person(id: "1", kind: PUBLIC) { home(short: true) { zip } age } }',
  filter: "query ($filter: Filter) { people(filter: $filter) { id } }",
  literal: '{ people(filter: { text: "a" }) { id } }',
  found: "{ found { ... on Person { age } ... on Place { zip } } }",
  node: "{ node { id changed } }",
  rename: 'mutation { rename(id: "1", to: "B") { id } }',
  cached: "query @cached(seconds: 1) { unused }",
};

const older = buildSchema(OLD);

type Verdict = "safe" | "NOTICE" | "WARNING" | "ERROR";

/** The worst that is found where these operations are recorded. */
const verdictOf = async (from: string, to: string, used: readonly string[]): Promise<Verdict> => {
  if (!OLD.includes(from)) throw new Error(`The old schema has no "${from}".`);
  const changes = await changesBetween(older, buildSchema(OLD.replace(from, to)));
  const operations = used.map((name) => ({
    document: parse(OPERATIONS[name] ?? ""),
    clients: ["inbox"],
    count: 3,
    isTrusted: false,
  }));
  const findings = weighChanges(older, changes, { operations, windowDays: 30 });
  for (const severity of ["ERROR", "WARNING", "NOTICE"] as const) {
    if (findings.some((found) => found.severity === severity)) return severity;
  }
  return "safe";
};

/** Kind of change; what becomes what; the operation that uses it; the verdict where it is used, and where it is not. */
const KINDS: readonly (readonly [
  kind: string,
  from: string,
  to: string,
  user: string | null,
  used: Verdict,
  unused: Verdict,
])[] = [
  ["a field is removed", "age: Int ", "", "args", "ERROR", "NOTICE"],
  ["a root field is removed", "found: [Found!]", "", "found", "ERROR", "NOTICE"],
  [
    "a mutation is removed",
    "type Mutation { rename(id: ID!, to: String): Person }",
    "type Mutation { other: Int }",
    "rename",
    "ERROR",
    "NOTICE",
  ],
  ["a field's type becomes another", "age: Int ", "age: String ", "args", "ERROR", "NOTICE"],
  ["a field may be null", "name: String!", "name: String", "person", "ERROR", "NOTICE"],
  ["a field is never null", "age: Int ", "age: Int! ", "args", "safe", "safe"],
  ["a field becomes a list", "age: Int ", "age: [Int] ", "args", "ERROR", "NOTICE"],
  ["a list becomes one", "tags: [String]", "tags: String", "person", "ERROR", "NOTICE"],
  ["a list's elements are never null", "tags: [String]", "tags: [String!]", "person", "safe", "safe"],
  [
    "a list's elements may be null",
    "people(filter: Filter): [Person!]!",
    "people(filter: Filter): [Person]!",
    "filter",
    "ERROR",
    "NOTICE",
  ],
  [
    "an object's field becomes another type",
    "home(short: Boolean): Place",
    "home(short: Boolean): Person",
    "person",
    "ERROR",
    "NOTICE",
  ],
  ["a field is added", "age: Int ", "age: Int born: Int ", "args", "safe", "safe"],
  [
    "a field is deprecated",
    "age: Int ",
    'age: Int @deprecated(reason: "Use born.") ',
    "args",
    "safe",
    "safe",
  ],
  ["a type is added", "scalar Moment", "scalar Moment type More { a: Int }", null, "safe", "safe"],
  ["a type is removed", "union Found = Person | Place", "union Found = Person", "found", "ERROR", "NOTICE"],
  ["an unused scalar is removed", "scalar Moment", "", null, "NOTICE", "NOTICE"],
  ["a type becomes another kind", "scalar Moment", "enum Moment { NOW }", null, "NOTICE", "NOTICE"],
  [
    "a union gets a member",
    "union Found = Person | Place",
    "union Found = Person | Place | More type More { a: Int }",
    "found",
    "WARNING",
    "NOTICE",
  ],
  [
    "an enum value is removed",
    "enum Kind { PRIVATE PUBLIC }",
    "enum Kind { PRIVATE }",
    "person",
    "ERROR",
    "NOTICE",
  ],
  [
    "an enum value is removed that is sent",
    "enum Kind { PRIVATE PUBLIC }",
    "enum Kind { PRIVATE }",
    "args",
    "ERROR",
    "NOTICE",
  ],
  [
    "an enum value is added",
    "enum Kind { PRIVATE PUBLIC }",
    "enum Kind { PRIVATE PUBLIC SECRET }",
    "person",
    "WARNING",
    "NOTICE",
  ],
  [
    "an enum value is deprecated",
    "PRIVATE PUBLIC }",
    'PRIVATE PUBLIC @deprecated(reason: "x") }',
    "person",
    "safe",
    "safe",
  ],
  [
    "an argument is removed that is sent",
    "person(id: ID!, kind: Kind = PRIVATE)",
    "person(id: ID!)",
    "args",
    "ERROR",
    "NOTICE",
  ],
  [
    "an argument is removed that others leave out",
    "person(id: ID!, kind: Kind = PRIVATE)",
    "person(id: ID!)",
    "person",
    "NOTICE",
    "NOTICE",
  ],
  [
    "an argument's type becomes another",
    "rename(id: ID!, to: String)",
    "rename(id: ID!, to: Int)",
    "rename",
    "ERROR",
    "NOTICE",
  ],
  [
    "an argument becomes required that is left out",
    "home(short: Boolean)",
    "home(short: Boolean!)",
    "person",
    "ERROR",
    "NOTICE",
  ],
  ["an argument need not be given any more", "person(id: ID!", "person(id: ID", "person", "safe", "safe"],
  [
    "a required argument is added",
    "rename(id: ID!, to: String)",
    "rename(id: ID!, to: String, by: ID!)",
    "rename",
    "ERROR",
    "NOTICE",
  ],
  [
    "an argument with a default is added",
    "rename(id: ID!, to: String)",
    "rename(id: ID!, to: String, by: ID! = 1)",
    "rename",
    "WARNING",
    "NOTICE",
  ],
  [
    "an optional argument is added",
    "rename(id: ID!, to: String)",
    "rename(id: ID!, to: String, by: ID)",
    "rename",
    "WARNING",
    "NOTICE",
  ],
  [
    "an argument's default changes",
    "kind: Kind = PRIVATE",
    "kind: Kind = PUBLIC",
    "person",
    "WARNING",
    "NOTICE",
  ],
  ["an input field is removed that a variable may hold", "text: String ", "", "filter", "ERROR", "NOTICE"],
  ["an input field is removed that is sent", "text: String ", "", "literal", "ERROR", "NOTICE"],
  ["an input field is removed that is not sent", "limit: Int = 10", "", "literal", "NOTICE", "NOTICE"],
  [
    "a nested input field is removed",
    "input PlaceFilter { zip: Int }",
    "input PlaceFilter { street: String }",
    "filter",
    "ERROR",
    "NOTICE",
  ],
  ["a required input field is added", "text: String ", "text: String by: ID! ", "literal", "ERROR", "NOTICE"],
  ["an optional input field is added", "text: String ", "text: String by: ID ", "literal", "safe", "safe"],
  ["an input field's type becomes another", "text: String ", "text: Int ", "literal", "ERROR", "NOTICE"],
  [
    "an input field becomes required",
    "input Filter { text: String",
    "input Filter { text: String!",
    "literal",
    "ERROR",
    "NOTICE",
  ],
  ["an input field's default changes", "limit: Int = 10", "limit: Int = 20", "literal", "WARNING", "NOTICE"],
  [
    "an interface's field is removed",
    "interface Node { id: ID! changed: String }",
    "interface Node { id: ID! }",
    "node",
    "ERROR",
    "NOTICE",
  ],
  ["a type leaves an interface", "type Person implements Node {", "type Person {", "node", "ERROR", "NOTICE"],
  [
    "a type joins an interface",
    "type Place {",
    "type Place implements Other { street: String } interface Other { street: String } type More {",
    "found",
    "ERROR",
    "NOTICE",
  ],
  [
    "a directive is removed",
    "directive @cached(seconds: Int) on QUERY | FIELD",
    "",
    "cached",
    "ERROR",
    "NOTICE",
  ],
  ["a directive loses an argument", "@cached(seconds: Int)", "@cached", "cached", "ERROR", "NOTICE"],
  ["a directive loses a place", "on QUERY | FIELD", "on FIELD", "cached", "ERROR", "NOTICE"],
  ["a description changes", "scalar Moment", '"A moment." scalar Moment', null, "safe", "safe"],
];

describe("a change", () => {
  it("has been thought of in at least forty kinds", () => {
    expect(KINDS.length).toBeGreaterThanOrEqual(40);
  });

  it.each(KINDS)("%s", async (_, from, to, user, used, unused) => {
    expect([await verdictOf(from, to, user === null ? [] : [user]), await verdictOf(from, to, [])]).toEqual([
      used,
      unused,
    ]);
  });

  it("names the clients that it would break, and counts trusted documents as used", async () => {
    const changes = await changesBetween(older, buildSchema(OLD.replace("age: Int ", "")));
    const operation = { document: parse(OPERATIONS["args"] ?? ""), count: 0, clients: [] };
    const weigh = (operations: Parameters<typeof weighChanges>[2]["operations"]) =>
      weighChanges(older, changes, { operations, windowDays: 7 }).map(({ clients, message }) => ({
        clients,
        message,
      }));
    expect(weigh([{ ...operation, isTrusted: true }])).toEqual([
      {
        clients: ["a trusted document"],
        message:
          "Field 'age' was removed from object type 'Person'. It would break 1 operation of a trusted document (0 requests in 7 days). Keep it, deprecated, until they have moved; or have the change approved.",
      },
    ]);
    expect(
      weigh([
        { ...operation, clients: ["web", "app"], count: 4, isTrusted: false },
        { ...operation, clients: ["app"], count: 1, isTrusted: false },
      ]).map(({ clients }) => clients),
    ).toEqual([["app", "web"]]);
  });

  it("of the subgraph alone is told, and holds nothing up", async () => {
    const changes = await changesBetween(
      comparableSchema(
        'extend type Query { a: Int @shareable } type A @key(fields: "id") { id: ID! b: Int }',
      ),
      comparableSchema('extend type Query { c: Int } type A @key(fields: "id") { id: ID! }'),
    );
    expect(
      subgraphOnly("tax", changes, []).map(({ severity, message, subgraph }) => [
        severity,
        subgraph,
        message,
      ]),
    ).toEqual([
      [
        "NOTICE",
        "tax",
        "Field 'b' was removed from object type 'A'. Clients do not notice it: the graph as a whole stays as it is there.",
      ],
      [
        "NOTICE",
        "tax",
        "Field 'a' was removed from object type 'Query'. Clients do not notice it: the graph as a whole stays as it is there.",
      ],
    ]);
    expect(subgraphOnly("tax", changes, changes)).toEqual([]);
  });
});
