import type { Clock } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import type { DialogStore } from "../store.js";

/** What writing is done with. */
export interface Workshop {
  readonly store: DialogStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** The source that pushed dialogs are of; it is there when this has resolved. */
  sourceId(): Promise<string>;
}
