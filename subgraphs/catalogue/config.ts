import type { CursorCodec } from "../../lib/cursor.js";
import type { ReadCall } from "../../schema/call.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { CatalogueStore } from "./store.js";

/** What the catalogue needs to run. */
export interface CatalogueConfig {
  readonly store: CatalogueStore;
  readonly readCall: ReadCall;
  readonly authorization: AuthorizationPort;
  readonly cursors: CursorCodec;
}
