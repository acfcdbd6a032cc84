import { expect, it } from "vitest";
import { DAY_MILLIS } from "../../../../lib/clock.js";
import { isUuid, timeOfId } from "../../../../lib/ids.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW, partyOf } from "../dialogs.js";
import {
  ADMIN,
  aBody,
  anActivityBody,
  aTransmissionBody,
  type Body,
  CORRESPONDENCE_SERVICE,
  idOf,
  inDays,
  iso,
  OTHER_SERVICE,
  OWNER,
  ownerWith,
  plain,
  representative,
  SERVICE,
} from "./bodies.js";
import { openTestWriter, type TestWriter } from "./room.js";

const only = async ({ rows }: TestWriter) => {
  const [row, ...others] = await rows("dialogs");
  if (row === undefined || others.length > 0) throw new Error("There is not one dialog.");
  return row;
};

describeOnBothDatabases("making a dialog", (dialect) => {
  it("keeps the least that an owner may say, and fills in the rest", async () => {
    const test = await openTestWriter(dialect);
    const created = await test.writer.create(OWNER, aBody());
    const row = await only(test);
    expect(created).toEqual({ outcome: "CREATED", dialogId: row.id, revision: row.revision });
    expect(isUuid(row.id) && timeOfId(row.id)).toBe(NOW);
    expect(row).toEqual({
      seq: expect.any(Number),
      id: row.id,
      sourceId: "altinn3",
      sourceStatus: null,
      org: "tst",
      serviceResource: SERVICE,
      serviceResourceType: "genericaccessresource",
      party: partyOf(0).urn,
      status: "NOT_APPLICABLE",
      extendedStatus: null,
      extendedStatusCode: null,
      externalReference: null,
      progress: null,
      process: null,
      precedingProcess: null,
      instanceRef: null,
      createdAt: NOW,
      updatedAt: NOW,
      contentUpdatedAt: NOW,
      visibleFrom: null,
      dueAt: null,
      expiresAt: null,
      deletedAt: null,
      isApiOnly: false,
      isFrozen: false,
      systemLabels: 1,
      isSeenSinceLastContentUpdate: false,
      hasUnopenedContent: false,
      fromServiceOwnerTransmissionsCount: 0,
      fromPartyTransmissionsCount: 0,
      guiAttachmentCount: 0,
      title: { nb: "Skattemelding" },
      summary: null,
      senderName: null,
      nonSensitiveTitle: null,
      nonSensitiveSummary: null,
      hasNonSensitiveTitle: false,
      revision: row.revision,
      endUserContextRevision: row.endUserContextRevision,
      serviceOwnerContextRevision: row.serviceOwnerContextRevision,
      idempotentKey: null,
    });
    expect(new Set([row.revision, row.endUserContextRevision, row.serviceOwnerContextRevision]).size).toBe(3);
    expect(await test.rows("labelAssignmentLog")).toEqual([]);
    expect(await test.found("skattemelding")).toEqual([row.id]);
    expect(await test.rows("sources")).toMatchObject([{ id: "altinn3", delivery: "PUSH", heldCount: 1 }]);
  });

  it("keeps all that an owner may say", async () => {
    const test = await openTestWriter(dialect);
    const url = "https://example.com/";
    const nb = (value: string): Body[] => [{ value, languageCode: "nb" }];
    const created = await test.writer.create(
      OWNER,
      aBody({
        id: idOf("mine"),
        idempotentKey: "a key",
        status: "RequiresAttention",
        extendedStatus: "code",
        externalReference: "ref",
        progress: 40,
        process: "urn:example:p",
        precedingProcess: "urn:example:q",
        dueAt: inDays(1),
        expiresAt: inDays(2),
        createdAt: iso(NOW - DAY_MILLIS),
        updatedAt: iso(NOW - 5),
        systemLabel: "Archive",
        serviceOwnerContext: {
          serviceOwnerLabels: [{ value: "urn:altinn:integration:storage:51000001/AB-cd" }],
        },
        searchTags: [{ value: "Skatt" }],
        content: {
          title: plain("Tittel"),
          summary: plain("Sammendrag"),
          senderName: plain("Avsender"),
          nonSensitiveTitle: plain("Åpen tittel"),
          nonSensitiveSummary: plain("Åpent sammendrag"),
          extendedStatus: plain("Til signering"),
          additionalInfo: { mediaType: "text/markdown", value: nb("*Mer*") },
        },
        attachments: [
          {
            name: "a.pdf",
            displayName: nb("A"),
            expiresAt: inDays(3),
            urls: [{ url, mediaType: "application/pdf", consumerType: "Gui" }],
          },
          { urls: [{ url, consumerType: "Api" }] },
        ],
        guiActions: [
          {
            action: "sign",
            url,
            priority: "Primary",
            title: nb("Signer"),
            prompt: nb("Sikker?"),
            httpMethod: "POST",
            authorizationAttribute: "part",
          },
        ],
        apiActions: [
          {
            action: "read",
            name: "n",
            endpoints: [{ url, httpMethod: "PUT", version: "2", deprecated: true, sunsetAt: inDays(9) }],
          },
        ],
        transmissions: [
          aTransmissionBody({
            id: idOf("first"),
            createdAt: iso(NOW - 9),
            idempotentKey: "t-1",
            externalReference: "r",
          }),
          aTransmissionBody({
            type: "Submission",
            sender: representative(),
            relatedTransmissionId: idOf("first"),
          }),
        ],
        activities: [
          anActivityBody({ type: "TransmissionOpened", transmissionId: idOf("first") }),
          anActivityBody({
            type: "Information",
            description: nb("Gjort"),
            performedBy: { actorType: "PartyRepresentative", actorName: "Kari" },
          }),
        ],
      }),
    );
    expect(created).toMatchObject({ outcome: "CREATED", dialogId: idOf("mine") });
    expect(await only(test)).toMatchObject({
      id: idOf("mine"),
      idempotentKey: "a key",
      status: "REQUIRES_ATTENTION",
      extendedStatusCode: "code",
      extendedStatus: { nb: "Til signering" },
      instanceRef: "urn:altinn:instance-id:51000001/ab-cd",
      createdAt: NOW - DAY_MILLIS,
      updatedAt: NOW - 5,
      contentUpdatedAt: NOW - 5,
      systemLabels: 4 | 16,
      hasUnopenedContent: false,
      fromServiceOwnerTransmissionsCount: 1,
      fromPartyTransmissionsCount: 1,
      guiAttachmentCount: 1,
      hasNonSensitiveTitle: true,
    });
    const [body] = await test.rows("bodies");
    const id = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(body).toEqual({
      dialogId: idOf("mine"),
      content: {
        additionalInfo: { mediaType: "text/markdown", value: { nb: "*Mer*" } },
        mainContentReference: null,
      },
      attachments: [
        {
          id,
          name: "a.pdf",
          displayName: { nb: "A" },
          expiresAt: NOW + 3 * DAY_MILLIS,
          urls: [{ id, url, mediaType: "application/pdf", consumerType: "GUI" }],
        },
        {
          id,
          name: null,
          displayName: {},
          expiresAt: null,
          urls: [{ id, url, mediaType: null, consumerType: "API" }],
        },
      ],
      guiActions: [
        {
          id,
          action: "sign",
          url,
          authorizationAttribute: "part",
          isDeleteDialogAction: false,
          priority: "PRIMARY",
          httpMethod: "POST",
          title: { nb: "Signer" },
          prompt: { nb: "Sikker?" },
        },
      ],
      apiActions: [
        {
          id,
          action: "read",
          authorizationAttribute: null,
          name: "n",
          endpoints: [
            {
              id,
              version: "2",
              url,
              httpMethod: "PUT",
              documentationUrl: null,
              requestSchema: null,
              responseSchema: null,
              deprecated: true,
              sunsetAt: NOW + 9 * DAY_MILLIS,
            },
          ],
        },
      ],
      searchTags: ["skatt"],
      serviceOwnerLabels: ["urn:altinn:integration:storage:51000001/ab-cd"],
    });
    expect((await test.rows("labelAssignmentLog")).map(({ action, name }) => `${action} ${name}`)).toEqual([
      "set systemlabel:Archive",
      "set systemlabel:Sent",
    ]);
    expect(await test.rows("activities")).toMatchObject([
      { type: "TRANSMISSION_OPENED", transmissionId: idOf("first"), createdAt: NOW },
      {
        type: "INFORMATION",
        description: { nb: "Gjort" },
        performedBy: { actorName: "Kari", actorId: null },
      },
    ]);
    expect((await test.rows("events")).map(({ type }) => type.replace("dialogporten.dialog.", ""))).toEqual([
      "created.v1",
      "transmission.created.v1",
      "transmission.created.v1",
      "activity.transmission-opened.v1",
      "activity.information.v1",
    ]);
  });

  it("is of the moment when it becomes visible, where that is to come, and is not told of before", async () => {
    const test = await openTestWriter(dialect);
    await test.writer.create(OWNER, aBody({ visibleFrom: inDays(2), createdAt: iso(NOW - DAY_MILLIS) }));
    const at = NOW + 2 * DAY_MILLIS;
    expect(await only(test)).toMatchObject({
      visibleFrom: at,
      createdAt: at,
      updatedAt: at,
      contentUpdatedAt: at,
    });
    expect(await test.rows("events")).toEqual([]);
    expect(await test.rows("pendingAnnouncements")).toHaveLength(1);
  });

  it.each([
    ["was made before 1 December 2025", { createdAt: "2025-11-30T23:59:59.999Z" }, true],
    ["was made on 1 December 2025", { createdAt: "2025-12-01T00:00:00Z" }, false],
    ["comes of a converted app", { serviceResource: "urn:altinn:resource:app_tst_a2-1234-5" }, true],
    ["comes of another app", { serviceResource: "urn:altinn:resource:app_tst_a2n" }, false],
  ])("is taken for seen where it %s: %j", async (_, more, isSeen) => {
    const test = await openTestWriter(dialect);
    const findServices = async (services: readonly string[]) =>
      new Map(services.map((service) => [service, { org: "tst", type: "altinnapp" }]));
    await test.writer.create({ ...OWNER, findServices }, aBody(more));
    expect((await only(test)).isSeenSinceLastContentUpdate).toBe(isSeen);
  });

  it("is unopened where it is a correspondence, until its owner says otherwise", async () => {
    const test = await openTestWriter(dialect);
    const call = ownerWith(["CORRESPONDENCE"]);
    const created = await test.writer.create(call, aBody({ serviceResource: CORRESPONDENCE_SERVICE }));
    if (created.outcome !== "CREATED") throw new Error(created.outcome);
    expect((await only(test)).hasUnopenedContent).toBe(true);
    await test.writer.createActivity(
      call,
      created.dialogId,
      anActivityBody({ type: "CorrespondenceOpened" }),
    );
    expect((await only(test)).hasUnopenedContent).toBe(false);
  });

  it("is for the owner's own services only; an administrator makes it in the name of the service's owner", async () => {
    const test = await openTestWriter(dialect);
    const message = `These services are not tst's: ${OTHER_SERVICE}. Use your own, or register them first.`;
    expect(await test.writer.create(OWNER, aBody({ serviceResource: OTHER_SERVICE }))).toEqual({
      outcome: "FORBIDDEN",
      message,
    });
    const foreignPart = aBody({
      transmissions: [aTransmissionBody({ authorizationAttribute: OTHER_SERVICE })],
    });
    expect(await test.writer.create(OWNER, foreignPart)).toEqual({ outcome: "FORBIDDEN", message });
    expect(await test.rows("dialogs")).toEqual([]);
    expect(
      await test.writer.create(ADMIN, aBody({ serviceResource: "urn:altinn:resource:nothing" })),
    ).toEqual({
      outcome: "DOMAIN_ERROR",
      problems: [
        {
          path: "serviceResource",
          message: "The catalogue has no service urn:altinn:resource:nothing; register it first.",
        },
      ],
    });
    expect((await test.writer.create(ADMIN, aBody({ serviceResource: OTHER_SERVICE }))).outcome).toBe(
      "CREATED",
    );
    expect((await only(test)).org).toBe("oth");
  });

  it("takes moments that have gone by of a silent update and of an administrator only", async () => {
    const test = await openTestWriter(dialect);
    const past = aBody({
      dueAt: iso(NOW - 1),
      attachments: [
        { expiresAt: iso(NOW - 1), urls: [{ url: "https://example.com/", consumerType: "Gui" }] },
      ],
    });
    expect(await test.writer.create(OWNER, past)).toMatchObject({ outcome: "DOMAIN_ERROR" });
    expect(await test.writer.create(OWNER, past, { isSilentUpdate: true })).toMatchObject({
      outcome: "CREATED",
    });
    expect(await test.writer.create(ADMIN, past)).toMatchObject({ outcome: "CREATED" });
    expect((await test.rows("events")).map(({ isSilent }) => isSilent)).toEqual([true, false]);
  });

  it("is not made twice by one key or one id, and says which dialog has it where that is the owner's", async () => {
    const test = await openTestWriter(dialect);
    const first = await test.writer.create(OWNER, aBody({ id: idOf("a"), idempotentKey: "key" }));
    expect(first.outcome).toBe("CREATED");
    expect(await test.writer.create(OWNER, aBody({ idempotentKey: "key" }))).toEqual({
      outcome: "CONFLICT",
      dialogId: idOf("a"),
      problem: { path: "idempotentKey", message: `This is taken already, by dialog ${idOf("a")}.` },
    });
    expect(await test.writer.create(OWNER, aBody({ id: idOf("a") }))).toMatchObject({
      outcome: "CONFLICT",
      dialogId: idOf("a"),
      problem: { path: "id" },
    });
    // Another owner may use the key, and is not told of this one's dialogs.
    const other = ownerWith([], "oth");
    const theirs = aBody({ serviceResource: OTHER_SERVICE, idempotentKey: "key" });
    expect((await test.writer.create(other, theirs)).outcome).toBe("CREATED");
    expect(await test.writer.create(other, { ...theirs, idempotentKey: "other", id: idOf("a") })).toEqual({
      outcome: "CONFLICT",
      dialogId: null,
      problem: { path: "id", message: "This is taken already; use another." },
    });
    expect(await test.rows("dialogs")).toHaveLength(2);
  });

  it("many at once: each row has its own answer, in order, and what is in order is written", async () => {
    const test = await openTestWriter(dialect);
    await test.writer.create(OWNER, aBody({ idempotentKey: "taken" }));
    const part = aTransmissionBody({ id: idOf("part") });
    const answers = await test.writer.createMany(OWNER, [
      aBody({ id: idOf("1") }),
      aBody({ party: "nobody" }),
      aBody({ serviceResource: OTHER_SERVICE }),
      aBody({ idempotentKey: "taken" }),
      aBody({ idempotentKey: "new", transmissions: [part] }),
      aBody({ idempotentKey: "new" }),
      aBody({ id: idOf("1") }),
      aBody({ transmissions: [aTransmissionBody(), part] }),
      aBody({ dueAt: iso(NOW) }),
      null,
      aBody({ id: idOf("2") }),
    ]);
    expect(
      answers.map((answer) => [answer.outcome, "problem" in answer ? answer.problem.path : null]),
    ).toEqual([
      ["CREATED", null],
      ["INVALID", null],
      ["FORBIDDEN", null],
      ["CONFLICT", "idempotentKey"],
      ["CREATED", null],
      ["CONFLICT", "idempotentKey"],
      ["CONFLICT", "id"],
      ["CONFLICT", "transmissions[1].id"],
      ["DOMAIN_ERROR", null],
      ["INVALID", null],
      ["CREATED", null],
    ]);
    expect(await test.rows("dialogs")).toHaveLength(4);
    expect(await test.rows("transmissions")).toHaveLength(1);
    expect(await test.rows("bodies")).toHaveLength(4);
    expect(await test.rows("events")).toHaveLength(5);
    expect(await test.rows("sources")).toMatchObject([{ heldCount: 4 }]);
    expect(await test.found("skattemelding")).toHaveLength(4);
  });

  it("many at once: as few statements as one", async () => {
    const test = await openTestWriter(dialect);
    await test.writer.create(OWNER, aBody());
    await test.found("skattemelding"); // a search waits until the words of what was written are noted
    const count = async (rows: number): Promise<number> => {
      test.statements.length = 0;
      await test.writer.createMany(
        OWNER,
        Array.from({ length: rows }, () => aBody()),
      );
      return test.statements.length;
    };
    const one = await count(1);
    expect(one).toBeLessThanOrEqual(12);
    expect(await count(200)).toBe(one);
  });

  it("is all there or not at all where writing fails halfway", async () => {
    const test = await openTestWriter(dialect);
    await test.writer.create(OWNER, aBody());
    const before = await Promise.all(
      (["dialogs", "bodies", "events", "sources"] as const).map((name) => test.rows(name)),
    );
    test.breakEvents();
    await expect(
      test.writer.create(OWNER, aBody({ transmissions: [aTransmissionBody()] })),
    ).rejects.toThrow();
    const [dialog] = await test.rows("dialogs");
    await expect(
      test.writer.createTransmissions(OWNER, dialog?.id ?? "", [
        aTransmissionBody({ content: { title: plain("Kvittering") } }),
      ]),
    ).rejects.toThrow();
    expect(
      await Promise.all((["dialogs", "bodies", "events", "sources"] as const).map((name) => test.rows(name))),
    ).toEqual(before);
    expect(await test.rows("transmissions")).toEqual([]);
    expect(await test.found("kvittering")).toEqual([]);
  });
});
