import type { Clock } from "../../lib/clock.js";
import type { NewId } from "../../lib/ids.js";
import type { ReadCall } from "../../schema/call.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { SendMessage } from "./messages/message.js";
import type { ProfileStore } from "./store.js";

/** What the profile room needs to run. */
export interface ProfileConfig {
  readonly store: ProfileStore;
  readonly readCall: ReadCall;
  readonly authorization: AuthorizationPort;
  readonly clock: Clock;
  readonly newId: NewId;
  /** What codes, and the hashes of them, follow from; at least 32 bytes, the same on all nodes. */
  readonly codeKey: Uint8Array;
  /** Hands a message to whoever delivers it; `null` where nobody does: then no address can be verified. */
  readonly sendMessage: SendMessage | null;
}
