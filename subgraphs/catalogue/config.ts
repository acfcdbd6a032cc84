import type { Clock } from "../../lib/clock.js";
import type { CursorCodec } from "../../lib/cursor.js";
import type { ReadCall } from "../../schema/call.js";
import type { PoliciesPort } from "../../schema/policies-port.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { CatalogueStore } from "./store.js";

/** What the catalogue needs to run. */
export interface CatalogueConfig {
  readonly store: CatalogueStore;
  readonly readCall: ReadCall;
  readonly authorization: AuthorizationPort;
  /** Checks policies, and is told of services that their owners change. */
  readonly policies: PoliciesPort;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
}
