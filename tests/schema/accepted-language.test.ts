import { describe, expect, it } from "vitest";
import { acceptedLanguages, inAcceptedLanguage } from "../../schema/accepted-language.js";

describe("the accepted language", () => {
  const text = { nb: "Brev", nn: "Brev (nn)", en: "Letter", de: "Brief" };
  it.each([
    [undefined, "nb nn en de"],
    ["*", "nb nn en de"],
    ["nb", "nb"],
    ["nn-NO, nb;q=0.9", "nn"],
    ["no", "nb"],
    ["de;q=0.5, en;q=0.8", "en"],
    ["en;q=0, nn", "nn"],
    ["fr", "en"],
    ["sv", "nb"],
    ["de", "de"],
  ])("%j gives %s", (header, expected) => {
    const texts = inAcceptedLanguage(text, acceptedLanguages(header));
    expect(texts.map(({ languageCode }) => languageCode).join(" ")).toBe(expected);
  });

  it("gives all languages of a text that has none of the accepted ones, nor English, nor bokmål", () => {
    expect(inAcceptedLanguage({ nn: "Brev", se: "Reive" }, ["fr"]).map(({ value }) => value)).toEqual([
      "Brev",
      "Reive",
    ]);
  });
});
