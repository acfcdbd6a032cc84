import { performance } from "node:perf_hooks";
import { expect, it } from "vitest";
import { checkDefinition } from "../../../subgraphs/forms/index.js";
import { prepareValidators } from "../../../subgraphs/forms/validation/prepare.js";
import { createValidators } from "../../../subgraphs/forms/validation/validators.js";
import { partyOf } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import {
  ALL_ACTIONS,
  CONTENT,
  Filler,
  FORM,
  OTHER_ROOMS,
  OWNER_CLAIMS,
  openFilling,
  permitting,
  said,
} from "./filling-kit.js";
import { openForms, PLAIN_SCOPE, serviceOf } from "./forms.js";

const { url: _, ...CONTENT_PARTS } = CONTENT;

/** A definition as its owner writes it; what is given replaces what it would have. */
const documentOf = (more: object = {}) => ({
  id: FORM.id,
  service: FORM.serviceResource,
  title: FORM.title,
  tasks: FORM.tasks,
  ...CONTENT_PARTS,
  ...more,
});

const problemsOf = (document: unknown): readonly { path: string; message: string }[] => {
  const checked = checkDefinition(typeof document === "string" ? document : JSON.stringify(document));
  return "problems" in checked ? checked.problems : [];
};

const withSchema = (properties: object, more: object = {}) =>
  documentOf({
    schema: {
      type: "object",
      properties: { ...(CONTENT.schema["properties"] as object), ...properties },
      ...more,
    },
  });

/** A schema whose every level refers to the one below twice: its validation takes 2^depth steps. */
const bomb = (depth: number) =>
  Object.fromEntries(
    Array.from({ length: depth }, (_unused, level) => [
      `l${level}`,
      level === depth - 1
        ? { type: "string" }
        : { allOf: [{ $ref: `#/$defs/l${level + 1}` }, { $ref: `#/$defs/l${level + 1}` }] },
    ]),
  );

const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

it("takes a definition that is as it should be", () => {
  expect(problemsOf(documentOf())).toEqual([]);
});

it("names everything that does not fit together, by path", () => {
  const [first, ...rest] = CONTENT.steps;
  const document = documentOf({
    tasks: [...FORM.tasks, { elementId: "fill", type: "SIGNING", name: said("x") }],
    steps: [
      { ...first, taskId: "nowhere", fields: [{ path: "/nothing", label: said("x") }] },
      ...rest,
      first,
    ],
    prefill: [{ path: "/applicant/age", source: { kind: "PARTY", fact: "NAME" } }],
    checks: [{ id: "c", when: { shout: [1] }, severity: "ERROR", path: "/area", text: said("x") }],
  });
  expect(problemsOf(document).map(({ path }) => path)).toEqual([
    "/tasks/4",
    "/tasks/3",
    "/tasks/4/signing",
    "/steps/3",
    "/steps/0/taskId",
    "/steps/0/fields/0/path",
    "/prefill/0/path",
    "/checks/0/when",
  ]);
  expect(problemsOf(documentOf({ title: { nb: "Bare bokmål" }, surprise: 1 }))).toEqual([
    { path: "/surprise", message: 'It does not satisfy "additionalProperties" ("surprise").' },
    { path: "/title/nn", message: 'It does not satisfy "required" ("nn").' },
    { path: "/title/en", message: 'It does not satisfy "required" ("en").' },
  ]);
});

it.each<[string, unknown, string]>([
  ["no JSON", "{", "It is no JSON."],
  ["JSON that is very deep", `{"id":${nested(100_000)}}`, "It goes more than 40 deep"],
  ["very many values", JSON.stringify({ id: Array(70_000).fill(0) }), "holds more than 60000 values"],
  [
    "a schema that multiplies",
    documentOf({ schema: { type: "object", properties: { a: { $ref: "#/$defs/l0" } }, $defs: bomb(60) } }),
    "Checking answers could take",
  ],
  [
    "a schema that leads back to itself",
    withSchema({ a: { $ref: "#/$defs/a" } }, { $defs: { a: { properties: { b: { $ref: "#/$defs/a" } } } } }),
    "leads back to itself",
  ],
  [
    "a schema from elsewhere",
    withSchema({ a: { $ref: "https://example.com/schema.json" } }),
    "nothing is fetched from elsewhere",
  ],
  ["a reference by an anchor", withSchema({ a: { $dynamicRef: "#a" } }), '"$dynamicRef" is not used'],
  [
    "a pattern with look-around",
    withSchema({ a: { type: "string", pattern: "^(?=.*a)(?!b).*$" } }),
    "The pattern can't be used",
  ],
  [
    "a pattern with a back-reference",
    withSchema({ a: { type: "string", pattern: "^(a)\\1$" } }),
    "back-references are not supported",
  ],
  [
    "a pattern that repeats without end",
    withSchema({ a: { type: "string", pattern: "((a{1000}){1000}){1000}" } }),
    "the pattern is too large",
  ],
  [
    "a huge list of choices",
    withSchema({ a: { enum: Array.from({ length: 5_000 }, (_unused, n) => n) } }),
    "There are 5000 choices",
  ],
  [
    "lists in lists in lists of much",
    withSchema({
      a: {
        type: "array",
        items: {
          type: "array",
          items: {
            type: "object",
            properties: Object.fromEntries(
              Array.from({ length: 400 }, (_unused, n) => [`p${n}`, { type: "string" }]),
            ),
          },
        },
      },
    }),
    "Checking answers could take",
  ],
  ["unique items without a bound", withSchema({ a: { type: "array", uniqueItems: true } }), "needs maxItems"],
  [
    "an answer that means something to the language",
    `{"id":"tst/shed","service":"${serviceOf(0)}","title":${JSON.stringify(said("x"))},"tasks":${JSON.stringify(FORM.tasks)},"steps":${JSON.stringify([{ ...CONTENT.steps[0], fields: [] }])},"schema":{"type":"object","properties":{"__proto__":{"type":"string"}}}}`,
    'No answer may be called "__proto__"',
  ],
  [
    "a rule that goes through lists in lists",
    documentOf({
      checks: [
        {
          id: "c",
          when: { some: [{ var: "neighbours" }, { all: [{ var: "neighbours" }, true] }] },
          severity: "ERROR",
          path: "/area",
          text: said("x"),
        },
      ],
    }),
    "one list at a time",
  ],
  [
    "a rule that builds up anything",
    documentOf({
      checks: [
        {
          id: "c",
          when: {
            reduce: [{ var: "neighbours" }, { cat: [{ var: "accumulator" }, { var: "accumulator" }] }, "x"],
          },
          severity: "ERROR",
          path: "/area",
          text: said("x"),
        },
      ],
    }),
    'The operator "reduce"',
  ],
  [
    "a rule that reaches for a constructor",
    documentOf({
      checks: [
        {
          id: "c",
          when: { var: "a.constructor.constructor" },
          severity: "ERROR",
          path: "/area",
          text: said("x"),
        },
      ],
    }),
    "No answer may be called",
  ],
])("refuses %s, quickly and with its reason", (_name, document, reason) => {
  const before = performance.now();
  const problems = problemsOf(document);
  expect(performance.now() - before).toBeLessThan(2_000);
  expect(problems.map(({ message }) => message).join("\n")).toContain(reason);
});

describeOnBothDatabases("publishing a form", (dialect) => {
  const PUBLISH = `mutation($definition: JSON!) { it: publishForm(definition: $definition) { definition { id version hash }
    errors { __typename message ... on FormDefinitionInvalid { problems { path message } } } } }`;
  const services = {
    ...OTHER_ROOMS.services,
    servicesByIds: async () =>
      new Map([
        [
          serviceOf(0),
          {
            service: serviceOf(0),
            owner: { code: "tst", organization: partyOf(9).urn, name: said("Testetaten") },
            name: said("x"),
            resourceType: "ALTINN_APP",
            status: "Active",
            isDelegable: true,
          },
        ],
      ]),
  } as NonNullable<typeof OTHER_ROOMS.services>;

  it("is for its owner alone, gives a version each time something differs, and leaves what was begun alone", async () => {
    const { roomFor } = await openForms(dialect, [], []);
    const room = roomFor(permitting(PLAIN_SCOPE, ALL_ACTIONS), { ...OTHER_ROOMS, services });
    const owner = new Filler(room, OWNER_CLAIMS);
    const person = new Filler(room);
    const publish = async (who: Filler, definition: object) =>
      (await who.ask(PUBLISH, { definition })).data.it;
    expect(await publish(person, documentOf())).toMatchObject({
      definition: null,
      errors: [{ __typename: "FormActionForbidden" }],
    });
    const first = await publish(owner, documentOf());
    expect(first).toMatchObject({ errors: [], definition: { id: "tst/shed", version: 1 } });
    expect((await publish(owner, documentOf())).definition).toEqual(first.definition);
    const begun = await person.start();
    const second = await publish(owner, documentOf({ title: said("Nytt navn") }));
    expect(second.definition).toMatchObject({ version: 2 });
    const SHOWN = `query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance { definition { version title } } }
      formDefinition(id: "tst/shed") { version title steps { id fields { path label } } tasks { id } schema } }`;
    const shown = await person.ask(SHOWN, { r: [{ __typename: "FormInstance", id: begun.instance.id }] });
    expect(shown.data._entities).toEqual([{ definition: { version: 1, title: "Building" } }]);
    expect(shown.data.formDefinition).toMatchObject({
      version: 2,
      title: "Nytt navn",
      schema: CONTENT.schema,
    });
    for (const [more, message] of [
      [{ id: "other/shed" }, "Your forms are named tst/…"],
      [{ service: serviceOf(1) }, "is no service of yours"],
    ] as const) {
      const refused = await publish(owner, documentOf(more));
      expect(refused).toMatchObject({
        definition: null,
        errors: [{ __typename: "FormActionForbidden", message: expect.stringContaining(message) }],
      });
    }
    const hostile = await Promise.all([
      publish(owner, withSchema({ a: { type: "string", pattern: "^(a)\\1$" } })),
      person.start(),
    ]);
    expect(hostile[0].errors).toMatchObject([{ problems: [{ path: "/schema/properties/a/pattern" }] }]);
    expect(hostile[1].errors).toEqual([]);
  });
});

it("runs a pattern that would never end elsewhere in linear time", async () => {
  const document = withSchema({ note: { type: "string", pattern: "^(a+)+$" } });
  expect(problemsOf(document)).toEqual([]);
  const content = { ...CONTENT, schema: document.schema };
  const { person } = await openFilling("sqlite", [{ ...FORM, content, hash: "1" }]);
  const { instance } = await person.start();
  const before = performance.now();
  const saved = await person.save(instance.id, 0, { note: `${"a".repeat(5_000)}!`, kind: "SHED" });
  expect(saved.instance.missing).toContainEqual(expect.objectContaining({ path: "/note", code: "pattern" }));
  expect(performance.now() - before).toBeLessThan(2_000);
});

it("compiles a form when it is published and at the start, not when somebody waits for it", async () => {
  const validators = createValidators();
  validators.prepare(FORM);
  const { store } = await openForms("sqlite", [], [FORM, { ...FORM, version: 2, hash: "e".repeat(64) }]);
  await prepareValidators(store, validators, () => false);
  expect(validators.counts).toEqual({ kept: 2, compiledInRequest: 0 });
  const filled = { dataElements: [], currentTaskId: "fill" };
  expect(validators.problems({ ...FORM, version: 2, hash: "e".repeat(64) }, filled, {})).not.toEqual([]);
  expect(validators.counts).toEqual({ kept: 2, compiledInRequest: 0 });
  // A version that somebody began on long ago is compiled once.
  for (let time = 0; time < 2; time += 1) validators.problems({ ...FORM, version: 9 }, filled, {});
  expect(validators.counts).toEqual({ kept: 3, compiledInRequest: 1 });
});
