import { expect, it } from "vitest";
import { MINUTE_MILLIS } from "../../../../lib/clock.js";
import { isUuid, timeOfId } from "../../../../lib/ids.js";
import type { OwnerRight } from "../../../../subgraphs/dialogs/writing/index.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW, partyOf } from "../dialogs.js";
import {
  ADMIN,
  aBody,
  aChange,
  anActivityBody,
  aTransmissionBody,
  type Body,
  idOf,
  inDays,
  iso,
  OTHER_SERVICE,
  OWNER,
  ownerWith,
  plain,
} from "./bodies.js";
import { openTestWriter, type TestWriter } from "./room.js";

const LATER = NOW + MINUTE_MILLIS;
const url = "https://example.com/";
const attachment = (more: Body = {}): Body => ({
  id: idOf("attachment"),
  urls: [{ id: idOf("url"), url, consumerType: "Gui" }],
  ...more,
});
const guiAction = (more: Body = {}): Body => ({
  id: idOf("gui"),
  action: "read",
  url,
  priority: "Primary",
  title: [{ value: "Åpne", languageCode: "nb" }],
  ...more,
});
const apiAction = (more: Body = {}): Body => ({
  id: idOf("api"),
  action: "read",
  endpoints: [{ id: idOf("endpoint"), url, httpMethod: "GET" }],
  ...more,
});
const content = (more: Body): Body => ({ content: { title: plain("Skattemelding"), ...more } });

/** A whole dialog: what is sent again changes nothing. */
const WHOLE: Body = {
  status: "InProgress",
  extendedStatus: "code",
  externalReference: "ref",
  progress: 10,
  process: "urn:example:p",
  precedingProcess: "urn:example:q",
  dueAt: inDays(5),
  expiresAt: inDays(9),
  searchTags: [{ value: "skatt" }],
  attachments: [attachment()],
  guiActions: [guiAction()],
  apiActions: [apiAction()],
  content: {
    title: plain("Skattemelding"),
    summary: plain("Sammendrag"),
    extendedStatus: plain("Sendt"),
    additionalInfo: plain("Mer"),
  },
};

const made = async ({ writer, setNow }: TestWriter, body: Body = WHOLE): Promise<string> => {
  const answer = await writer.create(OWNER, aBody(body));
  if (answer.outcome !== "CREATED") throw new Error(JSON.stringify(answer));
  setNow(LATER);
  return answer.dialogId;
};

const rowOf = async ({ rows }: TestWriter) => {
  const [row] = await rows("dialogs");
  if (row === undefined) throw new Error("There is no dialog.");
  return row;
};

const CHANGES: readonly (readonly [name: string, more: Body, movesContent: boolean])[] = [
  ["status", { status: "Completed" }, true],
  ["extendedStatus", { extendedStatus: "other" }, true],
  ["the title", { content: { ...WHOLE["content"], title: plain("Ny") } }, true],
  ["the summary", { content: { ...WHOLE["content"], summary: null } }, true],
  [
    "the label of extendedStatus",
    { content: { ...WHOLE["content"], extendedStatus: plain("Mottatt") } },
    true,
  ],
  ["additional information", { content: { ...WHOLE["content"], additionalInfo: plain("Annet") } }, true],
  ["a non-sensitive title", { content: { ...WHOLE["content"], nonSensitiveTitle: plain("Åpen") } }, true],
  ["an attachment", { attachments: [attachment({ name: "a.pdf" })] }, true],
  ["an attachment with another id", { attachments: [attachment({ id: undefined })] }, true],
  ["no attachments", { attachments: [] }, true],
  ["a GUI action", { guiActions: [guiAction({ action: "write" })] }, true],
  ["an API action", { apiActions: [apiAction({ name: "n" })] }, true],
  ["a transmission", { transmissions: [aTransmissionBody()] }, true],
  ["an activity", { activities: [anActivityBody()] }, false],
  ["externalReference", { externalReference: "other" }, false],
  ["progress", { progress: 20 }, false],
  ["process", { process: "urn:example:r" }, false],
  ["precedingProcess", { precedingProcess: null }, false],
  ["dueAt", { dueAt: inDays(6) }, false],
  ["expiresAt", { expiresAt: null }, false],
  ["isApiOnly", { isApiOnly: true }, false],
  ["searchTags", { searchTags: [{ value: "avgift" }] }, false],
];

describeOnBothDatabases("a change of a dialog", (dialect) => {
  it.each(CHANGES)("moves its moments as it should: %s", async (_, more, movesContent) => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const before = await rowOf(test);
    const answer = await test.writer.replace(OWNER, id, aChange({ ...WHOLE, ...more }));
    const after = await rowOf(test);
    expect(answer).toEqual({ outcome: "WRITTEN", revision: after.revision });
    expect(after.revision).not.toBe(before.revision);
    expect(isUuid(after.revision) && timeOfId(after.revision)).toBe(LATER);
    expect([after.createdAt, after.updatedAt, after.contentUpdatedAt]).toEqual([
      NOW,
      LATER,
      movesContent ? LATER : NOW,
    ]);
  });

  it("that says what is there already changes nothing, and nobody is told", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const before = await rowOf(test);
    expect(await test.writer.replace(OWNER, id, aChange(WHOLE))).toEqual({
      outcome: "WRITTEN",
      revision: before.revision,
    });
    expect(await rowOf(test)).toEqual(before);
    expect(await test.rows("events")).toHaveLength(1);
  });

  it("is never older than the one before, whatever the clock of the machine says", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    await test.writer.replace(OWNER, id, aChange({ ...WHOLE, status: "Draft" }));
    test.setNow(NOW + 1);
    await test.writer.replace(OWNER, id, aChange({ ...WHOLE, status: "Completed" }));
    expect(await rowOf(test)).toMatchObject({
      status: "COMPLETED",
      updatedAt: LATER,
      contentUpdatedAt: LATER,
    });
  });

  it("adds no more than 32,767 transmissions from each side", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const { dialogs } = test.tables;
    await test.database.transaction(async (tx) => {
      await tx
        .update(dialogs)
        .set({ fromServiceOwnerTransmissionsCount: 32_766, fromPartyTransmissionsCount: 32_767 });
    });
    const send = (type: string) => test.writer.createTransmissions(OWNER, id, [aTransmissionBody({ type })]);
    const full = (side: string) => ({
      outcome: "DOMAIN_ERROR",
      problems: [
        {
          path: "transmissions",
          message: `A dialog may have 32767 transmissions from the ${side}; it would have 32768.`,
        },
      ],
    });
    expect(await send("Submission")).toEqual(full("party"));
    expect((await send("Information")).outcome).toBe("WRITTEN");
    expect(await send("Information")).toEqual(full("service owner"));
  });

  it("takes as many statements of a dialog with many messages as of one with none", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test, { transmissions: [aTransmissionBody({ id: idOf("first") })] });
    const count = async (write: () => Promise<{ outcome: string }>): Promise<number> => {
      await test.found("anything"); // by now the words of what was written before are written
      test.statements.length = 0;
      expect((await write()).outcome).toBe("WRITTEN");
      return test.statements.length;
    };
    let progress = 1;
    const counts = async () => [
      await count(() => test.writer.replace(OWNER, id, aChange({ progress: progress++ }))),
      await count(() => test.writer.createActivity(OWNER, id, anActivityBody())),
      await count(() =>
        test.writer.createTransmissions(OWNER, id, [
          aTransmissionBody({ relatedTransmissionId: idOf("first") }),
        ]),
      ),
    ];
    await counts();
    const few = await counts();
    await test.writer.createTransmissions(
      OWNER,
      id,
      Array.from({ length: 50 }, () => aTransmissionBody()),
    );
    expect(await counts()).toEqual(few);
    for (const [index, most] of [9, 11, 18].entries()) expect(few[index]).toBeLessThanOrEqual(most);
  });

  it("that is silent moves no moment and no label, keeps what is seen as seen, and is told silently", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const by = { actorType: "PARTY_REPRESENTATIVE", actorId: partyOf(3).urn, actorName: null } as const;
    await test.writer.setSystemLabelsAsOwner(
      ADMIN,
      [{ dialogId: id, endUserContextRevision: null }],
      { add: ["ARCHIVE"], remove: [] },
      by,
    );
    await test.writer.markSeen({ dialogId: id, endUserType: "Person", by, isViaServiceOwner: false });
    const before = await rowOf(test);
    await test.writer.replace(
      OWNER,
      id,
      aChange({ ...WHOLE, status: "Completed", transmissions: [aTransmissionBody()] }),
      {
        isSilentUpdate: true,
      },
    );
    expect(await rowOf(test)).toEqual({
      ...before,
      status: "COMPLETED",
      fromServiceOwnerTransmissionsCount: 1,
      hasUnopenedContent: true,
      revision: expect.not.stringMatching(before.revision),
    });
    expect(
      (await test.rows("events")).map(({ type, isSilent }) => [type.split(".").slice(2).join("."), isSilent]),
    ).toEqual([
      ["created.v1", false],
      ["seen.v1", false],
      ["updated.v1", false],
      ["updated.v1", true],
      ["transmission.created.v1", true],
    ]);
  });

  it("brings it back from the bin, which the log says the owner did", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const by = { actorType: "PARTY_REPRESENTATIVE", actorId: partyOf(3).urn, actorName: null } as const;
    await test.writer.setSystemLabelsAsOwner(
      ADMIN,
      [{ dialogId: id, endUserContextRevision: null }],
      { add: ["BIN"], remove: [] },
      by,
    );
    await test.writer.createActivity(OWNER, id, anActivityBody());
    expect((await rowOf(test)).systemLabels).toBe(1);
    const log = await test.rows("labelAssignmentLog");
    expect(log.map(({ action, name, performedBy }) => ({ action, name, performedBy }))).toEqual([
      { action: "set", name: "systemlabel:Bin", performedBy: by },
      {
        action: "remove",
        name: "systemlabel:Bin",
        performedBy: { actorType: "SERVICE_OWNER", actorId: OWNER.organization, actorName: null },
      },
    ]);
  });

  it("may leave moments that have gone by as they are, and not set others", async () => {
    const test = await openTestWriter(dialect);
    const body = {
      dueAt: inDays(1),
      expiresAt: inDays(9),
      attachments: [attachment({ expiresAt: inDays(1) })],
    };
    const id = await made(test, body);
    test.setNow(NOW + 2 * 86_400_000);
    const same = await test.writer.replace(OWNER, id, aChange({ ...body, progress: 5 }));
    expect(same.outcome).toBe("WRITTEN");
    const past = { ...body, dueAt: inDays(1.5), attachments: [attachment({ expiresAt: inDays(1.5) })] };
    expect(await test.writer.replace(OWNER, id, aChange(past))).toEqual({
      outcome: "DOMAIN_ERROR",
      problems: ["dueAt", "attachments[0].expiresAt"].map((path) => ({
        path,
        message: "This must lie in the future.",
      })),
    });
    expect((await test.writer.replace(OWNER, id, aChange(past), { isSilentUpdate: true })).outcome).toBe(
      "WRITTEN",
    );
    expect((await test.writer.replace(ADMIN, id, aChange({ ...body, dueAt: inDays(0.5) }))).outcome).toBe(
      "WRITTEN",
    );
    expect((await test.writer.replace(OWNER, id, aChange({}))).outcome).toBe("WRITTEN");
  });

  it("may not end what is not visible yet before it begins", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test, { visibleFrom: inDays(3) });
    expect(await test.writer.replace(OWNER, id, aChange({ dueAt: inDays(2), expiresAt: inDays(2) }))).toEqual(
      {
        outcome: "DOMAIN_ERROR",
        problems: ["dueAt", "expiresAt"].map((path) => ({
          path,
          message: "This must not lie before visibleFrom.",
        })),
      },
    );
  });

  it("refuses ids that are taken, in this dialog or in another, each with its path", async () => {
    const test = await openTestWriter(dialect);
    await test.writer.create(OWNER, aBody({ transmissions: [aTransmissionBody({ id: idOf("far") })] }));
    const id = await made(test, {
      transmissions: [aTransmissionBody({ id: idOf("near") })],
      activities: [anActivityBody({ id: idOf("done") })],
    });
    const answer = await test.writer.replace(
      OWNER,
      id,
      aChange({
        transmissions: ["far", "new", "near"].map((name) => aTransmissionBody({ id: idOf(name) })),
        activities: [anActivityBody({ id: idOf("done") })],
      }),
    );
    expect(answer).toMatchObject({ outcome: "DOMAIN_ERROR" });
    expect("problems" in answer && answer.problems.map(({ path }) => path)).toEqual([
      "transmissions[0].id",
      "transmissions[2].id",
      "activities[0].id",
    ]);
    expect(await test.rows("transmissions")).toHaveLength(2);
  });

  it("is found by its new words, and no longer by the old ones", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    await test.writer.replace(
      OWNER,
      id,
      aChange({ ...WHOLE, ...content({ title: plain("Eiendomsskatt") }) }),
    );
    await test.writer.createTransmissions(OWNER, id, [
      aTransmissionBody({ content: { title: plain("Kvittering") } }),
    ]);
    await test.writer.createActivity(
      OWNER,
      id,
      anActivityBody({ type: "Information", description: [{ value: "Purring sendt", languageCode: "nb" }] }),
    );
    await test.writer.replace(
      OWNER,
      id,
      aChange({
        ...WHOLE,
        ...content({ title: plain("Eiendomsskatt") }),
        attachments: [attachment({ displayName: [{ value: "Takst", languageCode: "nb" }] })],
      }),
    );
    for (const word of ["eiendomsskatt", "purring", "takst"]) expect(await test.found(word)).toEqual([id]);
    expect(await test.found("kvittering")).toEqual([id]);
    expect(await test.found("skattemelding")).toEqual([]);
  });

  it("needs the right to each service that it names, and to correspondence's activities", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const foreign = aChange({ guiActions: [guiAction({ authorizationAttribute: OTHER_SERVICE })] });
    expect(await test.writer.replace(OWNER, id, foreign)).toEqual({
      outcome: "FORBIDDEN",
      message: `These services are not tst's: ${OTHER_SERVICE}. Use your own, or register them first.`,
    });
    expect((await test.writer.replace(ADMIN, id, foreign)).outcome).toBe("WRITTEN");
    const opened = anActivityBody({ type: "CorrespondenceOpened" });
    const scope = "digdir:dialogporten.serviceprovider.correspondence";
    expect(await test.writer.createActivity(OWNER, id, opened)).toMatchObject({
      outcome: "FORBIDDEN",
      message: expect.stringContaining(scope),
    });
    expect((await test.writer.createActivity(ownerWith(["CORRESPONDENCE"]), id, opened)).outcome).toBe(
      "WRITTEN",
    );
  });

  it("of a transmission needs its own right, and replaces all of it but its id", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test, {
      transmissions: [aTransmissionBody({ id: idOf("t"), idempotentKey: "one" })],
    });
    const change = aTransmissionBody({ type: "Submission", content: { title: plain("Rettet") } });
    const as = (rights: readonly OwnerRight[], body: Body = change, name = "t") =>
      test.writer.replaceTransmission(ownerWith(rights), id, idOf(name), body);
    expect(await as([])).toMatchObject({ outcome: "FORBIDDEN" });
    expect(await as(["CHANGE_TRANSMISSIONS"], change, "nowhere")).toEqual({
      outcome: "NOT_FOUND",
      entity: "Transmission",
      ids: [idOf("nowhere")],
    });
    expect(await as(["CHANGE_TRANSMISSIONS"])).toMatchObject({ outcome: "WRITTEN" });
    expect(await test.rows("transmissions")).toMatchObject([
      {
        id: idOf("t"),
        dialogId: id,
        type: "SUBMISSION",
        idempotentKey: null,
        createdAt: NOW,
        content: { title: { nb: "Rettet" } },
      },
    ]);
    expect(await rowOf(test)).toMatchObject({
      fromPartyTransmissionsCount: 1,
      fromServiceOwnerTransmissionsCount: 0,
      hasUnopenedContent: false,
      contentUpdatedAt: LATER,
      systemLabels: 1 | 16,
    });
    expect(await test.found("rettet")).toEqual([id]);
    const { revision } = await rowOf(test);
    expect(await as(["CHANGE_TRANSMISSIONS"])).toEqual({ outcome: "WRITTEN", revision });
    const silent = await as(["CHANGE_TRANSMISSIONS"], {
      ...change,
      externalReference: "r",
      isSilentUpdate: true,
    });
    expect(silent.outcome).toBe("WRITTEN");
    expect((await test.rows("events")).at(-1)).toMatchObject({ isSilent: true });
  });

  it("of a FormSaved activity's moment is the administrators', and moves updatedAt forwards only", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test, {
      activities: [
        anActivityBody({ id: idOf("saved"), type: "FormSaved" }),
        anActivityBody({ id: idOf("closed"), type: "DialogClosed" }),
      ],
    });
    const move = (name: string, newCreatedAt: number, call = ADMIN) =>
      test.writer.setFormSavedActivityTime(call, id, idOf(name), { newCreatedAt: iso(newCreatedAt) });
    expect(await move("saved", LATER, OWNER)).toMatchObject({ outcome: "FORBIDDEN" });
    expect(await move("closed", LATER)).toMatchObject({ outcome: "DOMAIN_ERROR" });
    expect(await move("nowhere", LATER)).toEqual({
      outcome: "NOT_FOUND",
      entity: "Activity",
      ids: [idOf("nowhere")],
    });
    expect(await move("saved", LATER)).toMatchObject({ outcome: "WRITTEN" });
    expect((await rowOf(test)).updatedAt).toBe(LATER);
    expect(await move("saved", NOW - 5)).toMatchObject({ outcome: "WRITTEN" });
    expect((await rowOf(test)).updatedAt).toBe(LATER);
    expect((await test.rows("activities")).find(({ type }) => type === "FORM_SAVED")?.createdAt).toBe(
      NOW - 5,
    );
  });
});
