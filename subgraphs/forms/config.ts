import type { Clock } from "../../lib/clock.js";
import type { CursorCodec } from "../../lib/cursor.js";
import type { ReadCall } from "../../schema/call.js";
import type { GraphPort } from "../../schema/graph-port.js";
import type { PartiesPort } from "../../schema/parties-port.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { FormsPartsConfig } from "./parts.js";
import type { FormsStore } from "./store.js";

/** What the forms room needs to run. */
export interface FormsConfig extends FormsPartsConfig {
  readonly store: FormsStore;
  readonly readCall: ReadCall;
  readonly authorization: AuthorizationPort;
  /** The register of parties. */
  readonly parties: PartiesPort;
  /** The whole graph, for answers that other subgraphs know. */
  readonly graph: GraphPort;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
}
