import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aBody, anActivityBody, aTransmissionBody, OWNER } from "./bodies.js";
import { openTestWriter } from "./room.js";

/** What a statement does and to which table. */
const told = (statement: string): string =>
  /^(INSERT INTO|UPDATE|SELECT .*? FROM|begin|commit) ?"?(\w*)/is
    .exec(statement)
    ?.slice(1)
    .join(" ")
    .replace(/^SELECT .*? FROM/is, "SELECT FROM")
    .trim() ?? statement;

const whole = (key: string) =>
  aBody({
    idempotentKey: key,
    dueAt: "2026-12-24T12:00:00Z",
    serviceOwnerContext: { serviceOwnerLabels: [{ value: `urn:test:case:${key}` }] },
    transmissions: [aTransmissionBody()],
    activities: [anActivityBody()],
  });

describeOnBothDatabases("what a write costs", (dialect) => {
  it("a dialog is one transaction, with one statement for each table that it has rows in", async () => {
    const test = await openTestWriter(dialect);
    await test.writer.create(OWNER, whole("first"));
    await test.found("first"); // by now its words are written
    test.statements.length = 0;
    expect(await test.writer.create(OWNER, whole("second"))).toMatchObject({ outcome: "CREATED" });
    const places = ["SELECT FROM search_place", "INSERT INTO search_place", "INSERT INTO dialog_search"];
    const rest = [
      "INSERT INTO dialog_body",
      "INSERT INTO transmission",
      "INSERT INTO activity",
      "INSERT INTO deadline",
      "INSERT INTO dialog_identifier",
    ];
    expect(test.statements.map(told)).toEqual(
      dialect === "sqlite"
        ? ["INSERT INTO dialog", ...places, ...rest, "INSERT INTO event", "UPDATE source"]
        : [
            ...["begin", "INSERT INTO dialog", ...rest, "INSERT INTO dialog_search"],
            ...["SELECT FROM event_seq_seq", "INSERT INTO event", "UPDATE source", "commit"],
          ],
    );
  });

  it("many dialogs take as many statements as one", async () => {
    const test = await openTestWriter(dialect);
    await test.writer.create(OWNER, whole("first"));
    await test.found("first");
    test.statements.length = 0;
    const keys = Array.from({ length: 40 }, (_, index) => `dialog-${index}`);
    await test.writer.createMany(OWNER, keys.map(whole));
    expect(test.statements).toHaveLength(dialect === "sqlite" ? 11 : 12);
  });
});

describeOnBothDatabases("what a write waits for", (dialect) => {
  it.runIf(dialect === "postgres")("a dialog takes two round trips", async () => {
    const test = await openTestWriter(dialect);
    await test.writer.create(OWNER, whole("first"));
    await test.found("first");
    const sent: number[] = [];
    const push = test.statements.push.bind(test.statements);
    let isGathering = false;
    // What is sent in one turn of the event loop waits for nothing.
    test.statements.push = (...statements) => {
      if (!isGathering) {
        sent.push(0);
        isGathering = true;
        process.nextTick(() => {
          isGathering = false;
        });
      }
      sent.push((sent.pop() ?? 0) + statements.length);
      return push(...statements);
    };
    await test.writer.create(OWNER, whole("second"));
    expect(sent).toEqual([2, 10]);
  });
});
