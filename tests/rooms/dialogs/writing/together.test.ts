import { describe, expect, it } from "vitest";
import type { Creation, NewDialog } from "../../../../subgraphs/dialogs/store/owner-writes/create.js";
import { CreatedTogether } from "../../../../subgraphs/dialogs/store/owner-writes/together.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog } from "../dialogs.js";
import { aBody, aTransmissionBody, idOf, OTHER_SERVICE, OWNER, ownerWith } from "./bodies.js";
import { openTestWriter } from "./room.js";

const CREATED: Creation = { outcome: "CREATED" };
const aNewDialog = (name: string): NewDialog => ({ seed: aDialog(name), events: [] });
const failing = (code?: string): Error => Object.assign(new Error("no"), code === undefined ? {} : { code });

/** A store that notes how many dialogs it is given together, and fails as it is told. */
const openNoting = (transactions: number, failureOf: (dialogs: readonly NewDialog[]) => Error | null) => {
  const given: number[] = [];
  const together = new CreatedTogether(async (dialogs) => {
    given.push(dialogs.length);
    const failure = failureOf(dialogs);
    if (failure !== null) throw failure;
    return dialogs.map(() => CREATED);
  }, transactions);
  return { given, together };
};

describe("dialogs that are made one by one at the same time", () => {
  it("are taken together, so many in a transaction, and each is told what became of it", async () => {
    const { given, together } = openNoting(1, () => null);
    const dialogs = Array.from({ length: 120 }, (_, index) => aNewDialog(`dialog ${index}`));
    expect(await Promise.all(dialogs.map((dialog) => together.create(dialog)))).toEqual(
      dialogs.map(() => CREATED),
    );
    expect(given).toEqual([50, 50, 20]);
    expect(await together.create(aNewDialog("one by itself"))).toEqual(CREATED);
    expect(given).toEqual([50, 50, 20, 1]);
  });

  it.each(["23503", "22P05", "SQLITE_CONSTRAINT_FOREIGNKEY"])(
    "are not refused for one that the database refuses (%s): that one is",
    async (code) => {
      const bad = aNewDialog("bad");
      const { given, together } = openNoting(2, (dialogs) => (dialogs.includes(bad) ? failing(code) : null));
      const answers = [aNewDialog("one"), bad, aNewDialog("other")].map((dialog) => together.create(dialog));
      expect(await Promise.allSettled(answers)).toEqual([
        { status: "fulfilled", value: CREATED },
        { status: "rejected", reason: failing(code) },
        { status: "fulfilled", value: CREATED },
      ]);
      expect(given).toEqual([3, 1, 1, 1]);
    },
  );

  it.each([undefined, "57P01", "08006", "40003", "SQLITE_IOERR"])(
    "are all told where nobody knows what was written (%s), and nothing is written twice",
    async (code) => {
      const { given, together } = openNoting(2, () => failing(code));
      const answers = [aNewDialog("one"), aNewDialog("other")].map((dialog) => together.create(dialog));
      expect(await Promise.allSettled(answers)).toEqual(
        answers.map(() => ({ status: "rejected", reason: failing(code) })),
      );
      expect(given).toEqual([2]);
    },
  );
});

describeOnBothDatabases("dialogs that owners make at the same time", (dialect) => {
  it("are one transaction, in which each is made, or told whose its id, key or part is", async () => {
    const test = await openTestWriter(dialect);
    const other = ownerWith([], "oth");
    const theirs = { serviceResource: OTHER_SERVICE };
    await test.writer.create(OWNER, aBody({ idempotentKey: "first" }));
    await test.found("first"); // by now its words are written
    test.statements.length = 0;
    const part = () => aTransmissionBody({ id: idOf("a part") });
    const answers = await Promise.all([
      test.writer.create(OWNER, aBody({ id: idOf("one"), idempotentKey: "key" })),
      test.writer.create(OWNER, aBody({ id: idOf("two"), idempotentKey: "key" })),
      test.writer.create(other, aBody({ ...theirs, id: idOf("three"), idempotentKey: "key" })),
      test.writer.create(other, aBody({ ...theirs, id: idOf("one") })),
      test.writer.create(OWNER, aBody({ id: idOf("five"), transmissions: [part()] })),
      test.writer.create(OWNER, aBody({ id: idOf("six"), transmissions: [part()] })),
    ]);
    const pathOf = (answer: (typeof answers)[number]) => ("problem" in answer ? answer.problem.path : null);
    const dialogIdOf = (answer: (typeof answers)[number]) => ("dialogId" in answer ? answer.dialogId : null);
    expect(answers.map((answer) => [answer.outcome, pathOf(answer), dialogIdOf(answer)])).toEqual([
      ["CREATED", null, idOf("one")],
      ["CONFLICT", "idempotentKey", idOf("one")],
      ["CREATED", null, idOf("three")],
      ["CONFLICT", "id", null], // another owner's is not named
      ["CREATED", null, idOf("five")],
      ["CONFLICT", "transmissions[0].id", null],
    ]);
    // Once as if all parts' ids were free, and once more since one was not.
    const inserts = test.statements.filter((statement) => statement.startsWith('INSERT INTO "dialog" '));
    expect(inserts).toHaveLength(2);
  });
});
