import { expect, it } from "vitest";
import type { FormDefinitionRow } from "../../../drizzle/forms/tables.js";
import { DomainError } from "../../../lib/errors.js";
import type { Call } from "../../../schema/call.js";
import type { GraphAnswer, GraphPort, GraphQuestion } from "../../../schema/graph-port.js";
import { findInGraph } from "../../../subgraphs/forms/filling/prefill-graph.js";
import {
  type GraphSource,
  questionOf,
  selectionProblem,
} from "../../../subgraphs/forms/rules/graph-source.js";
import { partyOf } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { ALL_ACTIONS, CONTENT, Filler, FORM, OTHER_ROOMS, permitting } from "./filling-kit.js";
import { openForms, PLAIN_SCOPE } from "./forms.js";

const AREA: GraphSource = {
  kind: "GRAPH",
  of: "PARTY",
  select: 'land { plots(kind: "BUILT") { area } }',
};
const NOTE: GraphSource = { kind: "GRAPH", of: "WORKSPACE", select: "land { note }" };

const ASKING: FormDefinitionRow = {
  ...FORM,
  content: {
    ...CONTENT,
    prefill: [
      { path: "/area", source: AREA },
      { path: "/note", source: NOTE },
    ],
  },
};

/** A graph that answers as it is told to, and notes what it was asked. */
const graphThat = (answer: () => GraphAnswer): GraphPort & { readonly asked: GraphQuestion[] } => {
  const asked: GraphQuestion[] = [];
  return {
    asked,
    async ask(_call, question) {
      asked.push(question);
      return answer();
    },
  };
};

const plots = (...areas: readonly number[]) => ({
  edges: [{ node: { v0: { plots: areas.map((area) => ({ area })) } } }],
});

const REFILL = `mutation($id: ID!) { it: retryFormPrefill(id: $id) { errors { message }
  instance { revision answers prefilled { path source field } unfilled { path } } } }`;
const UNFILLED = `query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance {
  answers prefilled { path source field } unfilled { path field reason } } } }`;

describeOnBothDatabases("a form that asks the graph", (dialect) => {
  it("takes what other subgraphs know with its source, says what nobody told, and asks for that again", async () => {
    const { roomFor } = await openForms(dialect, [], [ASKING]);
    let answer: GraphAnswer = {
      data: { workspace: { v1: null, parties: plots(120, 80) } },
      faults: [{ code: "SUBGRAPH_UNAVAILABLE", path: ["workspace", "v1"] }],
    };
    const graph = graphThat(() => answer);
    const person = new Filler(roomFor(permitting(PLAIN_SCOPE, ALL_ACTIONS), { ...OTHER_ROOMS, graph }));
    const { instance } = await person.start();
    expect(graph.asked).toEqual([
      {
        query: questionOf([AREA, NOTE]),
        variables: { parties: [`urn:altinn:party:uuid:${partyOf(0).id}`] },
      },
    ]);
    const seen = async () =>
      (await person.ask(UNFILLED, { r: [{ __typename: "FormInstance", id: instance.id }] })).data
        ._entities[0];
    expect(await seen()).toEqual({
      answers: { area: 120 },
      prefilled: [{ path: "/area", source: "GRAPH", field: "Party.land.plots.area" }],
      unfilled: [{ path: "/note", field: "Workspace.land.note", reason: "UNAVAILABLE" }],
    });

    answer = { data: { workspace: { v0: { note: "Ved vannet" } } }, faults: [] };
    const { data } = await person.ask(REFILL, { id: instance.id });
    expect(data.it).toEqual({
      errors: [],
      instance: {
        revision: 1,
        answers: { area: 120, note: "Ved vannet" },
        prefilled: [
          { path: "/area", source: "GRAPH", field: "Party.land.plots.area" },
          { path: "/note", source: "GRAPH", field: "Workspace.land.note" },
        ],
        unfilled: [],
      },
    });
    // Nothing is left to ask for: the graph is not asked.
    expect((await person.ask(REFILL, { id: instance.id })).data.it.instance.revision).toBe(1);
    expect(graph.asked).toHaveLength(2);
  });

  it("leaves alone what was typed meanwhile, and tells no gap that was filled by hand", async () => {
    const { roomFor } = await openForms(dialect, [], [ASKING]);
    const graph = graphThat(() => ({ data: null, faults: [{ code: "LAND_LOGIN_TOO_WEAK", path: [] }] }));
    const person = new Filler(roomFor(permitting(PLAIN_SCOPE, ALL_ACTIONS), { ...OTHER_ROOMS, graph }));
    const { instance } = await person.start();
    await person.save(instance.id, 0, { note: "Skrevet selv" });
    const { data } = await person.ask(UNFILLED, { r: [{ __typename: "FormInstance", id: instance.id }] });
    expect(data._entities[0]).toEqual({
      answers: { note: "Skrevet selv" },
      prefilled: [],
      unfilled: [{ path: "/area", field: "Party.land.plots.area", reason: "REFUSED" }],
    });
  });
});

it("asks one field by itself where another is in the graph no more", async () => {
  const graph: GraphPort = {
    ask: async (_call, { query }) =>
      query.includes("note")
        ? { data: null, faults: [{ code: "GRAPHQL_VALIDATION_FAILED", path: [] }] }
        : { data: { workspace: { parties: plots(7) } }, faults: [] },
  };
  const call = { token: "x" } as Call;
  expect(await findInGraph({ graph, call }, [AREA, NOTE], partyOf(0))).toEqual([
    { value: 7, from: "Party.land.plots.area" },
    { reason: "UNAVAILABLE" },
  ]);
});

it("tells what is not there from what could not be asked", async () => {
  const call = { token: "x" } as Call;
  const nothing = graphThat(() => ({ data: { workspace: { v0: { note: null } } }, faults: [] }));
  expect(await findInGraph({ graph: nothing, call }, [NOTE], partyOf(0))).toEqual([{ reason: "UNKNOWN" }]);
  const away: GraphPort = { ask: () => Promise.reject(new DomainError("GRAPH_UNAVAILABLE", "Away.")) };
  expect(await findInGraph({ graph: away, call }, [NOTE], partyOf(0))).toEqual([{ reason: "UNAVAILABLE" }]);
});

it("lets a form ask for one field at a time, and for nothing that could change or hide something", () => {
  expect(selectionProblem("skatt { assessments(first: 1) { totalCount } }")).toBeNull();
  for (const select of [
    "name id",
    "...F",
    "a { b @include(if: true) }",
    "x: name",
    "a(b: $c)",
    "name } } mutation { deleteForm(id: 1) { errors { message }",
    "a".concat(" { a".repeat(11), " }".repeat(11)),
    "not graphql {",
  ]) {
    expect(selectionProblem(select)).toEqual(expect.any(String));
  }
});
