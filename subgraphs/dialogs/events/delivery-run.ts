import type { EventRow, SubscriptionRow } from "../../../drizzle/dialogs/tables.js";
import type { Clock } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import { nextAttemptAt, TRIED_FOR_MILLIS } from "../rules/delivering.js";
import type { DeliveryOfEvent, NewDelivery, Retried } from "../store/event-deliveries.js";
import type { EventStore } from "../store/event-store.js";
import { type CloudEvent, cloudEventOf, sourceOf, validationEventOf } from "./cloud-event.js";
import type { Delivered, WebhookClient } from "./webhook-client.js";

/** Events of one subscription that are read, and noted, at a time. */
const TAKE = 100;
/** Dialogs of one subscription whose events are under way at a time. */
const SIDE_BY_SIDE = 10;
/** Places of others' events that are looked at again, at the most, after a crash. */
const UNNOTED_PLACES = 5_000;

/** What a run of one subscription needs. */
export interface DeliveryParts {
  readonly events: EventStore;
  readonly client: WebhookClient;
  readonly clock: Clock;
  readonly newId: NewId;
  /** This node, as the lease names it. */
  readonly owner: string;
  publicUrl(): string;
}

/** Somebody else delivers by now, or nobody needs to. */
class LeaseLost extends Error {}

const inOrderByDialog = <T>(entries: readonly T[], dialogIdOf: (entry: T) => string): readonly T[][] => {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const id = dialogIdOf(entry);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
};

/** Works on a few at a time; the first error ends it, when those under way have ended. */
const sideBySide = async <T>(entries: readonly T[], work: (entry: T) => Promise<void>): Promise<void> => {
  const rest = entries.values();
  const worker = async (): Promise<void> => {
    for (const entry of rest) await work(entry);
  };
  const ended = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, worker));
  const failed = ended.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
};

const failureOf = (
  outcome: Exclude<Delivered, { isDelivered: true }>,
  tried: { readonly attempts: number; readonly giveUpAt: number; readonly now: number },
) => {
  const dueAt = nextAttemptAt(tried.attempts, tried.giveUpAt, tried.now);
  return {
    attempts: tried.attempts,
    dueAt,
    deadAt: dueAt === null ? tried.now : null,
    lastStatus: outcome.status,
    lastError: outcome.reason,
  };
};

/** Asks an endpoint whether it wants what it is to get. */
const validate = async (subscription: SubscriptionRow, parts: DeliveryParts): Promise<void> => {
  const { events, client, clock, newId, owner } = parts;
  const at = clock();
  const event = validationEventOf(subscription, { id: newId(at), at }, parts.publicUrl());
  const outcome = await client.send(subscription.endPoint, event);
  const now = clock();
  const attempts = subscription.validationAttempts + 1;
  const position = await events.completeUpTo();
  await events.settleValidation(
    subscription.id,
    owner,
    outcome.isDelivered
      ? { validatedAt: now, validationAttempts: attempts, validationDueAt: null, lastError: null, position }
      : {
          validatedAt: null,
          validationAttempts: attempts,
          validationDueAt: nextAttemptAt(attempts, Number.POSITIVE_INFINITY, now),
          lastError: outcome.reason,
        },
  );
};

/** Tries again what is due; of each dialog in order, and nothing behind one that failed. */
const retry = async (
  subscription: SubscriptionRow,
  due: readonly DeliveryOfEvent[],
  parts: DeliveryParts,
): Promise<void> => {
  const { events, client, clock, owner } = parts;
  const retried: Retried[] = [];
  await sideBySide(
    inOrderByDialog(due, ({ event }) => event.dialogId),
    async (ofDialog) => {
      for (const { delivery, event } of ofDialog) {
        const outcome = await client.send(subscription.endPoint, cloudEventOf(event, parts.publicUrl()));
        if (outcome.isDelivered) {
          retried.push({ delivery, failed: null });
          continue;
        }
        const tried = { attempts: delivery.attempts + 1, giveUpAt: delivery.giveUpAt, now: clock() };
        retried.push({ delivery, failed: failureOf(outcome, tried) });
        return;
      }
    },
  );
  const by = { subscriptionId: subscription.id, owner, now: clock() };
  if (!(await events.settleRetries(by, retried))) throw new LeaseLost();
};

/** Delivers new events; what fails is kept to be tried again, and what is behind it to wait. */
const deliver = async (
  subscription: SubscriptionRow,
  batch: readonly EventRow[],
  position: number,
  parts: DeliveryParts,
): Promise<void> => {
  const { events, client, clock, owner } = parts;
  const waiting = await events.waitingDialogs(subscription.id, [...new Set(batch.map((e) => e.dialogId))]);
  const undelivered: NewDelivery[] = [];
  const keep = (event: EventRow, outcome: Exclude<Delivered, { isDelivered: true }> | null): void => {
    const now = clock();
    const giveUpAt = now + TRIED_FOR_MILLIS;
    undelivered.push({
      eventSeq: event.seq,
      dialogId: event.dialogId,
      giveUpAt,
      ...(outcome === null
        ? { attempts: 0, dueAt: null, deadAt: null, lastStatus: null, lastError: null }
        : failureOf(outcome, { attempts: 1, giveUpAt, now })),
    });
  };
  await sideBySide(
    inOrderByDialog(batch, ({ dialogId }) => dialogId),
    async (ofDialog) => {
      let isWaiting = waiting.has(ofDialog[0]?.dialogId ?? "");
      for (const event of ofDialog) {
        if (isWaiting) {
          keep(event, null);
          continue;
        }
        const cloudEvent: CloudEvent = cloudEventOf(event, parts.publicUrl());
        const outcome = await client.send(subscription.endPoint, cloudEvent);
        if (outcome.isDelivered) continue;
        keep(event, outcome);
        isWaiting = true;
      }
    },
  );
  const by = { subscriptionId: subscription.id, owner };
  if (!(await events.settleBatch(by, { position, undelivered }))) throw new LeaseLost();
};

const matches = (subscription: SubscriptionRow, event: EventRow, publicUrl: string): boolean =>
  subscription.sourceFilter === null || subscription.sourceFilter === sourceOf(event, publicUrl);

/**
 * Delivers all that a subscription is to get by now. Every place up to the one that is returned has been delivered, or
 * is kept to be tried again, or is none of the subscription's.
 * @param scanned up to where a run before this one has looked
 * @returns up to where this one has; null where somebody else delivers by now
 */
export const runSubscription = async (
  subscription: SubscriptionRow,
  scanned: number,
  parts: DeliveryParts,
): Promise<number | null> => {
  const { events, clock } = parts;
  const { id, org, resourceFilter, typeFilter, subjectFilter, validatedAt, validationDueAt } = subscription;
  if (validatedAt === null) {
    if (validationDueAt !== null && validationDueAt <= clock()) await validate(subscription, parts);
    return scanned;
  }
  const filter = {
    org,
    resources: resourceFilter === null ? null : [resourceFilter],
    types: typeFilter === null ? null : [typeFilter],
    party: subjectFilter,
    dialogId: null,
    isAloud: true,
  };
  let place = Math.max(scanned, subscription.position);
  let noted = subscription.position;
  try {
    for (;;) {
      const due = await events.dueDeliveries(id, { now: clock(), take: TAKE });
      if (due.length > 0) await retry(subscription, due, parts);
      const upTo = await events.completeUpTo();
      const batch = place < upTo ? await events.between(filter, { after: place, upTo, take: TAKE }) : [];
      const end = batch.length < TAKE ? Math.max(upTo, place) : (batch.at(-1)?.seq ?? upTo);
      const own = batch.filter((event) => matches(subscription, event, parts.publicUrl()));
      if (own.length > 0 || end - noted > UNNOTED_PLACES) {
        await deliver(subscription, own, end, parts);
        noted = end;
      }
      const isThrough = due.length === 0 && end === place;
      place = end;
      if (isThrough) return place;
    }
  } catch (error) {
    if (error instanceof LeaseLost) return null;
    throw error;
  }
};
