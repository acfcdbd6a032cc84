import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { partyOf } from "../dialogs.js";
import { ADMIN, aBody, aChange, anActivityBody, aTransmissionBody, idOf, OWNER, plain } from "./bodies.js";
import { openTestWriter, type TestWriter } from "./room.js";

const HUNDRED = Array.from({ length: 100 }, (_, index) => index);

const created = async ({ writer }: TestWriter): Promise<{ id: string; revision: string }> => {
  const answer = await writer.create(OWNER, aBody());
  if (answer.outcome !== "CREATED") throw new Error(answer.outcome);
  return { id: answer.dialogId, revision: answer.revision };
};

describeOnBothDatabases("a hundred writers on one dialog", (dialect) => {
  it("who have all seen the same revision: one wins, the others are told at which revision it is now", async () => {
    const test = await openTestWriter(dialect);
    const { id, revision } = await created(test);
    const answers = await Promise.all(
      HUNDRED.map((index) =>
        test.writer.replace(OWNER, id, aChange({ content: { title: plain(`by ${index}`) } }), {
          ifMatch: revision,
        }),
      ),
    );
    const winners = answers.flatMap((answer, by) =>
      answer.outcome === "WRITTEN" ? [{ by, revision: answer.revision }] : [],
    );
    expect(winners).toHaveLength(1);
    const [row] = await test.rows("dialogs");
    expect(row).toMatchObject({ revision: winners[0]?.revision, title: { nb: `by ${winners[0]?.by}` } });
    expect(answers.filter(({ outcome }) => outcome !== "WRITTEN")).toEqual(
      Array.from({ length: 99 }, () => ({ outcome: "REVISION_MISMATCH", revision: row?.revision })),
    );
    expect((await test.rows("events")).map(({ type }) => type)).toEqual([
      "dialogporten.dialog.created.v1",
      "dialogporten.dialog.updated.v1",
    ]);
  });

  it("who read again when they lose: every one of them gets through in the end, and no update is lost", async () => {
    const test = await openTestWriter(dialect);
    const { id } = await created(test);
    let losses = 0;
    /** Counts up by one: reads, adds, writes, and reads again where somebody was faster. */
    const countUp = async (): Promise<string> => {
      for (;;) {
        const [row] = await test.rows("dialogs");
        const progress = (row?.progress ?? 0) + 1;
        const answer = await test.writer.replace(OWNER, id, aChange({ progress }), {
          ifMatch: row?.revision ?? "",
        });
        if (answer.outcome === "WRITTEN") return answer.revision;
        expect(answer.outcome).toBe("REVISION_MISMATCH");
        losses++;
      }
    };
    const revisions = await Promise.all(HUNDRED.map(countUp));
    expect(new Set(revisions).size).toBe(100);
    expect(losses).toBeGreaterThan(0);
    expect((await test.rows("dialogs")).map(({ progress }) => progress)).toEqual([100]);
    expect((await test.rows("events")).filter(({ type }) => type.endsWith("updated.v1"))).toHaveLength(100);
  });

  it("who add to it without having seen any revision: all that they add is there, counted and told of", async () => {
    const test = await openTestWriter(dialect);
    const { id } = await created(test);
    const answers = await Promise.all(
      HUNDRED.map((index) => {
        if (index % 3 === 0) return test.writer.createActivity(OWNER, id, anActivityBody());
        const type = index % 3 === 1 ? "Information" : "Submission";
        return test.writer.createTransmissions(OWNER, id, [aTransmissionBody({ type })]);
      }),
    );
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(["WRITTEN"]));
    expect(new Set(answers.map((answer) => ("revision" in answer ? answer.revision : ""))).size).toBe(100);
    expect((await test.rows("dialogs"))[0]).toMatchObject({
      fromServiceOwnerTransmissionsCount: 33,
      fromPartyTransmissionsCount: 33,
      hasUnopenedContent: true,
    });
    expect(await test.rows("transmissions")).toHaveLength(66);
    expect(await test.rows("activities")).toHaveLength(34);
    expect(await test.rows("events")).toHaveLength(1 + 2 * 100);
  });

  it("who all send the same transmission: it is there once, and the others are told so", async () => {
    const test = await openTestWriter(dialect);
    const { id } = await created(test);
    const answers = await Promise.all(
      HUNDRED.map(() =>
        test.writer.createTransmissions(OWNER, id, [aTransmissionBody({ idempotentKey: "once" })]),
      ),
    );
    expect(answers.filter(({ outcome }) => outcome === "WRITTEN")).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === "CONFLICT")).toHaveLength(99);
    expect(await test.rows("transmissions")).toHaveLength(1);
  });

  it("who all make it: it is there once, and the others are told which it is", async () => {
    const test = await openTestWriter(dialect);
    const answers = await Promise.all(
      HUNDRED.map((index) =>
        index % 2 === 0
          ? test.writer.create(OWNER, aBody({ idempotentKey: "once" }))
          : test.writer
              .createMany(OWNER, [aBody({ idempotentKey: "once" }), aBody({ idempotentKey: "once" })])
              .then(([first]) => first),
      ),
    );
    const [dialog, ...others] = await test.rows("dialogs");
    expect(others).toEqual([]);
    expect(answers.filter((answer) => answer?.outcome === "CREATED")).toHaveLength(1);
    const conflicts = answers.filter((answer) => answer?.outcome === "CONFLICT");
    expect(conflicts).toHaveLength(99);
    for (const conflict of conflicts) expect(conflict).toMatchObject({ dialogId: dialog?.id });
    expect(await test.rows("events")).toHaveLength(1);
  });

  it("who set its labels, see it and change it: each context has its own revision, and nothing is lost", async () => {
    const test = await openTestWriter(dialect);
    const { id } = await created(test);
    const target = [{ dialogId: id, endUserContextRevision: null }];
    const by = { actorType: "PARTY_REPRESENTATIVE", actorId: partyOf(3).urn, actorName: null } as const;
    await Promise.all(
      HUNDRED.map(async (index) => {
        if (index % 4 === 0) {
          return test.writer.setSystemLabelsAsOwner(
            ADMIN,
            target,
            { add: ["MARKED_AS_UNOPENED"], remove: [] },
            by,
          );
        }
        if (index % 4 === 1) return test.writer.addOwnerLabel(OWNER, id, { value: `label ${index}` });
        if (index % 4 === 2) {
          const actor = { ...by, actorId: `urn:x:${index % 8}` };
          return test.writer.markSeen({
            dialogId: id,
            endUserType: "Person",
            by: actor,
            isViaServiceOwner: false,
          });
        }
        return test.writer.replace(OWNER, id, aChange({ searchTags: [{ value: `tag ${index}` }] }), {
          isSilentUpdate: true,
        });
      }),
    );
    const [body] = await test.rows("bodies");
    expect(body?.serviceOwnerLabels).toHaveLength(20);
    const log = (await test.rows("labelAssignmentLog")).map(({ action }) => action);
    const [row] = await test.rows("dialogs");
    const isMarked = ((row?.systemLabels ?? 0) & 8) !== 0;
    const sets = log.filter((action) => action === "set").length;
    expect(sets - log.filter((action) => action === "remove").length).toBe(isMarked ? 1 : 0);
    expect(await test.rows("seenLog")).toHaveLength(2);
  });

  it("of whom some write many at once and some one: a batch with a row that is taken loses that row alone", async () => {
    const test = await openTestWriter(dialect);
    const batch = (name: string) =>
      Array.from({ length: 20 }, (_, index) =>
        aBody({ idempotentKey: index < 5 ? `shared ${index}` : `${name} ${index}` }),
      );
    const answers = await Promise.all(
      ["a", "b", "c", "d"].map((name) => test.writer.createMany(OWNER, batch(name))),
    );
    const outcomes = answers.flat().map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "CREATED")).toHaveLength(5 + 4 * 15);
    expect(outcomes.filter((outcome) => outcome === "CONFLICT")).toHaveLength(15);
    expect(await test.rows("dialogs")).toHaveLength(65);
    expect((await test.rows("sources")).map(({ heldCount }) => heldCount)).toEqual([65]);
    expect(await test.rows("events")).toHaveLength(65);
  });

  it("who add transmissions of one id at the same time: it is there once, in one dialog", async () => {
    const test = await openTestWriter(dialect);
    const dialogs = await Promise.all([created(test), created(test)]);
    const id = idOf("the same");
    const answers = await Promise.all(
      HUNDRED.slice(0, 20).map((index) =>
        test.writer.createTransmissions(OWNER, dialogs[index % 2]?.id ?? "", [aTransmissionBody({ id })]),
      ),
    );
    expect(answers.filter(({ outcome }) => outcome === "WRITTEN")).toHaveLength(1);
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(["WRITTEN", "DOMAIN_ERROR"]));
    expect(await test.rows("transmissions")).toHaveLength(1);
  });
});
