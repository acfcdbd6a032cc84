import { sql } from "drizzle-orm";
import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";

/** One line of what is to be paid. */
export interface PaymentLine {
  readonly text: LocalizedText;
  /** In the currency's smallest unit. */
  readonly amountMinor: number;
}

/** A file that somebody was given leave to send. */
export interface AwaitedUpload {
  readonly dataType: string;
  readonly filename: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly maxSizeBytes: number;
  /** Party URN of who was given leave. */
  readonly by: string;
}

/** What belongs to an instance beside its answers: its way into the history, its files, signatures and payments. */
export const formPartsTables = (c: Columns) => {
  /** Which instances' dialogs are not as the instances are. A row stays when its dialog is in step. */
  const outbox = c.table(
    "form_outbox",
    {
      instanceId: c.text("instance_id").primaryKey(),
      /** Counts up with each change that the dialog must follow. */
      changes: c.int("changes").notNull(),
      /** Up to which of them the dialog has followed. */
      delivered: c.int("delivered").notNull(),
      /** When it is tried next, and until then nobody else tries; null where the dialog is in step. */
      dueAt: c.moment("due_at"),
      /** How often it has failed since it last went well. */
      attempts: c.int("attempts").notNull(),
      lastError: c.text("last_error"),
    },
    (table) => [c.index("form_outbox_due").on(table.dueAt)],
  );

  /** Bytes of attachments in the file store. A row is there before the bytes are, and until they are gone. */
  const blobs = c.table(
    "form_blob",
    {
      /** Also the data element's id. */
      id: c.id("id").primaryKey(),
      instanceId: c.text("instance_id").notNull(),
      /** When the bytes are to be thrown away; null while an instance holds them. */
      sweepAt: c.moment("sweep_at"),
      /** What is to come; null when it has come, and when it must not come any more. */
      upload: c.json<AwaitedUpload>("upload"),
    },
    (table) => [
      c.index("form_blob_by_instance").on(table.instanceId),
      c.index("form_blob_to_sweep").on(table.sweepAt),
    ],
  );

  /** What was signed, by whom. Nothing of it changes; those of an earlier round, and withdrawn ones, count no more. */
  const signatures = c.table(
    "form_signature",
    {
      id: c.id("id").primaryKey(),
      instanceId: c.text("instance_id").notNull(),
      /** Which visit to the task: see `form_instance.round`. */
      round: c.int("round").notNull(),
      signee: c.text("signee").notNull(),
      signedAt: c.moment("signed_at").notNull(),
      /** Of the snapshot: sha-256, hex. */
      hash: c.text("hash").notNull(),
      /** Canonical JSON: what the key has signed. */
      statement: c.text("statement").notNull(),
      /** Ed25519, base64url. */
      signature: c.text("signature").notNull(),
      keyId: c.text("key_id").notNull(),
      /** The SIGNING task; null for those of before signees were named. */
      taskId: c.text("task_id"),
      /** When the signee took it back, while others had yet to sign. */
      withdrawnAt: c.moment("withdrawn_at"),
    },
    (table) => [
      c
        .uniqueIndex("form_signature_once")
        .on(table.instanceId, table.round, table.signee)
        .where(sql`withdrawn_at IS NULL`),
    ],
  );

  /** Persons who were named to sign. A row stays when its person is named no more: their access must go, too. */
  const signees = c.table(
    "form_signee",
    {
      instanceId: c.text("instance_id").notNull(),
      /** The SIGNING task that they sign in. */
      taskId: c.text("task_id").notNull(),
      /** URN as agencies use it. */
      party: c.text("party").notNull(),
      /** As the register had it when they were named. */
      name: c.text("name").notNull(),
      namedAt: c.moment("named_at").notNull(),
      /** Party URN of who named them. */
      namedBy: c.text("named_by").notNull(),
      /** When they were taken off the list; null while they are on it. */
      removedAt: c.moment("removed_at"),
      /** When they last said that they will not sign, in which visit to the task, and why. */
      declinedAt: c.moment("declined_at"),
      declinedRound: c.int("declined_round"),
      declinedReason: c.text("declined_reason"),
      /** When authorization was first asked to let them in; null: it knows nothing of them. */
      accessAskedAt: c.moment("access_asked_at"),
    },
    (table) => [c.primaryKey({ columns: [table.instanceId, table.taskId, table.party] })],
  );

  /** Payments that were begun. */
  const payments = c.table(
    "form_payment",
    {
      /** Our reference; the provider's idempotency key. */
      id: c.id("id").primaryKey(),
      instanceId: c.text("instance_id").notNull(),
      round: c.int("round").notNull(),
      status: c.text("status").$type<"PENDING" | "PAID" | "FAILED" | "CANCELLED" | "EXPIRED">().notNull(),
      /** The provider's name of it; null where it was not told yet. */
      providerReference: c.text("provider_reference"),
      payUrl: c.text("pay_url"),
      currency: c.text("currency").notNull(),
      amountMinor: c.int("amount_minor").notNull(),
      lines: c.json<readonly PaymentLine[]>("lines").notNull(),
      startedBy: c.text("started_by").notNull(),
      startedAt: c.moment("started_at").notNull(),
      settledAt: c.moment("settled_at"),
      /** When the provider is asked how it went; null where that is known. */
      checkAt: c.moment("check_at"),
      checks: c.int("checks").notNull(),
    },
    (table) => [
      c.index("form_payment_by_instance").on(table.instanceId, table.round),
      c.index("form_payment_to_check").on(table.checkAt),
    ],
  );

  return { outbox, blobs, signatures, signees, payments };
};

type FormPartsTables = ReturnType<typeof formPartsTables>;
export type OutboxRow = FormPartsTables["outbox"]["$inferSelect"];
export type BlobRow = FormPartsTables["blobs"]["$inferSelect"];
export type SignatureRow = FormPartsTables["signatures"]["$inferSelect"];
export type SigneeRow = FormPartsTables["signees"]["$inferSelect"];
export type PaymentRow = FormPartsTables["payments"]["$inferSelect"];
