import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isOrganizationNumber,
  isPersonNumber,
  organizationNumberOf,
  parsePartyUrn,
  personNumberOf,
} from "../../schema/urns.js";

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((ds) => ds.join(""));

const changedAt = (number: string, index: number, by: number): string =>
  number.slice(0, index) + String((Number(number[index]) + by) % 10) + number.slice(index + 1);

describe("an organisation number", () => {
  it("is made by its check digit, and no other digit fits in its place or in any other", () => {
    fc.assert(
      fc.property(
        digits(8),
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (eight, index, by) => {
          const number = organizationNumberOf(eight);
          if (number === null) {
            expect([..."0123456789"].some((digit) => isOrganizationNumber(eight + digit))).toBe(false);
            return;
          }
          expect(isOrganizationNumber(number)).toBe(true);
          expect(isOrganizationNumber(changedAt(number, index, by))).toBe(false);
        },
      ),
    );
  });

  it.each(["313000028", "313000036"])("is %s", (number) => {
    expect(isOrganizationNumber(number)).toBe(true);
  });

  it.each(["313000029", "31300002", "3130000280", "31300002a", "", " 313000028", "３13000018"])(
    "is not %j",
    (number) => {
      expect(isOrganizationNumber(number)).toBe(false);
    },
  );
});

describe("a person number", () => {
  it("is made by its two check digits, and no single digit of it can be changed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 }),
        fc.constantFrom(0, 40), // a D-number's day
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0, 40, 65, 80), // a synthetic person's month
        digits(5),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 9 }),
        (day, dayMore, month, monthMore, rest, index, by) => {
          const two = (value: number): string => String(value).padStart(2, "0");
          const nine = `${two(day + dayMore)}${two(month + monthMore)}${rest}`;
          const number = personNumberOf(nine);
          fc.pre(number !== null);
          expect(isPersonNumber(number ?? "")).toBe(true);
          expect(isPersonNumber(changedAt(number ?? "", index, by))).toBe(false);
        },
      ),
    );
  });

  it.each(["", "1234567890", "15817000000x", "00000000000", personNumberOf("321385001")])(
    "is not %j",
    (number) => {
      expect(isPersonNumber(number ?? "")).toBe(false);
    },
  );
});

describe("a party's URN", () => {
  const person = personNumberOf("158170000") ?? personNumberOf("158170001") ?? "";
  const uuid = "0199a000-0000-7000-8000-00000000000a";

  it.each([
    "urn:altinn:organization:identifier-no:313000028",
    `urn:altinn:person:identifier-no:${person}`,
    "urn:altinn:person:idporten-email:someone@example.com",
    "urn:altinn:person:legacy-selfidentified:someone",
    `urn:altinn:feide-subject:${"0f".repeat(32)}`,
    `urn:altinn:systemuser:uuid:${uuid}`,
    `urn:altinn:party:uuid:${uuid}`,
  ])("may be %s, in any letters", (urn) => {
    expect(parsePartyUrn(urn)).toBe(urn);
    expect(parsePartyUrn(` ${urn.toUpperCase()} `)).toBe(urn);
  });

  it.each([
    "",
    "313000028",
    "urn:altinn:organization:identifier-no:",
    "urn:altinn:organization:identifier-no:313000029",
    "urn:altinn:person:identifier-no:15817000000",
    "urn:altinn:person:idporten-email:",
    `urn:altinn:feide-subject:${"0f".repeat(31)}`,
    "urn:altinn:party:uuid:313000028",
    "urn:altinn:systemuser:uuid:everyone",
    "urn:altinn:resource:tax",
    "x urn:altinn:organization:identifier-no:313000028",
  ])("is not %j", (text) => {
    expect(parsePartyUrn(text)).toBeNull();
  });
});
