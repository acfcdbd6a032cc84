import type { NewDialogEvent } from "../events/new-event.js";

/** A dialog that is written, but not announced yet. */
export interface Pending {
  readonly dialogId: string;
  /** When to look whether it is to be announced; null: not until something else happens to it. */
  readonly dueAt: number | null;
}

/** What becomes of events. */
export interface Announcements {
  /** To be written, in order. */
  readonly told: readonly NewDialogEvent[];
  /** To be announced later. */
  readonly postponed: readonly Pending[];
  /** No longer to be announced: they are among `told`, or gone. */
  readonly announced: ReadonlySet<string>;
}

const CREATED = "dialogporten.dialog.created.v1";
const DELETED = "dialogporten.dialog.deleted.v1";

const isVisible = ({ dialog, occurredAt }: NewDialogEvent): boolean =>
  dialog.visibleFrom === null || dialog.visibleFrom <= occurredAt;

/** The created event of a dialog that an event makes, or finds, visible. */
const announcementBy = (event: NewDialogEvent): NewDialogEvent => ({
  ...event,
  type: CREATED,
  occurredAt: event.dialog.visibleFrom ?? event.occurredAt,
  partId: null,
  extendedActivityType: null,
  isSilent: false,
});

/**
 * Which events are told now. Of a dialog that nobody may see yet none is; the first one after it has become visible is
 * told as its created event, and so is the change that makes it visible.
 * @param pending those of the events' dialogs that have not been announced
 */
export const announcementsOf = (
  events: readonly NewDialogEvent[],
  pending: ReadonlySet<string>,
): Announcements => {
  const waiting = new Set(pending);
  const postponed = new Map<string, Pending>();
  const announced = new Set<string>();
  const told: NewDialogEvent[] = [];
  for (const event of events) {
    const { id, visibleFrom } = event.dialog;
    if (event.type === CREATED && !isVisible(event)) waiting.add(id);
    if (!waiting.has(id)) {
      told.push(event);
    } else if (event.type === DELETED) {
      // Gone or only deleted softly: the announcer finds out which, and forgets it or waits.
      postponed.set(id, { dialogId: id, dueAt: event.occurredAt });
    } else if (isVisible(event)) {
      told.push(announcementBy(event));
      announced.add(id);
      postponed.delete(id);
      waiting.delete(id);
    } else {
      postponed.set(id, { dialogId: id, dueAt: visibleFrom });
    }
  }
  return { told, postponed: [...postponed.values()], announced };
};
