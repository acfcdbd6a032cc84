import { expect, it } from "vitest";
import { encodeWorkspaceId } from "../../../schema/workspace-id.js";
import { askRoom, entitiesQuery, NOW, partyOf, personClaims, scopePort } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import {
  anInstance,
  DAY,
  groupOf,
  instanceIdOf,
  openForms,
  PLAIN_SCOPE,
  SENT,
  scopeOf,
  serviceOf,
} from "./forms.js";

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

describeOnBothDatabases("the lists of forms", (dialect) => {
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
});
