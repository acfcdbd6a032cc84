import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { DialogsTables, OwnLabelRow } from "../../../drizzle/dialogs/tables.js";
import { lostRaceOf } from "../../../drizzle/lost-race.js";
import type { DialogsDialect } from "./dialect.js";
import { ownLabelCountStatement } from "./own-label-counts.js";
import type { View } from "./selection.js";

/** How much one owner may have. Two requests at the same moment may each fill the last place. */
export const OWN_LIMITS = { labels: 100, dialogsPerLabel: 10_000 } as const;

/** Labels to put on and take off dialogs. */
export interface OwnLabelOrder {
  readonly owner: string;
  /** `dialog.seq` of those that the owner may see now: labels are put on these. */
  readonly visibleSeqs: readonly number[];
  /** Labels are taken off these, whether they can still be seen or not. */
  readonly dialogIds: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

export type OwnLabelOutcome =
  | { readonly outcome: "SET" }
  | { readonly outcome: "LABEL_UNKNOWN"; readonly labelId: string }
  | { readonly outcome: "LABEL_FULL"; readonly labelId: string };

/** Rolls back what would go beyond the limit. */
class LabelFull extends Error {
  readonly labelId: string;

  constructor(labelId: string) {
    super(`Label ${labelId} is on as many dialogs as it may be.`);
    this.labelId = labelId;
  }
}

/** What viewers alone have done with dialogs. Every statement names the owner: nobody finds what is another's. */
export class OwnStateStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;

  constructor(database: Database, tables: DialogsTables, dialect: DialogsDialect) {
    this.#database = database;
    this.#tables = tables;
    this.#dialect = dialect;
  }

  /** An owner's labels, by name. */
  async labels(owner: string): Promise<OwnLabelRow[]> {
    const { ownLabels } = this.#tables;
    return this.#database.read
      .select()
      .from(ownLabels)
      .where(eq(ownLabels.owner, owner))
      .orderBy(asc(ownLabels.nameKey));
  }

  /** On how many dialogs of a view each of an owner's labels is; labels on none are left out. One statement. */
  async labelCounts(owner: string, view: View): Promise<Map<string, number>> {
    const rows = await this.#database.read.rows<{ label_id: string; n: number }>(
      ownLabelCountStatement(this.#dialect, view, owner),
    );
    return new Map(rows.map(({ label_id, n }) => [label_id, Number(n)]));
  }

  /** Which of an owner's labels are on which dialogs. One statement. */
  async labelings(
    owner: string,
    dialogIds: readonly string[],
  ): Promise<readonly { readonly dialogId: string; readonly labelId: string }[]> {
    const rows = await this.#database.read.rows<{ dialog_id: string; label_id: string }>(
      sql`SELECT x.id AS dialog_id, l.label_id FROM dialog x
        JOIN own_labeling l ON l.dialog_seq = x.seq AND l.owner = ${owner}
        WHERE ${this.#dialect.isIn(sql`x.id`, dialogIds, "id")}`,
    );
    return rows.map(({ dialog_id, label_id }) => ({ dialogId: dialog_id, labelId: label_id }));
  }

  /** When an owner last saw dialogs, by dialog id; those that they have not seen are left out. One statement. */
  async seenAt(owner: string, dialogIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#database.read.rows<{ dialog_id: string; seen_at: number }>(
      sql`SELECT x.id AS dialog_id, s.seen_at FROM dialog x
        JOIN own_seen s ON s.dialog_seq = x.seq AND s.owner = ${owner}
        WHERE ${this.#dialect.isIn(sql`x.id`, dialogIds, "id")}`,
    );
    return new Map(rows.map(({ dialog_id, seen_at }) => [dialog_id, Number(seen_at)]));
  }

  /** Notes that an owner has seen dialogs. @param sights `at` in milliseconds since 1970 UTC; an earlier one stays */
  async noteSeen(
    owner: string,
    sights: readonly { readonly seq: number; readonly at: number }[],
  ): Promise<void> {
    const { ownSeen } = this.#tables;
    if (sights.length === 0) return;
    await this.#database.transaction(async (tx) => {
      await tx
        .insert(ownSeen)
        .values(sights.map(({ seq, at }) => ({ owner, dialogSeq: seq, seenAt: at })))
        .onConflictDoUpdate({
          target: [ownSeen.owner, ownSeen.dialogSeq],
          set: { seenAt: sql`excluded.seen_at` },
          setWhere: sql`own_seen.seen_at < excluded.seen_at`,
        });
    });
  }

  /** Forgets that an owner has seen dialogs. */
  async forgetSeen(owner: string, dialogIds: readonly string[]): Promise<void> {
    const { ownSeen } = this.#tables;
    await this.#database.transaction(async (tx) => {
      await tx.delete(ownSeen).where(and(eq(ownSeen.owner, owner), this.#isOf(ownSeen.dialogSeq, dialogIds)));
    });
  }

  async createLabel(label: OwnLabelRow): Promise<"CREATED" | "NAME_TAKEN" | "LIMIT_REACHED"> {
    const { ownLabels } = this.#tables;
    return this.#uniquely(() =>
      this.#database.transaction(async (tx) => {
        const count = await tx.$count(ownLabels, eq(ownLabels.owner, label.owner));
        if (count >= OWN_LIMITS.labels) return "LIMIT_REACHED" as const;
        await tx.insert(ownLabels).values(label);
        return "CREATED" as const;
      }),
    );
  }

  async renameLabel(
    owner: string,
    id: string,
    names: Pick<OwnLabelRow, "name" | "nameKey">,
  ): Promise<OwnLabelRow | "NAME_TAKEN" | null> {
    const { ownLabels } = this.#tables;
    return this.#uniquely(() =>
      this.#database.transaction(async (tx) => {
        const [row] = await tx
          .update(ownLabels)
          .set(names)
          .where(and(eq(ownLabels.id, id), eq(ownLabels.owner, owner)))
          .returning();
        return row ?? null;
      }),
    );
  }

  /** Deletes a label, and takes it off all dialogs. @returns whether the owner had it */
  async deleteLabel(owner: string, id: string): Promise<boolean> {
    const { ownLabels } = this.#tables;
    return this.#database.transaction(async (tx) => {
      const rows = await tx
        .delete(ownLabels)
        .where(and(eq(ownLabels.id, id), eq(ownLabels.owner, owner)))
        .returning({ id: ownLabels.id });
      return rows.length > 0;
    });
  }

  /** Puts an owner's labels on dialogs and takes them off, all or nothing. */
  async setLabels(order: OwnLabelOrder): Promise<OwnLabelOutcome> {
    try {
      return await this.#database.transaction((tx) => this.#setLabels(tx, order));
    } catch (error) {
      if (error instanceof LabelFull) return { outcome: "LABEL_FULL", labelId: error.labelId };
      throw error;
    }
  }

  async #setLabels(tx: Queries, order: OwnLabelOrder): Promise<OwnLabelOutcome> {
    const { ownLabels, ownLabelings } = this.#tables;
    const { owner, add, remove, visibleSeqs, dialogIds, at } = order;
    const named = [...new Set([...add, ...remove])];
    const known = await tx
      .select({ id: ownLabels.id })
      .from(ownLabels)
      .where(and(eq(ownLabels.owner, owner), this.#dialect.isIn(sql`${ownLabels.id}`, named, "id")));
    const unknown = named.find((id) => !known.some((label) => label.id === id));
    if (unknown !== undefined) return { outcome: "LABEL_UNKNOWN", labelId: unknown };

    if (remove.length > 0) {
      await tx
        .delete(ownLabelings)
        .where(
          and(
            eq(ownLabelings.owner, owner),
            inArray(ownLabelings.labelId, [...remove]),
            this.#isOf(ownLabelings.dialogSeq, dialogIds),
          ),
        );
    }
    const rows = add.flatMap((labelId) =>
      visibleSeqs.map((dialogSeq) => ({ owner, labelId, dialogSeq, createdAt: at })),
    );
    if (rows.length > 0) await tx.insert(ownLabelings).values(rows).onConflictDoNothing();
    const full = await this.#fullLabel(tx, owner, add);
    if (full !== null) throw new LabelFull(full);
    return { outcome: "SET" };
  }

  /** Counted after they are put on: what is there already takes no place. */
  async #fullLabel(tx: Queries, owner: string, labelIds: readonly string[]): Promise<string | null> {
    const { ownLabelings } = this.#tables;
    for (const labelId of labelIds) {
      const isIt = and(eq(ownLabelings.owner, owner), eq(ownLabelings.labelId, labelId));
      if ((await tx.$count(ownLabelings, isIt)) > OWN_LIMITS.dialogsPerLabel) return labelId;
    }
    return null;
  }

  #isOf(seq: Parameters<typeof eq>[0], dialogIds: readonly string[]): SQL {
    return sql`${seq} IN (SELECT x.seq FROM dialog x WHERE ${this.#dialect.isIn(sql`x.id`, dialogIds, "id")})`;
  }

  /** Two labels of one owner never have one name: the database says so. */
  async #uniquely<T>(work: () => Promise<T>): Promise<T | "NAME_TAKEN"> {
    try {
      return await work();
    } catch (error) {
      if (lostRaceOf(error) === "CONFLICT") return "NAME_TAKEN";
      throw error;
    }
  }
}
