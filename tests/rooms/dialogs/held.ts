import { columnsOf, type Dialect } from "../../../drizzle/columns.js";
import type { Database } from "../../../drizzle/database.js";
import { dialogsTables } from "../../../drizzle/dialogs/tables.js";
import { uuidFromName } from "../../../lib/ids.js";
import type { DialogSeed } from "../../../subgraphs/dialogs/index.js";
import { NOW } from "./dialogs.js";
import { OWN_LABEL_ROWS, ownLabelsOn } from "./generated.js";
import type { OwnLabeling } from "./reference.js";

/** A dialog as a store holds it, and what the reference asks of it beside. */
export interface HeldDialog {
  readonly seq: number;
  readonly seed: DialogSeed;
  readonly ownLabels: readonly OwnLabeling[];
}

const byDialog = <Row>(rows: readonly Row[], keyOf: (row: Row) => string | number) => {
  const groups = new Map<string | number, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return (key: string | number): readonly Row[] => groups.get(key) ?? [];
};

/** Everything that a store holds, read row by row. What viewers have seen is told as their sights. */
export const heldDialogs = async (dialect: Dialect, { read }: Database): Promise<HeldDialog[]> => {
  const tables = dialogsTables(columnsOf(dialect));
  const [dialogs, bodies, transmissions, activities, ownSeen, ownLabelings] = await Promise.all([
    read.select().from(tables.dialogs),
    read.select().from(tables.bodies),
    read.select().from(tables.transmissions),
    read.select().from(tables.activities),
    read.select().from(tables.ownSeen),
    read.select().from(tables.ownLabelings),
  ]);
  const bodyOf = byDialog(bodies, ({ dialogId }) => dialogId);
  const transmissionsOf = byDialog(transmissions, ({ dialogId }) => dialogId);
  const activitiesOf = byDialog(activities, ({ dialogId }) => dialogId);
  const sightsOf = byDialog(ownSeen, ({ dialogSeq }) => dialogSeq);
  const labelsOf = byDialog(ownLabelings, ({ dialogSeq }) => dialogSeq);
  return dialogs.flatMap(({ seq, ...dialog }) =>
    bodyOf(dialog.id).map((body) => ({
      seq,
      seed: {
        dialog,
        body,
        transmissions: transmissionsOf(dialog.id),
        activities: activitiesOf(dialog.id),
        seenLog: sightsOf(seq).map(({ owner, seenAt }) => ({
          id: uuidFromName(`${owner} ${seq}`),
          seenAt,
          seenBy: { actorType: "PARTY_REPRESENTATIVE", actorId: owner, actorName: null },
          endUserType: "Person",
          isViaServiceOwner: false,
        })),
        labelAssignmentLog: [],
      },
      ownLabels: labelsOf(seq).map(({ owner, labelId }) => ({ owner, labelId })),
    })),
  );
};

/** Makes the labels of `generated.ts`. */
export const makeOwnLabels = async (dialect: Dialect, database: Database): Promise<void> => {
  const { ownLabels } = dialogsTables(columnsOf(dialect));
  await database.transaction(async (tx) => {
    await tx.insert(ownLabels).values(OWN_LABEL_ROWS);
  });
};

/** Puts labels of several owners on dialogs, whether they may still see them or not. */
export const putOwnLabels = async (
  dialect: Dialect,
  database: Database,
  seeds: readonly DialogSeed[],
): Promise<void> => {
  const { dialogs, ownLabelings } = dialogsTables(columnsOf(dialect));
  const placed = await database.read.select({ id: dialogs.id, seq: dialogs.seq }).from(dialogs);
  const seqs = new Map(placed.map(({ id, seq }) => [id, seq]));
  const rows = seeds.flatMap((seed) =>
    ownLabelsOn(seed).map((labeling) => ({
      ...labeling,
      dialogSeq: seqs.get(seed.dialog.id) ?? 0,
      createdAt: NOW,
    })),
  );
  if (rows.length === 0) return;
  await database.transaction(async (tx) => {
    await tx.insert(ownLabelings).values(rows);
  });
};
