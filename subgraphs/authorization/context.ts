import type { CursorCodec } from "../../lib/cursor.js";
import type { Call } from "../../schema/call.js";
import type { AuthorizationLoaders } from "./loaders.js";
import type { Authorization } from "./port.js";

/** What every resolver of authorization is given. */
export interface AuthorizationContext {
  readonly call: Call;
  readonly authorization: Authorization;
  readonly loaders: AuthorizationLoaders;
  readonly cursors: CursorCodec;
}
