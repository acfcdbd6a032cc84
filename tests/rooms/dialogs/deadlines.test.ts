import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Dialect } from "../../../drizzle/columns.js";
import type { ActivityType } from "../../../drizzle/dialogs/values.js";
import { idFromName } from "../../../lib/ids.js";
import {
  type DeadlineGrounds,
  type DeclaredDeadline,
  deadlinesOf,
  kindOf,
} from "../../../subgraphs/dialogs/rules/deadlines.js";
import type { DialogSeed } from "../../../subgraphs/dialogs/seed.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { openTestRoom } from "./room.js";

const INSTANCE = "urn:altinn:instance-id:50001/0199a000-0000-7000-8000-000000000001";

type Change = Partial<Omit<DeadlineGrounds, "dialog">> & {
  readonly dialog?: Partial<DeadlineGrounds["dialog"]>;
};

const grounds = ({ dialog, ...rest }: Change = {}): DeadlineGrounds => ({
  dialog: {
    id: "d",
    dueAt: NOW,
    status: "IN_PROGRESS",
    updatedAt: NOW - DAY,
    contentUpdatedAt: NOW - DAY,
    instanceRef: null,
    ...dialog,
  },
  guiActions: [],
  activities: [],
  statusBefore: null,
  ...rest,
});

const happened = (...types: ActivityType[]) =>
  types.map((type, index) => ({ type, createdAt: NOW - 10 * DAY + index }));

const named = (...actions: string[]) => actions.map((action) => ({ action }));

describe("the kind of what is due", () => {
  it.each<[string, Change, string | null]>([
    ["where it was sent last", { activities: happened("SENT_TO_SIGNING", "SENT_TO_PAYMENT") }, "PAY"],
    ["its one telling action", { guiActions: named("Sign", "read", "delete") }, "SIGN"],
    ["no kind of actions that don't agree", { guiActions: named("pay", "appeal") }, null],
    ["a form's sending in", { dialog: { instanceRef: INSTANCE } }, "SEND_IN"],
    ["the action before the form", { dialog: { instanceRef: INSTANCE }, guiActions: named("pay") }, "PAY"],
    ["nothing where nobody says", { guiActions: named("goto") }, null],
  ])("follows from %s", (_, change, kind) => {
    expect(kindOf(grounds(change))).toBe(kind);
  });
});

const own = (key: string, more: Partial<DeclaredDeadline> = {}): DeclaredDeadline => ({
  key,
  kind: "PAY",
  dueAt: NOW + DAY,
  amount: null,
  currency: null,
  kid: null,
  account: null,
  isMetByOwnerOnly: false,
  metAt: null,
  since: 0,
  ...more,
});

describe("a deadline", () => {
  const metBy = (change: Change, declared: Partial<DeclaredDeadline> = {}) => {
    const [row] = deadlinesOf(
      grounds({ ...change, dialog: { ...change.dialog, dueAt: null } }),
      [],
      [own("x", declared)],
    );
    return row?.metBy;
  };

  it("is met by what its kind asks for, by a closed or completed dialog, or by its owner's word", () => {
    expect(metBy({})).toBeNull();
    expect(metBy({ activities: happened("SIGNATURE_PROVIDED", "PAYMENT_MADE") })).toBe("PAYMENT_MADE");
    expect(metBy({ activities: happened("PAYMENT_MADE") }, { kind: "SIGN" })).toBeNull();
    expect(metBy({ activities: happened("CORRESPONDENCE_CONFIRMED") }, { kind: "ANSWER" })).toBe(
      "CORRESPONDENCE_CONFIRMED",
    );
    expect(metBy({ activities: happened("DIALOG_CLOSED") }, { kind: "SEND_IN" })).toBe("DIALOG_CLOSED");
    expect(metBy({ dialog: { status: "COMPLETED" } })).toBe("COMPLETED");
    expect(metBy({ activities: happened("PAYMENT_MADE") }, { metAt: NOW })).toBe("SERVICE_OWNER");
  });

  it("is not met by what happened before it, nor by anything but the owner where the owner says so", () => {
    const paid = { activities: happened("PAYMENT_MADE") };
    expect(metBy(paid, { since: NOW })).toBeNull();
    expect(metBy({ ...paid, dialog: { status: "COMPLETED" } }, { isMetByOwnerOnly: true })).toBeNull();
    expect(metBy({ dialog: { status: "COMPLETED" }, statusBefore: "COMPLETED" })).toBeNull();
  });

  it("to appeal stays open when the case is decided", () => {
    expect(
      metBy({ dialog: { status: "COMPLETED" }, activities: happened("DIALOG_CLOSED") }, { kind: "APPEAL" }),
    ).toBeNull();
  });

  it("opens again with its dialog, and keeps when it was met while the dialog stays completed", () => {
    const completed = grounds({ dialog: { status: "COMPLETED" }, statusBefore: "IN_PROGRESS" });
    const first = deadlinesOf(completed, [], null);
    expect(first).toMatchObject([{ metBy: "COMPLETED", metAt: NOW - DAY, sequence: 0 }]);
    const later = {
      ...completed,
      dialog: { ...completed.dialog, contentUpdatedAt: NOW },
      statusBefore: "COMPLETED" as const,
    };
    expect(deadlinesOf(later, first, null)[0]).toBe(first[0]);
    const opened = grounds({ dialog: { updatedAt: NOW }, statusBefore: "COMPLETED" });
    expect(deadlinesOf(opened, first, null)).toMatchObject([
      { metBy: null, metAt: null, sequence: 1, changedAt: NOW },
    ]);
  });

  it("that is said when it has gone by is met by what was done before, and one to come is not", () => {
    const sent = { statusBefore: "IN_PROGRESS" as const, activities: happened("FORM_SUBMITTED") };
    const saidOf = (dueAt: number) => {
      const dialog = { instanceRef: INSTANCE, updatedAt: NOW, dueAt };
      return deadlinesOf(grounds({ ...sent, dialog }), [], null);
    };
    expect(saidOf(NOW)).toMatchObject([{ metBy: "FORM_SUBMITTED" }]);
    expect(saidOf(NOW + DAY)).toMatchObject([{ metBy: null }]);
  });

  it("of the owner's own at the very moment of dueAt takes the place of the one that follows from it", () => {
    const keys = (dueAt: number) => deadlinesOf(grounds(), [], [own("fee", { dueAt })]).map(({ key }) => key);
    expect(keys(NOW + DAY)).toEqual(["due", "fee"]);
    expect(keys(NOW)).toEqual(["fee"]);
  });

  it("that is put off stays the same; one that was met and gets a later moment is another", () => {
    const paying = { guiActions: named("pay"), statusBefore: "IN_PROGRESS" as const };
    const open = deadlinesOf(grounds(paying), [], null);
    const putOff = grounds({ ...paying, dialog: { dueAt: NOW + DAY } });
    expect(deadlinesOf(putOff, open, null)).toMatchObject([
      { since: open[0]?.since, metAt: null, sequence: 1 },
    ]);

    const paid = { ...paying, activities: [{ type: "PAYMENT_MADE" as const, createdAt: NOW }] };
    const met = deadlinesOf(grounds(paid), open, null);
    expect(met).toMatchObject([{ metAt: NOW, metBy: "PAYMENT_MADE" }]);
    // The action went with the payment; what was to be done is known all the same.
    expect(deadlinesOf(grounds({ ...paid, guiActions: [] }), met, null)).toMatchObject([
      { kind: "PAY", metAt: NOW },
    ]);
    const next = deadlinesOf(grounds({ ...paid, dialog: { dueAt: NOW + 30 * DAY } }), met, null);
    expect(next).toMatchObject([{ metAt: null, since: NOW + 1 }]);
  });
});

/** A different dialog for each number, of everything that the rules look at. */
const generated = (count: number): DialogSeed[] => {
  let state = 7;
  const pick = <T>(values: readonly T[]): T => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return values[Math.floor((state / 2_147_483_648) * values.length)] as T;
  };
  const types: readonly ActivityType[] = [
    "SENT_TO_SIGNING",
    "SENT_TO_PAYMENT",
    "SENT_TO_FORM_FILL",
    "PAYMENT_MADE",
    "SIGNATURE_PROVIDED",
    "FORM_SUBMITTED",
    "CORRESPONDENCE_CONFIRMED",
    "DIALOG_CLOSED",
    "INFORMATION",
  ];
  return Array.from({ length: count }, (_, index) =>
    aDialog(`generated ${index}`, {
      dialog: {
        dueAt: pick([null, NOW, NOW + DAY]),
        status: pick(["COMPLETED", "IN_PROGRESS", "DRAFT"] as const),
        instanceRef: pick([null, null, INSTANCE.replace(/.$/, String(index % 10))]),
        contentUpdatedAt: NOW - index,
      },
      body: {
        guiActions: Array.from({ length: pick([0, 1, 2]) }, (_unused, n) => ({
          id: idFromName(`action ${index} ${n}`, NOW),
          action: pick([" Pay ", "sign", "appeal", "reply", "submit", "goto", "read"]),
          url: "https://example.com/",
          authorizationAttribute: null,
          isDeleteDialogAction: false,
          priority: "TERTIARY" as const,
          httpMethod: "GET" as const,
          title: { nb: "Gå" },
          prompt: null,
        })),
      },
      activities: Array.from({ length: pick([0, 0, 1, 2, 3]) }, (_unused, n) => ({
        id: idFromName(`activity ${index} ${n}`, NOW),
        createdAt: NOW - pick([1, 2, 3]) * DAY,
        type: pick(types),
        extendedType: null,
        transmissionId: null,
        performedBy: { actorType: "SERVICE_OWNER" as const, actorId: null, actorName: null },
        description: null,
      })),
    }),
  );
};

/** The migration that gave the dialogs that were there their deadlines. */
const backfill = (dialect: Dialect): string => {
  const folder = join("drizzle/dialogs", dialect);
  const file = readdirSync(folder).find((name) => name.endsWith("deadlines-of-dialogs.sql")) ?? "";
  return readFileSync(join(folder, file), "utf8").replace(/;\s*$/, " RETURNING id");
};

describeOnBothDatabases("deadlines in the store", (dialect) => {
  it("are the same by the migration as by the rules, for dialogs of all sorts", async () => {
    const { database } = await openTestRoom({
      dialect,
      viewers: { kari: { party: partyOf(0).urn, scope: scopeOf([partyOf(0)], { [serviceOf(0)]: 3 }) } },
      dialogs: generated(400),
    });
    const all = () =>
      database.read.rows<{ kind: string; met_by: string }>(sql`SELECT * FROM deadline ORDER BY id`);
    const byRules = await all();
    expect(new Set(byRules.map(({ kind }) => kind)).size).toBe(6);
    expect(new Set(byRules.map((row) => row.met_by)).size).toBe(7);
    await database.transaction(async (tx) => {
      await tx.rows(sql`DELETE FROM deadline RETURNING id`);
      await tx.rows(sql.raw(backfill(dialect)));
    });
    expect(await all()).toEqual(byRules);
  });
});
