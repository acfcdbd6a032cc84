import type { Clock } from "../../lib/clock.js";
import type { CursorCodec } from "../../lib/cursor.js";
import type { NewId } from "../../lib/ids.js";
import type { ReadCall } from "../../schema/call.js";
import type { ServicesPort } from "../../schema/services-port.js";
import type { AccessTrail } from "./audit/trail.js";
import type { Authorization } from "./port.js";
import type { AuthorizationStore } from "./store.js";

/** What authorization needs to run. */
export interface AuthorizationConfig {
  readonly store: AuthorizationStore;
  readonly readCall: ReadCall;
  /** From `createAuthorizationPort` over the same store: shared with the rooms that ask through the port. */
  readonly authorization: Authorization;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
  readonly newId: NewId;
  /** The one that `authorization` tells its decisions to; omitted: one of the room's own, for all but decisions. */
  readonly trail?: AccessTrail;
  /** Whose service is whose; omitted: access lists can't be shown or changed, which is said. */
  readonly services?: ServicesPort;
}
