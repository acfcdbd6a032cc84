import type { NewDialogEvent } from "../events/new-event.js";

/** A dialog that is written, but not announced yet. */
export interface Pending {
  readonly dialogId: string;
  /** When it becomes visible; null while it is deleted. */
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
const announcementBy = (event: NewDialogEvent, { dueAt }: Pending): NewDialogEvent => ({
  ...event,
  type: CREATED,
  occurredAt: dueAt === null ? event.occurredAt : Math.min(dueAt, event.occurredAt),
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
  pending: readonly Pending[],
): Announcements => {
  const waiting = new Map(pending.map((entry) => [entry.dialogId, entry]));
  const postponed = new Map<string, Pending>();
  const announced = new Set<string>();
  const told: NewDialogEvent[] = [];
  for (const event of events) {
    const { id, visibleFrom } = event.dialog;
    if (event.type === CREATED && !isVisible(event)) waiting.set(id, { dialogId: id, dueAt: visibleFrom });
    const entry = waiting.get(id);
    if (entry === undefined) {
      told.push(event);
    } else if (event.type === DELETED) {
      postponed.set(id, { dialogId: id, dueAt: null });
    } else if (isVisible(event)) {
      told.push(announcementBy(event, entry));
      announced.add(id);
      postponed.delete(id);
      waiting.delete(id);
    } else {
      postponed.set(id, { dialogId: id, dueAt: visibleFrom });
    }
  }
  return { told, postponed: [...postponed.values()], announced };
};
