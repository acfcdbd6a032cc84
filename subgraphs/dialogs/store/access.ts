import { type SQL, sql } from "drizzle-orm";
import type { DialogsDialect } from "./dialect.js";
import { ofGranted, scopeRelations, withRelations } from "./scope-sql.js";
import type { DialogAccess, View } from "./selection.js";

/** One instance has one dialog, or the few that took its place. */
const MAX_OF_INSTANCE = 10;

/** What there is to know before a dialog is opened; also of those that are deleted, expired or out of reach. */
export const accessStatement = (
  dialect: DialogsDialect,
  view: View,
  ids: readonly string[],
  end: SQL = sql``,
): SQL => accessWhere(dialect, view, dialect.isIn(sql`x.id`, ids, "id"), end);

/** The same of the dialogs that are about an instance, the newest first. */
export const accessToInstanceStatement = (dialect: DialogsDialect, view: View, instanceRef: string): SQL =>
  accessWhere(
    dialect,
    view,
    dialect.isIn(sql`x.instance_ref`, [instanceRef], "text"),
    sql`ORDER BY x.seq DESC LIMIT ${MAX_OF_INSTANCE}`,
  );

const accessWhere = (dialect: DialogsDialect, view: View, condition: SQL, end: SQL): SQL => {
  const byGroup = sql`(SELECT s.level FROM scope_party p, scope_service s
          WHERE p.party = x.party AND s.g = p.g AND s.service = x.service_resource)`;
  const levels = [
    ...ofGranted(view.scope, () => sql`(SELECT level FROM granted WHERE granted.seq = x.seq)`),
    byGroup,
  ];
  const parties = [
    sql`SELECT party FROM scope_party`,
    ...ofGranted(view.scope, () => sql`SELECT party FROM scope_instance`),
  ];
  return withRelations(
    scopeRelations(dialect, view),
    sql`SELECT x.id, x.seq, x.party, x.service_resource, x.instance_ref, x.visible_from, x.expires_at, x.deleted_at,
        ${levels.length === 1 ? byGroup : sql`coalesce(${sql.join(levels, sql`, `)})`} AS required_level,
        (${sql.join(
          parties.map((of) => sql`x.party IN (${of})`),
          sql` OR `,
        )}) AS is_party_known
      FROM dialog x WHERE ${condition} ${end}`,
  );
};

const momentOf = (value: unknown): number | null => (value === null ? null : Number(value));

export const readAccess = (raw: Readonly<Record<string, unknown>>): DialogAccess => ({
  id: String(raw["id"]),
  seq: Number(raw["seq"]),
  party: String(raw["party"]),
  serviceResource: String(raw["service_resource"]),
  instanceRef: raw["instance_ref"] === null ? null : String(raw["instance_ref"]),
  requiredLevel: momentOf(raw["required_level"]),
  isPartyKnown: Boolean(raw["is_party_known"]),
  visibleFrom: momentOf(raw["visible_from"]),
  expiresAt: momentOf(raw["expires_at"]),
  deletedAt: momentOf(raw["deleted_at"]),
});
