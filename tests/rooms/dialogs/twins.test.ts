import { describe, expect, it } from "vitest";
import { identifierOf, keptIdentifiersOf } from "../../../subgraphs/dialogs/rules/identifiers.js";
import {
  compareRank,
  isShownAsAnother,
  sharedIdentifier,
  type Thing,
  twinsOf,
} from "../../../subgraphs/dialogs/rules/twins.js";

const UUID = "0199a000-0000-7000-8000-000000000001";
const SECRET = `urn:fiks:svarut:forsendelse:${UUID}`;
const GUESSABLE = "urn:altinn2:archive-reference:ar1";

const thing = (id: string, more: Partial<Thing> = {}): Thing => ({
  id,
  source: "a",
  isIndexed: false,
  party: "urn:altinn:organization:identifier-no:310000026",
  owner: "nvk",
  identifiers: [SECRET],
  ...more,
});

describe("what something is called", () => {
  it.each([
    [`urn:altinn:integration:storage:50001/${UUID.toUpperCase()}`, `urn:altinn:instance-id:50001/${UUID}`],
    [` urn:altinn:Correspondence-ID:${UUID} `, `urn:altinn:correspondence-id:${UUID}`],
    ["https://example.com/Case/1", "https://example.com/case/1"],
    ["2026/17", null],
    ["team-a", null],
    ["urn:", null],
    ["urn:x:a b", null],
    [`urn:x:${"y".repeat(249)}`, null],
  ])("%j is %j", (text, name) => {
    expect(identifierOf(text)).toBe(name);
  });

  it("is each name once, of a dialog's instance, reference and labels", () => {
    expect(
      keptIdentifiersOf(
        { instanceRef: `urn:altinn:instance-id:50001/${UUID}`, externalReference: "URN:x:1" },
        { serviceOwnerLabels: [`urn:altinn:integration:storage:50001/${UUID}`, "urn:x:1", "important"] },
      ),
    ).toEqual([`urn:altinn:instance-id:50001/${UUID}`, "urn:x:1"]);
  });
});

describe("two things", () => {
  it("are the same by a name that both have, where they are of one party", () => {
    const both = thing("2", { identifiers: ["urn:x:3", GUESSABLE, SECRET] });
    expect(sharedIdentifier(thing("1"), both)).toBe(SECRET);
    expect(sharedIdentifier(thing("1", { party: thing("1").party.toUpperCase() }), both)).toBe(SECRET);
    expect(sharedIdentifier(thing("1", { party: "another" }), both)).toBeNull();
    expect(sharedIdentifier(thing("1", { identifiers: [] }), both)).toBeNull();
    expect(sharedIdentifier(both, both)).toBeNull();
  });

  it("are the same by the first of several names, whoever is asked", () => {
    const names = [SECRET, "urn:x:2", GUESSABLE];
    const [one, other] = [
      thing("1", { identifiers: names }),
      thing("2", { identifiers: names.toReversed() }),
    ];
    expect([sharedIdentifier(one, other), sharedIdentifier(other, one)]).toEqual([GUESSABLE, GUESSABLE]);
  });

  it("of two owners, or of two live sources, are the same only by a name that can't be made up", () => {
    const guessable = { identifiers: [GUESSABLE] };
    const elsewhere = thing("2", { ...guessable, source: "b" });
    expect(sharedIdentifier(thing("1", guessable), elsewhere)).toBeNull();
    expect(sharedIdentifier(thing("1", { ...guessable, isIndexed: true }), elsewhere)).toBe(GUESSABLE);
    expect(sharedIdentifier(thing("1"), thing("2", { source: "b" }))).toBe(SECRET);
    const other = { owner: "try", identifiers: [GUESSABLE, SECRET] };
    expect(sharedIdentifier(thing("1", { identifiers: [GUESSABLE] }), thing("2", other))).toBeNull();
    expect(sharedIdentifier(thing("1", other), thing("2", { identifiers: [GUESSABLE, SECRET] }))).toBe(
      SECRET,
    );
  });

  it("are shown as the one that comes first, always the same", () => {
    const all = [
      thing("z", { isIndexed: true, source: "z" }),
      thing("b"),
      thing("c"),
      thing("a", { source: "b" }),
    ];
    expect(all.toReversed().sort(compareRank)).toEqual(all);
    expect(all.map((one) => isShownAsAnother(one, all))).toEqual([false, true, true, true]);
    expect(twinsOf(thing("c"), all.toReversed()).map((twin) => [twin.thing.id, twin.identifier])).toEqual([
      ["z", SECRET],
      ["b", SECRET],
      ["a", SECRET],
    ]);
  });
});
