import { expect, it, onTestFinished } from "vitest";
import { openInlinePlanner } from "../../../gateway/planning/inline-planner.js";
import type { Planner, PlanningLimits } from "../../../gateway/planning/planner.js";
import { openWorkerPlanner } from "../../../gateway/planning/worker-planner.js";
import { compose, openGraph, requestOf, type TestSubgraphs } from "./kit.js";

const node = 'type Node @key(fields: "id") { id: ID! next: Node @shareable other: Node @shareable';
const graph: TestSubgraphs = {
  a: {
    sdl: `type Query { node: Node } ${node} a: String }`,
    resolvers: { Query: { node: () => ({ id: "1", a: "a" }) } },
  },
  b: {
    sdl: `${node} b: String }`,
    resolvers: { Node: { __resolveReference: ({ id }: { id: string }) => ({ id, b: "b" }) } },
  },
  c: { sdl: `${node} c: String }` },
};

const limits: PlanningLimits = { deadlineMillis: 20_000, heapMegabytes: 512, queueLength: 100 };
const simple = "{ node { a b } }";

const open = async (changes: Partial<PlanningLimits> = {}): Promise<Planner> => {
  const planner = await openWorkerPlanner(compose(graph), { ...limits, ...changes });
  onTestFinished(() => planner.close());
  return planner;
};

/** Fragments that each spread the one before twice: two to the power of `depth` selections, all of them different. */
const doubling = (depth: number): string => {
  const fragments = [`fragment F0 on Node { a b c }`];
  for (let at = 1; at <= depth; at++) {
    fragments.push(`fragment F${at} on Node { next { ...F${at - 1} } other { ...F${at - 1} } }`);
  }
  return `{ node { ...F${depth} } }\n${fragments.join("\n")}`;
};

/** Keeps the planner busy for many seconds. */
const bomb = doubling(20);

it("plans in a thread what it plans here", async () => {
  const sdl = compose(graph);
  const here = openInlinePlanner(sdl);
  const there = await open();
  expect(there.facts).toEqual(here.facts);
  expect(await there.plan(simple)).toEqual(await here.plan(simple));
});

it("says of a supergraph that it can't serve why, and starts nothing", async () => {
  await expect(openWorkerPlanner("type Query { a: Int }", limits)).rejects.toThrow(
    "Invalid supergraph: must be a core schema",
  );
});

it("refuses a supergraph that says who may see what: it would show what its authors protect", async () => {
  const sdl = compose(graph).replace("extend schema", "schema");
  const secured = sdl
    .replace(
      /@link\(url: "https:\/\/specs\.apollo\.dev\/join/,
      `@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY) $&`,
    )
    .concat("\ndirective @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM\n");
  await expect(openWorkerPlanner(secured, limits)).rejects.toThrow("authenticated");
});

it("ends a plan that takes too long with its thread, and plans the next in a new one", async () => {
  const planner = await open({ deadlineMillis: 400 });
  const tooLong = planner.plan(bomb);
  const waiting = planner.plan(simple);
  await expect(tooLong).rejects.toMatchObject({ problem: "TIMEOUT" });
  expect((await waiting).step).toMatchObject({ kind: "series" });
  expect((await planner.plan(`{ node { id } }`)).step).toMatchObject({ kind: "fetch", subgraph: "a" });
});

it("ends a plan that takes too much memory, and plans the next in a new thread", async () => {
  const planner = await open({ heapMegabytes: 64 });
  await expect(planner.plan(bomb)).rejects.toMatchObject({ problem: "TIMEOUT" });
  expect((await planner.plan(simple)).step).toMatchObject({ kind: "series" });
});

it("refuses what is too much to wait for, and whatever waits when it is closed", async () => {
  const planner = await open({ deadlineMillis: 400, queueLength: 1 });
  const plans = [planner.plan(bomb), planner.plan(simple), planner.plan(simple)].map((plan) =>
    plan.then(
      () => "planned",
      ({ problem }: { problem: string }) => problem,
    ),
  );
  expect(await plans[2]).toBe("BUSY");
  await planner.close();
  expect(await plans[1]).toBe("FAILED");
  await expect(planner.plan(simple)).rejects.toMatchObject({ problem: "FAILED" });
});

it("answers operations that it knows while another is planned, and refuses that one when its time is out", async () => {
  let now = 0;
  const { ours } = await openGraph(graph, { planning: { ...limits, deadlineMillis: 600 }, clock: () => now });
  const order: string[] = [];
  expect(await ours.ask(simple)).toEqual({ data: { node: { a: "a", b: "b" } } });

  const slow = ours.ask(bomb).then(({ errors }) => {
    order.push("bomb");
    return errors;
  });
  await ours.ask(simple);
  order.push("simple");
  const refused = [
    { message: "The operation takes too long to plan. Ask for less in one operation.", code: "PLAN_TIMEOUT" },
  ];
  expect(await slow).toEqual(refused);
  expect(order).toEqual(["simple", "bomb"]);

  // The same again is refused without a plan, for a while; anything else is planned.
  const again = ours.ask(bomb).then((answer) => {
    order.push("refused");
    return answer.errors;
  });
  expect(await ours.ask(`{ node { id a } }`)).toEqual({ data: { node: { id: "1", a: "a" } } });
  expect(await again).toEqual(refused);
  now += 10 * 60_000;
  expect((await ours.ask(bomb)).errors).toEqual(refused);
});

// CVE-2025-32030, GHSA-q2f9-x4p4-7xmh
it("refuses at once what named fragments blow up beyond reason", async () => {
  const { ours } = await openGraph(graph);
  expect(await ours.ask(doubling(40))).toEqual({
    errors: [
      {
        message: "The operation is too complex to be planned. Ask for less in one operation.",
        code: "QUERY_TOO_COMPLEX",
      },
    ],
  });
});

// CVE-2025-32031, GHSA-p2q6-pwh5-m6jr
it("refuses at once what has too many ways to be answered", async () => {
  const planner = await open();
  await expect(planner.plan(doubling(14))).rejects.toMatchObject({ problem: "TOO_COMPLEX" });
});

// CVE-2024-43414, GHSA-fmj9-77q8-g6c4
it("survives an operation that is nested deeper than its stack", async () => {
  const planner = await open({ deadlineMillis: 1_000 });
  const depth = 3_000;
  const query = `{ node ${"{ next ".repeat(depth)} { id } ${"}".repeat(depth)} }`;
  await expect(planner.plan(query)).rejects.toMatchObject({ name: "PlanningError" });
  expect((await planner.plan(simple)).step).toMatchObject({ kind: "series" });
});

it("prepares ahead, for each likely choice of what is skipped and included", async () => {
  const { ours } = await openGraph(graph);
  const query = `query ($b: Boolean!, $id: Boolean = false) { node { a b @include(if: $b) id @include(if: $id) } }`;
  const { document, queryHash = "" } = requestOf(ours.engine, query);
  if (document === undefined) throw new Error("no document");
  const plans: boolean[] = [];
  await ours.engine.prepare?.({ document, queryHash, operationName: null });
  const observing = requestOf(ours.engine, query, { b: true });
  Object.assign((observing.context as { scope: object }).scope, {
    observer: {
      planned: (isCached: boolean) => plans.push(isCached),
      fetchBegins: () => ({
        headers: (given: object) => given,
        run: (work: () => unknown) => work(),
        ended: () => undefined,
      }),
    },
  });
  await ours.engine.execute(observing);
  await ours.engine.execute({ ...observing, request: { ...observing.request, variables: { b: false } } });
  await ours.engine.execute({
    ...observing,
    request: { ...observing.request, variables: { b: false, id: true } },
  });
  expect(plans).toEqual([true, true, false]);
});
