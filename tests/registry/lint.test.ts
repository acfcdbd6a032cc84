import { expect, it } from "vitest";
import { lint } from "../../registry/check/lint.js";

const found = (sdl: string) =>
  lint({ name: "tax", sdl }).map(({ message, line, column, severity }) => ({
    message,
    at: `${line}:${column}`,
    severity,
  }));

it("finds nothing in what is described and named as everything else", () => {
  expect(
    found(`
      "An office." type TaxOffice @key(fields: "id") { "Its id." id: ID! "Rates." rates("Of which year." year: Int): [Int!] }
      "What for." enum TaxKind { "Income." INCOME }
      type Dialog @key(fields: "id") { id: ID! @external "The tax part." tax: TaxOffice }
      "Old." type TaxOld { "A." a: Int @deprecated(reason: "Use b.") }
    `),
  ).toEqual([]);
});

it("says what a developer in the sandbox would miss, and where", () => {
  expect(
    found('"An office."\ntype taxOffice {\n  Rate(Year: Int): Int @deprecated\n}\n"K." enum Kind { income }'),
  ).toEqual(
    [
      ["The type taxOffice is not in PascalCase, as all others are.", "2:6"],
      ["The field taxOffice.Rate is not in camelCase, as all others are.", "3:3"],
      [
        "The field taxOffice.Rate has no description: say what it is for whoever finds it in the sandbox.",
        "3:3",
      ],
      ["The field taxOffice.Rate is deprecated without a reason: say what to use in its place.", "3:3"],
      ["The argument taxOffice.Rate.Year is not in camelCase, as all others are.", "3:8"],
      [
        "The argument taxOffice.Rate.Year has no description: say what it is for whoever finds it in the sandbox.",
        "3:8",
      ],
      ["The enum value Kind.income is not in UPPER_CASE, as all others are.", "5:18"],
      [
        "The enum value Kind.income has no description: say what it is for whoever finds it in the sandbox.",
        "5:18",
      ],
    ].map(([message, at]) => ({ message, at, severity: "WARNING" })),
  );
});
