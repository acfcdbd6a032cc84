import { serialize, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type {
  JsonRequest,
  SubgraphAnswer,
  SubgraphSource,
} from "../../../gateway/datasource/subgraph-source.js";
import { bodyStart } from "../../../gateway/execution/compiled/plan/compile-wave.js";
import { deferred } from "../versions.js";
import { openGraph, scripted, type TestSubgraphs } from "./kit.js";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");
const heapBytes = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

const ENTITIES = 1_000;
const REQUESTS = 10;
/** A product as it was fetched, and what is asked about it, have some 290 bytes. Pieces of text were more than that again. */
const MAX_BYTES = 400;

const shop: TestSubgraphs = {
  products: {
    sdl: `type Query { products: [Product!]! }
      type Product @key(fields: "id") { id: ID! price: Int weight: Int }`,
  },
  stock: {
    sdl: `type Query { unused: Int }
      type Product @key(fields: "id") { id: ID! price: Int @external weight: Int @external
        shipping: Int @requires(fields: "price weight") }`,
  },
};

const products = Array.from({ length: ENTITIES }, (_, at) => ({
  __typename: "Product",
  id: `product ${at}`,
  price: at,
  weight: at * 2,
}));

/** Takes questions as JSON, as a subgraph behind a URL does. */
const asked = (name: string, answer: (body: string) => Promise<SubgraphAnswer["data"]>): SubgraphSource => ({
  ...scripted(name, () => null),
  async fetchJson({ body }: JsonRequest) {
    return { data: await answer(body), errors: [] };
  },
});

describe("a request that waits for a subgraph", () => {
  it("asks for each entity once, and holds little more than what was fetched", async () => {
    const all = deferred();
    const mayAnswer = deferred();
    let asking = "";
    let waiting = 0;
    const sources: Record<string, SubgraphSource> = {
      products: asked("products", async () => ({ products: structuredClone(products) })),
      stock: asked("stock", async (body) => {
        asking = body;
        waiting += 1;
        if (waiting === REQUESTS) all.open();
        await mayAnswer.opened;
        return { _entities: products.map(({ price, weight }) => ({ shipping: price + weight })) };
      }),
    };
    const { ours } = await openGraph(shop, { sourceFor: ({ name }) => sources[name] as SubgraphSource });
    const before = heapBytes();
    const answers = Array.from({ length: REQUESTS }, () => ours.ask("{ products { id shipping } }"));
    await all.opened;
    const held = (heapBytes() - before) / (REQUESTS * ENTITIES);
    mayAnswer.open();
    expect(held).toBeLessThan(MAX_BYTES);
    const right = { products: products.map(({ id, price }) => ({ id, shipping: price * 3 })) };
    expect(await Promise.all(answers)).toEqual(answers.map(() => ({ data: right })));
    expect(JSON.parse(asking).variables).toEqual({ representations: products });
  });
});

describe("what a request to a subgraph begins with", () => {
  /** As V8 holds it. */
  const bytesOf = (text: string): number => serialize(text).length;

  it("has a byte for each letter where that will do, however the plan came", () => {
    const query =
      "query Of__stock($representations:[_Any!]!){_entities(representations:$representations){id}}";
    const twice = `ж${query}`.slice(1);
    expect(bytesOf(twice)).toBeGreaterThan(2 * query.length);
    const start = bodyStart({ query: twice, operationName: "Of__stock" });
    expect(start).toBe(`{"query":${JSON.stringify(query)},"operationName":"Of__stock","variables":{`);
    expect(bytesOf(start)).toBeLessThan(1.2 * start.length);
    const named = bodyStart({ query: '{ named(as: "Åse ж") }', operationName: null });
    expect(named).toBe('{"query":"{ named(as: \\"Åse ж\\") }","variables":{');
  });
});
