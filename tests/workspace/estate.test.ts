import { afterAll, beforeAll, expect, it } from "vitest";
import { ESTATE_PROCESS } from "../../demo/stories/estate.js";
import { type Graph, startGraph } from "../kit/graph.js";

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ dialect: "sqlite", dialogs: 1_000 });
}, 120_000);
afterAll(() => graph.close());

const QUERY = `query($process: ID!) { workspace {
  process(id: $process) { status parties { name } serviceOwners { name } itemCount { value } }
  agenda { edges { node { isOverdue item { title process { id } serviceResource { owner { name } } formInstance { state } } } } }
} }`;

const ask = async (persona: string) => {
  const { data, errors } = await graph.query(persona, QUERY, { process: ESTATE_PROCESS });
  expect(errors).toBeUndefined();
  return data.workspace;
};

it("shows the settlement of an estate with four agencies as one case, with what is still to be done on the agenda", async () => {
  const { process, agenda } = await ask("heir");
  expect(process).toEqual({
    status: "REQUIRES_ATTENTION",
    parties: [{ name: "Sverre Arvemo" }],
    serviceOwners: expect.arrayContaining(
      ["Eiendomsregisteret", "Fjordskatt", "Tingretten i Test", "Trygdekassen"].map((name) => ({ name })),
    ),
    itemCount: { value: 6 },
  });
  expect(process.serviceOwners).toHaveLength(4);
  const ofCase = agenda.edges
    .map(({ node }: { node: { item: { process: { id: string } | null } } }) => node)
    .filter(({ item }: { item: { process: { id: string } | null } }) => item.process?.id === ESTATE_PROCESS);
  expect(ofCase).toEqual([
    {
      isOverdue: false,
      item: {
        title: "Søknad om gravferdsstønad",
        process: { id: ESTATE_PROCESS },
        serviceResource: { owner: { name: "Trygdekassen" } },
        formInstance: { state: expect.stringMatching(/^(?:DRAFT|IN_PROGRESS|REJECTED)$/) },
      },
    },
  ]);
});

it("shows nothing of it to somebody whom it does not concern", async () => {
  const { process, agenda } = await ask("ola");
  expect(process).toBeNull();
  expect(JSON.stringify(agenda)).not.toContain(ESTATE_PROCESS);
});
