import type { Clock } from "../../lib/clock.js";
import type { CursorCodec } from "../../lib/cursor.js";
import type { NewId } from "../../lib/ids.js";
import type { Call } from "../../schema/call.js";
import type { ServicesPort } from "../../schema/services-port.js";
import type { AccessTrail } from "./audit/trail.js";
import type { AssignmentLists, DelegationDesk } from "./delegation/index.js";
import type { AuthorizationLoaders } from "./loaders.js";
import type { Authorization } from "./port.js";
import type { Metadata } from "./store/metadata.js";
import type { AuthorizationStore } from "./store.js";

/** What every resolver of authorization is given. */
export interface AuthorizationContext {
  readonly call: Call;
  readonly authorization: Authorization;
  readonly loaders: AuthorizationLoaders;
  readonly cursors: CursorCodec;
  /** The languages that the request accepts, best first; `null` where it does not say. */
  readonly accepted: readonly string[] | null;
  readonly store: AuthorizationStore;
  readonly metadata: Metadata;
  readonly delegation: DelegationDesk;
  readonly assignments: AssignmentLists;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly trail: AccessTrail;
  readonly services: ServicesPort;
}
