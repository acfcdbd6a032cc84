import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { DAY, NOW } from "../dialogs.js";
import {
  aBody,
  aChange,
  anActivityBody,
  type Body,
  idOf,
  inDays,
  OWNER,
  ownerWith,
  plain,
} from "./bodies.js";
import { openTestWriter, type TestWriter } from "./room.js";

const INVOICE: Body = {
  key: "invoice",
  kind: "Pay",
  dueAt: inDays(14),
  amount: { value: "1250.00", currency: "NOK" },
  kid: "1234567",
  account: "12345678903",
};
const APPEAL: Body = { kind: "Appeal", dueAt: inDays(42) };

const ID = idOf("a dialog");

const shown = async ({ rows }: TestWriter) =>
  (await rows("deadlines"))
    .sort((a, b) => a.dueAt - b.dueAt)
    .map(({ key, kind, metAt, metBy, sequence }) => ({ key, kind, metAt, metBy, sequence }));

const opened = async (dialect: "sqlite" | "postgres", body: Body) => {
  const room = await openTestWriter(dialect);
  await room.writer.create(OWNER, aBody({ id: ID, ...body }));
  return room;
};

describeOnBothDatabases("an owner's deadlines", (dialect) => {
  it("come with a new dialog, beside the one that follows from dueAt", async () => {
    const room = await opened(dialect, { dueAt: inDays(7), deadlines: [INVOICE, APPEAL] });
    const open = { metAt: null, metBy: null, sequence: 0 };
    expect(await shown(room)).toEqual([
      { key: "due", kind: null, ...open },
      { key: "invoice", kind: "PAY", ...open },
      { key: "appeal", kind: "APPEAL", ...open },
    ]);
    const [, row] = (await room.rows("deadlines")).sort((a, b) => a.dueAt - b.dueAt);
    expect(row).toMatchObject({ amount: "1250.00", currency: "NOK", kid: "1234567", account: "12345678903" });
  });

  it("are met by activities and the status, in their transaction, and opened again with the dialog", async () => {
    const room = await opened(dialect, { dueAt: inDays(7), deadlines: [INVOICE, APPEAL] });
    const { writer } = room;
    const paid = anActivityBody({ type: "PaymentMade", createdAt: inDays(-1) });
    expect(await writer.createActivity(OWNER, ID, paid)).toMatchObject({ outcome: "WRITTEN" });
    const invoice = { key: "invoice", kind: "PAY", metAt: NOW - DAY, metBy: "PAYMENT_MADE", sequence: 1 };
    const appeal = { key: "appeal", kind: "APPEAL", metAt: null, metBy: null, sequence: 0 };
    expect(await shown(room)).toEqual([
      { key: "due", kind: null, metAt: null, metBy: null, sequence: 0 },
      invoice,
      appeal,
    ]);
    room.setNow(NOW + 60_000);
    await writer.replace(OWNER, ID, aChange({ status: "Completed", dueAt: inDays(7) }));
    expect(await shown(room)).toEqual([
      { key: "due", kind: null, metAt: NOW + 60_000, metBy: "COMPLETED", sequence: 1 },
      invoice,
      appeal,
    ]);
    await writer.replace(OWNER, ID, aChange({ status: "InProgress", dueAt: inDays(7) }));
    expect((await shown(room))[0]).toEqual({ key: "due", kind: null, metAt: null, metBy: null, sequence: 2 });
    await writer.replace(OWNER, ID, aChange({}));
    expect((await shown(room)).map(({ key }) => key)).toEqual(["invoice", "appeal"]);
    await writer.purge(OWNER, ID);
    expect(await shown(room)).toEqual([]);
  });

  it("are replaced as a whole; what is said again changes nothing, and a refused or failed write writes none", async () => {
    const room = await opened(dialect, { deadlines: [INVOICE, APPEAL] });
    const { writer } = room;
    const [dialog] = await room.rows("dialogs");
    const again = await writer.setDeadlines(OWNER, ID, { deadlines: [APPEAL, INVOICE] });
    expect(again).toEqual({ outcome: "WRITTEN", revision: dialog?.revision });

    const met = { ...INVOICE, metAt: inDays(-1) };
    const sign = { kind: "Sign", dueAt: inDays(3), isMetByOwnerOnly: true };
    room.setNow(NOW + 1_000);
    expect(await writer.setDeadlines(OWNER, ID, { deadlines: [met, sign] })).toMatchObject({
      outcome: "WRITTEN",
    });
    const [changed] = await room.rows("dialogs");
    expect(changed?.revision).not.toBe(dialog?.revision);
    expect(changed?.updatedAt).toBe(NOW + 1_000);
    expect(changed?.contentUpdatedAt).toBe(dialog?.contentUpdatedAt);
    const after = [
      { key: "sign", kind: "SIGN", metAt: null, metBy: null, sequence: 0 },
      { key: "invoice", kind: "PAY", metAt: NOW - DAY, metBy: "SERVICE_OWNER", sequence: 1 },
    ];
    expect(await shown(room)).toEqual(after);
    await writer.createActivity(OWNER, ID, anActivityBody({ type: "SignatureProvided" }));
    expect(await shown(room)).toEqual(after);

    expect(await writer.setDeadlines(ownerWith([], "oth"), ID, { deadlines: [] })).toMatchObject({
      outcome: "NOT_FOUND",
    });
    const options = { ifMatch: dialog?.revision ?? "" };
    expect(await writer.setDeadlines(OWNER, ID, { deadlines: [] }, options)).toMatchObject({
      outcome: "REVISION_MISMATCH",
    });
    room.breakEvents();
    await expect(writer.setDeadlines(OWNER, ID, { deadlines: [] })).rejects.toThrow(
      "The table of events is away.",
    );
    expect(await shown(room)).toEqual(after);
  });

  it("are not met by what was done before they were asked for", async () => {
    const room = await opened(dialect, {
      status: "Completed",
      activities: [anActivityBody({ type: "PaymentMade" })],
    });
    await room.writer
      .setDeadlines(OWNER, ID, { deadlines: [{ ...INVOICE }] })
      .then(() => room.setNow(NOW + 5_000));
    await room.writer.setDeadlines(OWNER, ID, { deadlines: [] });
    await room.writer.setDeadlines(OWNER, ID, { deadlines: [INVOICE] });
    expect(await shown(room)).toMatchObject([{ metBy: null }]);
    await room.writer.replace(OWNER, ID, aChange({ status: "Completed", content: { title: plain("Ny") } }));
    expect(await shown(room)).toMatchObject([{ metBy: null }]);
    await room.writer.createActivity(OWNER, ID, anActivityBody({ type: "PaymentMade" }));
    expect(await shown(room)).toMatchObject([{ metBy: "PAYMENT_MADE", metAt: NOW + 5_000 }]);
  });

  it("are refused with everything that is wrong with them", async () => {
    const { writer } = await openTestWriter(dialect);
    const deadlines = [
      { kind: "Pray", dueAt: "tomorrow" },
      { kind: "Sign", dueAt: inDays(1), key: "due", amount: { value: "1,50", currency: "kr" } },
      { kind: "Pay", dueAt: inDays(1), kid: "x", account: "1234" },
      { kind: "Pay", dueAt: inDays(2), metAt: inDays(2) },
      7,
    ];
    const outcome = await writer.create(OWNER, aBody({ deadlines }));
    expect(outcome.outcome === "INVALID" && outcome.problems).toEqual([
      { path: "deadlines[0].kind", message: "This must be one of Answer, Pay, Sign, Appeal, SendIn." },
      {
        path: "deadlines[0].dueAt",
        message: "This must be a moment with its offset, e.g. 2026-06-15T08:00:00Z.",
      },
      {
        path: "deadlines[1].key",
        message: '"due" is what follows from the dialog\'s dueAt; use another name.',
      },
      {
        path: "deadlines[1].amount.value",
        message: "This must be a decimal number as a text, e.g. 1250.00.",
      },
      { path: "deadlines[1].amount.currency", message: "This must be a currency's code, e.g. NOK." },
      { path: "deadlines[1]", message: "Only what is to be paid has an amount, a kid or an account." },
      { path: "deadlines[2].kid", message: "This must be a KID of 2 to 25 digits." },
      {
        path: "deadlines[2].account",
        message: "This must be an account's eleven digits, or an IBAN, without spaces.",
      },
      { path: "deadlines[3].metAt", message: "This must not lie in the future." },
      { path: "deadlines[4]", message: "This must be an object." },
    ]);
    const twice = await writer.create(OWNER, aBody({ deadlines: [APPEAL, APPEAL] }));
    expect(twice.outcome === "INVALID" && twice.problems).toEqual([
      { path: "deadlines", message: "Each key may stand here once; appeal is there again." },
    ]);
  });
});
