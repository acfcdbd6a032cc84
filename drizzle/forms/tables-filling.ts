import type { JsonObject } from "../../lib/json.js";
import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";
import type { FormPrefillSource } from "./values.js";

/** What happened to an instance. */
export type InstanceEventKind =
  | "STARTED"
  | "SAVED"
  | "TASK_STARTED"
  | "WENT_BACK"
  | "ATTACHED"
  | "DETACHED"
  | "SIGNED"
  | "SIGNATURES_DISCARDED"
  | "SIGNEES_NAMED"
  | "SIGNATURE_WITHDRAWN"
  | "SIGNING_DECLINED"
  | "PAYMENT_STARTED"
  | "PAID"
  | "PAYMENT_FAILED"
  | "SUBMITTED"
  | "DECIDED"
  | "FEEDBACK_GIVEN"
  | "SUBSTATUS"
  | "REJECTED"
  | "ENDED"
  | "CONFIRMED"
  | "DELETED"
  | "UNDELETED"
  | "PURGED";

/** Who did it: someone on the party's behalf, the service owner, or the program by a rule. */
export type InstanceActorKind = "PARTY" | "OWNER" | "SYSTEM";

/** Where an answer came from that nobody typed. */
export interface PrefilledAnswer {
  readonly source: FormPrefillSource | { readonly kind: "SERVICE_OWNER" } | { readonly kind: "COPY" };
  /** Instance that it was taken from, where there is one; the field, where it is of the graph. */
  readonly from: string | null;
  readonly at: number;
}

/**
 * Why an answer was not filled in that a form asks another source for. `REFUSED`: whoever began may not see it there, or
 * needs a stronger login; `UNAVAILABLE`: no answer could be had; `UNKNOWN`: the source answered that there is nothing.
 */
export type UnfilledReason = "REFUSED" | "UNAVAILABLE" | "UNKNOWN";

/** An answer that could not be filled in. */
export interface UnfilledAnswer {
  readonly source: FormPrefillSource;
  readonly reason: UnfilledReason;
  readonly at: number;
}

/** One value that a decision rests on. */
export interface DecisionValue {
  readonly path: string;
  readonly value: unknown;
}

/** What is filled in, sent, decided, and what happened: one row each, beside the instance that lists show. */
export const fillingTables = (c: Columns) => {
  const answers = c.table("form_answers", {
    instanceId: c.text("instance_id").primaryKey(),
    answers: c.json<JsonObject>("answers").notNull(),
    /** By path: the instance's `changeCount` when the value was last changed. Tells whose edit is newer. */
    changedAt: c.json<Readonly<Record<string, number>>>("changed_at").notNull(),
    /** By path, as long as nobody has changed it. */
    prefilled: c.json<Readonly<Record<string, PrefilledAnswer>>>("prefilled").notNull(),
    /** By path: what could not be filled in when it was begun, and why. */
    unfilled: c.json<Readonly<Record<string, UnfilledAnswer>>>("unfilled").notNull().default({}),
  });

  /** What was sent, once and for all. Never changed. */
  const submissions = c.table(
    "form_submission",
    {
      instanceId: c.text("instance_id").notNull(),
      /** From 1; more where the service owner let the party mend it. */
      number: c.int("number").notNull(),
      taskId: c.text("task_id").notNull(),
      /** Canonical JSON. */
      snapshot: c.text("snapshot").notNull(),
      /** SHA-256 of the snapshot, in hexadecimal. */
      hash: c.text("hash").notNull(),
      submittedAt: c.moment("submitted_at").notNull(),
      submittedBy: c.text("submitted_by").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.instanceId, table.number] })],
  );

  /** What a rule decided about a submission, and why. Never changed. */
  const decisions = c.table(
    "form_decision",
    {
      instanceId: c.text("instance_id").notNull(),
      /** The submission's. */
      number: c.int("number").notNull(),
      decidedAt: c.moment("decided_at").notNull(),
      ruleId: c.text("rule_id").notNull(),
      outcome: c.text("outcome").$type<"APPROVED" | "REJECTED">().notNull(),
      title: c.json<LocalizedText>("title").notNull(),
      grounds: c.json<LocalizedText>("grounds").notNull(),
      legalBasis: c.text("legal_basis"),
      values: c.json<readonly DecisionValue[]>("decision_values").notNull(),
      /** Rules that were asked before it and did not hold, in order. */
      passedOver: c.json<readonly string[]>("passed_over").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.instanceId, table.number] })],
  );

  /** An append-only outbox: whatever happens to an instance is written here in the same transaction. */
  const instanceEvents = c.table(
    "instance_event",
    {
      position: c.serial("position"),
      instanceId: c.text("instance_id").notNull(),
      /** From 1, without a gap. */
      sequence: c.int("sequence").notNull(),
      kind: c.text("kind").$type<InstanceEventKind>().notNull(),
      at: c.moment("at").notNull(),
      actorKind: c.text("actor_kind").$type<InstanceActorKind>().notNull(),
      /** Party URN; `null` where a rule did it. */
      actor: c.text("actor"),
      taskId: c.text("task_id"),
      round: c.int("round").notNull(),
      changeCount: c.int("change_count").notNull(),
      details: c.json<JsonObject>("details").notNull(),
    },
    (table) => [c.uniqueIndex("instance_event_by_instance").on(table.instanceId, table.sequence)],
  );

  /** Which instance a key began: the same key by the same caller begins nothing new. */
  const startKeys = c.table(
    "form_start_key",
    {
      caller: c.text("caller").notNull(),
      key: c.text("key").notNull(),
      instanceId: c.text("instance_id").notNull(),
      /** Of what was asked for: the key is good for that only. */
      requestHash: c.text("request_hash").notNull(),
      createdAt: c.moment("created_at").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.caller, table.key] })],
  );

  return { answers, submissions, decisions, instanceEvents, startKeys };
};
