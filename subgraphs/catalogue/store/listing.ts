import { and, asc, desc, eq, getTableColumns, isNull, type SQL, sql } from "drizzle-orm";
import type { CatalogueTables, ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import type { Database } from "../../../drizzle/database.js";
import { jsonList, jsonRows } from "../../../drizzle/json-rows.js";
import type { Position } from "../../../schema/paging.js";
import { soughtWords, variantsOfWords, type WantedTerms, wantedTerms } from "../rules/near-words.js";
import type { ServiceFacetName } from "../rules/words-of-service.js";

/** Which visible services a list is of. */
export interface ServiceSelection {
  /** These URNs only; `null` for all. */
  readonly within: readonly string[] | null;
  /** Of each facet any of these values. */
  readonly facets: Partial<Readonly<Record<ServiceFacetName, readonly string[]>>>;
  readonly lifeEvent: string | null;
  /** `null`: nothing is looked for. */
  readonly search: WantedTerms | null;
}

export type ServiceOrder = "RELEVANCE" | "TITLE" | "RECENTLY_CHANGED" | "URN";

/** A service, with how well it answers a search. */
export type ListedService = ServiceResourceRow & { readonly score: number };

export interface FacetCount {
  readonly facet: ServiceFacetName | "LIFE_EVENT";
  readonly value: string;
  readonly count: number;
}

/** What a selection without a search ranks by. */
const withoutRank = (order: ServiceOrder, selection: ServiceSelection): ServiceOrder =>
  order === "RELEVANCE" && selection.search === null ? "TITLE" : order;

/** Where a service lies in an order. */
export const positionIn = (order: ServiceOrder, selection: ServiceSelection) => {
  const by = withoutRank(order, selection);
  return ({ id, score, titleKey, updatedAt }: ListedService): Position => {
    if (by === "URN") return [id];
    return [by === "RELEVANCE" ? score : by === "TITLE" ? titleKey : updatedAt, id];
  };
};

/** The statements of lists of services. Deleted and hidden ones are in none. */
export const createListing = (database: Database, tables: CatalogueTables) => {
  const { serviceResources: services, serviceTerms, serviceFacets, lifeEventSteps, termVariants } = tables;
  const isOneOf = (column: SQL, values: Iterable<string>): SQL =>
    sql`${column} IN ${jsonList(database.dialect, values)}`;

  /** Services by how well they answer: of each word its best term counts. */
  const hits = ({ terms, required }: WantedTerms): SQL => {
    const wanted = jsonRows(
      database.dialect,
      ["word", "term", "quality"],
      terms.map(({ word, term, quality }) => [String(word), term, String(quality)]),
    );
    const best = sql`SELECT t.service_id, wanted.word, MAX(t.weight * CAST(wanted.quality AS integer)) AS best
      FROM ${wanted} AS wanted JOIN ${serviceTerms} AS t ON t.term = wanted.term GROUP BY t.service_id, wanted.word`;
    return sql`(SELECT matched.service_id, CAST(SUM(matched.best) AS integer) AS score FROM (${best}) AS matched
      GROUP BY matched.service_id HAVING COUNT(*) >= ${required}) AS hit`;
  };

  const isSelected = ({ within, facets, lifeEvent }: ServiceSelection): SQL | undefined =>
    and(
      eq(services.isVisible, true),
      isNull(services.deletedAt),
      within === null ? undefined : isOneOf(sql`${services.id}`, within),
      ...Object.entries(facets).map(
        ([facet, values]) =>
          sql`EXISTS (SELECT 1 FROM ${serviceFacets} AS f WHERE f.facet = ${facet}
            AND ${isOneOf(sql`f.value`, values ?? [])} AND f.service_id = ${services.id})`,
      ),
      lifeEvent === null
        ? undefined
        : sql`EXISTS (SELECT 1 FROM ${lifeEventSteps} AS step
            WHERE step.life_event_id = ${lifeEvent} AND step.service_id = ${services.id})`,
    );

  const isAfter = (order: ServiceOrder, after: Position | null): SQL | undefined => {
    if (after === null) return undefined;
    const [key, id] = after;
    if (order === "URN") return sql`${services.id} > ${key}`;
    if (order === "TITLE") {
      return sql`(${services.titleKey} > ${key} OR (${services.titleKey} = ${key} AND ${services.id} > ${id}))`;
    }
    const column = order === "RELEVANCE" ? sql`hit.score` : sql`${services.updatedAt}`;
    return sql`(${column} < ${key} OR (${column} = ${key} AND ${services.id} > ${id}))`;
  };

  const orderOf = (order: ServiceOrder): SQL[] => {
    if (order === "URN") return [asc(services.id)];
    if (order === "TITLE") return [asc(services.titleKey), asc(services.id)];
    return [order === "RELEVANCE" ? desc(sql`hit.score`) : desc(services.updatedAt), asc(services.id)];
  };

  return {
    /** A search as it is put to the index: the terms that its words stand for, one statement. `null` for no words. */
    async wanted(search: string | null): Promise<WantedTerms | null> {
      const words = soughtWords(search ?? "");
      if (words.length === 0) return null;
      const found = await database.read
        .selectDistinct({ term: termVariants.term })
        .from(termVariants)
        .where(isOneOf(sql`${termVariants.variant}`, variantsOfWords(words)));
      return wantedTerms(
        words,
        found.map(({ term }) => term),
      );
    },

    async page(
      selection: ServiceSelection,
      asked: ServiceOrder,
      page: { readonly after: Position | null; readonly take: number },
    ): Promise<ListedService[]> {
      const order = withoutRank(asked, selection);
      const { search } = selection;
      const score = search === null ? sql<number>`0` : sql<number>`hit.score`;
      const selected = database.read
        .select({ ...getTableColumns(services), score: score.as("score") })
        .from(services);
      const joined =
        search === null ? selected : selected.innerJoin(hits(search), sql`hit.service_id = ${services.id}`);
      const rows = await joined
        .where(and(isSelected(selection), isAfter(order, page.after)))
        .orderBy(...orderOf(order))
        .limit(page.take);
      return rows as ListedService[];
    },

    async count(selection: ServiceSelection): Promise<number> {
      const [row] = await database.read.rows<{ count: number | string }>(
        sql`SELECT COUNT(*) AS count FROM ${services} ${from(selection)} WHERE ${isSelected(selection)}`,
      );
      return Number(row?.count ?? 0);
    },

    /** When any service was last changed or deleted, in milliseconds since 1970 UTC; `null` where there is none. */
    async lastChange(): Promise<number | null> {
      const [row] = await database.read
        .select({ updatedAt: services.updatedAt })
        .from(services)
        .orderBy(desc(services.updatedAt))
        .limit(1);
      return row?.updatedAt ?? null;
    },

    /** How many services of a selection have each value, most first: one statement. */
    async facets(selection: ServiceSelection): Promise<FacetCount[]> {
      const chosen = sql`SELECT ${services.id} FROM ${services} ${from(selection)} WHERE ${isSelected(selection)}`;
      const rows = await database.read.rows<{ facet: string; value: string; count: number | string }>(
        sql`WITH chosen AS (${chosen})
          SELECT f.facet, f.value, COUNT(*) AS count FROM ${serviceFacets} AS f
            WHERE f.service_id IN (SELECT id FROM chosen) GROUP BY f.facet, f.value
          UNION ALL
          SELECT 'LIFE_EVENT', step.life_event_id, COUNT(DISTINCT step.service_id) FROM ${lifeEventSteps} AS step
            WHERE step.service_id IN (SELECT id FROM chosen) GROUP BY step.life_event_id
          ORDER BY 3 DESC, 2`,
      );
      return rows.map(({ facet, value, count }) => ({
        facet: facet as FacetCount["facet"],
        value,
        count: Number(count),
      }));
    },
  };

  function from({ search }: ServiceSelection): SQL {
    return search === null ? sql`` : sql`JOIN ${hits(search)} ON hit.service_id = ${services.id}`;
  }
};

export type Listing = ReturnType<typeof createListing>;
