import type { Clock } from "../../lib/clock.js";
import type { CursorCodec } from "../../lib/cursor.js";
import type { NewId } from "../../lib/ids.js";
import type { Call } from "../../schema/call.js";
import type { ServicesPort } from "../../schema/services-port.js";
import type { LiveHistory } from "./live/index.js";
import type { DialogsLoaders } from "./loaders.js";
import type { Pseudonymize } from "./rules/parties.js";
import type { ServiceNames } from "./service-names.js";
import type { CountBounds } from "./store/pieces.js";
import type { View } from "./store/selection.js";
import type { DialogStore } from "./store.js";
import type { DialogTokens } from "./token/index.js";
import type { RoomWaiting } from "./waiting/index.js";
import type { DialogWriter } from "./writing/index.js";

/** What every resolver of the dialogs room is given. */
export interface DialogsContext {
  readonly call: Call;
  readonly store: DialogStore;
  readonly writer: DialogWriter;
  readonly loaders: DialogsLoaders;
  readonly services: ServicesPort;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly pseudonymize: Pseudonymize;
  /** The languages that the request accepts, best first; `null` where it does not say. */
  readonly accepted: readonly string[] | null;
  readonly countLimit: number;
  /** So long a page may be looked for by words, in milliseconds, before it says how far it came. */
  readonly searchBudgetMillis: number;
  /** What services and their owners are called. */
  readonly serviceNames: ServiceNames;
  /** Live sources; `null` where this installation can't ask any. */
  readonly live: LiveHistory | null;
  /** How addresses for calendar programs are made; `null` where this installation serves no calendars. */
  readonly calendar: { newSecret(): string; addressOf(secret: string): string } | null;
  /** What counts of the history are bounded by; the time runs from when a count begins. */
  readonly countBounds: CountBounds;
  /** Has sources do what viewers ask for. */
  readonly waiting: Pick<RoomWaiting, "deliver">;
  /** `null` where this installation issues none. */
  readonly dialogTokens: DialogTokens | null;
  /** What the viewer may read, at the moment that the call began. Asked for once a call. */
  view(): Promise<View>;
}
