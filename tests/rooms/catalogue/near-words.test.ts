import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  distance,
  soughtWords,
  variantsOfTerm,
  variantsOfWords,
} from "../../../subgraphs/catalogue/rules/near-words.js";

describe("mistyped words", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abdeikrst"), minLength: 4, maxLength: 14 });

  it("are as far apart as the letters that make the one the other", () => {
    expect(distance("skatt", "skatt")).toBe(0);
    expect(distance("skatt", "sktat")).toBe(1);
    expect(distance("skatt", "skat")).toBe(1);
    expect(distance("", "ab")).toBe(2);
    fc.assert(fc.property(word, word, (one, other) => distance(one, other) === distance(other, one)));
  });

  it("are found by the index whichever letter is wrong, missing, too many or swapped", () => {
    const mistype = fc
      .tuple(word, fc.nat(13), fc.constantFrom("drop", "add", "change", "swap"))
      .map(([given, at, how]) => {
        const place = at % given.length;
        const [before, after] = [given.slice(0, place), given.slice(place + 1)];
        if (how === "drop") return [given, before + after] as const;
        if (how === "add") return [given, `${before}o${given.slice(place)}`] as const;
        if (how === "change") return [given, `${before}o${after}`] as const;
        return [given, before + after.slice(0, 1) + given.charAt(place) + after.slice(1)] as const;
      });
    fc.assert(
      fc.property(mistype, ([term, wrong]) => {
        // Short words are taken as they stand.
        if (wrong.length < 4) return;
        const asked = variantsOfWords([{ stems: [wrong], joined: [] }]);
        const variants = variantsOfTerm(term);
        expect(asked.some((variant) => variants.has(variant))).toBe(true);
      }),
    );
  });

  it("of a search say something, unless there are no others", () => {
    expect(soughtWords("hvordan søker jeg om sykepenger").map(({ stems }) => stems[0])).toEqual([
      "sok",
      "sykepeng",
    ]);
    expect(soughtWords("og i")).toHaveLength(2);
    expect(soughtWords(" ,. ")).toEqual([]);
  });
});
