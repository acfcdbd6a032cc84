import type { DialogRow } from "../../../../drizzle/dialogs/tables.js";
import type { Attachment, NavigationalAction } from "../../../../drizzle/dialogs/values.js";
import type { Problem } from "../outcomes.js";
import type { NewTransmission } from "../reading/messages.js";
import { type PathOf, within } from "./paths.js";

/** What a moment that must still come is called, and when it is. */
export interface Coming {
  readonly path: string;
  readonly at: number | null;
}

/** Which of these moments have gone by. */
export const goneBy = (moments: readonly Coming[], now: number): Problem[] =>
  moments
    .filter(({ at }) => at !== null && at <= now)
    .map(({ path }) => ({ path, message: "This must lie in the future." }));

const expiriesOf = (
  path: string,
  items: readonly Pick<Attachment | NavigationalAction, "expiresAt">[],
): Coming[] => items.map(({ expiresAt }, index) => ({ path: `${path}[${index}].expiresAt`, at: expiresAt }));

/** When attachments end. @param path of their list */
export const attachmentExpiries = (path: string, attachments: readonly Attachment[]): Coming[] =>
  expiriesOf(path, attachments);

/** When what belongs to transmissions ends. */
export const transmissionExpiries = (pathOf: PathOf, transmissions: readonly NewTransmission[]): Coming[] =>
  transmissions.flatMap(({ attachments, navigationalActions }, index) => [
    ...expiriesOf(within(pathOf(index), "attachments"), attachments),
    ...expiriesOf(within(pathOf(index), "navigationalActions"), navigationalActions),
  ]);

/**
 * When a dialog is changed, as readers see it: until it may be seen, all that happens to it is of the moment when it
 * may; and never before the change before, even where clocks differ or a writer had to wait.
 */
export const momentOfChange = (
  now: number,
  { visibleFrom, updatedAt }: Pick<DialogRow, "visibleFrom" | "updatedAt">,
): number => Math.max(now, visibleFrom ?? now, updatedAt);
