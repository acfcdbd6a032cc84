import { describe, expect, it } from "vitest";
import { Chain } from "../../gateway/datasource/chain.js";

const all = <T>(chain: Chain<T>): T[] => {
  const found: T[] = [];
  for (let next = chain.shift(); next !== null; next = chain.shift()) found.push(next);
  return found;
};

describe("what waits in a chain", () => {
  it("comes out in the order in which it came, whoever has left in between", () => {
    const chain = new Chain<string>();
    const links = ["a", "b", "c", "d", "e"].map((name) => chain.add(name));
    for (const at of [2, 0, 2]) links[at]?.leave();
    expect([chain.size, chain.first]).toEqual([3, "b"]);
    links[4]?.leave();
    chain.add("f");
    expect(all(chain)).toEqual(["b", "d", "f"]);
    expect([chain.size, chain.first, chain.shift()]).toEqual([0, null, null]);
    chain.add("g");
    expect(all(chain)).toEqual(["g"]);
  });

  it("is found and taken out once", () => {
    const chain = new Chain<string>();
    for (const name of ["a", "b", "c"]) chain.add(name);
    expect([chain.remove("b"), chain.remove("b"), chain.remove("x")]).toEqual([true, false, false]);
    expect(all(chain)).toEqual(["a", "c"]);
  });

  it("is held by nothing that has left, neither itself nor what came after it", () => {
    const chain = new Chain<object>();
    const [first, second] = [chain.add({}), chain.add({})];
    first.leave();
    expect([first.value, first.before, first.after, second.before]).toEqual([null, null, null, null]);
    chain.shift();
    expect([second.value, second.before, second.after]).toEqual([null, null, null]);
  });
});
