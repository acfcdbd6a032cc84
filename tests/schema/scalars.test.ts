import { type GraphQLScalarType, Kind } from "graphql";
import { describe, expect, it } from "vitest";
import { CursorScalar, DateTimeScalar, PartyUrnScalar, UrlScalar, UuidScalar } from "../../schema/scalars.js";

const refused = (message: string) =>
  expect.objectContaining({ message, extensions: { code: "BAD_USER_INPUT" } });

const inBoth = (scalar: GraphQLScalarType, value: string): unknown[] => [
  scalar.parseValue(value),
  scalar.parseLiteral({ kind: Kind.STRING, value }),
];

describe("DateTime", () => {
  it.each([
    ["2026-03-31T21:59:59Z", "2026-03-31T21:59:59.000Z"],
    ["2026-03-31t21:59:59z", "2026-03-31T21:59:59.000Z"],
    ["2026-03-31T23:59:59.5+02:00", "2026-03-31T21:59:59.500Z"],
    ["2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00.123Z"],
    ["2026-01-01T00:00:00-00:00", "2026-01-01T00:00:00.000Z"],
    ["2028-02-29T12:00:00+14:00", "2028-02-28T22:00:00.000Z"],
    ["1900-01-01T00:00:00Z", "1900-01-01T00:00:00.000Z"],
  ])("reads %s as the moment %s", (text, moment) => {
    expect(inBoth(DateTimeScalar, text)).toEqual([Date.parse(moment), Date.parse(moment)]);
    expect(DateTimeScalar.serialize(DateTimeScalar.parseValue(text))).toBe(moment);
  });

  it.each([
    "",
    "2026",
    "2026-03-31",
    "2026-03-31T21:59:59",
    "2026-03-31 21:59:59Z",
    "2026-03-31T21:59Z",
    "2026-3-31T21:59:59Z",
    "2026-02-30T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "2026-04-31T00:00:00+01:00",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T23:60:00Z",
    "2016-12-31T23:59:60Z",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00+0100",
    "2026-01-01T00:00:00+25:00",
    "+002026-01-01T00:00:00Z",
    "2026-03-31T21:59:59Z\n",
    "1774994399000",
  ])("refuses %j", (text) => {
    const message = `"${text}" is not a moment; write it like 2026-03-31T21:59:59Z.`;
    expect(() => DateTimeScalar.parseValue(text)).toThrow(refused(message));
    expect(() => DateTimeScalar.parseLiteral({ kind: Kind.STRING, value: text })).toThrow(refused(message));
  });

  it("refuses what is not text, and says which kind it was", () => {
    expect(() => DateTimeScalar.parseValue(1_774_994_399_000)).toThrow(
      refused("DateTime is written as text, not as number."),
    );
    expect(() => DateTimeScalar.parseLiteral({ kind: Kind.INT, value: "1" })).toThrow(
      refused("DateTime is written as text in quotes."),
    );
  });

  it("never answers with a moment that is none", () => {
    expect(() => DateTimeScalar.serialize(Number.NaN)).toThrow(RangeError);
  });
});

describe("UUID", () => {
  it("is answered in lower case however it was written", () => {
    const id = "0199a000-0000-7000-8000-00000000000a";
    expect(inBoth(UuidScalar, id.toUpperCase())).toEqual([id, id]);
    expect(UuidScalar.serialize(id)).toBe(id);
  });

  it("is refused where it is none", () => {
    expect(() => UuidScalar.parseValue("7")).toThrow(refused('"7" is not a UUID.'));
  });
});

describe("URL", () => {
  it.each(["https://example.com/a?b=c#d", "urn:altinn:resource:tax", "mailto:someone@example.com"])(
    "takes %s",
    (url) => {
      expect(inBoth(UrlScalar, url)).toEqual([url, url]);
    },
  );

  it.each(["", "example.com", "/a/b", "https://"])("refuses %j", (url) => {
    expect(() => UrlScalar.parseValue(url)).toThrow(refused(`"${url}" is not a URI.`));
  });
});

describe("PartyUrn", () => {
  it("is kept in lower case", () => {
    const urn = "urn:altinn:organization:identifier-no:313000028";
    expect(inBoth(PartyUrnScalar, urn.toUpperCase())).toEqual([urn, urn]);
  });

  it("is refused without telling the number back, which may be a person's", () => {
    const number = "15817000000";
    try {
      PartyUrnScalar.parseValue(`urn:altinn:person:identifier-no:${number}`);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
      expect(String(error)).not.toContain(number);
    }
  });
});

it("takes a cursor as it was given: the list that gave it reads it", () => {
  expect(inBoth(CursorScalar, "abc")).toEqual(["abc", "abc"]);
  expect(() => CursorScalar.parseValue(7)).toThrow(refused("Cursor is written as text, not as number."));
});
