import { describe, expect, it } from "vitest";
import { idFromName } from "../../../../lib/ids.js";
import {
  readBulkLabelRequest,
  readLabelRequest,
} from "../../../../subgraphs/dialogs/owners-api/label-requests.js";
import { RestRefusal } from "../../../../subgraphs/dialogs/owners-api/refusals.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, NOW } from "../dialogs.js";
import { PARTY, PERSON, SERVICE, startApi } from "./api.js";

const errorsOf = (read: (body: unknown) => unknown, body: unknown): unknown => {
  try {
    return read(body);
  } catch (error) {
    if (error instanceof RestRefusal) return error.errors;
    throw error;
  }
};

const targets = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ dialogId: idFromName(`dialog ${index}`, NOW) }));

describe("a wish for labels", () => {
  it("adds, removes, and takes the older name for adding; names are read in whatever case", () => {
    const body = { systemLabels: ["Archive"], addLabels: ["markedasunopened"], removeLabels: ["Bin"] };
    expect(readLabelRequest(body)).toEqual({
      wish: { add: ["ARCHIVE", "MARKED_AS_UNOPENED"], remove: ["BIN"] },
      performedBy: null,
    });
    expect(readLabelRequest({})).toEqual({ wish: { add: [], remove: [] }, performedBy: null });
  });

  it("is told all that is wrong with it at once", () => {
    expect(errorsOf(readLabelRequest, [])).toEqual({ "": ["Send a JSON object."] });
    const body = {
      addLabels: ["Mine", "Sent"],
      removeLabels: "Bin",
      performedBy: { actorType: "PartyRepresentative" },
    };
    expect(errorsOf(readLabelRequest, body)).toEqual({
      "addLabels[0]": ['"Mine" is none of Default, Bin, Archive, MarkedAsUnopened.'],
      "addLabels[1]": ["Sent follows from what was sent in; it is not for anybody to set."],
      removeLabels: ["It must be a list."],
      performedBy: ["Name the representative by one of actorId and actorName."],
    });
  });

  it.each([
    [
      { actorType: "Nobody" },
      { "performedBy.actorType": ["It must be PartyRepresentative or ServiceOwner."] },
    ],
    [
      { actorType: "PartyRepresentative", actorId: "me" },
      { "performedBy.actorId": ["It must be a party's URN."] },
    ],
    [
      { actorType: "ServiceOwner", actorName: "Etaten" },
      { performedBy: ["The service owner is named by neither actorId nor actorName."] },
    ],
    [
      { actorType: "PartyRepresentative", actorId: PERSON, actorName: "Kari" },
      { performedBy: ["Name the representative by one of actorId and actorName."] },
    ],
  ])("says who did it as actors are said: %j", (performedBy, errors) => {
    expect(errorsOf(readLabelRequest, { performedBy })).toEqual(errors);
  });

  it("is for two hundred dialogs at most, each once", () => {
    const read = (dialogs: unknown) => errorsOf(readBulkLabelRequest, { dialogs });
    expect(read(targets(200))).toMatchObject({ targets: { length: 200 } });
    expect(read(targets(201))).toEqual({
      dialogs: ["It has 201 dialogs; at most 200 are changed at once."],
    });
    expect(read([])).toEqual({ dialogs: ["Name one dialog at least."] });
    expect(read([...targets(1), ...targets(1)])).toEqual({ dialogs: ["Name each dialog once."] });
    expect(read([{ dialogId: "one" }, { ...targets(1)[0], endUserContextRevision: 1 }])).toEqual({
      "dialogs[0].dialogId": ["It must be a UUID."],
      "dialogs[1].endUserContextRevision": ["It must be a UUID."],
    });
  });
});

describeOnBothDatabases("labels of many dialogs", (dialect) => {
  it("are set in one call, all or none", async () => {
    const dialogs = Array.from({ length: 200 }, (_, index) =>
      aDialog(`dialog ${index}`, {
        dialog: { org: "tax", party: PARTY.urn, serviceResource: SERVICE, createdAt: NOW - 1_000 },
      }),
    );
    const { ask, store } = await startApi(dialect, { dialogs });
    const path = `POST /dialogs/endusercontext/systemlabels/actions/bulkset?enduserId=${PERSON}`;
    const named = dialogs.map(({ dialog }) => ({
      dialogId: dialog.id,
      endUserContextRevision: dialog.endUserContextRevision,
    }));
    const set = await ask(path, { body: { dialogs: named, addLabels: ["Archive"] } });
    expect({ status: set.status, text: set.text }).toEqual({ status: 204, text: "" });
    const labels = async () =>
      (
        await store.owners.dialogsByIds(
          named.map(({ dialogId }) => dialogId),
          "tax",
        )
      ).map(({ systemLabels }) => systemLabels);
    const archived = await labels();
    expect(new Set(archived)).toEqual(new Set([4]));

    // All of them are at other revisions now: one that is right does not help the others.
    const [row] = await store.owners.dialogsByIds([named[0]?.dialogId ?? ""], "tax");
    const again = [
      { dialogId: row?.id, endUserContextRevision: row?.endUserContextRevision },
      ...named.slice(1),
    ];
    expect((await ask(path, { body: { dialogs: again, addLabels: ["Bin"] } })).status).toBe(412);
    expect(await labels()).toEqual(archived);
  });
});
