import { expect, it } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import { encodeWorkspaceId } from "../../../schema/workspace-id.js";
import { askRoom, entitiesQuery, NOW, partyOf, personClaims, scopePort } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import {
  anInstance,
  DAY,
  DEFINITION,
  groupOf,
  instanceIdOf,
  openForms,
  PLAIN_SCOPE,
  SENT,
  scopeOf,
  serviceOf,
} from "./forms.js";

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

const workspace = (partyIds: readonly string[] | null, more: object = {}) => ({
  representations: [{ __typename: "Workspace", id: encodeWorkspaceId(partyIds) }],
  ...more,
});

const LIST = (name: "drafts" | "receipts", selection = "node { id }") =>
  entitiesQuery(
    `... on Workspace {
    ${name}(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor ${selection} }
    }
  }`,
    "$first: Int! = 50, $after: Cursor",
  );

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

  it("lists drafts and receipts apart, newest change first, and no deleted ones", async () => {
    const { roomFor } = await openForms(dialect, [
      anInstance("older draft", { lastChangedAt: NOW - 3 * DAY }),
      anInstance("newer draft", { lastChangedAt: NOW - DAY, currentTaskId: "wait" }),
      anInstance("deleted draft", { softDeletedAt: NOW }),
      anInstance("sent", SENT),
      anInstance("taken over", { ...SENT, confirmedAt: NOW, lastChangedAt: NOW - DAY }),
      anInstance("deleted receipt", { ...SENT, softDeletedAt: NOW }),
    ]);
    const list = async (name: "drafts" | "receipts") => {
      const answer = await askRoom(
        roomFor(scopePort(PLAIN_SCOPE)),
        LIST(name, "node { id state }"),
        workspace(null),
      );
      const { totalCount, edges } = answer.data._entities[0][name];
      return { totalCount, nodes: edges.map(({ node }: { node: object }) => node) };
    };
    expect(await list("drafts")).toEqual({
      totalCount: 2,
      nodes: [
        { id: instanceIdOf("newer draft"), state: "AWAITING_FEEDBACK" },
        { id: instanceIdOf("older draft"), state: "DRAFT" },
      ],
    });
    expect(await list("receipts")).toEqual({
      totalCount: 2,
      nodes: [
        { id: instanceIdOf("taken over"), state: "COMPLETED" },
        { id: instanceIdOf("sent"), state: "AWAITING_CONFIRMATION" },
      ],
    });
  });

  it("lists for the workspace's parties only, and only those that the viewer may act for", async () => {
    const { roomFor } = await openForms(
      dialect,
      [0, 1, 2].map((index) => anInstance(`draft ${index}`, { party: partyOf(index).urn })),
    );
    const scope = scopeOf([groupOf([partyOf(0), partyOf(1)], { [serviceOf(0)]: 3 })]);
    const listed = async (partyIds: readonly string[] | null) => {
      const { data } = await askRoom(roomFor(scopePort(scope)), LIST("drafts"), workspace(partyIds));
      return data._entities[0].drafts.edges.map(({ node }: { node: { id: string } }) => node.id).sort();
    };
    const [first, second] = ["draft 0", "draft 1"].map(instanceIdOf);
    expect(await listed(null)).toEqual([first, second].sort());
    expect(await listed([partyOf(1).id])).toEqual([second]);
    expect(await listed([partyOf(0).id, partyOf(2).id])).toEqual([first]);
    expect(await listed([partyOf(2).id])).toEqual([]);
    expect(await listed([])).toEqual([]);
  });

  it("knows no workspace by a text that is no workspace id", async () => {
    const { roomFor, statements } = await openForms(dialect, [anInstance("one")]);
    const representations = [{ __typename: "Workspace", id: "everybody" }];
    expect(await askRoom(roomFor(scopePort(PLAIN_SCOPE)), LIST("drafts"), { representations })).toEqual({
      data: { _entities: [null] },
    });
    expect(statements).toEqual([]);
  });

  it("walks a thousand drafts of one moment page by page: each once, also when new ones come in between", async () => {
    const all = Array.from({ length: 1_000 }, (_, index) => anInstance(`same moment ${index}`));
    const { store, roomFor } = await openForms(dialect, all);
    const room = roomFor(scopePort(PLAIN_SCOPE));
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; ; page++) {
      const { data } = await askRoom(room, LIST("drafts"), workspace(null, { first: 190, after }));
      const { edges, pageInfo, totalCount } = data._entities[0].drafts;
      seen.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      expect(totalCount).toBe(1_000 + page);
      expect(pageInfo).toEqual({
        hasNextPage: page < 5,
        hasPreviousPage: page > 0,
        startCursor: edges[0].cursor,
        endCursor: edges.at(-1).cursor,
      });
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
      await store.add({
        definitions: [],
        instances: [anInstance(`newer ${page}`, { lastChangedAt: NOW })],
      });
    }
    expect(seen).toEqual(
      all
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
  });

  it("refuses pages that are too small or too large, and cursors of another list, viewer or making", async () => {
    const { roomFor } = await openForms(dialect, [
      anInstance("one"),
      anInstance("two"),
      anInstance("sent", SENT),
    ]);
    const room = roomFor(scopePort(PLAIN_SCOPE));
    const problemOf = async (name: "drafts" | "receipts", more: object, claims = personClaims(0)) => {
      const { errors } = await askRoom(room, LIST(name), workspace(null, more), { claims });
      return errors?.map(({ code, message }) => `${code}: ${message}`);
    };
    for (const first of [0, -1, 201]) {
      expect(await problemOf("drafts", { first })).toEqual([
        `PAGE_SIZE_OUT_OF_RANGE: Ask for first from 1 to 200; it was ${first}.`,
      ]);
    }
    const { data } = await askRoom(room, LIST("drafts"), workspace(null, { first: 1 }));
    const after = data._entities[0].drafts.pageInfo.endCursor;
    expect(await problemOf("drafts", { after })).toBeUndefined();
    const elsewhere =
      "CURSOR_INVALID: The cursor belongs to another order, filter or viewer. Start again from the first page.";
    expect(await problemOf("receipts", { after })).toEqual([elsewhere]);
    expect(await problemOf("drafts", { after }, personClaims(1))).toEqual([elsewhere]);
    expect(await problemOf("drafts", { after: "made-up" })).toEqual([
      "CURSOR_INVALID: The cursor is not one that this list gave. Start again from the first page.",
    ]);
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
