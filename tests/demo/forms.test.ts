import { expect, it } from "vitest";
import { checkDefinition } from "../../subgraphs/forms/index.js";
import { worldOf } from "./kit.js";

it("has forms that their owners could publish as they are, and more than one with rules of its own", () => {
  const { definitions } = worldOf(100).forms;
  const filled = definitions.filter(({ content }) => content !== null);
  expect(filled.length).toBeGreaterThanOrEqual(15);
  for (const { id, serviceResource: service, title, tasks, dataTypes, content } of filled) {
    const text = JSON.stringify({ id, service, title, tasks, dataTypes, ...content });
    expect([id, checkDefinition(text)]).toEqual([id, { definition: expect.anything() }]);
  }
  expect(
    filled.filter(({ content }) => (content?.decisionRules.length ?? 0) > 0).map(({ id }) => id),
  ).toContain("grt/produksjonstilskudd");
});

it("has answers for every form that is under way, and for no other", () => {
  const { definitions, instances, answers = [] } = worldOf(1_000).forms;
  const known = new Set(definitions.map(({ id }) => id));
  const open = instances.filter(({ archivedAt }) => archivedAt === null);
  expect(open.every(({ definitionId }) => known.has(definitionId))).toBe(true);
  expect(answers.map(({ instanceId }) => instanceId)).toEqual(open.map(({ id }) => id));
});
