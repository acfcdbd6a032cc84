import { parse } from "graphql";
import { beforeEach, describe, expect, it } from "vitest";
import { createDocumentStore } from "../../gateway/supergraph/document-store.js";
import { createOperationRegister } from "../../gateway/supergraph/operation-register.js";
import { createReadyOperations } from "../../gateway/supergraph/ready-operations.js";
import { warmUp } from "../../gateway/supergraph/warm-up.js";
import { startTestGateway } from "./kit.js";
import { collectSpans } from "./spans.js";
import { reviewsSchema, supergraphSdl } from "./subgraphs.js";
import { otherApiSdl, version } from "./versions.js";

const spans = collectSpans();
beforeEach(() => spans.reset());

const WARM = ["graphql.plan", "graphql.fetch", "graphql.request"];
const COLD = ["graphql.parse", "graphql.validate", ...WARM];
const NAMED = 'query A { me { name } } query B { user(id: "2") { name } }';

const tracedGateway = async (engine: "compiled" | "stock") => {
  const test = await startTestGateway({ engine, tracing: { trustsIncoming: false } });
  return {
    ...test,
    /** What had to be done for a request, and whether its plan was there. */
    async doneFor(body: object) {
      spans.reset();
      await test.post(body);
      const plan = spans.ours().find(({ name }) => name === "graphql.plan");
      return { names: spans.names(), wasPlanned: plan?.attributes["plan.cached"] };
    },
  };
};

describe.each(["compiled", "stock"] as const)("a new supergraph, on the %s engine", (engine) => {
  it("is ready for the operations that were asked for, whether or not its API is another", async () => {
    for (const next of [version(2).supergraphSdl, otherApiSdl]) {
      const { gateway, doneFor } = await tracedGateway(engine);
      const bodies = [{ query: "{ me { name } }" }, { query: NAMED, operationName: "B" }];
      for (const body of bodies) expect(await doneFor(body)).toEqual({ names: COLD, wasPlanned: false });
      await gateway.swap(next);
      for (const body of bodies) expect(await doneFor(body)).toEqual({ names: WARM, wasPlanned: true });
      // Another operation of a known document is parsed already; its plan is made when it is asked for.
      expect(await doneFor({ query: NAMED, operationName: "A" })).toEqual({ names: WARM, wasPlanned: false });
    }
  });

  it("refuses what does not fit it, as if it had not been asked for before", async () => {
    const { gateway, query, log } = await tracedGateway(engine);
    expect((await query("{ me { rating } }")).body.errors).toBeUndefined();
    await gateway.swap(otherApiSdl);
    expect((await query("{ me { rating } }")).body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: "GRAPHQL_VALIDATION_FAILED" },
    ]);
    expect(log).toContainEqual(
      expect.objectContaining({ msg: "A new supergraph serves.", warmed: 0, unfit: 1, left: 0 }),
    );
  });
});

describe("making a snapshot ready", () => {
  const operation = (name: string) => ({
    queryHash: name,
    query: `{ ${name}: __typename }`,
    operationName: null,
  });

  const warm = async (names: readonly string[], planMillis: number) => {
    let now = 0;
    const planned: string[] = [];
    const schema = reviewsSchema();
    const result = await warmUp(
      {
        id: "1",
        supergraphSdl,
        apiSchema: schema,
        subgraphs: [],
        execute: () => Promise.reject(new Error("not executed here")),
        ready: createReadyOperations({ open: undefined, schema, checkCost: () => () => null }),
        close: async () => undefined,
        async plan({ queryHash }) {
          now += planMillis;
          if (queryHash === "unplannable") throw new Error("no plan");
          planned.push(queryHash);
        },
      },
      names.map(operation),
      {
        documents: createDocumentStore(),
        servedSchema: schema,
        maxTokens: 100,
        clock: () => now,
        budgetMillis: 100,
      },
    );
    return { planned, ...result };
  };

  it("ends when its time is out; the rest is planned when it is asked for", async () => {
    expect(await warm(["a", "b", "c", "d"], 40)).toEqual({
      planned: ["a", "b", "c"],
      ready: 3,
      unfit: 0,
      left: 1,
    });
  });

  it("goes on after an operation that has no plan", async () => {
    expect(await warm(["unplannable", "b"], 0)).toEqual({ planned: ["b"], ready: 1, unfit: 1, left: 0 });
  });
});

describe("the register of operations", () => {
  const operation = (query: string, operationName: string | null = null) => ({
    queryHash: query,
    query,
    operationName,
  });

  it("knows which are used most, and lets fade what nobody uses any more", () => {
    const register = createOperationRegister();
    const use = (query: string, times: number) => {
      for (let time = 0; time < times; time += 1) register.record(operation(query), null);
    };
    use("old", 10);
    use("new", 3);
    expect(register.mostUsed(10).map(({ query }) => query)).toEqual(["old", "new"]);
    for (let swap = 0; swap < 4; swap += 1) {
      register.fade();
      use("new", 3);
    }
    expect(register.mostUsed(10).map(({ query }) => query)).toEqual(["new", "old"]);
    expect(register.mostUsed(1).map(({ query }) => query)).toEqual(["new"]);
  });

  it("keeps the operations of one document apart, and no more letters than it may", () => {
    const register = createOperationRegister();
    register.record(operation("ab", "A"), null);
    register.record(operation("ab", "B"), null);
    expect(register.mostUsed(10)).toEqual([operation("ab", "B"), operation("ab", "A")]);
    const long = "x".repeat(700_000);
    for (const letter of ["1", "2", "3"]) register.record(operation(long + letter), null);
    expect(register.mostUsed(10).map(({ query }) => query.at(-1))).toEqual(["3", "2"]);
  });
});

describe("the store of documents", () => {
  it("keeps what it is given, as far as it fits, by its letters", async () => {
    const store = createDocumentStore();
    const long = parse(`{ a(text: "${"x".repeat(600_000)}") }`);
    await store.set("first", long);
    expect(await store.get("first")).toBe(long);
    await store.set("second", long);
    expect([await store.get("first"), await store.get("second")]).toEqual([undefined, long]);
    expect(await store.delete("second")).toBe(true);
    expect(await store.get("second")).toBeUndefined();
  });
});
