import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../../../schema/scope.js";
import { allOf, isVisible, meets, withOwnLabel } from "./conditions.js";
import type { DialogsDialect, Relation } from "./dialect.js";
import { type ScopeParameters, scopeParameters } from "./scope-parameters.js";
import type { HistoryOrderField, Selection, View } from "./selection.js";

/*
 * Every statement on dialogs begins with the scope as relations: how many parties there are changes the bound values,
 * hardly the text (one party alone is read without a step from one to the next; thousands are bound in another way), and
 * what a viewer may not see is never read. An item comes in by one of two arms: its party's group gives its service, or it
 * was given by itself (`granted`). The arms have nothing in common: where both give an item, the one that asks for the
 * weaker login keeps it (see scopeParameters). Where nothing was given by itself there is one arm only.
 */

export const withRelations = (relations: readonly Relation[], select: SQL): SQL =>
  sql`WITH ${sql.join(
    relations.map(({ name, body }) => sql`${sql.identifier(name)} ${body}`),
    sql`, `,
  )} ${select}`;

const grantedOf = (dialect: DialogsDialect): Relation => ({
  name: "granted",
  body: sql`(seq, level) AS MATERIALIZED (SELECT seq, min(level) FROM (
      SELECT x.seq, i.level FROM scope_instance i ${dialect.joinDialogs("x", sql`x.instance_ref = i.ref`)}
      WHERE x.party = i.party AND x.service_resource = i.service
      UNION ALL
      SELECT x.seq, i.level FROM scope_instance i ${dialect.joinDialogs("x", sql`x.id = i.dialog_id`)}
      WHERE x.party = i.party AND x.service_resource = i.service
    ) AS by_ref GROUP BY seq)`,
});

/**
 * The scope's relations; and, where anything was given by itself, `scope_instance` and `granted(seq, level)`: the dialogs
 * that were given one by one, at the lowest level.
 */
export const scopeRelations = (
  dialect: DialogsDialect,
  view: View,
  parameters: ScopeParameters = scopeParameters(view.scope),
): Relation[] => [
  ...dialect.scope(parameters),
  ...(parameters.instances.length === 0 ? [] : [dialect.instances(parameters.instances), grantedOf(dialect)]),
];

/**
 * A part of a statement that is about what was given by itself: none where nothing was, as to most viewers. Their
 * statements do not name `granted`: to ask it of each dialog took a tenth of a count.
 */
export const ofGranted = (scope: Scope, part: () => SQL): readonly SQL[] =>
  scopeParameters(scope).instances.length === 0 ? [] : [part()];

/** The two arms, or the one of the groups alone. @param granted what `ofGranted` gave */
export const unionAll = (byGroup: SQL, granted: readonly SQL[]): SQL =>
  sql.join([byGroup, ...granted], sql` UNION ALL `);

/** Of a dialog `x` that its party's group gives: it was not given by itself, which would show it once more. */
export const isNotGranted = (scope: Scope): readonly SQL[] =>
  ofGranted(scope, () => sql`x.seq NOT IN (SELECT seq FROM granted)`);

/** What the group `p.g` would give of its party's dialogs `x` to a stronger login only. */
export const isHiddenByGroup = (scope: Scope): SQL =>
  allOf([
    sql`(NOT x.has_non_sensitive_title) IS TRUE AND ((p.g, x.service_resource) IN (
    SELECT g, service FROM scope_service WHERE level > ${scope.level}) IS TRUE)`,
    ...isNotGranted(scope),
  ]);

/** Where a statement starts: from the parties' own lists, or from `hit(seq, is_open)`, which is joined first. */
export interface Start {
  readonly hit: Relation | null;
  /** When an item counts that shows its own texts, and when one that shows the non-sensitive ones; `null`: always. */
  readonly when: { readonly open: SQL; readonly redacted: SQL } | null;
}

/** From dialogs that are named. @param select of `seq` */
export const fromDialogs = (select: SQL): Start => ({
  hit: { name: "hit", body: sql`(seq, is_open) AS MATERIALIZED (SELECT seq, 0 FROM (${select}) AS named)` },
  when: null,
});

/** Where a selection starts. What a search has found, and what has an own label, is few: that is where it starts. */
export const startOf = (dialect: DialogsDialect, { search, among, filter }: Selection): Start => {
  if (search !== null) throw new Error("A search is asked of store/search/: see Selection.among.");
  if (among !== undefined) return fromDialogs(dialect.numbers(among));
  const [label] = filter.own?.labels ?? [];
  if (filter.own !== undefined && label !== undefined) {
    return fromDialogs(withOwnLabel(filter.own.owner, label));
  }
  return { hit: null, when: null };
};

/**
 * What a selection asks of a dialog `x`, whoever's it is.
 * @param by the moment that the index goes by which is read; absent: dialogs are looked up one by one
 */
export const conditionsOf = (
  dialect: DialogsDialect,
  { now, filter, withApiOnly = false }: Selection,
  by: HistoryOrderField | null = null,
): SQL => allOf([isVisible(now, { withApiOnly }), ...meets(dialect, filter, by)]);

/** What the group `p.g` gives of its party's dialogs `x`: with its own texts, or with the non-sensitive ones. */
export const isGivenByGroup = (dialect: DialogsDialect, scope: Scope, { when }: Start): SQL =>
  allOf([dialect.givenByGroup(scope.level, when), ...isNotGranted(scope)]);

/** Joins a start's hits with their dialogs, and then asks whose they are. Conditions follow with AND. */
export const fromHits = (dialect: DialogsDialect): SQL =>
  sql`hit ${dialect.joinDialogs("x", sql`x.seq = hit.seq`)} CROSS JOIN scope_party p WHERE p.party = x.party`;

/** Joins what was given by itself, where it shows anything. Conditions follow with AND. */
export const fromGranted = (dialect: DialogsDialect, level: number, { hit, when }: Start): SQL => {
  const isShown =
    when === null
      ? sql`(granted.level <= ${level} OR x.has_non_sensitive_title)`
      : sql`((granted.level <= ${level} AND ${when.open})
        OR (granted.level > ${level} AND x.has_non_sensitive_title AND ${when.redacted}))`;
  return sql`granted ${hit === null ? sql`` : sql`JOIN hit ON hit.seq = granted.seq`}
    ${dialect.joinDialogs("x", sql`x.seq = granted.seq`)} WHERE ${isShown}`;
};

export const relationsOf = (dialect: DialogsDialect, view: View, { hit }: Start): Relation[] => [
  ...scopeRelations(dialect, view),
  ...(hit === null ? [] : [hit]),
];
