import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { createApolloBridge } from "../../gateway/supergraph/apollo-interface.js";
import { createGenerations } from "../../gateway/supergraph/generations.js";
import { createOperationRegister } from "../../gateway/supergraph/operation-register.js";
import { createReadyOperations } from "../../gateway/supergraph/ready-operations.js";
import type { Snapshot } from "../../gateway/supergraph/snapshot.js";
import { startTestGateway } from "./kit.js";
import { version } from "./versions.js";

/** A snapshot that only says when it is closed. */
const named = (id: string, closed: string[], close = async () => undefined): Snapshot => ({
  id,
  supergraphSdl: "",
  apiSchema: buildSchema("type Query { a: Int }"),
  subgraphs: [],
  execute: () => Promise.reject(new Error("not executed here")),
  ready: createReadyOperations({
    open: undefined,
    schema: buildSchema("type Query { a: Int }"),
    checkCost: () => () => null,
  }),
  plan: async () => undefined,
  close: async () => {
    closed.push(id);
    await close();
  },
});

const open = (count: number) => {
  const closed: string[] = [];
  const snapshots = Array.from({ length: count }, (_, index) => named(String(index + 1), closed));
  const [first, ...others] = snapshots as [Snapshot, ...Snapshot[]];
  const generations = createGenerations(first, () => undefined);
  return { generations, first, others, closed };
};

describe("the snapshots that are open", () => {
  it("stay so for a request that was on its way when they were replaced, and for no other", () => {
    const { generations, others, closed } = open(4);
    const [second, third, fourth] = others as [Snapshot, Snapshot, Snapshot];
    const lease = generations.lease();
    generations.replace(second);
    generations.replace(third);
    generations.replace(fourth);
    expect(closed).toEqual([]); // Apollo Server may have taken any of their schemas

    expect(lease.settle(third.apiSchema)).toBe(third);
    expect(closed).toEqual(["1", "2"]);
    lease.release();
    expect(closed).toEqual(["1", "2", "3"]);
    expect(generations.current).toBe(fourth);
  });

  it("are closed once, however often a lease is released", () => {
    const { generations, first, others, closed } = open(2);
    const [second] = others as [Snapshot];
    const [lease, other] = [generations.lease(), generations.lease()];
    lease.settle(first.apiSchema);
    other.settle(first.apiSchema);
    generations.replace(second);
    lease.release();
    lease.release();
    expect(closed).toEqual([]);
    other.release();
    expect(closed).toEqual(["1"]);
  });

  it("run no request with a schema that is none of theirs", () => {
    const { generations } = open(1);
    expect(() => generations.lease().settle(buildSchema("type Query { a: Int }"))).toThrow(
      "The request's schema is of no snapshot that it holds.",
    );
  });

  it("count until they are closed, also where that fails", async () => {
    const failures: unknown[] = [];
    const failing = named("1", [], () => Promise.reject(new Error("stuck")));
    const generations = createGenerations(failing, (error) => failures.push(error));
    generations.replace(named("2", []));
    expect(generations.count).toBe(2);
    await generations.whenAtMost(1);
    expect([generations.count, failures]).toEqual([1, [new Error("stuck")]]);
  });

  it("are all closed at the end, whoever holds them", async () => {
    const { generations, others, closed } = open(2);
    generations.lease();
    generations.replace(others[0] as Snapshot);
    await generations.close();
    expect([closed, generations.count]).toEqual([["1", "2"], 0]);
  });
});

describe("a request that was validated before a swap and is handed over after it", () => {
  it("runs on the snapshot that it was validated with", async () => {
    const executedOn: string[] = [];
    const running = (id: string): Snapshot => ({
      ...named(id, []),
      async execute() {
        executedOn.push(id);
        return { data: {} };
      },
    });
    const [first, second] = [running("1"), running("2")];
    const generations = createGenerations(first, () => undefined);
    const { gateway, publish } = createApolloBridge(generations, createOperationRegister());
    const served: unknown[] = [];
    gateway.onSchemaLoadOrUpdate?.(({ apiSchema }) => served.push(apiSchema));
    const { executor } = await gateway.load({ apollo: {} });

    const lease = generations.lease();
    publish(second);
    generations.replace(second);
    await executor?.({ schema: first.apiSchema, context: { lease }, request: {} } as never);
    expect([served, executedOn]).toEqual([[first.apiSchema, second.apiSchema], ["1"]]);
  });
});

describe("fifty swaps", () => {
  it.each(["compiled", "stock"] as const)(
    "leave one snapshot open, and nothing of the others in memory, on the %s engine",
    async (engine) => {
      setFlagsFromString("--expose-gc");
      const collectGarbage = runInNewContext("gc") as () => void;
      const { query, gateway } = await startTestGateway({ engine, ...version(0).changes });
      const schemas: WeakRef<object>[] = []; // each is held by its snapshot, and by nothing else
      for (let number = 1; number <= 50; number += 1) {
        const next = version(number);
        schemas.push(...next.changes.localSubgraphs.map(({ schema }) => new WeakRef(schema)));
        await gateway.swap(next.supergraphSdl, next.changes);
        await query("{ me { name reviews { text } } }");
      }
      const { snapshots } = (await gateway.app.inject({ url: "/health" })).json().supergraph;
      await new Promise((resolve) => setImmediate(resolve));
      collectGarbage();
      const alive = schemas.filter((schema) => schema.deref() !== undefined);
      expect([snapshots, alive.length]).toEqual([1, 2]);
    },
  );

  it("end the threads that planned for old ones", async () => {
    const { query, gateway } = await startTestGateway({
      ...version(0).changes,
      planning: { deadlineMillis: 20_000, heapMegabytes: 128, queueLength: 10 },
    });
    for (let number = 1; number <= 3; number += 1) {
      await gateway.swap(version(number).supergraphSdl);
      expect((await query("{ me { name } }")).body.errors).toBeUndefined();
    }
    // One counts until its thread has ended.
    const snapshots = async () => (await gateway.app.inject({ url: "/health" })).json().supergraph.snapshots;
    await expect.poll(snapshots, { timeout: 20_000 }).toBe(1);
  });
});
