import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Graph, startGraph } from "../kit/graph.js";
import { planOf } from "../kit/plan.js";

/*
 * One folder a case: query.graphql (its first line says who asks: `# as kari`), and beside it what comes of it:
 * result.json, plan.txt and sql.txt. `npx vitest run tests/federation -u` writes them anew; read the difference.
 */
const folder = import.meta.dirname;
const cases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const personaIn = (query: string): string => {
  const persona = /^# as (\S+)/.exec(query)?.[1];
  if (persona === undefined) throw new Error("A case begins with a line that says who asks: # as PERSONA");
  return persona;
};

describe("federation", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({ dialect: "sqlite", dialogs: 1_000 });
    // What authorization knows of everybody is read once, and is no case's own.
    await graph.query("guardian", "{ workspace { id viewer { authenticationLevel } } }");
  });
  afterAll(() => graph.close());

  it.each(cases.map(({ name }) => name))("%s", async (name) => {
    const query = readFileSync(join(folder, name, "query.graphql"), "utf8");
    graph.resetCounters();
    const answer = await graph.query(personaIn(query), query);
    const statements = graph.statements
      .map(({ room, statement }) => `-- ${room}\n${statement.trim()}\n`)
      .sort();
    const file = (path: string) => join(folder, name, path);
    await expect(`${JSON.stringify(answer, null, 2)}\n`).toMatchFileSnapshot(file("result.json"));
    await expect(planOf(query)).toMatchFileSnapshot(file("plan.txt"));
    await expect(statements.join("\n")).toMatchFileSnapshot(file("sql.txt"));
  });
});
