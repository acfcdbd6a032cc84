import { describe, expect, it } from "vitest";
import { checkNamespace, fieldNameOf, typePrefixOf } from "../../registry/check/namespace.js";

const dialogs = {
  name: "dialogs",
  sdl: `
    type Query { workspace: Workspace dialog(id: ID!): Dialog }
    type Workspace @key(fields: "id") { id: ID! }
    type Dialog @key(fields: "id") @key(fields: "party  { id }, number") { id: ID! title: String! party: Party number: Int }
    type Party @key(fields: "id") { id: ID! }
    enum Status { OPEN CLOSED }
    input Filter { text: String }
    interface Node { id: ID! }
    union Anything = Dialog | Party
    scalar DateTime
  `,
};

const check = (sdl: string, name = "national-tax") =>
  checkNamespace({ name, sdl }, [dialogs]).map(({ message, line, column, key, severity }) => ({
    key,
    message,
    at: `${line}:${column}`,
    severity,
  }));

describe("a subgraph's own names", () => {
  it("are made from the subgraph's name", () => {
    expect([typePrefixOf("national-tax"), fieldNameOf("national-tax")]).toEqual([
      "NationalTax",
      "nationalTax",
    ]);
    expect([typePrefixOf("skatt"), fieldNameOf("skatt")]).toEqual(["Skatt", "skatt"]);
  });

  it("may be given: types, a field on what is shared, root fields, and references by others' keys", () => {
    expect(
      check(`
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
        scalar DateTime
        type Query { nationalTax: NationalTaxOffice nationalTaxRates(year: Int): [NationalTaxRate!] }
        extend type Mutation { nationalTaxAppeal(id: ID!): NationalTaxOffice }
        type NationalTaxOffice @key(fields: "id") { id: ID! opensAt: DateTime }
        type NationalTaxRate { percent: Float }
        enum NationalTaxKind { INCOME VAT }
        type Dialog @key(fields: "id", resolvable: false) { id: ID! nationalTax: NationalTaxRate }
        type Workspace @key(fields: "id") { id: ID! nationalTax: NationalTaxOffice }
        type Party @key(fields: "id") { id: ID! }
      `),
    ).toEqual([]);
    expect(
      check(`type Dialog @key(fields: "party{ id } number") { party: Party number: Int title: String! @external }
        type Party @key(fields: "id") { id: ID! }`),
    ).toEqual([]);
  });
});

describe("what is not a subgraph's own", () => {
  it("is refused with its place, and with what to do", () => {
    expect(check("type Query {\n  taxes: Int\n}\n")).toEqual([
      {
        key: "root Query.taxes",
        message:
          "Query.taxes is not a name of national-tax's. Call it nationalTax, or let its name begin so.",
        at: "2:3",
        severity: "ERROR",
      },
    ]);
    expect(check("type Rate { percent: Float }")).toEqual([
      {
        key: "type Rate",
        message:
          "The name Rate does not say whose it is. Let the names of national-tax's types begin with NationalTax.",
        at: "1:1",
        severity: "ERROR",
      },
    ]);
    expect(check('type Dialog @key(fields: "id") { id: ID! amount: Int }')).toEqual([
      {
        key: "field Dialog.amount",
        message:
          "Dialog is shared: national-tax may give it one field, nationalTax, and put amount below that.",
        at: "1:42",
        severity: "ERROR",
      },
    ]);
  });

  it.each([
    [
      "a root field that only looks like it",
      "type Query { nationalTaxes: Int }",
      ["root Query.nationalTaxes"],
    ],
    [
      "shadowing a field",
      'type Dialog @key(fields: "id") { id: ID! title: String! @shareable }',
      ["field Dialog.title"],
    ],
    [
      "taking a field over",
      'type Dialog @key(fields: "id") { id: ID! title: String! @override(from: "dialogs") }',
      ["directive Dialog.title @override", "field Dialog.title"],
    ],
    [
      "hiding a type",
      'type Dialog @key(fields: "id") @inaccessible { id: ID! }',
      ["directive Dialog @inaccessible"],
    ],
    [
      "hiding a key",
      'type Dialog @key(fields: "id") { id: ID! @inaccessible }',
      ["directive Dialog.id @inaccessible"],
    ],
    [
      "a key that nobody gave",
      'type Dialog @key(fields: "id title") { id: ID! title: String! }',
      ["key Dialog id title"],
    ],
    ["another's enum", "enum Status { OPEN }", ["type Status"]],
    ["another's input", "input Filter { text: String! }", ["type Filter"]],
    ["another's interface", "interface Node { id: ID! }", ["type Node"]],
    ["another's union", "union Anything = NationalTax type NationalTax { id: ID }", ["type Anything"]],
    [
      "another's object as a union",
      "union Dialog = NationalTax type NationalTax { id: ID }",
      ["type Dialog"],
    ],
    [
      "another's interface as an object",
      'type Node @interfaceObject @key(fields: "id") { id: ID! nationalTax: Int }',
      ["type Node"],
    ],
    [
      "by an extension",
      "extend type Dialog { amount: Int } extend enum Status { LOST }",
      ["field Dialog.amount", "type Status"],
    ],
  ])("is refused: %s", (_, sdl, keys) => {
    expect(check(sdl).map(({ key }) => key)).toEqual(keys);
  });
});
