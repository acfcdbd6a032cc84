import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CursorError, createCursorCodec } from "../../lib/cursor.js";

const KEY = new Uint8Array(32).fill(1);
const cursors = createCursorCodec(KEY);
const problemOf = (list: string, cursor: string): string | null => {
  try {
    cursors.decode(list, cursor);
    return null;
  } catch (error) {
    if (error instanceof CursorError) return error.problem;
    throw error;
  }
};

describe("a cursor", () => {
  it("opens to the position that it was made of, in the list that it was made for", () => {
    const value = fc.oneof(fc.string({ unit: "grapheme" }), fc.maxSafeInteger(), fc.constant(null));
    fc.assert(
      fc.property(fc.string(), fc.array(value, { maxLength: 4 }), (list, position) => {
        expect(cursors.decode(list, cursors.encode(list, position))).toEqual(position);
      }),
    );
  });

  it("is one word of plain letters, and does not tell its list", () => {
    const cursor = cursors.encode("drafts of urn:altinn:person:identifier-no:1", [5, "a"]);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(Buffer.from(cursor, "base64url").toString()).not.toContain("person");
  });

  it("opens in no other list", () => {
    const cursor = cursors.encode("drafts", [5, "a"]);
    expect(problemOf("drafts", cursor)).toBeNull();
    expect(problemOf("receipts", cursor)).toBe("OTHER_QUERY");
    expect(problemOf("", cursor)).toBe("OTHER_QUERY");
  });

  it("is refused where any bit of it was changed", () => {
    const bytes = Buffer.from(cursors.encode("drafts", [5, "a"]), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(problemOf("drafts", changed.toString("base64url"))).toBe("FORGED");
    }
  });

  it("is refused where it was signed with another key", () => {
    const other = createCursorCodec(new Uint8Array(32).fill(2));
    expect(problemOf("drafts", other.encode("drafts", [5, "a"]))).toBe("FORGED");
  });

  it.each(["", "x", "AAAAAAAAAAAAAAAAAAAAAA", "not base64!", "�"])("is not %j", (cursor) => {
    expect(problemOf("drafts", cursor)).toBe("MALFORMED");
  });

  it("is never anything but refused, whatever a client sends", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (cursor) => {
        expect(problemOf("drafts", cursor)).toMatch(/^(MALFORMED|FORGED)$/);
      }),
    );
  });

  it("is not made with a key that can be guessed", () => {
    expect(() => createCursorCodec(new Uint8Array(31))).toThrow(
      "The cursor key has 31 bytes; it needs at least 32.",
    );
  });
});
