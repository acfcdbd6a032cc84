import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, type OperationDefinitionNode, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { personas, sandboxExamples } from "../../demo/index.js";
import { packageRoot } from "../../lib/package-root.js";

const schema = buildSchema(readFileSync(join(packageRoot(), "schema", "generated", "api.graphql"), "utf8"));

describe("the sandbox's examples", () => {
  it("are these, the workspace first", () => {
    expect(sandboxExamples.map(({ name }) => name)).toEqual([
      "Workspace",
      "One case across agencies",
      "Search",
      "Agenda",
      "My drafts",
      "One dialog in full",
      "Parties",
      "Counts",
      "Stronger login",
    ]);
  });

  it.each(sandboxExamples)(
    "$name is valid in the graph, and comes with the variables that it needs",
    (example) => {
      const document = parse(example.query);
      expect(validate(schema, document)).toEqual([]);
      const [operation] = document.definitions as OperationDefinitionNode[];
      const wanted = (operation?.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
      expect(Object.keys(JSON.parse(example.variables ?? "{}"))).toEqual(wanted);
    },
  );

  it("name personas that there are", () => {
    const names = new Set(personas.map(({ name }) => name));
    const named = sandboxExamples.flatMap(({ query }) =>
      [...query.matchAll(/^#.*$/gm)].flatMap(([line]) =>
        [...line.matchAll(/"([^"]+)"/g)].map(([, name]) => name),
      ),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !names.has(name ?? ""))).toEqual([]);
  });
});
