import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedIdFromName, idFromName, isUuid, randomId, timeOfId, uuidFromName } from "../../lib/ids.js";

const NOW = Date.parse("2026-06-15T08:00:00.123Z");
const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe("an id", () => {
  it("is a UUIDv7 that carries its moment, to the millisecond", () => {
    fc.assert(
      fc.property(moment, fc.string(), (at, name) => {
        for (const id of [randomId(at), idFromName(name, at)]) {
          expect(id).toMatch(V7);
          expect(timeOfId(id)).toBe(at);
        }
      }),
    );
    expect(randomId(Date.parse("2022-02-22T19:22:22Z"))).toMatch(/^017f22e2-79b0-7/); // RFC 9562, A.6
  });

  it("sorts by its count within a moment, where it has one", () => {
    const count = fc.integer({ min: 0, max: 4_095 });
    fc.assert(
      fc.property(moment, fc.string(), count, count, (at, name, one, other) => {
        fc.pre(one < other);
        const ids = [countedIdFromName(`${name} 1`, at, one), countedIdFromName(`${name} 2`, at, other)];
        expect([...ids].sort()).toEqual(ids);
        for (const id of ids) expect([id, timeOfId(id)]).toEqual([expect.stringMatching(V7), at]);
        expect(countedIdFromName(`${name} 1`, at, one)).toBe(ids[0]);
      }),
    );
  });

  it("sorts by its moment", () => {
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        fc.pre(one < other);
        expect(randomId(one) < randomId(other)).toBe(true);
      }),
    );
  });

  it("is another each time where chance makes it, and the same each time where a name does", () => {
    expect(new Set(Array.from({ length: 1_000 }, () => randomId(NOW))).size).toBe(1_000);
    expect(idFromName("a dialog", NOW)).toBe(idFromName("a dialog", NOW));
    expect(idFromName("another dialog", NOW)).not.toBe(idFromName("a dialog", NOW));
    expect(idFromName("a dialog", NOW + 1)).not.toBe(idFromName("a dialog", NOW));
  });

  it("can follow from a name alone, as a UUIDv8", () => {
    expect(uuidFromName("a party")).toMatch(V8);
    expect(uuidFromName("a party")).toBe(uuidFromName("a party"));
    expect(uuidFromName("another party")).not.toBe(uuidFromName("a party"));
  });
});

describe("a UUID", () => {
  it.each(["0199a000-0000-7000-8000-000000000001", "0199A000-0000-7000-8000-00000000000F"])(
    "is %s",
    (text) => {
      expect(isUuid(text)).toBe(true);
    },
  );

  it.each([
    "",
    "0199a000000070008000000000000001",
    "0199a000-0000-7000-8000-00000000000",
    "0199a000-0000-7000-8000-0000000000011",
    "0199a000-0000-7000-8000-00000000000g",
    "{0199a000-0000-7000-8000-000000000001}",
    "0199a000-0000-7000-8000-000000000001\n",
  ])("is not %j", (text) => {
    expect(isUuid(text)).toBe(false);
  });
});
