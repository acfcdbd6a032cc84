import { describe, expect, it } from "vitest";
import { columnsOf } from "../../../drizzle/columns.js";
import { dialogsTables } from "../../../drizzle/dialogs/tables.js";
import { idFromName, uuidFromName } from "../../../lib/ids.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { readLabelName } from "../../../subgraphs/dialogs/rules/own-labels.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom, type TestRoom } from "./room.js";

const KARI = `${PERSON_PREFIX}17912099997`;
const OLA = `${PERSON_PREFIX}29822799980`;
const OURS = partyOf(0);
const THEIRS = partyOf(1);

const seenBy = (actorId: string, seenAt: number, isViaServiceOwner = false) => ({
  id: uuidFromName(`${actorId} ${seenAt} ${isViaServiceOwner}`),
  seenAt,
  seenBy: { actorType: "PARTY_REPRESENTATIVE" as const, actorId, actorName: null },
  endUserType: "Person",
  isViaServiceOwner,
});

const letters = ["a", "b", "c"].map((name, index) =>
  aDialog(name, { dialog: { createdAt: NOW - (index + 1) * DAY } }),
);
const [A, B, C] = letters.map(({ dialog }) => dialog.id);
const theirs = aDialog("theirs", { dialog: { party: THEIRS.urn } });
const later = aDialog("later", { dialog: { visibleFrom: NOW + DAY } });
const UNKNOWN = "0199a000-0000-7000-8000-000000000009";

const scope = scopeOf([OURS], { [serviceOf(0)]: 3 });
/** Two who act for the same party: whatever one has of their own, the other must never see. */
const VIEWERS = { kari: { party: KARI, scope }, ola: { party: OLA, scope } };

const CREATE = `mutation($input: CreateOwnLabelInput!) { createOwnLabel(input: $input) {
  label { id name createdAt } errors { __typename message } } }`;
const RENAME = `mutation($input: RenameOwnLabelInput!) { renameOwnLabel(input: $input) {
  label { id name } errors { __typename message } } }`;
const DELETE = `mutation($input: DeleteOwnLabelInput!) { deleteOwnLabel(input: $input) {
  success errors { __typename message } } }`;
const SET = `mutation($input: SetOwnLabelsInput!) { setOwnLabels(input: $input) {
  success errors { __typename message } } }`;
const SEEN = `mutation($input: SetSeenByMeInput!) { setSeenByMe(input: $input) {
  success errors { __typename message } } }`;
const LIST = onWorkspace("ownLabels { label { name } itemCount }");

const create = async ({ ask }: TestRoom, viewer: string, name: string): Promise<string> => {
  const { data, errors } = await ask(viewer, CREATE, { input: { name } });
  expect(errors).toBeUndefined();
  expect(data.createOwnLabel.errors).toEqual([]);
  return data.createOwnLabel.label.id;
};
const set = async (room: TestRoom, viewer: string, input: object) =>
  (await room.ask(viewer, SET, { input: { addLabels: [], removeLabels: [], ...input } })).data.setOwnLabels;
const done = { success: true, errors: [] };

/** Titles of what a viewer's history has, and what is theirs on each. */
const history = async ({ ask }: TestRoom, viewer: string, filter: object = {}): Promise<string[]> => {
  const query = onWorkspace(
    "history(filter: $filter) { totalCount { value } edges { node { title isSeenByMe isContentSeen ownLabels { name } } } }",
    "$filter: HistoryFilter",
  );
  const { data, errors } = await ask(viewer, query, { filter });
  expect(errors).toBeUndefined();
  const { edges, totalCount } = data._entities[0].history;
  expect(totalCount.value).toBe(edges.length);
  type Node = { title: string; isSeenByMe: boolean; ownLabels: { name: string }[] };
  return edges.map(({ node }: { node: Node }) =>
    [node.title, ...(node.isSeenByMe ? ["seen"] : []), ...node.ownLabels.map(({ name }) => `#${name}`)].join(
      " ",
    ),
  );
};
const list = async ({ ask }: TestRoom, viewer: string): Promise<string[]> => {
  const { data } = await ask(viewer, LIST);
  return data._entities[0].ownLabels.map(
    ({ label, itemCount }: { label: { name: string }; itemCount: number }) => `${label.name} ${itemCount}`,
  );
};

describeOnBothDatabases("labels of one's own", (dialect) => {
  const open = () => openTestRoom({ dialect, viewers: VIEWERS, dialogs: [...letters, theirs, later] });

  it("are made, put on, filtered by, renamed, taken off and deleted", async () => {
    const room = await open();
    const [urgent, home] = [await create(room, "kari", " Haster  nå "), await create(room, "kari", "hjem")];
    expect(await set(room, "kari", { dialogIds: [A, B], addLabels: [urgent, home] })).toEqual(done);
    expect(await set(room, "kari", { dialogIds: [B, C], addLabels: [urgent] })).toEqual(done);
    expect(await history(room, "kari")).toEqual(["a #Haster nå #hjem", "b #Haster nå #hjem", "c #Haster nå"]);
    expect(await history(room, "kari", { ownLabel: [urgent] })).toHaveLength(3);
    expect(await history(room, "kari", { ownLabel: [urgent, home] })).toEqual([
      "a #Haster nå #hjem",
      "b #Haster nå #hjem",
    ]);
    expect(await list(room, "kari")).toEqual(["Haster nå 3", "hjem 2"]);

    const { data } = await room.ask("kari", RENAME, { input: { labelId: home, name: "Arbeid" } });
    expect(data.renameOwnLabel).toEqual({ label: { id: home, name: "Arbeid" }, errors: [] });
    expect(await set(room, "kari", { dialogIds: [A], addLabels: [home], removeLabels: [urgent] })).toEqual(
      done,
    );
    expect(await list(room, "kari")).toEqual(["Arbeid 2", "Haster nå 2"]);

    expect((await room.ask("kari", DELETE, { input: { labelId: home } })).data.deleteOwnLabel).toEqual(done);
    expect(await list(room, "kari")).toEqual(["Haster nå 2"]);
    expect(await history(room, "kari")).toEqual(["a", "b #Haster nå", "c #Haster nå"]);
  });

  it("are never another's, who acts for the same party, to see, use, rename or delete", async () => {
    const room = await open();
    const label = await create(room, "kari", "Haster");
    await set(room, "kari", { dialogIds: [A], addLabels: [label] });
    expect(await list(room, "ola")).toEqual([]);
    expect(await history(room, "ola")).toEqual(["a", "b", "c"]);
    expect(await history(room, "ola", { ownLabel: [label] })).toEqual([]);

    const unknown = [
      {
        __typename: "OwnLabelNotFound",
        message: `You have no label ${label}. Ask for workspace { ownLabels } to see those that you have.`,
      },
    ];
    for (const change of [{ addLabels: [label] }, { removeLabels: [label] }]) {
      expect(await set(room, "ola", { dialogIds: [A], ...change })).toEqual({
        success: false,
        errors: unknown,
      });
    }
    const renamed = await room.ask("ola", RENAME, { input: { labelId: label, name: "Min" } });
    expect(renamed.data.renameOwnLabel).toEqual({ label: null, errors: unknown });
    const deleted = await room.ask("ola", DELETE, { input: { labelId: label } });
    expect(deleted.data.deleteOwnLabel).toEqual({ success: false, errors: unknown });

    // A name is taken by its owner only.
    await create(room, "ola", "Haster");
    expect(await history(room, "kari")).toEqual(["a #Haster", "b", "c"]);
  });

  it("are counted and found only on what their owner may still see", async () => {
    const room = await open();
    const label = await create(room, "kari", "Haster");
    const owned = { owner: KARI, labelId: label, createdAt: NOW };
    const { ownLabelings } = dialogsTables(columnsOf(dialect));
    await set(room, "kari", { dialogIds: [A], addLabels: [label] });
    // As it would be had they lost access since.
    const seqs = await room.store.accessTo([theirs.dialog.id, later.dialog.id], { scope, now: NOW });
    await room.database.transaction((tx) =>
      tx.insert(ownLabelings).values(seqs.map(({ seq }) => ({ ...owned, dialogSeq: seq }))),
    );
    expect(await history(room, "kari", { ownLabel: [label] })).toEqual(["a #Haster"]);
    expect(await list(room, "kari")).toEqual(["Haster 1"]);
    // They may take it off, though.
    expect(await set(room, "kari", { dialogIds: [theirs.dialog.id], removeLabels: [label] })).toEqual(done);
    room.setNow(NOW + 2 * DAY);
    expect(await list(room, "kari")).toEqual(["Haster 2"]);
  });

  it("are found together with words and other filters", async () => {
    const room = await open();
    const label = await create(room, "kari", "Haster");
    await set(room, "kari", { dialogIds: [A, B], addLabels: [label] });
    expect(
      await history(room, "kari", {
        ownLabel: [label],
        createdBefore: new Date(NOW - 2 * DAY).toISOString(),
      }),
    ).toEqual(["b #Haster"]);
    const query = onWorkspace(
      "history(search: $search, filter: { ownLabel: $labels }) { edges { node { title } } }",
      "$search: String, $labels: [UUID!]",
    );
    const { data } = await room.ask("kari", query, { search: "a", labels: [label] });
    expect(data._entities[0].history.edges).toEqual([{ node: { title: "a" } }]);
  });

  it.each([
    [
      "a name that is empty",
      CREATE,
      { name: "  " },
      "ValidationError",
      "name is empty; write what the label is to be called.",
    ],
    [
      "a name too long",
      CREATE,
      { name: "å".repeat(51) },
      "ValidationError",
      "name has 51 characters; at most 50 are kept.",
    ],
    [
      "a name that they have",
      CREATE,
      { name: "HASTER" },
      "NameTaken",
      'You have another label called "HASTER". Choose another name, or use that one.',
    ],
    [
      "a new name that another label has",
      RENAME,
      { labelId: "$other", name: "haster" },
      "NameTaken",
      'You have another label called "haster". Choose another name, or use that one.',
    ],
    [
      "a new name that is empty",
      RENAME,
      { labelId: "$other", name: "" },
      "ValidationError",
      "name is empty; write what the label is to be called.",
    ],
    [
      "an unknown label",
      DELETE,
      { labelId: UNKNOWN },
      "NotFound",
      `You have no label ${UNKNOWN}. Ask for workspace { ownLabels } to see those that you have.`,
    ],
    [
      "no dialog",
      SET,
      { dialogIds: [], addLabels: [], removeLabels: [] },
      "ValidationError",
      "dialogIds names 0; name 1 to 100.",
    ],
    [
      "too many dialogs",
      SET,
      { dialogIds: Array.from({ length: 101 }, () => A), addLabels: [], removeLabels: [] },
      "ValidationError",
      "dialogIds names 101; name 1 to 100.",
    ],
    [
      "too many labels",
      SET,
      { dialogIds: [A], addLabels: Array.from({ length: 21 }, () => UNKNOWN), removeLabels: [] },
      "ValidationError",
      "addLabels names 21; name at most 20.",
    ],
    [
      "a label both ways",
      SET,
      { dialogIds: [A], addLabels: ["$other"], removeLabels: ["$other"] },
      "ValidationError",
      "A label is in both addLabels and removeLabels; name it in one of them.",
    ],
    [
      "another's dialog",
      SET,
      { dialogIds: [A, theirs.dialog.id], addLabels: ["$other"], removeLabels: [] },
      "DialogNotFound",
      `There is no dialog ${theirs.dialog.id} for you. Check the id.`,
    ],
    [
      "a dialog that is not there yet",
      SET,
      { dialogIds: [later.dialog.id], addLabels: ["$other"], removeLabels: [] },
      "DialogNotFound",
      `There is no dialog ${later.dialog.id} for you. Check the id.`,
    ],
  ])("refuse %s, and then nothing has changed", async (_, mutation, input, type, message) => {
    const room = await open();
    await create(room, "kari", "Haster");
    const other = await create(room, "kari", "Hjem");
    const text = JSON.stringify({ input }).replaceAll("$other", other);
    const { data, errors } = await room.ask("kari", mutation, JSON.parse(text));
    expect(errors).toBeUndefined();
    const [payload] = Object.values(data) as { errors: unknown }[];
    expect(payload?.errors).toEqual([{ __typename: `OwnLabel${type}`, message }]);
    expect(await list(room, "kari")).toEqual(["Haster 0", "Hjem 0"]);
  });

  it("are at most a hundred, on at most ten thousand dialogs each", async () => {
    const room = await open();
    for (let index = 0; index < 100; index++) await create(room, "kari", `label ${index}`);
    const { data } = await room.ask("kari", CREATE, { input: { name: "one more" } });
    expect(data.createOwnLabel.errors).toEqual([
      { __typename: "OwnLabelLimitReached", message: "You have 100 labels already. Delete one first." },
    ]);
    const full = await create(room, "ola", "full");
    const { ownLabelings } = dialogsTables(columnsOf(dialect));
    const many = Array.from({ length: 9_999 }, (_, index) =>
      aDialog(`many ${index}`, { dialog: { party: THEIRS.urn } }),
    );
    await room.store.createDialogs(many);
    const seqs = await room.store.accessTo(
      many.map(({ dialog }) => dialog.id),
      { scope, now: NOW },
    );
    await room.database.transaction(async (tx) => {
      await tx.insertAll({
        table: ownLabelings,
        rows: seqs.map(({ seq }) => ({ owner: OLA, labelId: full, dialogSeq: seq, createdAt: NOW })),
      });
    });
    expect(await set(room, "ola", { dialogIds: [A], addLabels: [full] })).toEqual(done);
    expect(await set(room, "ola", { dialogIds: [A, B], addLabels: [full] })).toEqual({
      success: false,
      errors: [
        {
          __typename: "OwnLabelLimitReached",
          message: `Label ${full} would be on more than 10000 dialogs. Make another one.`,
        },
      ],
    });
    expect(await history(room, "ola", { ownLabel: [full] })).toEqual(["a #full"]);
  });
});

describeOnBothDatabases("what one has seen oneself", (dialect) => {
  const read = aDialog("read", { seenLog: [seenBy(KARI, NOW - DAY / 2), seenBy(OLA, NOW - DAY / 2, true)] });
  const changed = aDialog("changed", {
    dialog: { createdAt: NOW - 3 * DAY, contentUpdatedAt: NOW - 2 * DAY },
    seenLog: [seenBy(KARI, NOW - 2 * DAY - 1)],
  });
  const open = () => openTestRoom({ dialect, viewers: VIEWERS, dialogs: [read, changed, theirs] });
  const READ = "query($id: UUID!) { dialogById(dialogId: $id) { dialog { isSeenByMe isContentSeen } } }";
  const note = async ({ ask }: TestRoom, viewer: string, dialogIds: string[], isSeen: boolean) =>
    (await ask(viewer, SEEN, { input: { dialogIds, isSeen } })).data.setSeenByMe;

  it("follows from the seen log of dialogs that were pushed, until their content changes", async () => {
    const room = await open();
    expect(await history(room, "kari")).toEqual(["read seen", "changed"]);
    // Ola has only had it shown by the service owner.
    expect(await history(room, "ola")).toEqual(["read", "changed"]);
  });

  it("is noted when one reads a dialog, for oneself alone, and once", async () => {
    const room = await open();
    const { id } = changed.dialog;
    const seen = (await room.ask("ola", READ, { id })).data.dialogById.dialog;
    expect(seen).toEqual({ isSeenByMe: true, isContentSeen: true });
    expect(await history(room, "ola")).toEqual(["read", "changed seen"]);
    expect(await history(room, "kari")).toEqual(["read seen", "changed"]);
    room.statements.length = 0;
    await room.ask("ola", READ, { id });
    expect(room.statements.filter((statement) => !/^\s*(with|select)/i.test(statement))).toEqual([]);
  });

  it("is filtered by", async () => {
    const room = await open();
    expect(await history(room, "kari", { isSeenByMe: true })).toEqual(["read seen"]);
    expect(await history(room, "kari", { isSeenByMe: false })).toEqual(["changed"]);
    expect(await history(room, "ola", { isSeenByMe: true })).toEqual([]);
  });

  it("is set and taken back by hand, and leaves what is shared alone", async () => {
    const room = await open();
    const ids = [read.dialog.id, changed.dialog.id];
    const shared = () =>
      room.store.itemsByIds(ids, { scope, now: NOW }).then((rows) =>
        rows.map(({ isSeenSinceLastContentUpdate, systemLabels, endUserContextRevision }) => ({
          isSeenSinceLastContentUpdate,
          systemLabels,
          endUserContextRevision,
        })),
      );
    const before = await shared();
    expect(await note(room, "kari", ids, true)).toEqual(done);
    expect(await history(room, "kari")).toEqual(["read seen", "changed seen"]);
    expect(await note(room, "kari", [read.dialog.id], false)).toEqual(done);
    expect(await history(room, "kari")).toEqual(["read", "changed seen"]);
    expect(await history(room, "ola")).toEqual(["read", "changed"]);
    expect(await shared()).toEqual(before);
  });

  it("can't be noted of what one may not see, nor of none or too many", async () => {
    const room = await open();
    for (const id of [theirs.dialog.id, UNKNOWN]) {
      expect(await note(room, "kari", [read.dialog.id, id], false)).toEqual({
        success: false,
        errors: [
          {
            __typename: "SetSeenByMeDialogNotFound",
            message: `There is no dialog ${id} for you. Check the id.`,
          },
        ],
      });
    }
    for (const [count, message] of [
      [0, "dialogIds names 0; name 1 to 100."],
      [101, "dialogIds names 101; name 1 to 100."],
    ] as const) {
      const ids = Array.from({ length: count }, () => read.dialog.id);
      expect((await note(room, "kari", ids, true)).errors).toEqual([
        { __typename: "SetSeenByMeValidationError", message },
      ]);
    }
    expect(await history(room, "kari")).toEqual(["read seen", "changed"]);
  });

  it("costs a page of the history two statements more, however long the page is", async () => {
    const room = await openTestRoom({
      dialect,
      viewers: VIEWERS,
      dialogs: Array.from({ length: 40 }, (_, index) => aDialog(`letter ${index}`)),
    });
    const label = await create(room, "kari", "Haster");
    const ids = Array.from({ length: 40 }, (_, index) => idFromName(`letter ${index}`, NOW - DAY));
    await set(room, "kari", { dialogIds: ids, addLabels: [label] });
    room.statements.length = 0;
    const { data } = await room.ask(
      "kari",
      onWorkspace("history(first: 50) { edges { node { isSeenByMe ownLabels { name } } } }"),
    );
    expect(data._entities[0].history.edges).toHaveLength(40);
    // The page, when each was seen, which labels are on each, and the labels' names.
    expect(room.statements).toHaveLength(4);
  });
});

describe("a label's name", () => {
  it.each([
    ["  To   do ", { name: "To do", nameKey: "to do" }],
    ["ÆØÅ", { name: "ÆØÅ", nameKey: "æøå" }],
    ["x".repeat(50), { name: "x".repeat(50), nameKey: "x".repeat(50) }],
    ["\u0000", { problem: "name has control characters; write it in plain text." }],
  ])("is read from %j", (text, expected) => {
    expect(readLabelName(text)).toEqual(expected);
  });
});
