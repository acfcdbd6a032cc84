import { expect, it } from "vitest";
import type { OperationUses } from "../../gateway/index.js";
import { createUseCounter } from "../../gateway/observability/operation-uses.js";
import { startTestGateway } from "./kit.js";

const told = (uses: readonly OperationUses[]) =>
  uses.map(({ operation: { query, operationName }, client, count }) => [query, operationName, client, count]);

it("are told at the end, by operation and client, whichever way they were answered", async () => {
  const all: OperationUses[] = [];
  const { gateway, post } = await startTestGateway({
    onUses: async (uses) => {
      all.push(...uses);
    },
  });
  const named = "query A { me { name } } query B { me { id } }";
  for (const body of [
    { query: "{ me { name } }" },
    { query: "{ me { name } }" },
    { query: named, operationName: "B" },
    { query: "{ nothing }" },
  ]) {
    await post(body);
  }
  await gateway.close();
  expect(told(all)).toEqual([
    ["{ me { name } }", null, "unknown", 2],
    [named, "B", "unknown", 1],
  ]);
});

it("are told again with the next, where telling failed", async () => {
  const all: (readonly OperationUses[])[] = [];
  const failures: unknown[] = [];
  let isDown = true;
  const counter = createUseCounter(
    async (uses) => {
      if (isDown) throw new Error("away");
      all.push(uses);
    },
    (error) => failures.push(error),
  );
  const operation = { queryHash: "1", query: "{ a }", operationName: null };
  counter.count(operation, "inbox");
  await counter.close();
  isDown = false;
  counter.count(operation, "inbox");
  counter.count(operation, null);
  await counter.close();
  expect([failures.length, all.map(told)]).toEqual([
    1,
    [
      [
        ["{ a }", null, "inbox", 2],
        ["{ a }", null, "unknown", 1],
      ],
    ],
  ]);
});
