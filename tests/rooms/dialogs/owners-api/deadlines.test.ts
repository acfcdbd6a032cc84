import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, DAY, NOW } from "../dialogs.js";
import { PARTY, SERVICE, startApi } from "./api.js";

const iso = (days: number): string => new Date(NOW + days * DAY).toISOString();

describeOnBothDatabases("an owner's deadlines over REST", (dialect) => {
  it("are put as a whole and got as they stand, by the dialog's owner alone", async () => {
    const dialog = aDialog("a", {
      dialog: {
        org: "tax",
        party: PARTY.urn,
        serviceResource: SERVICE,
        dueAt: NOW + DAY,
        status: "COMPLETED",
      },
    });
    const { ask } = await startApi(dialect, { dialogs: [dialog] });
    const path = `/dialogs/${dialog.dialog.id}/deadlines`;
    const bill = {
      key: "bill",
      kind: "Pay",
      dueAt: iso(14),
      amount: { value: "99.50", currency: "NOK" },
      kid: "12345",
      isMetByOwnerOnly: false,
    };
    const before = await ask(`GET ${path}`);
    const headers = { "if-match": String(before.headers["etag"]) };
    const put = await ask(`PUT ${path}`, { body: { deadlines: [bill] }, headers });
    expect(put.status).toBe(204);
    expect((await ask(`PUT ${path}`, { body: { deadlines: [] }, headers })).status).toBe(412);
    expect((await ask(`PUT ${path}`, { body: {} })).body).toMatchObject({
      status: 400,
      errors: { deadlines: ["This must be given; an empty list takes all of them away."] },
    });
    const got = await ask(`GET ${path}`);
    expect(got.headers["etag"]).toBe(put.headers["etag"]);
    expect(got.body).toEqual({
      deadlines: [
        {
          key: "due",
          dueAt: iso(1),
          isMetByOwnerOnly: false,
          metAt: iso(-1),
          metBy: "Completed",
          followsFromDueAt: true,
        },
        { ...bill, followsFromDueAt: false },
      ],
    });
    for (const [as, status] of [
      ["nobody", 401],
      ["person", 403],
      ["unscoped", 403],
      ["other", 404],
      ["admin", 200],
    ] as const) {
      expect([as, (await ask(`GET ${path}`, { as })).status]).toEqual([as, status]);
      const change = { as, body: { deadlines: [{ ...bill, dueAt: iso(15) }] } };
      expect([as, (await ask(`PUT ${path}`, change)).status]).toEqual([as, status === 200 ? 204 : status]);
    }
  });
});
