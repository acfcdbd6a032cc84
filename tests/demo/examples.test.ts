import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, type OperationDefinitionNode, parse, validate } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personas, sandboxExamples } from "../../demo/index.js";
import { packageRoot } from "../../lib/package-root.js";
import { describeOnBothDatabases } from "../kit/databases.js";
import { type Graph, startGraph } from "../kit/graph.js";

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
      "A case as a timeline",
      "Calendar address",
      "My calendars",
      "Search as Dialogporten",
      "Make a label",
      "My own",
      "May I?",
      "Access packages",
      "Who has access",
      "Give an access package",
      "Take an access package back",
      "Ask for access",
      "Requests for access",
      "What was done with access",
      "Ask for consent",
      "A question for consent",
      "Give consent",
      "An access list",
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

describeOnBothDatabases("the sandbox's examples, asked of the whole graph", (dialect) => {
  let graph: Graph;

  beforeAll(async () => {
    graph = await startGraph({ dialect, dialogs: 1_500 });
  });

  afterAll(() => graph.close());

  const ask = (name: string, persona: string) => {
    const example = sandboxExamples.find((candidate) => candidate.name === name);
    return graph.query(persona, example?.query ?? "", JSON.parse(example?.variables ?? "{}"));
  };

  it.each(sandboxExamples)("$name is answered without an error", async ({ name, query }) => {
    const [, persona = "kari"] = /^#.*?"([^"]+)"/m.exec(query) ?? [];
    const { data, errors } = await ask(name, persona);
    expect(errors).toBeUndefined();
    expect(data.workspace).not.toBeNull();
  });

  it("the case is whole: six dialogs of four agencies in order, one of them still open", async () => {
    const { data } = await ask("One case across agencies", "heir");
    const nodes = data.workspace.history.edges.map(
      ({
        node,
      }: {
        node: { title: string; status: string; serviceResource: { owner: { name: string } } };
      }) => ({
        title: node.title,
        status: node.status,
        owner: node.serviceResource.owner.name,
      }),
    );
    expect(nodes).toEqual([
      { title: "Pensjonen opphører", status: "NOT_APPLICABLE", owner: "Trygdekassen" },
      { title: "Dødsbo etter Sverre Arvemo", status: "COMPLETED", owner: "Tingretten i Test" },
      { title: "Søknad om gravferdsstønad", status: "REQUIRES_ATTENTION", owner: "Trygdekassen" },
      { title: "Skattemelding for dødsboet", status: "COMPLETED", owner: "Fjordskatt" },
      { title: "Hjemmelserklæring ved arv: Malveien 3", status: "COMPLETED", owner: "Eiendomsregisteret" },
      { title: "Skatteoppgjør for dødsboet", status: "NOT_APPLICABLE", owner: "Fjordskatt" },
    ]);
  });

  it("the weaker login is told that something is hidden, and the stronger one that nothing is", async () => {
    const hiddenFor = async (persona: string) =>
      (await ask("Stronger login", persona)).data.workspace.history.hiddenByLogin;
    expect(await hiddenFor("kari-level3")).toEqual({
      count: { value: expect.any(Number), precision: "EXACT" },
      requiredLevel: 4,
    });
    expect(await hiddenFor("kari")).toBeNull();
  });
});
