import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { apply, condition, decide, policy, request, rule, typeId, value, when } from "./write.js";

vi.setConfig({ testTimeout: 60_000 });

const i = (number: bigint | number) => value("integer", String(number));
const holds = (expression: string) => decide(when(expression), request({}));
const integerEqual = (a: string, b: string) => apply("1.0/integer-equal", a, b);

const integers = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

describe("arithmetic agrees with exact arithmetic", () => {
  it.each<readonly [string, string, (a: bigint, b: bigint) => bigint | null]>([
    ["integer-add", "1.0/integer-add", (a, b) => a + b],
    ["integer-subtract", "1.0/integer-subtract", (a, b) => a - b],
    ["integer-multiply", "1.0/integer-multiply", (a, b) => a * b],
    ["integer-divide", "1.0/integer-divide", (a, b) => (b === 0n ? null : a / b)],
    ["integer-mod", "1.0/integer-mod", (a, b) => (b === 0n ? null : a % b)],
  ])("%s", (_, name, reference) => {
    fc.assert(
      fc.property(integers, fc.oneof(integers, fc.constant(0n)), (a, b) => {
        const expected = reference(a, b);
        expect(holds(integerEqual(apply(name, i(a), i(b)), i(expected ?? 0n)))).toBe(
          expected === null ? "Indeterminate" : "Permit",
        );
      }),
    );
  });

  it("double-add and its kin agree with IEEE 754", () => {
    const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
    const d = (number: number) => value("double", String(number).replace("Infinity", "INF"));
    fc.assert(
      fc.property(doubles, doubles, (a, b) => {
        const sum = apply("1.0/double-equal", apply("1.0/double-add", d(a), d(b)), d(a + b));
        const product = apply("1.0/double-equal", apply("1.0/double-multiply", d(a), d(b)), d(a * b));
        expect(holds(apply("1.0/and", sum, product))).toBe("Permit");
      }),
    );
  });
});

const text = fc.string({ maxLength: 20, unit: fc.constantFrom("a", "b", "å", " ", "0", "💡") });
const s = (content: string) => value("string", content);
const bagOf = (values: readonly string[]) => apply("1.0/string-bag", ...values.map(s));
const small = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 6 });

describe("sets keep the laws of sets", () => {
  const size = (bag: string) => apply("1.0/string-bag-size", bag);
  const union = (a: string, b: string) => apply("1.0/string-union", a, b);
  const intersection = (a: string, b: string) => apply("1.0/string-intersection", a, b);
  const same = (a: string, b: string) => apply("1.0/string-set-equals", a, b);

  it("union and intersection agree with JavaScript's sets, and drop what is twice", () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const both = [...new Set(a)].filter((one) => b.includes(one));
        expect(
          [
            integerEqual(size(union(bagOf(a), bagOf(b))), i(new Set([...a, ...b]).size)),
            integerEqual(size(intersection(bagOf(a), bagOf(b))), i(both.length)),
            same(intersection(bagOf(a), bagOf(b)), bagOf(both)),
            same(union(bagOf(a), bagOf(b)), union(bagOf(b), bagOf(a))),
            same(union(bagOf(a), intersection(bagOf(a), bagOf(b))), bagOf(a)),
          ].map(holds),
        ).toEqual(Array.from({ length: 5 }, () => "Permit"));
      }),
    );
  });

  it("subset, at-least-one-member-of and is-in agree with JavaScript's sets", () => {
    fc.assert(
      fc.property(small, small, fc.constantFrom("a", "b"), (a, b, one) => {
        const decision = (truth: boolean) => (truth ? "Permit" : "NotApplicable");
        expect(
          [
            apply("1.0/string-subset", bagOf(a), bagOf(b)),
            apply("1.0/string-at-least-one-member-of", bagOf(a), bagOf(b)),
            apply("1.0/string-is-in", s(one), bagOf(a)),
          ].map(holds),
        ).toEqual(
          [a.every((x) => b.includes(x)), a.some((x) => b.includes(x)), a.includes(one)].map(decision),
        );
      }),
    );
  });
});

describe("strings agree with JavaScript's", () => {
  it("starts, ends, contains and concatenates alike", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const decision = (truth: boolean) => (truth ? "Permit" : "NotApplicable");
        expect(
          [
            apply("3.0/string-starts-with", s(a), s(b)),
            apply("3.0/string-ends-with", s(a), s(b)),
            apply("3.0/string-contains", s(a), s(b)),
            apply("1.0/string-equal", apply("2.0/string-concatenate", s(a), s(b)), s(a + b)),
            apply("1.0/string-equal", apply("1.0/string-normalize-to-lower-case", s(a)), s(a.toLowerCase())),
          ].map(holds),
        ).toEqual([b.startsWith(a), b.endsWith(a), b.includes(a), true, true].map(decision));
      }),
    );
  });
});

const millis = fc.integer({ min: Date.parse("1900-01-01"), max: Date.parse("2100-01-01") });
const iso = (at: number) => new Date(at).toISOString();
const zoned = (at: number, minutes: number) => {
  const sign = minutes < 0 ? "-" : "+";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) =>
    String(n).padStart(2, "0"),
  );
  return `${iso(at + minutes * 60_000).slice(0, -1)}${sign}${hours}:${rest}`;
};

describe("moments agree with JavaScript's dates", () => {
  const dt = (written: string) => value("dateTime", written);
  const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });

  it("wherever on earth they are written", () => {
    fc.assert(
      fc.property(millis, offsets, (at, minutes) => {
        expect(holds(apply("1.0/dateTime-equal", dt(iso(at)), dt(zoned(at, minutes))))).toBe("Permit");
      }),
    );
  });

  it("in their order", () => {
    fc.assert(
      fc.property(millis, millis, offsets, (a, b, minutes) => {
        expect(holds(apply("1.0/dateTime-less-than", dt(zoned(a, minutes)), dt(iso(b))))).toBe(
          a < b ? "Permit" : "NotApplicable",
        );
      }),
    );
  });

  it("with durations added and taken away again", () => {
    fc.assert(
      fc.property(millis, fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), offsets, (at, seconds, minutes) => {
        const duration = value("dayTimeDuration", `${seconds < 0 ? "-" : ""}PT${Math.abs(seconds)}S`);
        const later = apply("3.0/dateTime-add-dayTimeDuration", dt(zoned(at, minutes)), duration);
        const back = apply("3.0/dateTime-subtract-dayTimeDuration", later, duration);
        expect(
          holds(
            apply(
              "1.0/and",
              apply("1.0/dateTime-equal", later, dt(iso(at + seconds * 1000))),
              apply("1.0/dateTime-equal", back, dt(iso(at))),
            ),
          ),
        ).toBe("Permit");
      }),
    );
  });
});

describe("what is printed can be read again as the same", () => {
  const written: Readonly<Record<string, fc.Arbitrary<string>>> = {
    integer: integers.map(String),
    double: fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
    boolean: fc.constantFrom("true", "false", "0", "1"),
    dateTime: fc
      .tuple(millis, fc.integer({ min: -840, max: 840 }))
      .map(([at, minutes]) => zoned(at, minutes)),
    date: millis.map((at) => iso(at).slice(0, 10)),
    time: millis.map((at) => iso(at).slice(11)),
    dayTimeDuration: fc.integer({ min: 0, max: 10 ** 12 }).map((seconds) => `PT${seconds}S`),
    yearMonthDuration: fc.integer({ min: 0, max: 10 ** 6 }).map((months) => `-P${months}M`),
    anyURI: fc.webUrl(),
    dnsName: fc.domain(),
    ipAddress: fc.oneof(
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
    ),
    rfc822Name: fc.domain().map((domain) => `kari@${domain}`),
  };
  it.each(Object.entries(written))("%s", (type, texts) => {
    fc.assert(
      fc.property(texts, (one) => {
        const printed = apply(`3.0/string-from-${type}`, value(type, one));
        const again = apply(`3.0/string-from-${type}`, apply(`3.0/${type}-from-string`, printed));
        expect(holds(apply("1.0/string-equal", printed, again))).toBe("Permit");
      }),
      { numRuns: 50 },
    );
  });
});

/** Patterns that mean the same to XML Schema and to JavaScript. */
const patterns = fc.letrec<{ pattern: string; piece: string; atom: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: "small" },
    fc.array(tie("piece"), { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join("")),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `${a}|${b}`),
  ),
  piece: fc
    .tuple(tie("atom"), fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,2}", "*?"))
    .map(([a, q]) => a + q),
  atom: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\d", "[a-c]"),
    tie("pattern").map((inner) => `(${inner})`),
  ),
})).pattern;

describe("patterns agree with JavaScript's", () => {
  it("find and anchor alike", () => {
    fc.assert(
      fc.property(
        patterns,
        fc.string({ unit: fc.constantFrom("a", "b", "c", "1", "x"), maxLength: 8 }),
        fc.boolean(),
        (pattern, subject, isAnchored) => {
          const anchored = isAnchored ? `^(${pattern})$` : pattern;
          expect(holds(apply("1.0/string-regexp-match", s(anchored), s(subject)))).toBe(
            new RegExp(anchored, "u").test(subject) ? "Permit" : "NotApplicable",
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("decisions do not depend on what stands beside them", () => {
  it("the order of attributes, categories and values never matters", () => {
    const of = policy([
      rule(
        "Permit",
        condition(
          apply(
            "1.0/string-at-least-one-member-of",
            `<AttributeDesignator Category="urn:c" AttributeId="a" DataType="${typeId("string")}" MustBePresent="false"/>`,
            bagOf(["1", "2"]),
          ),
        ),
      ),
    ]);
    const names = fc.uniqueArray(fc.constantFrom("urn:c/a", "urn:c/b", "urn:d/a"), { minLength: 1 });
    fc.assert(
      fc.property(
        names,
        fc.array(fc.constantFrom("1", "3"), { minLength: 1, maxLength: 3 }),
        (listed, values) => {
          const sent = Object.fromEntries(listed.map((name) => [name, values]));
          const permitted = listed.includes("urn:c/a") && values.includes("1");
          expect([
            decide(of, request(sent)),
            decide(
              of,
              request(
                Object.fromEntries(
                  Object.entries(sent)
                    .reverse()
                    .map(([name, all]) => [name, [...all].reverse()]),
                ),
              ),
            ),
          ]).toEqual(permitted ? ["Permit", "Permit"] : ["NotApplicable", "NotApplicable"]);
        },
      ),
    );
  });
});
