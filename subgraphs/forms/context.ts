import type { Clock } from "../../lib/clock.js";
import type { CursorCodec } from "../../lib/cursor.js";
import type { Call } from "../../schema/call.js";
import type { FormsLoaders } from "./loaders.js";
import type { FormsStore } from "./store.js";

/** What every resolver of the forms room is given. */
export interface FormsContext {
  readonly call: Call;
  readonly store: FormsStore;
  readonly loaders: FormsLoaders;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
}
