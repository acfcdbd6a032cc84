import { type SQL, sql } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import { type DialogStatus, SYSTEM_LABEL_BITS, type SystemLabel } from "../../../drizzle/dialogs/values.js";
import type { Scope } from "../../../schema/scope.js";
import type { ExpandedSearch } from "../rules/expanded-search.js";
import type { SearchQuery } from "../rules/search-query.js";
import { allOf, isContentSeen } from "./conditions.js";
import type { DialogsDialect, Relation } from "./dialect.js";
import { ofGranted, scopeRelations, unionAll, withRelations } from "./scope-sql.js";

/*
 * What service owners search for among their own dialogs: also those that end users do not see (yet, or any more).
 * Every statement calls the dialog `x`.
 */

/** What all dialogs must have. Absent, and an empty list: anything. Moments are inclusive. */
export interface OwnerFilter {
  /** Whose dialogs; `null`: everybody's, for administrators. */
  readonly org: string | null;
  readonly services?: readonly string[];
  readonly parties?: readonly string[];
  readonly extendedStatus?: readonly string[];
  readonly externalReference?: string | null;
  readonly status?: readonly DialogStatus[];
  readonly deleted: "Exclude" | "Include" | "Only";
  readonly process?: string | null;
  /** All of them at once. */
  readonly systemLabels?: readonly SystemLabel[];
  /** All of them at once; one that ends with `*` is the beginning of a label. */
  readonly ownerLabels?: readonly string[];
  readonly excludeApiOnly?: boolean;
  readonly isContentSeen?: boolean | null;
  readonly moments?: Readonly<Partial<Record<MomentBound, number | null>>>;
  /** An end user who must have access as well, and what they search for. */
  readonly endUser?: { readonly scope: Scope; readonly now: number } | null;
  /** Words that must be in it; `null`: no search. Asks for an end user. */
  readonly search?: SearchQuery | null;
}

const MOMENTS = {
  created: sql`x.created_at`,
  updated: sql`x.updated_at`,
  contentUpdated: sql`x.content_updated_at`,
  due: sql`x.due_at`,
  visible: sql`x.visible_from`,
} as const;

/** `createdAfter`, `createdBefore` … */
export type MomentBound = `${keyof typeof MOMENTS}${"After" | "Before"}`;

/** What dialogs may be sorted by. Those that do not have it come last, in both directions. */
export const OWNER_ORDERS = {
  createdAt: { column: MOMENTS.created, isNullable: false },
  updatedAt: { column: MOMENTS.updated, isNullable: false },
  contentUpdatedAt: { column: MOMENTS.contentUpdated, isNullable: false },
  dueAt: { column: MOMENTS.due, isNullable: true },
} as const;

export interface OwnerOrderKey {
  readonly field: keyof typeof OWNER_ORDERS;
  readonly direction: "asc" | "desc";
}

/** At least one key; ties are broken by id, in the direction of the last key. */
export type OwnerOrder = readonly [OwnerOrderKey, ...OwnerOrderKey[]];

/** Where a dialog lies in an order: the value of each key, and its id. */
export interface OwnerPosition {
  readonly values: readonly (number | null)[];
  readonly id: string;
}

const boundsOf = (moments: NonNullable<OwnerFilter["moments"]>): SQL[] =>
  (Object.keys(MOMENTS) as (keyof typeof MOMENTS)[]).flatMap((name) => {
    const [after, before] = [moments[`${name}After`], moments[`${name}Before`]];
    return [
      ...(after == null ? [] : [sql`${MOMENTS[name]} >= ${after}`]),
      ...(before == null ? [] : [sql`${MOMENTS[name]} <= ${before}`]),
    ];
  });

const hasLabels = (labels: readonly SystemLabel[]): SQL => {
  const mask = labels.reduce((bits, label) => bits | SYSTEM_LABEL_BITS[label], 0);
  return sql`(x.system_labels & ${mask}) = ${mask}`;
};

/** Compared byte by byte: a LIKE would read `_` and `%` in a label as signs of its own. */
const hasOwnerLabel = (dialect: Dialect, wanted: string): SQL => {
  const label = wanted.trim().toLowerCase();
  const stem = label.endsWith("*") ? label.slice(0, -1) : null;
  const labels =
    dialect === "sqlite"
      ? sql`json_each(b.service_owner_labels) AS l`
      : sql`jsonb_array_elements_text(b.service_owner_labels) AS l(value)`;
  const isIt = stem === null ? sql`l.value = ${label}` : sql`substr(l.value, 1, ${stem.length}) = ${stem}`;
  return sql`EXISTS (SELECT 1 FROM dialog_body b, ${labels} WHERE b.dialog_id = x.id AND ${isIt})`;
};

const isInScope = (scope: Scope): SQL => {
  const byGroup = sql`EXISTS (SELECT 1 FROM scope_party p, scope_service s
  WHERE p.party = x.party AND s.g = p.g AND s.service = x.service_resource)`;
  const parties = unionAll(
    sql`SELECT party FROM scope_party`,
    ofGranted(scope, () => sql`SELECT party FROM scope_instance`),
  );
  const given = [...ofGranted(scope, () => sql`x.seq IN (SELECT seq FROM granted)`), byGroup];
  return sql`x.party IN (${parties}) AND (${sql.join(given, sql` OR `)})`;
};

/**
 * A column that is only checked, and never where a search begins: an owner has millions of dialogs. SQLite has to be
 * told; PostgreSQL knows how many there are of each.
 */
export const onlyChecked = (dialect: Dialect, column: SQL): SQL =>
  dialect === "sqlite" ? sql`+${column}` : column;

const isOfOwner = (dialect: Dialect, org: string, { parties, endUser, deleted }: OwnerFilter): SQL => {
  const column = sql`x.org`;
  const isOfFew = Boolean(parties?.length) || endUser != null;
  // The parties' own indexes leave out what is deleted.
  const owner = isOfFew && deleted === "Exclude" ? onlyChecked(dialect, column) : column;
  return sql`${owner} = ${org}`;
};

const conditionsOf = (
  kinds: { dialect: Dialect; ours: DialogsDialect },
  filter: OwnerFilter,
  search: ExpandedSearch | null,
): SQL[] => {
  const { dialect, ours } = kinds;
  const oneOf = (column: SQL, values: readonly string[] | undefined): SQL[] =>
    values === undefined || values.length === 0 ? [] : [ours.isIn(column, values, "text")];
  return [
    ...(filter.org === null ? [] : [isOfOwner(dialect, filter.org, filter)]),
    ...oneOf(sql`x.service_resource`, filter.services),
    ...oneOf(sql`x.party`, filter.parties),
    ...oneOf(sql`x.extended_status_code`, filter.extendedStatus),
    ...oneOf(sql`x.status`, filter.status),
    ...(filter.externalReference == null ? [] : [sql`x.external_reference = ${filter.externalReference}`]),
    ...(filter.process == null ? [] : [sql`x.process = ${filter.process}`]),
    ...(filter.deleted === "Exclude" ? [sql`x.deleted_at IS NULL`] : []),
    ...(filter.deleted === "Only" ? [sql`x.deleted_at IS NOT NULL`] : []),
    ...(filter.systemLabels?.length ? [hasLabels(filter.systemLabels)] : []),
    ...(filter.ownerLabels ?? []).map((label) => hasOwnerLabel(dialect, label)),
    ...(filter.excludeApiOnly === true ? [sql`NOT x.is_api_only`] : []),
    ...(filter.isContentSeen == null
      ? []
      : [filter.isContentSeen ? isContentSeen : sql`NOT ${isContentSeen}`]),
    ...boundsOf(filter.moments ?? {}),
    ...(filter.endUser == null ? [] : [isInScope(filter.endUser.scope)]),
    ...(search === null ? [] : [foundBy(ours, search, filter.parties ?? [])]),
  ];
};

const foundBy = (ours: DialogsDialect, search: ExpandedSearch, parties: readonly string[]): SQL =>
  sql`x.seq IN (SELECT seq FROM (${ours.search.find({ search, parties, words: "ALL" })}) AS found)`;

/** Whether an index has an owner's dialogs in an order: it is then found by its place there where a page goes on. */
const isByCreation = (order: OwnerOrder): boolean => order.length === 1 && order[0].field === "createdAt";

const createdAndId = sql`(${MOMENTS.created}, x.id)`;
const placeOf = ({ values, id }: OwnerPosition): SQL => sql`(${values[0] ?? 0}, ${id})`;
const beyondOf = ([{ direction }]: OwnerOrder): SQL => sql.raw(direction === "asc" ? ">" : "<");

/**
 * Whether a search goes through the owner's list in its order, piece by piece: where nothing names parties, a case or a
 * reference, by which little is left from the start.
 */
export const isWalked = (
  { org, parties, endUser, process, externalReference }: OwnerFilter,
  order: OwnerOrder,
) =>
  org !== null &&
  isByCreation(order) &&
  !parties?.length &&
  endUser == null &&
  process == null &&
  externalReference == null;

/** What comes up to a position of an order by creation. */
const isUpTo = ([{ direction }]: OwnerOrder, position: OwnerPosition): SQL =>
  sql`${createdAndId} ${sql.raw(direction === "asc" ? "<=" : ">=")} ${placeOf(position)}`;

/** One row (at, id): where the next piece of an owner's list ends, which has `size` dialogs; none where it is the last. */
export const pieceEndStatement = (
  { org, moments = {} }: OwnerFilter,
  order: OwnerOrder,
  { after, size }: { readonly after: OwnerPosition | null; readonly size: number },
): SQL => {
  const { createdAfter = null, createdBefore = null } = moments;
  const conditions = [
    sql`x.org = ${org}`,
    ...boundsOf({ createdAfter, createdBefore }),
    ...(after === null ? [] : [isAfter(order, after)]),
  ];
  return sql`SELECT x.created_at AS at, x.id FROM dialog x WHERE ${allOf(conditions)}
    ORDER BY ${sortedBy(order)} LIMIT 1 OFFSET ${size - 1}`;
};

/** What comes after a position: further on by the first key that differs. */
const isAfter = (order: OwnerOrder, position: OwnerPosition): SQL => {
  const { values, id } = position;
  if (isByCreation(order)) return sql`${createdAndId} ${beyondOf(order)} ${placeOf(position)}`;
  const steps: SQL[] = [];
  const same: SQL[] = [];
  order.forEach(({ field, direction }, index) => {
    const { column, isNullable } = OWNER_ORDERS[field];
    const value = values[index] ?? null;
    const beyond = sql.raw(direction === "asc" ? ">" : "<");
    if (value !== null) {
      const further = isNullable
        ? sql`(${column} ${beyond} ${value} OR ${column} IS NULL)`
        : sql`${column} ${beyond} ${value}`;
      steps.push(allOf([...same, further]));
    }
    same.push(value === null ? sql`${column} IS NULL` : sql`${column} = ${value}`);
  });
  const beyondId = sql.raw(order.at(-1)?.direction === "asc" ? ">" : "<");
  steps.push(allOf([...same, sql`x.id ${beyondId} ${id}`]));
  return sql`(${sql.join(
    steps.map((step) => sql`(${step})`),
    sql` OR `,
  )})`;
};

const sortedBy = (order: OwnerOrder): SQL =>
  sql.join(
    [
      ...order.flatMap(({ field, direction }) => {
        const { column, isNullable } = OWNER_ORDERS[field];
        return [...(isNullable ? [sql`(${column} IS NULL)`] : []), sql`${column} ${sql.raw(direction)}`];
      }),
      sql`x.id ${sql.raw(order.at(-1)?.direction ?? "desc")}`,
    ],
    sql`, `,
  );

/** The ids of a page. @param page `upTo`: of the order's beginning up to there; absent: of all of it */
export const ownerPageStatement = (
  kinds: { readonly dialect: Dialect; readonly ours: DialogsDialect },
  filter: OwnerFilter,
  search: ExpandedSearch | null,
  order: OwnerOrder,
  page: {
    readonly after: OwnerPosition | null;
    readonly upTo?: OwnerPosition | null;
    readonly take: number;
  },
): SQL => {
  const { after, upTo = null } = page;
  const conditions = [
    ...conditionsOf(kinds, filter, search),
    ...(after === null ? [] : [isAfter(order, after)]),
    ...(upTo === null ? [] : [isUpTo(order, upTo)]),
  ];
  const select = sql`SELECT x.id FROM dialog x WHERE ${allOf(conditions)}
    ORDER BY ${sortedBy(order)} LIMIT ${page.take}`;
  const relations: Relation[] = filter.endUser == null ? [] : scopeRelations(kinds.ours, filter.endUser);
  return relations.length === 0 ? select : withRelations(relations, select);
};
