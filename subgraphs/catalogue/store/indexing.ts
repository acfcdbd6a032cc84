import { and, eq, inArray } from "drizzle-orm";
import type { CatalogueTables, ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";
import { variantsOfTerm } from "../rules/near-words.js";
import { facetsOf, INDEX_VERSION, termsOfService, titleKeyOf } from "../rules/words-of-service.js";

/** What the index needs to know beside the services themselves. */
const surroundings = async (tx: Queries, tables: CatalogueTables, rows: readonly ServiceResourceRow[]) => {
  const { serviceOwners, lifeEvents, lifeEventSteps } = tables;
  const owners = await tx
    .select()
    .from(serviceOwners)
    .where(inArray(serviceOwners.code, [...new Set(rows.map(({ ownerCode }) => ownerCode))]));
  const steps = await tx
    .select()
    .from(lifeEventSteps)
    .where(
      inArray(
        lifeEventSteps.serviceId,
        rows.map(({ id }) => id),
      ),
    );
  const events = steps.length === 0 ? [] : await tx.select().from(lifeEvents);
  return {
    ownerOf: ({ ownerCode }: ServiceResourceRow) => owners.find(({ code }) => code === ownerCode),
    lifeEventsOf: ({ id }: ServiceResourceRow) => {
      const ids = new Set(steps.flatMap((step) => (step.serviceId === id ? [step.lifeEventId] : [])));
      return events.filter((event) => ids.has(event.id));
    },
  };
};

/** Those of these terms that are found by their variants already: most words are many services'. */
const knownTerms = async (
  tx: Queries,
  { termVariants }: CatalogueTables,
  terms: readonly string[],
): Promise<ReadonlySet<string>> => {
  const known = new Set<string>();
  for (const chunk of inChunks(terms, 4_000)) {
    const { variant, term } = termVariants;
    const rows = await tx
      .select({ term })
      .from(termVariants)
      .where(and(inArray(variant, chunk), eq(variant, term)));
    for (const row of rows) known.add(row.term);
  }
  return known;
};

/**
 * Brings the index of services up to date: their words, what mistyped words find them by, and what they are counted by.
 * @param ids at most 500
 */
const indexChunk = async (tx: Queries, tables: CatalogueTables, ids: readonly string[]): Promise<void> => {
  const { serviceResources, serviceTerms, serviceFacets, termVariants } = tables;
  const rows = await tx
    .select()
    .from(serviceResources)
    .where(inArray(serviceResources.id, [...ids]));
  if (rows.length === 0) return;
  const { ownerOf, lifeEventsOf } = await surroundings(tx, tables, rows);
  await tx.delete(serviceTerms).where(inArray(serviceTerms.serviceId, [...ids]));
  await tx.delete(serviceFacets).where(inArray(serviceFacets.serviceId, [...ids]));
  const terms = rows.flatMap((row) =>
    [...termsOfService(row, ownerOf(row), lifeEventsOf(row))].map(([term, weight]) => ({
      serviceId: row.id,
      term,
      weight,
    })),
  );
  for (const chunk of inChunks(terms)) await tx.insert(serviceTerms).values(chunk);
  const facets = rows.flatMap((row) =>
    facetsOf(row).map(([facet, value]) => ({ serviceId: row.id, facet, value })),
  );
  for (const chunk of inChunks(facets)) await tx.insert(serviceFacets).values(chunk);
  const distinct = [...new Set(terms.map(({ term }) => term))];
  const known = await knownTerms(tx, tables, distinct);
  const variants = distinct
    .filter((term) => !known.has(term))
    .flatMap((term) => [...variantsOfTerm(term)].map((variant) => ({ variant, term })));
  for (const chunk of inChunks(variants, 4_000)) {
    await tx.insert(termVariants).values(chunk).onConflictDoNothing();
  }
  const indexed = rows.map((row) => ({
    ...row,
    titleKey: titleKeyOf(row.title),
    indexVersion: INDEX_VERSION,
  }));
  for (const { id, titleKey, indexVersion } of indexed) {
    await tx
      .update(serviceResources)
      .set({ titleKey, indexVersion })
      .where(inArray(serviceResources.id, [id]));
  }
};

/** Brings the index of services up to date, in the transaction that changed them. */
export const indexServices = async (
  tx: Queries,
  tables: CatalogueTables,
  ids: readonly string[],
): Promise<void> => {
  for (const chunk of inChunks(ids)) await indexChunk(tx, tables, chunk);
};
