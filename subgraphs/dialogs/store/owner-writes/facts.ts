import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Queries } from "../../../../drizzle/database.js";
import type { ActivityRow } from "../../../../drizzle/dialogs/tables.js";
import { isUuid } from "../../../../lib/ids.js";
import type { Facts, FactsWanted } from "../../writing/rules/state.js";
import type { Standing } from "../../writing/rules/tree.js";
import { deadlinesOfDialog } from "../deadlines/follow.js";
import type { DialogsDialect } from "../dialect.js";
import type { Tools } from "./tools.js";

/** Deeper than any tree may be: ends the search, should a circle ever be stored. */
const DEPTH_LIMIT = 1_000;

/** Where transmissions of a dialog stand: how deep, and how many are related to each. */
const standingsOf = async (
  tx: Queries,
  dialect: DialogsDialect,
  dialogId: string,
  ids: readonly string[],
): Promise<Map<string, Standing>> => {
  const rows = await tx.rows<{ id: string; depth: number; children: number }>(sql`
    WITH RECURSIVE up(id, parent, depth) AS (
      SELECT t.id, t.related_transmission_id, 1 FROM transmission t
      WHERE t.dialog_id = ${dialogId} AND ${dialect.isIn(sql`t.id`, ids, "id")}
      UNION ALL
      SELECT up.id, t.related_transmission_id, up.depth + 1
      FROM up JOIN transmission t ON t.id = up.parent AND t.dialog_id = ${dialogId}
      WHERE up.depth < ${DEPTH_LIMIT}
    ), placed(id, depth) AS (SELECT id, max(depth) FROM up GROUP BY id)
    SELECT placed.id, placed.depth, (
      SELECT count(*) FROM transmission c
      WHERE c.dialog_id = ${dialogId} AND c.related_transmission_id = placed.id) AS children
    FROM placed`);
  return new Map(
    rows.map(({ id, depth, children }) => [id, { depth: Number(depth), children: Number(children) }]),
  );
};

/** The texts that a statement of one column `value` finds among those that are wanted; no statement for none. */
const found = async (
  tx: Queries,
  values: readonly string[],
  statement: (values: readonly string[]) => SQL,
): Promise<string[]> =>
  values.length === 0 ? [] : (await tx.rows<{ value: string }>(statement(values))).map(({ value }) => value);

type FactTools = Pick<Tools, "tables" | "dialect">;

/** A transmission that is to be changed, and the tree that it stands in. */
const changedTransmission = async (
  tx: Queries,
  { tables: { transmissions } }: FactTools,
  dialogId: string,
  id: string | undefined,
): Promise<Pick<Facts, "transmission" | "tree">> => {
  if (id === undefined || !isUuid(id)) return { transmission: null, tree: [] };
  const [transmission] = await tx
    .select()
    .from(transmissions)
    .where(and(eq(transmissions.dialogId, dialogId), eq(transmissions.id, id)));
  const tree = await tx
    .select({
      id: transmissions.id,
      relatedTransmissionId: transmissions.relatedTransmissionId,
      type: transmissions.type,
      idempotentKey: transmissions.idempotentKey,
    })
    .from(transmissions)
    .where(eq(transmissions.dialogId, dialogId))
    .orderBy(transmissions.createdAt, transmissions.id);
  return { transmission: transmission ?? null, tree };
};

const changedActivity = async (
  tx: Queries,
  { tables: { activities } }: FactTools,
  dialogId: string,
  id: string | undefined,
): Promise<ActivityRow | null> => {
  if (id === undefined || !isUuid(id)) return null;
  const [activity] = await tx
    .select()
    .from(activities)
    .where(and(eq(activities.dialogId, dialogId), eq(activities.id, id)));
  return activity ?? null;
};

/** Reads what a change needs to know; what is not wanted costs nothing. */
export const readFacts = async (
  tx: Queries,
  tools: FactTools,
  dialogId: string,
  wanted: FactsWanted,
): Promise<Facts> => {
  const { dialect } = tools;
  const {
    transmissionIds = [],
    activityIds = [],
    idempotentKeys = [],
    parentIds = [],
    namedIds = [],
  } = wanted;
  const isId = (column: SQL) => (ids: readonly string[]) => dialect.isIn(column, ids, "id");
  const transmissionIs = isId(sql`t.id`);
  const takenTransmissions = await found(
    tx,
    transmissionIds,
    (ids) => sql`SELECT t.id AS value FROM transmission t WHERE ${transmissionIs(ids)}`,
  );
  const takenActivities = await found(
    tx,
    activityIds,
    (ids) => sql`SELECT a.id AS value FROM activity a WHERE ${isId(sql`a.id`)(ids)}`,
  );
  const takenKeys = await found(
    tx,
    idempotentKeys,
    (keys) => sql`SELECT t.idempotent_key AS value FROM transmission t
      WHERE t.dialog_id = ${dialogId} AND ${dialect.isIn(sql`t.idempotent_key`, keys, "text")}`,
  );
  const named = await found(
    tx,
    namedIds,
    (ids) =>
      sql`SELECT t.id AS value FROM transmission t WHERE t.dialog_id = ${dialogId} AND ${transmissionIs(ids)}`,
  );
  return {
    takenIds: new Set([...takenTransmissions, ...takenActivities]),
    takenKeys: new Set(takenKeys),
    standings: parentIds.length === 0 ? new Map() : await standingsOf(tx, dialect, dialogId, parentIds),
    named: new Set(named),
    ...(await changedTransmission(tx, tools, dialogId, wanted.transmissionId)),
    activity: await changedActivity(tx, tools, dialogId, wanted.activityId),
    deadlines: wanted.withDeadlines === true ? await deadlinesOfDialog(tx, tools.tables, dialogId) : [],
  };
};
