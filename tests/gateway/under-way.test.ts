import { describe, expect, it } from "vitest";
import { UnderWay } from "../../gateway/datasource/under-way.js";

describe("what is under way", () => {
  it("is found until it is over, over thousands that come and go", () => {
    const underWay = new UnderWay<number>();
    const found: (number | undefined)[] = [];
    for (let at = 0; at < 5_000; at += 1) {
      underWay.begin(`key ${at}`, at);
      found.push(underWay.get(`key ${at - 9}`));
      underWay.end(`key ${at - 9}`, at - 9);
    }
    expect(found).toEqual(Array.from({ length: 5_000 }, (_, at) => (at < 9 ? undefined : at - 9)));
    expect([4_990, 4_991, 4_999].map((at) => underWay.get(`key ${at}`))).toEqual([undefined, 4_991, 4_999]);
  });

  it("keeps the one that took another's place when that other is over", () => {
    const underWay = new UnderWay<string>();
    underWay.begin("key", "first");
    underWay.begin("key", "second");
    underWay.end("key", "first");
    expect(underWay.get("key")).toBe("second");
  });

  it("is not found any more once it is to be forgotten", () => {
    const underWay = new UnderWay<string>();
    underWay.begin("key", "first");
    underWay.forget();
    expect(underWay.get("key")).toBeUndefined();
    underWay.begin("key", "second");
    underWay.end("key", "first");
    expect(underWay.get("key")).toBe("second");
  });
});
