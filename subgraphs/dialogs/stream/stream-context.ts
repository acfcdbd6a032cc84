import type { DialogEventPayload } from "../types/dialog-event.js";

/** What a subscription is given. Not a viewer: the dialog token says which dialog it may follow, and nothing else. */
export interface StreamContext {
  /** @throws DomainError `DIALOG_TOKEN_FOREIGN` */
  dialogEvents(dialogId: string): Promise<AsyncIterableIterator<DialogEventPayload>>;
}
