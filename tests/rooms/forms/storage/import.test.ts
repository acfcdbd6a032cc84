import { expect, it } from "vitest";
import { uuidFromName } from "../../../../lib/ids.js";
import { importInstances } from "../../../../subgraphs/forms/storage/import.js";
import { storedInstanceOf } from "../../../../subgraphs/forms/storage/write.js";
import { NOW, partyOf } from "../../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { groupOf, scopeOf } from "../forms.js";
import { openHistoryWorld } from "../history/world.js";

const ORGANIZATION = partyOf(0).urn.split(":").at(-1);
const SERVICE = "urn:altinn:resource:app_tst_vekt";

const stored = (name: string, more: object = {}) => ({
  id: `510001/${uuidFromName(name)}`,
  instanceOwner: { partyId: "510001", organisationNumber: ORGANIZATION },
  appId: "tst/vekt",
  org: "tst",
  created: "2026-06-01T08:00:00Z",
  lastChanged: "2026-06-02T08:00:00Z",
  process: {
    currentTask: {
      elementId: "Task_2",
      name: "Signering",
      altinnTaskType: "signing",
      started: "2026-06-02T08:00:00Z",
    },
  },
  status: { isArchived: false, substatus: { label: "Hos styret" } },
  presentationTexts: { scale: "Vekt 7" },
  data: [{ id: uuidFromName("model"), dataType: "model", contentType: "application/xml", size: 2_048 }],
  ...more,
});

const ARCHIVED = {
  process: { ended: "2026-06-03T08:00:00Z" },
  status: { isArchived: true, archived: "2026-06-03T08:00:00Z" },
  completeConfirmations: [{ stakeholderId: "tst", confirmedOn: "2026-06-04T08:00:00Z" }],
};

describeOnBothDatabases("instances of an app that runs elsewhere", (dialect) => {
  it("are shown and are history, once, and come out as they came in", async () => {
    const world = await openHistoryWorld(dialect);
    const import_ = (document: unknown) => importInstances(world.forms, document, () => NOW);
    const document = { instances: [stored("a"), stored("b", ARCHIVED), stored("c", { id: "x" })] };
    const leftOut = [{ at: 2, reason: "its id is not {partyId}/{uuid}" }];
    expect(await import_(document)).toEqual({ added: 2, changed: 0, unchanged: 0, leftOut });
    expect(await import_(document)).toEqual({ added: 0, changed: 0, unchanged: 2, leftOut });
    await world.work.runOnce();
    expect(
      (await world.dialogs()).map(({ row, activities }) => [row.title.nb, row.status, activities]).sort(),
    ).toEqual([
      ["vekt, Vekt 7", "COMPLETED", ["DIALOG_CREATED", "DIALOG_CLOSED"]],
      ["vekt, Vekt 7", "IN_PROGRESS", ["DIALOG_CREATED"]],
    ]);

    const later = stored("a", { ...ARCHIVED, lastChanged: "2026-06-04T08:00:00Z" });
    expect(await import_(later)).toEqual({ added: 0, changed: 1, unchanged: 0, leftOut: [] });
    await world.work.runOnce();
    expect((await world.dialogs()).map(({ row }) => row.status)).toEqual(["COMPLETED", "COMPLETED"]);

    const scope = scopeOf([groupOf([partyOf(0)], { [SERVICE]: 3 })]);
    const [row] = await world.forms.instancesByIds([`urn:altinn:instance-id:${later.id}`], {
      scope,
      now: NOW,
    });
    const definition = await world.forms.storage.definition("tst/vekt", 1);
    if (row === undefined || definition === null) return expect.fail("It is not shown.");
    expect(storedInstanceOf(row, definition)).toMatchObject({
      id: later.id,
      appId: "tst/vekt",
      instanceOwner: later.instanceOwner,
      created: "2026-06-01T08:00:00.000Z",
      process: { currentTask: null, ended: "2026-06-03T08:00:00.000Z" },
      status: { isArchived: true, archived: "2026-06-03T08:00:00.000Z", isSoftDeleted: false },
      presentationTexts: { scale: "Vekt 7" },
      data: [{ id: uuidFromName("model"), dataType: "model", size: 2_048 }],
    });
  });
});
