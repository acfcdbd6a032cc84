import type { Clock } from "../../lib/clock.js";
import type { CursorCodec } from "../../lib/cursor.js";
import type { NewId } from "../../lib/ids.js";
import type { ReadCall } from "../../schema/call.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { ServicesPort } from "../../schema/services-port.js";
import type { DialogStore } from "./store.js";
import type { DialogTokenSeeds } from "./token/index.js";

/** What the dialogs room needs to run. */
export interface DialogsConfig {
  readonly store: DialogStore;
  readonly readCall: ReadCall;
  readonly authorization: AuthorizationPort;
  /** Whose service is whose. */
  readonly services: ServicesPort;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Names persons without their number; at least 32 bytes, the same for all replicas. */
  readonly pseudonymKey: Uint8Array;
  /** What the keys of dialog tokens are made from; absent: none are issued. */
  readonly dialogTokenSeeds?: DialogTokenSeeds;
  /** Counts and facets are exact up to so many items. */
  readonly countLimit?: number;
}

export const DEFAULT_COUNT_LIMIT = 10_000;
