import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW, partyOf } from "../dialogs.js";
import { aBody, OWNER, SERVICE } from "./bodies.js";
import { openTestWriter } from "./room.js";

describeOnBothDatabases("making a dialog", (dialect) => {
  it("keeps the least that an owner may say, and fills in the rest", async () => {
    const { writer, rows } = await openTestWriter(dialect);
    const created = await writer.create(OWNER, aBody());
    expect(created).toEqual({
      outcome: "CREATED",
      dialogId: expect.any(String),
      revision: expect.any(String),
    });
    const [dialog] = await rows("dialogs");
    expect(dialog).toMatchObject({
      id: "dialogId" in created ? created.dialogId : null,
      org: "tst",
      party: partyOf(0).urn,
      serviceResource: SERVICE,
      status: "NOT_APPLICABLE",
      createdAt: NOW,
      updatedAt: NOW,
      contentUpdatedAt: NOW,
      title: { nb: "Skattemelding" },
    });
    expect((await rows("events")).map(({ type }) => type)).toEqual(["dialogporten.dialog.created.v1"]);
  });
});
