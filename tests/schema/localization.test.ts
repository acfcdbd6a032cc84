import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { languageOf, localize, parseAcceptLanguage } from "../../schema/localization.js";

describe("the language of a request", () => {
  it.each([
    [null, "nb"],
    ["", "nb"],
    ["en", "en"],
    ["nn-NO,nb;q=0.9", "nn"],
    ["no", "nb"],
    ["NB", "nb"],
    ["se-NO", "se"],
    ["fr, de;q=0.9, en;q=0.8, nn;q=0.7", "en"],
    ["nb;q=0.2, en;q=0.8", "en"],
    ["en;q=0.5, nn;q=0.5", "en"],
    ["en;q=0, nn;q=0.1", "nn"],
    ["en;q=0", "nb"],
    ["en ; q=0.3 , nn ; q=0.4", "nn"],
    ["*", "nb"],
    ["fr", "nb"],
    ["en;q=x", "en"],
    ["en;q=., nn", "nn"],
    [",,;;q=1,", "nb"],
  ])("of %j is %s", (header, language) => {
    expect(parseAcceptLanguage(header)).toBe(language);
  });

  it.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
    "is bokmål where the header names %s, which every object has",
    (header) => {
      expect(parseAcceptLanguage(header)).toBe("nb");
      expect(localize({ nb: "hei" }, parseAcceptLanguage(header))).toBe("hei");
    },
  );

  it("gives way to the language that a field asks for, where that is one of ours", () => {
    expect(languageOf("en", "nn")).toBe("en");
    expect(languageOf("no", "nn")).toBe("nb");
    for (const lang of [null, undefined, "", "fr", "en;q=0"]) expect(languageOf(lang, "nn")).toBe("nn");
  });
});

describe("a text", () => {
  const text = { nb: "bokmål", nn: "nynorsk", en: "English", se: "davvisámegiella" };

  it("is in the wanted language where there is one", () => {
    for (const language of ["nb", "nn", "en", "se"] as const)
      expect(localize(text, language)).toBe(text[language]);
  });

  it.each([
    ["nb", "nynorsk"],
    ["nn", "bokmål"],
    ["en", "bokmål"],
    ["se", "bokmål"],
  ] as const)("without %s is in the nearest there is: %s", (language, nearest) => {
    expect(localize({ ...text, [language]: undefined }, language)).toBe(nearest);
  });

  it("is null where there is none, and empty where it is empty", () => {
    for (const none of [null, undefined, {}]) expect(localize(none, "nb")).toBeNull();
    expect(localize({ en: "only" }, "se")).toBe("only");
    expect(localize({ nb: "" }, "nb")).toBe("");
  });

  it("is in another language where there is none of ours, the first by its code", () => {
    expect(localize({ sv: "svenska", pl: "polski" }, "nb")).toBe("polski");
  });

  it("is in the first language of a list that it has, whatever languages it has", () => {
    const orders = {
      nb: ["nb", "nn", "en", "se"],
      nn: ["nn", "nb", "en", "se"],
      en: ["en", "nb", "nn", "se"],
      se: ["se", "nb", "nn", "en"],
    } as const;
    const codes = ["nb", "nn", "en", "se", "da", "pl", "sv"];
    fc.assert(
      fc.property(
        fc.subarray(codes),
        fc.constantFrom("nb", "nn", "en", "se"),
        fc.func(fc.integer()),
        (present, language, order) => {
          const shuffled = [...present].sort((a, b) => order(a) - order(b));
          const written = Object.fromEntries(shuffled.map((code) => [code, `in ${code}`]));
          const wanted = [...orders[language], "da", "pl", "sv"].find((code) => present.includes(code));
          expect(localize(written, language)).toBe(wanted === undefined ? null : `in ${wanted}`);
        },
      ),
    );
  });
});
