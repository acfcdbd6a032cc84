import type { CursorCodec } from "../../lib/cursor.js";
import type { Call } from "../../schema/call.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { CatalogueLoaders } from "./loaders.js";
import type { ServiceWriter } from "./owners/writer.js";
import type { CatalogueStore } from "./store.js";

/** What every resolver of the catalogue is given. */
export interface CatalogueContext {
  readonly call: Call;
  readonly store: CatalogueStore;
  readonly loaders: CatalogueLoaders;
  readonly authorization: AuthorizationPort;
  readonly cursors: CursorCodec;
  readonly writer: ServiceWriter;
  /** Resolves when every service is in the index: at once but in an installation from before it. */
  prepareIndex(): Promise<void>;
  /** The languages that the request accepts, best first; `null` where it does not say. */
  readonly accepted: readonly string[] | null;
}
