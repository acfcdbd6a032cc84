import fc from "fast-check";
import { expect, it } from "vitest";
import { DEADLINE_KINDS } from "../../../drizzle/dialogs/values-deadlines.js";
import type { Scope } from "../../../schema/scope.js";
import type { DialogSeed } from "../../../subgraphs/dialogs/index.js";
import { deadlinesOf } from "../../../subgraphs/dialogs/rules/deadlines.js";
import type { AgendaPosition, DeadlineFilter } from "../../../subgraphs/dialogs/store/deadlines/selection.js";
import { PIECE_SIZES } from "../../../subgraphs/dialogs/store/tally.js";
import { WINDOW_SIZES } from "../../../subgraphs/dialogs/store/ways.js";
import { DialogStore } from "../../../subgraphs/dialogs/store.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { DAY, NOW, partyOf, SOURCES, scopeOf, serviceOf } from "./dialogs.js";
import { generatedDialogs, generatedScope } from "./generated.js";
import { foldersOf, referenceHistory } from "./reference.js";

const QUESTIONS = 60;

const maybeMoment = fc.option(
  fc.integer({ min: -20, max: 20 }).map((days) => NOW + days * DAY),
  { nil: null },
);

const filters: fc.Arbitrary<DeadlineFilter> = fc.record({
  from: maybeMoment,
  to: maybeMoment,
  kinds: fc.option(fc.subarray([...DEADLINE_KINDS]), { nil: null }),
  isMet: fc.constantFrom(true, false, null),
  withPutAway: fc.boolean(),
});

/** All but each third dialog have deadlines of its owner's own. */
const withDeadlines = (seeds: readonly DialogSeed[]): DialogSeed[] =>
  seeds.map((seed, index) =>
    index % 3 === 0
      ? seed
      : {
          ...seed,
          deadlines: DEADLINE_KINDS.slice(0, 1 + (index % 4)).map((kind, n) => ({
            key: kind.toLowerCase(),
            kind,
            dueAt: NOW + (((index * 7 + n * 5) % 30) - 15) * DAY,
            amount: null,
            currency: null,
            kid: null,
            account: null,
            isMetByOwnerOnly: n % 2 === 1,
            metAt: index % 4 === 0 ? NOW - DAY : null,
            since: 0,
          })),
        },
  );

/** Every deadline of every dialog that the history shows, looked at one by one. */
const referenceAgenda = (
  seeds: readonly DialogSeed[],
  scope: Scope,
  { from, to, kinds, isMet, withPutAway }: DeadlineFilter,
): string[] =>
  referenceHistory(seeds, scope, NOW, {
    filter: {},
    groups: null,
    order: { field: "CREATED_AT", direction: "ASC" },
    withApiOnly: false,
  })
    .items.filter(
      ({ seed }) =>
        withPutAway || !foldersOf(seed).some((folder) => folder === "BIN" || folder === "ARCHIVE"),
    )
    .flatMap(({ seed: { dialog, body, activities, deadlines = [] } }) =>
      deadlinesOf(
        {
          dialog,
          guiActions: body.guiActions,
          activities: [...activities].sort((a, b) => a.createdAt - b.createdAt),
          statusBefore: null,
        },
        [],
        deadlines,
      ),
    )
    .filter(({ dueAt }) => (from === null || dueAt >= from) && (to === null || dueAt <= to))
    .filter(({ kind }) => kinds === null || (kind !== null && kinds.includes(kind)))
    .filter(({ metAt }) => isMet === null || (metAt !== null) === isMet)
    .filter(({ kind, dueAt }) => from !== null || isMet !== false || kind !== "APPEAL" || dueAt >= NOW)
    .sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);

describeOnBothDatabases("the agenda against a plain reference", (dialect) => {
  it("gives every deadline that may be seen once and in order, counts it, and nothing else", async () => {
    const { database } = await openTestDatabase(dialect, "dialogs");
    // Parties are counted one at a time at first, and a few deadlines of each.
    const store = new DialogStore(database, { ...WINDOW_SIZES, ...PIECE_SIZES, parties: 1, firstWindow: 20 });
    const seeds = withDeadlines(generatedDialogs(200, 5));
    await store.upsertSources(SOURCES);
    await store.createDialogs(seeds);
    let some = 0;
    await fc.assert(
      fc.asyncProperty(
        generatedScope(seeds),
        filters,
        fc.integer({ min: 1, max: 40 }),
        async (scope, filter, take) => {
          const selection = { scope, now: NOW, filter };
          const walked: string[] = [];
          for (let after: AgendaPosition | null = null; ; ) {
            const rows = await store.agenda.page(selection, { after, take });
            walked.push(...rows.map(({ deadline }) => deadline.id));
            const last = rows.at(-1)?.deadline;
            if (last === undefined || rows.length < take) break;
            after = { dueAt: last.dueAt, id: last.id };
          }
          const expected = referenceAgenda(seeds, scope, filter);
          expect(walked).toEqual(expected);
          const { count, isExact, counts } = await store.agenda.counts(selection, { limit: 1_000_000 });
          expect({ count, isExact }).toEqual({ count: expected.length, isExact: true });
          expect(counts.reduce((total, { count }) => total + count, 0)).toBe(expected.length);
          some += expected.length;
        },
      ),
      { numRuns: QUESTIONS, seed: 11 },
    );
    expect(some).toBeGreaterThan(QUESTIONS);

    // Without time, what the first party has is counted, and it is said that there is more.
    const scope = scopeOf([0, 1, 2, 3].map(partyOf), { [serviceOf(0)]: 3, [serviceOf(1)]: 3 });
    const filter = { from: 0, to: null, kinds: null, isMet: null, withPutAway: true };
    const whole = await store.agenda.counts({ scope, now: NOW, filter }, { limit: 1_000 });
    const inNoTime = { limit: 1_000, budget: { millis: 0, clock: () => 0 } };
    const first = await store.agenda.counts({ scope, now: NOW, filter }, inNoTime);
    expect({ whole: whole.isExact, first: first.isExact }).toEqual({ whole: true, first: false });
    expect(first.count).toBeGreaterThan(0);
    expect(first.count).toBeLessThan(whole.count);
    const one = scopeOf([partyOf(0)], { [serviceOf(0)]: 3, [serviceOf(1)]: 3 });
    const ofOne = await store.agenda.counts({ scope: one, now: NOW, filter }, { limit: 1_000 });
    const ofOneInNoTime = await store.agenda.counts({ scope: one, now: NOW, filter }, inNoTime);
    expect(ofOne.count).toBeGreaterThan(20);
    expect({ whole: ofOne.isExact, first: ofOneInNoTime.isExact }).toEqual({ whole: true, first: false });
    expect(ofOneInNoTime.count).toBeLessThanOrEqual(20);
    const few = await store.agenda.counts({ scope, now: NOW, filter }, { limit: 3 });
    expect({ count: few.count, isExact: few.isExact }).toEqual({ count: 3, isExact: false });
  });
});
