import { type SQL, sql } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import { jsonRows } from "../../../drizzle/json-rows.js";
import { KeptRows, type KeptTable } from "../../../drizzle/kept-rows.js";
import type { Scope } from "../../../schema/scope.js";

/**
 * What a scope gives at the viewer's level, as relations for a statement; each is a subselect in parentheses over one
 * bound value, so that the statement is the same for one party and for five thousand. Columns are text.
 *
 * Read rows by way of the parties (`CROSS JOIN` keeps that order) and ask `(grp, service) IN services`: a join of them
 * all scans each for every row. On SQLite parties and services stay on the connection (see KeptRows), and are looked up.
 */
export interface ScopeRelations {
  /** `party`, `grp`: a party's URN, and the number of its group. */
  readonly parties: SQL;
  /** `grp`, `service`: which services the parties of a group may be read in. */
  readonly services: SQL;
  /** `ref`, `party`, `service`: what was given by itself. */
  readonly instances: SQL;
}

const readable = <T extends { readonly requiredLevel: number }>(items: readonly T[], level: number): T[] =>
  items.filter(({ requiredLevel }) => requiredLevel <= level);

type Rows = readonly (readonly string[])[];

/** What a scope comes to; made once for each scope. */
interface ScopeRows {
  readonly parties: Rows;
  readonly services: Rows;
  readonly instances: Rows;
  /** Parties and services as SQLite keeps them. */
  kept(): { readonly parties: KeptRows; readonly services: KeptRows };
}

const keptTable = (name: string, first: string, second: string): KeptTable => ({
  name,
  columns: `${first} TEXT, ${second} TEXT`,
  key: `${first}, ${second}`,
  select: "SELECT value ->> 0, value ->> 1 FROM json_each(?)",
});

const PARTIES = keptTable("kept_form_party", "party", "grp");
const SERVICES = keptTable("kept_form_service", "grp", "service");

const rowsOf = ({ level, groups, instances }: Scope): ScopeRows => {
  const parties = groups.flatMap((group, index) => group.parties.map(({ urn }) => [urn, String(index)]));
  const services = groups.flatMap((group, index) =>
    readable(group.services, level).map(({ service }) => [String(index), service]),
  );
  let kept: ReturnType<ScopeRows["kept"]> | null = null;
  return {
    parties,
    services,
    instances: readable(instances, level).map((one) => [one.instanceRef, one.party.urn, one.service]),
    kept() {
      kept ??= {
        parties: new KeptRows(PARTIES, JSON.stringify(parties)),
        services: new KeptRows(SERVICES, JSON.stringify(services)),
      };
      return kept;
    },
  };
};

const known = new WeakMap<Scope, ScopeRows>();

export const scopeRelations = (dialect: Dialect, scope: Scope): ScopeRelations => {
  const rows = known.get(scope) ?? rowsOf(scope);
  known.set(scope, rows);
  const instances = jsonRows(dialect, ["ref", "party", "service"], rows.instances);
  if (dialect === "postgres") {
    return {
      parties: jsonRows(dialect, ["party", "grp"], rows.parties),
      services: jsonRows(dialect, ["grp", "service"], rows.services),
      instances,
    };
  }
  const { parties, services } = rows.kept();
  return {
    parties: sql`(SELECT party, grp FROM temp.kept_form_party WHERE kept = ${parties})`,
    services: sql`(SELECT grp, service FROM temp.kept_form_service WHERE kept = ${services})`,
    instances,
  };
};
