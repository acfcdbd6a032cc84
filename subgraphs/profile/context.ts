import type { Clock } from "../../lib/clock.js";
import type { NewId } from "../../lib/ids.js";
import type { Call } from "../../schema/call.js";
import type { ProfileLoaders } from "./loaders.js";
import type { Codes } from "./rules/verification.js";
import type { Owned } from "./store/own-rows.js";
import type { ProfileStore } from "./store.js";

/** What every resolver of the profile room is given. */
export interface ProfileContext {
  readonly call: Call;
  readonly store: ProfileStore;
  readonly loaders: ProfileLoaders;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly codes: Codes;
  /** Whether messages are delivered here. */
  readonly hasDelivery: boolean;
  /** Whose rows a change is about: the viewer's, now. */
  own(): Owned;
}
