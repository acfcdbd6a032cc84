import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { labelsOf } from "../../../../subgraphs/dialogs/rules/labels.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW, partyOf } from "../dialogs.js";
import {
  ADMIN,
  aBody,
  aChange,
  anActivityBody,
  aTransmissionBody,
  type Body,
  OWNER,
  plain,
} from "./bodies.js";
import { ModelDialog } from "./model.js";
import { anOperation, type Operation } from "./operations.js";
import { openTestWriter, type TestWriter } from "./room.js";

const TWO_DAYS = 2 * 86_400_000;
const WHO = { actorType: "PARTY_REPRESENTATIVE", actorId: partyOf(3).urn, actorName: null } as const;

/** One dialog, and the model of it. */
class Run {
  readonly model: ModelDialog;
  readonly id: string;
  readonly test: TestWriter;
  now = NOW;
  /** What the owner has said last. */
  body: Body = aChange({ externalReference: "0", status: "NotApplicable", content: { title: plain("0") } });
  readonly transmissionIds: string[] = [];
  /** Revisions as they came, and how many changes each stands for. */
  readonly seen = {
    dialog: new Map<string, number>(),
    endUser: new Map<string, number>(),
    owner: new Map<string, number>(),
  };

  constructor(test: TestWriter, id: string, visibleFrom: number | null) {
    this.test = test;
    this.id = id;
    this.model = new ModelDialog(NOW, visibleFrom);
  }

  async do(operation: Operation): Promise<void> {
    const { test, model, id, now } = this;
    const { writer } = test;
    const gone = { outcome: "DELETED", entity: "Dialog", ids: [id] };
    switch (operation.kind) {
      case "WAIT":
        this.now += operation.millis;
        test.setNow(this.now);
        return;
      case "REPLACE": {
        const { title, reference, status, isSilent } = operation;
        const body = aChange({
          externalReference: String(reference),
          status,
          content: { title: plain(String(title)) },
        });
        const answer = await writer.replace(OWNER, id, body, { isSilentUpdate: isSilent });
        if (model.isDeleted) return expect(answer).toEqual(gone);
        expect(answer.outcome).toBe("WRITTEN");
        const isContent =
          JSON.stringify([body["content"], status]) !==
          JSON.stringify([this.body["content"], this.body["status"]]);
        const isChanged = isContent || body["externalReference"] !== this.body["externalReference"];
        if (isChanged) model.change(now, { isContent, isSilent });
        else model.bringBack({ isSilent });
        this.body = body;
        return;
      }
      case "COME_LATE": {
        const revision = (await this.row()).revision;
        const answer = await writer.replace(OWNER, id, aChange({ content: { title: plain("late") } }), {
          ifMatch: "00000000-0000-4000-8000-000000000000",
        });
        return expect(answer).toEqual(model.isDeleted ? gone : { outcome: "REVISION_MISMATCH", revision });
      }
      case "TRANSMIT": {
        const { type, isSilent } = operation;
        const answer = await writer.createTransmissions(OWNER, id, [aTransmissionBody({ type })], {
          isSilentUpdate: isSilent,
        });
        if (model.isDeleted) return expect(answer).toEqual(gone);
        if (!("ids" in answer)) throw new Error(answer.outcome);
        const isFromParty = type === "Submission" || type === "Correction";
        model.change(now, { isContent: true, isSilent, isFromParty });
        model.messages.push({ isFromParty, isOpened: false });
        this.transmissionIds.push(...answer.ids);
        return;
      }
      case "OPEN": {
        const { which, isSilent } = operation;
        const transmissionId = this.transmissionIds[which];
        const body =
          transmissionId === undefined
            ? anActivityBody({ type: "DialogOpened" })
            : anActivityBody({ type: "TransmissionOpened", transmissionId });
        const answer = await writer.createActivity(OWNER, id, body, { isSilentUpdate: isSilent });
        if (model.isDeleted) return expect(answer).toEqual(gone);
        expect(answer.outcome).toBe("WRITTEN");
        model.change(now, { isContent: false, isSilent });
        const message = model.messages[which];
        if (message !== undefined) message.isOpened = true;
        return;
      }
      case "LABEL": {
        const { add, remove } = operation;
        const answer = await writer.setSystemLabelsAsOwner(
          ADMIN,
          [{ dialogId: id, endUserContextRevision: null }],
          { add, remove },
          WHO,
        );
        if (model.isDeleted) return expect(answer).toEqual(gone);
        model.label(add, remove);
        return expect(answer.outcome).toBe("WRITTEN");
      }
      case "SEE": {
        const by = { ...WHO, actorId: operation.who };
        const sight = { dialogId: id, endUserType: "Person", by, isViaServiceOwner: false };
        expect(await writer.markSeen(sight)).toBe(model.see(operation.who));
        return expect(await writer.markSeen(sight)).toBe(false);
      }
      case "OWNER_LABEL": {
        const { action, label } = operation;
        const has = model.ownerLabels.includes(label);
        const answer =
          action === "add"
            ? await writer.addOwnerLabel(OWNER, id, { value: label })
            : await writer.removeOwnerLabel(OWNER, id, label);
        if (has === (action === "add")) return expect(answer.outcome).toBe(has ? "CONFLICT" : "NOT_FOUND");
        expect(answer.outcome).toBe("WRITTEN");
        model.revisions.owner++;
        if (has) model.ownerLabels.splice(model.ownerLabels.indexOf(label), 1);
        else model.ownerLabels.push(label);
        return;
      }
      case "REMOVE": {
        const answer = await writer.remove(OWNER, id);
        if (model.isDeleted) return expect(answer).toEqual(gone);
        model.remove(now);
        return;
      }
      case "RESTORE": {
        expect((await writer.restore(OWNER, id)).outcome).toBe("WRITTEN");
        if (model.isDeleted) model.revisions.dialog++;
        model.isDeleted = false;
        return;
      }
    }
  }

  async row() {
    const { dialogs } = this.test.tables;
    const [row] = await this.test.database.read.select().from(dialogs).where(eq(dialogs.id, this.id));
    if (row === undefined) throw new Error("The dialog is gone.");
    return row;
  }

  async check(): Promise<void> {
    const { model, test, id } = this;
    const { tables, database } = test;
    const row = await this.row();
    expect({
      labels: new Set(labelsOf(row.systemLabels)),
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      contentUpdatedAt: row.contentUpdatedAt,
      isSeen: row.isSeenSinceLastContentUpdate,
      isDeleted: row.deletedAt !== null,
      hasUnopened: row.hasUnopenedContent,
      sides: [row.fromPartyTransmissionsCount, row.fromServiceOwnerTransmissionsCount],
    }).toEqual({
      labels: model.labels,
      createdAt: model.createdAt,
      updatedAt: model.updatedAt,
      contentUpdatedAt: model.contentUpdatedAt,
      isSeen: model.isSeen,
      isDeleted: model.isDeleted,
      hasUnopened: model.hasUnopened,
      sides: [true, false].map(
        (side) => model.messages.filter(({ isFromParty }) => isFromParty === side).length,
      ),
    });
    // A revision stands for one number of changes, and each number of changes for one revision.
    for (const [name, revision] of [
      ["dialog", row.revision],
      ["endUser", row.endUserContextRevision],
      ["owner", row.serviceOwnerContextRevision],
    ] as const) {
      const known = this.seen[name];
      if (!known.has(revision)) known.set(revision, model.revisions[name]);
      expect([name, known.get(revision)]).toEqual([name, model.revisions[name]]);
      expect(new Set(known.values()).size).toBe(known.size);
    }
    const log = await database.read
      .select()
      .from(tables.labelAssignmentLog)
      .where(eq(tables.labelAssignmentLog.dialogId, id));
    expect(log.map(({ action, name }) => `${action} ${name}`).sort()).toEqual([...model.log].sort());
    const seenLog = await database.read.select().from(tables.seenLog).where(eq(tables.seenLog.dialogId, id));
    expect(seenLog.length).toBe(model.sights.size);
    const [body] = await database.read.select().from(tables.bodies).where(eq(tables.bodies.dialogId, id));
    expect(body?.serviceOwnerLabels).toEqual(model.ownerLabels);
  }
}

describeOnBothDatabases("a dialog that anything may happen to", (dialect) => {
  it("is as the plain model says after each step: labels and log, revisions, moments, sights, counts", async () => {
    const test = await openTestWriter(dialect);
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(anOperation, { minLength: 1, maxLength: 14 }),
        async (isLater, operations) => {
          test.setNow(NOW);
          const visibleFrom = isLater ? NOW + TWO_DAYS : null;
          const created = await test.writer.create(
            OWNER,
            aBody({
              externalReference: "0",
              content: { title: plain("0") },
              ...(visibleFrom === null ? {} : { visibleFrom: new Date(visibleFrom).toISOString() }),
            }),
          );
          if (created.outcome !== "CREATED") throw new Error(created.outcome);
          const run = new Run(test, created.dialogId, visibleFrom);
          await run.check();
          for (const operation of operations) {
            await run.do(operation);
            await run.check();
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
