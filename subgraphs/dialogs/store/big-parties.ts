import { sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Database } from "../../../drizzle/database.js";
import { HOUR_MILLIS } from "../../../lib/clock.js";
import { partiesOf, restrictScope, type Scope } from "../../../schema/scope.js";
import type { DialogsDialect } from "./dialect.js";
import { scopeParameters } from "./scope-parameters.js";
import { withRelations } from "./scope-sql.js";
import type { View } from "./selection.js";
import { byParty } from "./ways.js";

/*
 * Of few parties the history looks at the newest dialogs first, so that what is rare is found without passing everything
 * that they have. Of thousands that would cost more than it saves: nearly all of them have few dialogs. So those few that
 * have very many are told apart, and are looked at by themselves.
 */

/** A scope in two, which have no party in common. */
export interface DividedScope {
  readonly big: Scope;
  readonly others: Scope;
}

export interface BigParties {
  /** Divides a view's scope; `null` where none of its parties is big. One statement at most. */
  divide(view: View): Promise<DividedScope | null>;
}

/** So many parties are remembered: what is known of one takes some two hundred bytes. */
const MAX_REMEMBERED = 50_000;
/** A party that was small is looked at again after that: parties grow. */
const SMALL_FOR_MILLIS = HOUR_MILLIS;

const divided = (scope: Scope, big: ReadonlySet<string>): DividedScope | null => {
  const ids = [...partiesOf(scope).values()];
  const isBig = ids.filter(({ urn }) => big.has(urn));
  if (isBig.length === 0) return null;
  const idsOf = (parties: typeof ids): ReadonlySet<string> => new Set(parties.map(({ id }) => id));
  return {
    big: restrictScope(scope, idsOf(isBig)),
    others: restrictScope(scope, idsOf(ids.filter(({ urn }) => !big.has(urn)))),
  };
};

/** @param size how many dialogs make a party big */
export const createBigParties = (database: Database, dialect: DialogsDialect, size: number): BigParties => {
  /** When a party was looked at, and whether it was big: it stays so. */
  const known = new LRUCache<string, { readonly at: number; readonly isBig: boolean }>({
    max: MAX_REMEMBERED,
  });
  const dividedScopes = new WeakMap<Scope, { readonly at: number; readonly parts: DividedScope | null }>();

  /** Those of some parties that have at least `size` dialogs. */
  const bigAmong = async (parties: readonly (readonly [string, number])[]): Promise<Set<string>> => {
    const relations = dialect.scope({ parties, services: [] });
    const way = byParty("CONTENT_UPDATED_AT");
    const rows = await database.read.rows<{ party: string }>(
      withRelations(
        relations.filter(({ name }) => name === way.from),
        sql`SELECT p.party FROM scope_party p WHERE (
          SELECT x.content_updated_at FROM dialog x ${dialect.indexed(way.index)}
          WHERE ${way.prefix} AND x.deleted_at IS NULL
          ORDER BY x.content_updated_at DESC, x.id DESC LIMIT 1 OFFSET ${size - 1}) IS NOT NULL`,
      ),
      "ONCE",
    );
    return new Set(rows.map(({ party }) => party));
  };

  return {
    async divide({ scope, now }) {
      const before = dividedScopes.get(scope);
      if (before !== undefined && now - before.at < SMALL_FOR_MILLIS) return before.parts;
      const big = new Set<string>();
      const unknown = scopeParameters(scope).parties.filter(([party]) => {
        const last = known.get(party);
        if (last?.isBig === true) big.add(party);
        return last === undefined || (!last.isBig && now - last.at >= SMALL_FOR_MILLIS);
      });
      if (unknown.length > 0) {
        const found = await bigAmong(unknown);
        for (const [party] of unknown) known.set(party, { at: now, isBig: found.has(party) });
        for (const party of found) big.add(party);
      }
      const parts = divided(scope, big);
      dividedScopes.set(scope, { at: now, parts });
      return parts;
    },
  };
};
