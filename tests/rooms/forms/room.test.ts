import { expect, it } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import { encodeWorkspaceId } from "../../../schema/workspace-id.js";
import { askRoom, entitiesQuery, NOW, partyOf, scopePort } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { anInstance, DAY, DEFINITION, instanceIdOf, openForms, PLAIN_SCOPE, serviceOf } from "./forms.js";

const EVERYTHING = `
  id
  title
  definition { id version title(lang: "en") tasks { id name type startedAt } }
  state
  currentTask { id name type startedAt }
  progress { completedTasks totalTasks }
  createdAt lastChangedAt dueBefore archivedAt
  substatus { label description }
  dataElements { id dataType filename contentType sizeBytes }
  party { id }
  serviceResource { id }
`;

const instances = (...ids: readonly string[]) => ({
  representations: ids.map((id) => ({ __typename: "FormInstance", id })),
});

describeOnBothDatabases("the forms room", (dialect) => {
  it("tells everything of an instance", async () => {
    const element = {
      id: "0199a000-0000-7000-8000-000000000001",
      dataType: "vedlegg",
      filename: "Tegning.pdf",
      contentType: "application/pdf",
      sizeBytes: 81_234,
    };
    const { roomFor } = await openForms(dialect, [
      anInstance("one", {
        currentTaskId: "sign",
        currentTaskStartedAt: NOW - DAY,
        dueBefore: NOW + DAY,
        substatus: {
          label: { nb: "Mangler signatur", en: "Signature missing" },
          description: { nb: "Signer nå." },
        },
        presentationTexts: { address: "Tunveien 1" },
        dataElements: [{ ...element, contentHash: "abc" }],
      }),
    ]);
    const answer = await askRoom(
      roomFor(scopePort(PLAIN_SCOPE)),
      entitiesQuery(`... on FormInstance { ${EVERYTHING} }`),
      instances(instanceIdOf("one")),
      { language: "en" },
    );
    expect(answer).toEqual({
      data: {
        _entities: [
          {
            id: instanceIdOf("one"),
            title: "Application for a building permit, Tunveien 1",
            definition: {
              id: "tst/building-permit",
              version: 1,
              title: "Application for a building permit",
              tasks: [
                { id: "fill", name: "Fill in", type: "DATA", startedAt: null },
                { id: "sign", name: "Signer", type: "SIGNING", startedAt: null },
                { id: "pay", name: "Betal", type: "PAYMENT", startedAt: null },
                { id: "wait", name: "Til behandling", type: "FEEDBACK", startedAt: null },
                { id: "mend", name: "Rett opp", type: "DATA", startedAt: null },
                { id: "pay-more", name: "Betal resten", type: "PAYMENT", startedAt: null },
                { id: "confirm", name: "Bekreft", type: "CONFIRMATION", startedAt: null },
                { id: "refused", name: "Avvist", type: "REJECT", startedAt: null },
              ],
            },
            state: "IN_PROGRESS",
            currentTask: {
              id: "sign",
              name: "Signer",
              type: "SIGNING",
              startedAt: "2026-06-14T08:00:00.000Z",
            },
            progress: { completedTasks: 1, totalTasks: 7 },
            createdAt: "2026-06-05T08:00:00.000Z",
            lastChangedAt: "2026-06-10T08:00:00.000Z",
            dueBefore: "2026-06-16T08:00:00.000Z",
            archivedAt: null,
            substatus: { label: "Signature missing", description: "Signer nå." },
            dataElements: [element],
            party: { id: partyOf(0).id },
            serviceResource: { id: serviceOf(0) },
          },
        ],
      },
    });
  });

  it("answers a whole page of references with one statement for instances and one for definitions", async () => {
    const names = Array.from({ length: 50 }, (_, index) => `page ${index}`);
    const { roomFor, statements } = await openForms(
      dialect,
      names.map((name) => anInstance(name)),
    );
    const room = roomFor(scopePort(PLAIN_SCOPE));
    const ids = names.map(instanceIdOf);
    const { data } = await askRoom(
      room,
      entitiesQuery(`... on FormInstance { ${EVERYTHING} }`),
      instances(...ids),
    );
    expect(data._entities.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(statements).toHaveLength(2);
    statements.length = 0;
    await askRoom(
      room,
      entitiesQuery("... on FormInstance { id dueBefore party { id } }"),
      instances(...ids),
    );
    expect(statements).toHaveLength(1);
  });

  it("answers alike for an instance that is hidden and one that is not there", async () => {
    const { roomFor } = await openForms(dialect, [
      anInstance("mine"),
      anInstance("another party's", { party: partyOf(1).urn }),
      anInstance("another service's", { serviceResource: serviceOf(1) }),
      anInstance("tomorrow's", { visibleAfter: NOW + 1 }),
    ]);
    const ids = ["mine", "another party's", "another service's", "tomorrow's", "nobody's"].map(instanceIdOf);
    expect(
      await askRoom(
        roomFor(scopePort(PLAIN_SCOPE)),
        entitiesQuery("... on FormInstance { id state }"),
        instances(...ids, "no id at all", "'; DROP TABLE form_instance; --"),
      ),
    ).toEqual({
      data: { _entities: [{ id: ids[0], state: "DRAFT" }, null, null, null, null, null, null] },
    });
  });

  it("asks authorization once a request, and says so where it can't answer", async () => {
    const { roomFor } = await openForms(dialect, [anInstance("one")]);
    const source = entitiesQuery(
      "... on Workspace { a: drafts { totalCount } b: receipts { totalCount } } ... on FormInstance { id party { id } }",
    );
    const asked = [
      { __typename: "Workspace", id: encodeWorkspaceId(null) },
      { __typename: "FormInstance", id: instanceIdOf("one") },
    ];
    const willing = scopePort(PLAIN_SCOPE);
    expect(await askRoom(roomFor(willing), source, { representations: asked })).toEqual({
      data: {
        _entities: [
          { a: { totalCount: 1 }, b: { totalCount: 0 } },
          { id: instanceIdOf("one"), party: { id: partyOf(0).id } },
        ],
      },
    });
    expect(willing.asked).toBe(1);
    const away = scopePort(new DomainError("AUTHORIZATION_UNAVAILABLE", "Try again shortly."));
    const answer = await askRoom(roomFor(away), source, { representations: asked });
    const problem = { code: "AUTHORIZATION_UNAVAILABLE", message: "Try again shortly." };
    expect(answer).toEqual({
      data: { _entities: [{ a: null, b: null }, null] },
      errors: [
        { ...problem, path: ["_entities", 0, "a"] },
        { ...problem, path: ["_entities", 0, "b"] },
        { ...problem, path: ["_entities", 1] },
      ],
    });
  });

  it("says so where the definition that a form was begun on is not there", async () => {
    const { roomFor } = await openForms(dialect, [anInstance("one", { definitionVersion: 9 })]);
    const id = instanceIdOf("one");
    const source = entitiesQuery("... on FormInstance { id state }");
    expect(await askRoom(roomFor(scopePort(PLAIN_SCOPE)), source, instances(id))).toEqual({
      data: { _entities: [null] },
      errors: [
        {
          code: "FORM_INSTANCE_INCONSISTENT",
          message:
            `The submission ${id} was begun on version 9 of ${DEFINITION.id}, which is not here. ` +
            "Tell the service owner.",
          path: ["_entities", 0, "state"],
        },
      ],
    });
  });

  it("never says a party's number", async () => {
    const { roomFor } = await openForms(dialect, [anInstance("one")]);
    const answer = await askRoom(
      roomFor(scopePort(PLAIN_SCOPE)),
      entitiesQuery(`... on FormInstance { ${EVERYTHING} }`),
      instances(instanceIdOf("one")),
    );
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer)).not.toContain(partyOf(0).urn.slice(-9));
  });

  it("refuses a call that the gateway did not sign", async () => {
    const { roomFor } = await openForms(dialect, []);
    const refused = expect.objectContaining({ code: "CALL_NOT_SIGNED" });
    const room = roomFor(scopePort(PLAIN_SCOPE));
    expect(() => room.contextFor({})).toThrow(refused);
    expect(() => room.contextFor({ "x-tunet-call": "a.b.c" })).toThrow(refused);
  });
});
