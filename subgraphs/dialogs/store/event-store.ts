import type { Database } from "../../../drizzle/database.js";
import type { DialogsTables, EventRow, SubscriptionRow } from "../../../drizzle/dialogs/tables.js";
import { createFeedSignal, type FeedSignal } from "../events/feed-signal.js";
import { type AnnouncingMoment, announceVisible } from "./event-announcements.js";
import {
  type DeliveryOfEvent,
  deadLetters,
  dueDeliveries,
  type NewDelivery,
  type Retried,
  resendDeadLetters,
  settleBatch,
  settleRetries,
  waitingDialogs,
} from "./event-deliveries.js";
import { changesBetween, completeUpTo, type EventFilter, eventsBetween } from "./event-feed.js";
import {
  type HeldSubscription,
  heldSubscriptions,
  isAnythingToLease,
  type Lease,
  leaseSubscriptions,
  type NewSubscription,
  releaseSubscriptions,
  settleValidation,
  subscribe,
  subscriptionById,
  subscriptionsOf,
  unsubscribe,
} from "./event-subscriptions.js";

/** The SQL of the change feed, of who is told, and of what is to be announced. */
export class EventStore {
  /** Wakes whoever reads the feed. */
  readonly signal: FeedSignal;
  readonly #database: Database;
  readonly #tables: DialogsTables;

  constructor(database: Database, tables: DialogsTables) {
    this.#database = database;
    this.#tables = tables;
    this.signal = createFeedSignal(database);
  }

  /** The place up to which the feed is complete; to be asked before `between`. */
  completeUpTo(): Promise<number> {
    return completeUpTo(this.#database.read, this.#database.dialect);
  }

  /** An owner's events, in order. One statement. */
  between(
    filter: EventFilter,
    range: { readonly after: number; readonly upTo: number; readonly take: number },
  ): Promise<EventRow[]> {
    return eventsBetween(this.#database.read, this.#tables, filter, range);
  }

  /** What happened to which dialog, whoever owns it, in order. One statement. */
  changesBetween(range: {
    readonly after: number;
    readonly upTo: number;
    readonly take: number;
  }): Promise<Pick<EventRow, "seq" | "dialogId" | "type">[]> {
    return changesBetween(this.#database.read, this.#tables, range);
  }

  /** Announces dialogs that have become visible, at most `take`. @returns how many were looked at */
  announceVisible(at: AnnouncingMoment): Promise<number> {
    return announceVisible(this.#database, this.#tables, at);
  }

  /** Adds a subscription, or finds the one that asks for the same. @returns null where the owner has `limit` already */
  async subscribe(
    wanted: NewSubscription,
    at: { readonly now: number; readonly limit: number },
  ): Promise<{ readonly row: SubscriptionRow; readonly isNew: boolean } | null> {
    const position = await this.completeUpTo();
    return this.#database.transaction((tx) => subscribe(tx, this.#tables, wanted, { ...at, position }));
  }

  /** An owner's subscriptions, oldest first. */
  subscriptionsOf(org: string): Promise<SubscriptionRow[]> {
    return subscriptionsOf(this.#database.read, this.#tables, org);
  }

  /** One of an owner's; null for an unknown one and another owner's alike. */
  subscriptionById(org: string, id: number): Promise<SubscriptionRow | null> {
    return subscriptionById(this.#database.read, this.#tables, org, id);
  }

  /** @returns whether there was one */
  unsubscribe(org: string, id: number): Promise<boolean> {
    return this.#database.transaction((tx) => unsubscribe(tx, this.#tables, org, id));
  }

  /** Takes the subscriptions that nobody holds, keeps one's own, and gives all that one holds. */
  async holdSubscriptions(lease: Lease): Promise<HeldSubscription[]> {
    if (await isAnythingToLease(this.#database.read, this.#tables, lease)) {
      await this.#database.transaction((tx) => leaseSubscriptions(tx, this.#tables, lease));
    }
    return heldSubscriptions(this.#database.read, this.#tables, lease);
  }

  /** Gives back what is held, so that another may go on at once. */
  releaseSubscriptions(owner: string): Promise<void> {
    return this.#database.transaction((tx) => releaseSubscriptions(tx, this.#tables, owner));
  }

  settleValidation(
    id: number,
    owner: string,
    outcome: Parameters<typeof settleValidation>[4],
  ): Promise<void> {
    return this.#database.transaction((tx) => settleValidation(tx, this.#tables, id, owner, outcome));
  }

  /** What is to be tried again by now, oldest event first. One statement. */
  dueDeliveries(
    subscriptionId: number,
    due: { readonly now: number; readonly take: number },
  ): Promise<DeliveryOfEvent[]> {
    return dueDeliveries(this.#database.read, this.#tables, subscriptionId, due);
  }

  /** Those of some dialogs that have an older event under way. One statement. */
  waitingDialogs(subscriptionId: number, dialogIds: readonly string[]): Promise<ReadonlySet<string>> {
    return waitingDialogs(this.#database.read, this.#tables, subscriptionId, dialogIds);
  }

  /** Notes how far the feed has been delivered. @returns false where somebody else holds the subscription by now */
  settleBatch(
    by: { readonly subscriptionId: number; readonly owner: string },
    batch: { readonly position: number; readonly undelivered: readonly NewDelivery[] },
  ): Promise<boolean> {
    return this.#database.transaction((tx) => settleBatch(tx, this.#tables, by, batch));
  }

  /** Notes what came of trying again. @returns as `settleBatch` */
  settleRetries(
    by: { readonly subscriptionId: number; readonly owner: string; readonly now: number },
    retried: readonly Retried[],
  ): Promise<boolean> {
    return this.#database.transaction((tx) => settleRetries(tx, this.#tables, by, retried));
  }

  /** What was given up of a subscription, in the order of the feed. One statement. */
  deadLetters(
    subscriptionId: number,
    page: { readonly after: number; readonly take: number },
  ): Promise<DeliveryOfEvent[]> {
    return deadLetters(this.#database.read, this.#tables, subscriptionId, page);
  }

  /** Tries dead letters again. @returns how many there were */
  resendDeadLetters(
    subscriptionId: number,
    again: { readonly places: readonly number[] | null; readonly now: number; readonly giveUpAt: number },
  ): Promise<number> {
    return this.#database.transaction((tx) => resendDeadLetters(tx, this.#tables, subscriptionId, again));
  }
}
