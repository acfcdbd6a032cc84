import { type Clock, SECOND_MILLIS } from "../../lib/clock.js";
import type { CursorCodec } from "../../lib/cursor.js";
import type { NewId } from "../../lib/ids.js";
import type { OutboundPolicy } from "../../lib/outbound-address.js";
import type { ReadCall } from "../../schema/call.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { ServicesPort } from "../../schema/services-port.js";
import type { SubgraphsPort } from "../../schema/subgraphs-port.js";
import type { ExportLimits } from "./export/index.js";
import type { CopySettings, LiveSettings, NoteProblems } from "./live/index.js";
import type { DialogStore } from "./store.js";
import type { StreamLimits } from "./stream/index.js";
import type { DialogTokenSeeds } from "./token/index.js";

/** What the dialogs room needs to run. */
export interface DialogsConfig {
  readonly store: DialogStore;
  readonly readCall: ReadCall;
  readonly authorization: AuthorizationPort;
  /** Whose service is whose. */
  readonly services: ServicesPort;
  /** How live sources of the history are found and asked; absent: there are none. */
  readonly subgraphs?: SubgraphsPort;
  /** What asking them is bounded by; what is absent is as DEFAULT_LIVE says. */
  readonly live?: Partial<LiveSettings>;
  /** Copies of live sources' last good answers are kept with these; absent: none are. */
  readonly copies?: CopySettings;
  /** Told of what was wrong with a live source's answer; absent: the process warns of it, now and then. */
  readonly noteSourceProblems?: NoteProblems;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Names persons without their number; at least 32 bytes, the same for all replicas. */
  readonly pseudonymKey: Uint8Array;
  /** What the keys of dialog tokens are made from; absent: none are issued. */
  readonly dialogTokenSeeds?: DialogTokenSeeds;
  /** Streams of events; absent: as many as DEFAULT_STREAMS says. They need dialog tokens. */
  readonly streams?: StreamSettings;
  /** Makes what can't be guessed, at least 32 bytes as URL-safe text; absent: no addresses for calendars are made. */
  readonly newSecret?: () => string;
  /** Exports of the history; absent: as DEFAULT_EXPORTS says. */
  readonly exports?: ExportSettings;
  /** Where events may be sent; absent: to the open network over https, and nowhere else. */
  readonly webhooks?: OutboundPolicy;
  /** Counts and facets are exact up to so many items. */
  readonly countLimit?: number;
  /** How long one count, or the facets of one list, may take before it ends with what it has come to. */
  readonly countBudgetMillis?: number;
  /** So long a page may be looked for by words, in milliseconds, before it says how far it came. */
  readonly searchBudgetMillis?: number;
}

export const DEFAULT_SEARCH_BUDGET_MILLIS = 150;

export const DEFAULT_COUNT_LIMIT = 10_000;
export const DEFAULT_COUNT_BUDGET_MILLIS = 250;

/** How many streams of events may be open in one process, and how often each is sent something. */
export interface StreamSettings {
  readonly limits: StreamLimits;
  readonly heartbeatMillis: number;
}

export const DEFAULT_STREAMS: StreamSettings = {
  limits: { total: 2_000, perDialog: 50 },
  heartbeatMillis: 15 * SECOND_MILLIS,
};

/** How many exports may run in one process, and how often it is looked again what their viewers may read. */
export interface ExportSettings {
  readonly limits: ExportLimits;
  readonly recheckMillis: number;
}

export const DEFAULT_EXPORTS: ExportSettings = {
  limits: { total: 8, perViewer: 1 },
  recheckMillis: 10 * SECOND_MILLIS,
};
