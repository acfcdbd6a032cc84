import { describe, expect, it } from "vitest";
import { keptWith } from "../../lib/kept-with.js";

/** Counts how often something is made. */
const counting = () => {
  let made = 0;
  const ofList = keptWith((list: readonly number[]) => {
    made += 1;
    return { made, length: list.length };
  });
  return ofList;
};

describe("what is kept with an object", () => {
  it("is made once for each object", () => {
    const of = counting();
    const [list, other] = [
      [1, 2],
      [1, 2],
    ];
    expect([of(list), of(list), of(other)]).toEqual([
      { made: 1, length: 2 },
      { made: 1, length: 2 },
      { made: 2, length: 2 },
    ]);
  });

  it("is neither listed, nor copied, nor compared", () => {
    const of = keptWith(({ name }: { readonly name: string }) => name.toUpperCase());
    const named = { name: "a" };
    of(named);
    expect(named).toStrictEqual({ name: "a" });
    expect(Reflect.ownKeys({ ...named })).toEqual(["name"]);
    expect(of({ ...named, name: "b" })).toBe("B");
  });

  it("is made anew each time for what is frozen", () => {
    const of = counting();
    const list = Object.freeze([1]);
    expect([of(list), of(list)]).toEqual([
      { made: 1, length: 1 },
      { made: 2, length: 1 },
    ]);
  });

  it("of two makers is two things", () => {
    const list = [3];
    expect([keptWith(() => "a")(list), keptWith(() => "b")(list)]).toEqual(["a", "b"]);
  });
});
