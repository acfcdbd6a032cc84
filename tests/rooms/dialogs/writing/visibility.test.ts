import fc from "fast-check";
import { expect, it } from "vitest";
import { HOUR_MILLIS } from "../../../../lib/clock.js";
import { openingOf } from "../../../../subgraphs/dialogs/rules/opening.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW, partyOf, scopeOf } from "../dialogs.js";
import { aBody, aChange, iso, OWNER, SERVICE } from "./bodies.js";
import { openTestWriter, type TestWriter } from "./room.js";

/** What happens to a dialog over time. Hours are from now on. */
type Step =
  | { readonly kind: "WAIT"; readonly hours: number }
  | { readonly kind: "EXPIRE"; readonly inHours: number | null }
  | { readonly kind: "REMOVE" }
  | { readonly kind: "RESTORE" };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("WAIT" as const), hours: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("EXPIRE" as const),
      inHours: fc.option(fc.integer({ min: 1, max: 12 }), { nil: null }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "REMOVE" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "RESTORE" as const }) },
);

/** What a reader meets, by when it begins and ends. The last moment belongs to what comes after. */
const expectedAt = (
  now: number,
  dialog: { visibleFrom: number | null; expiresAt: number | null; isDeleted: boolean },
): string => {
  if (dialog.isDeleted) return "DELETED";
  if (dialog.visibleFrom !== null && now < dialog.visibleFrom) return "NOT_VISIBLE";
  return dialog.expiresAt !== null && now >= dialog.expiresAt ? "EXPIRED" : "OPEN";
};

const hours = (count: number): number => count * HOUR_MILLIS;
const momentOf = (at: number | null) => (at === null ? null : iso(at));

const met = async ({ store, now }: TestWriter, id: string) => {
  const at = now();
  const view = { scope: scopeOf([partyOf(0)], { [SERVICE]: 0 }), now: at };
  const [access = null] = await store.accessTo([id], view);
  const listed = await store.itemsByIds([id], view);
  const order = { field: "CONTENT_UPDATED_AT", direction: "DESC" } as const;
  const page = await store.history({ ...view, filter: {}, search: null }, order, { after: null, take: 100 });
  return {
    opening: openingOf(access, { level: 4, now: at }).outcome,
    isListed: listed.length === 1,
    isOnPage: page.some((row) => row.id === id),
  };
};

describeOnBothDatabases("a dialog over time", (dialect) => {
  it("is there from visibleFrom until expiresAt, unless it is deleted, in lists and by itself alike", async () => {
    const test = await openTestWriter(dialect);
    await fc.assert(
      fc.asyncProperty(
        fc.option(fc.integer({ min: 1, max: 12 }), { nil: null }),
        fc.option(fc.integer({ min: 12, max: 24 }), { nil: null }),
        fc.array(aStep, { minLength: 1, maxLength: 8 }),
        async (visibleIn, expiresIn, steps) => {
          let now = NOW;
          test.setNow(now);
          const dialog = {
            visibleFrom: visibleIn === null ? null : now + hours(visibleIn),
            expiresAt: expiresIn === null ? null : now + hours(expiresIn),
            isDeleted: false,
          };
          const created = await test.writer.create(
            OWNER,
            aBody({ visibleFrom: momentOf(dialog.visibleFrom), expiresAt: momentOf(dialog.expiresAt) }),
          );
          if (created.outcome !== "CREATED") throw new Error(created.outcome);
          const id = created.dialogId;
          const check = async () => {
            const opening = expectedAt(now, dialog);
            const isThere = opening === "OPEN";
            expect(await met(test, id)).toEqual({ opening, isListed: isThere, isOnPage: isThere });
          };
          await check();
          for (const step of steps) {
            if (step.kind === "WAIT") {
              // Just before the hour, and on it: where something begins or ends.
              now += hours(step.hours) - 1;
              test.setNow(now);
              await check();
              now += 1;
              test.setNow(now);
            } else if (step.kind === "EXPIRE") {
              const expiresAt = step.inHours === null ? null : now + hours(step.inHours);
              const answer = await test.writer.replace(
                OWNER,
                id,
                aChange({ expiresAt: momentOf(expiresAt) }),
              );
              const isBeforeItBegins =
                expiresAt !== null &&
                dialog.visibleFrom !== null &&
                expiresAt < dialog.visibleFrom &&
                expiresAt !== dialog.expiresAt;
              expect(answer.outcome).toBe(
                dialog.isDeleted ? "DELETED" : isBeforeItBegins ? "DOMAIN_ERROR" : "WRITTEN",
              );
              if (answer.outcome === "WRITTEN") dialog.expiresAt = expiresAt;
            } else {
              const isDeleted = step.kind === "REMOVE";
              await (isDeleted ? test.writer.remove(OWNER, id) : test.writer.restore(OWNER, id));
              dialog.isDeleted = isDeleted;
            }
            await check();
          }
          await test.writer.purge(OWNER, id);
          expect((await met(test, id)).opening).toBe("NOT_FOUND");
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});
