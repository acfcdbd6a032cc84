import fc from "fast-check";
import { expect, it } from "vitest";
import { fold, wordsOf } from "../../lib/words.js";

/** What words are, said plainly. */
const plainly = (text: string): string[] =>
  (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, 64));

const latin = fc.string({
  unit: fc.integer({ min: 0, max: 0x17f }).map((code) => String.fromCharCode(code)),
});
const letters = fc.string({ unit: fc.constantFrom(..."aÅøß ½é-İſŉĳÆx1") });

it("a text's words are the same by the short way and by the long one", () => {
  fc.assert(
    fc.property(fc.oneof(latin, letters, fc.string({ unit: "binary" })), (text) => {
      expect(wordsOf(text)).toEqual(plainly(text));
    }),
    { numRuns: 2_000 },
  );
});

it("every letter of the short way folds as by the long one, alone and between others", () => {
  for (let code = 0; code < 0x180; code++) {
    const letter = String.fromCharCode(code);
    for (const text of [letter, `A${letter}Z`, `${letter}${letter} ${letter}`]) {
      expect(wordsOf(text), `U+${code.toString(16)}`).toEqual(plainly(text));
    }
  }
});
