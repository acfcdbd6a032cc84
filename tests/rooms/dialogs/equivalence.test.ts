import fc from "fast-check";
import { expect, it } from "vitest";
import { sortKeyOf } from "../../../subgraphs/dialogs/rules/order.js";
import { parseSearch } from "../../../subgraphs/dialogs/rules/search-query.js";
import { FACET_KEYS, type HistoryRow } from "../../../subgraphs/dialogs/store/selection.js";
import { DialogStore } from "../../../subgraphs/dialogs/store.js";
import { describeOnBothDatabases, openTestDatabase } from "../../kit/databases.js";
import { NOW, SOURCES } from "./dialogs.js";
import {
  amongMany,
  generatedDialogs,
  generatedFilters,
  generatedOrder,
  generatedScope,
  generatedSearch,
  ownLabelsOn,
} from "./generated.js";
import { makeOwnLabels, putOwnLabels } from "./held.js";
import { referenceFacets, referenceHistory } from "./reference.js";

const STORES = [1, 2, 3];
/** So small that most pages and counts need more than one look. */
const SIZES = { few: 2, bigParty: 50, ofAll: 12, least: 3, parties: 2, firstWindow: 5, window: 9 };
const DIALOGS = 250;
const QUESTIONS = 120;
const PLENTY = 1_000_000;
const NEVER = fc.constant(false);

describeOnBothDatabases("the history against a plain reference", (dialect) => {
  it.each(STORES)(
    "gives every visible item once and in order, counts it, and nothing else (store %i)",
    async (seed) => {
      const { database } = await openTestDatabase(dialect, "dialogs");
      const store = seed === 1 ? new DialogStore(database) : new DialogStore(database, SIZES);
      const seeds = generatedDialogs(DIALOGS, seed);
      await store.upsertSources(SOURCES);
      await store.createDialogs(seeds);
      await makeOwnLabels(dialect, database);
      await putOwnLabels(dialect, database, seeds);

      const question = fc.record({
        scope: generatedScope(seeds),
        filter: generatedFilters,
        order: generatedOrder,
        search: generatedSearch,
        pageSize: fc.constantFrom(1, 3, 20, 500),
        withApiOnly: fc.boolean(),
        // Now and then of the one store: SQLite is given thousands of parties in another way.
        isOfMany: dialect === "sqlite" && seed === 1 ? fc.nat(5).map((n) => n === 0) : NEVER,
      });
      let shown = 0;
      await fc.assert(
        fc.asyncProperty(
          question,
          async ({ scope: few, isOfMany, filter, order, search, pageSize, withApiOnly }) => {
            const scope = isOfMany ? amongMany(few) : few;
            const selection = { scope, now: NOW, filter, search: parseSearch(search?.text), withApiOnly };
            const expected = referenceHistory(seeds, scope, NOW, {
              filter,
              order,
              groups: search?.groups ?? null,
              withApiOnly,
              ownLabelsOn,
            });
            shown += expected.items.length;

            const walked: HistoryRow[] = [];
            for (let page: HistoryRow[] | null = null; page === null || page.length === pageSize; ) {
              const last: HistoryRow | undefined = walked.at(-1);
              const at = last === undefined ? null : sortKeyOf(last, order);
              page = await store.history(selection, order, {
                after: last === undefined ? null : { at, id: last.id },
                take: pageSize,
              });
              walked.push(...page);
              if (walked.length > seeds.length) break;
            }
            expect(
              walked.map(({ id, requiredLevel, isRedacted, title, summary }) => ({
                id,
                requiredLevel,
                isRedacted,
                title,
                summary,
              })),
            ).toEqual(
              expected.items.map(({ id, requiredLevel, isRedacted, seed: { dialog } }) => ({
                id,
                requiredLevel,
                isRedacted,
                title: isRedacted ? dialog.nonSensitiveTitle : dialog.title,
                summary: isRedacted ? dialog.nonSensitiveSummary : dialog.summary,
              })),
            );

            const all = { limit: PLENTY };
            expect(await store.countHistory(selection, all)).toEqual({
              count: expected.items.length,
              isExact: true,
            });
            expect(await store.hiddenByLogin(selection, all)).toEqual({ ...expected.hidden, isExact: true });
            const { count, counts } = await store.facets(selection, FACET_KEYS, all);
            expect(count).toBe(expected.items.length);
            expect(
              counts.map(({ by, value, count, unseen }) => `${by} ${value} ${count} ${unseen}`).sort(),
            ).toEqual(referenceFacets(expected.items));
          },
        ),
        { numRuns: QUESTIONS, seed },
      );
      // The questions must not all be about nothing.
      expect(shown).toBeGreaterThan(QUESTIONS);
    },
    120_000,
  );
});
