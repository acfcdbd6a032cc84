import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sandboxExamples } from "../../demo/index.js";
import type { Dialect } from "../../drizzle/columns.js";
import { type Graph, startGraph } from "../kit/graph.js";
import { WORKSPACE } from "./query.js";

/** Reads all that a person would see of one page; a hole in it makes the test fail. */
const MAX_FETCHES = 12;
const MAX_STATEMENTS = 40;

describe.each<Dialect>(["sqlite", "postgres"])("the accountant's first page (%s)", (dialect) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({ dialect, dialogs: 3_000 });
  }, 120_000);
  afterAll(() => graph.close());

  it("is complete: each of 50 rows has its texts, service, owner, party and the reason why it may be seen", async () => {
    const { data, errors } = await graph.query("accountant", WORKSPACE, { first: 50 });
    expect(errors).toBeUndefined();
    const { edges, totalCount, sources } = data.workspace.history;
    expect(data.workspace.viewer.authenticationLevel).toBeGreaterThanOrEqual(3);
    expect(edges).toHaveLength(50);
    expect(totalCount.precision).toBe("EXACT");
    expect(totalCount.value).toBeGreaterThan(50);
    for (const { node } of edges) {
      expect(node).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        title: expect.stringMatching(/\S/),
        status: expect.stringMatching(/^[A-Z_]+$/),
        serviceResource: {
          title: expect.stringMatching(/\S/),
          owner: { name: expect.stringMatching(/\S/) },
        },
        party: { name: expect.stringMatching(/\S/) },
        formInstance: node.formInstance === null ? null : { currentTask: node.formInstance.currentTask },
        access: { reason: expect.stringMatching(/\S/) },
      });
    }
    expect(sources.map(({ source }: { source: { name: string } }) => source.name)).toHaveLength(3);
  });

  it("shows the form's task on rows that have a form", async () => {
    const { data } = await graph.query("kari", WORKSPACE, { first: 200 });
    const tasks = data.workspace.history.edges.flatMap(
      ({ node }: { node: { formInstance: { currentTask: unknown } | null } }) =>
        node.formInstance?.currentTask ? [node.formInstance.currentTask] : [],
    );
    expect(tasks.length).toBeGreaterThan(0);
  });

  it(`takes at most ${MAX_FETCHES} fetches and ${MAX_STATEMENTS} statements, whatever the page's size`, async () => {
    const costOf = async (first: number) => {
      graph.resetCounters();
      const { errors } = await graph.query("accountant", WORKSPACE, { first });
      expect(errors).toBeUndefined();
      return { fetches: graph.fetches.length, statements: graph.statements.length };
    };
    await costOf(200); // what authorization keeps until it changes is read once, by whoever comes first
    const costs = [await costOf(1), await costOf(50), await costOf(200)];
    for (const cost of costs) {
      expect(cost.fetches).toBeLessThanOrEqual(MAX_FETCHES);
      expect(cost.statements).toBeLessThanOrEqual(MAX_STATEMENTS);
    }
    expect(costs[2]).toEqual(costs[1]);
  });

  it.each(sandboxExamples.map(({ name }) => name))("answers the sandbox's example: %s", async (name) => {
    const example = sandboxExamples.find((candidate) => candidate.name === name);
    const variables = example?.variables ? JSON.parse(example.variables) : {};
    const { data, errors } = await graph.query("kari", example?.query ?? "", variables);
    expect(errors).toBeUndefined();
    expect(data).toBeTruthy();
  });
});
