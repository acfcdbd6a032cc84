import type { DialogRow, SourceRow } from "../../../drizzle/dialogs/tables.js";
import type { DialogStatus, SystemLabel } from "../../../drizzle/dialogs/values.js";
import type { LiveItem, LiveSource } from "../../../schema/history-source/source.js";
import type { Scope } from "../../../schema/scope.js";
import type { SearchQuery } from "../rules/search-query.js";

/** Who looks, and when: what is not visible yet, or has expired, is not there. */
export interface View {
  readonly scope: Scope;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** Views of the history as Arbeidsflate has them. */
export type HistoryFolder = "INBOX" | "DRAFTS" | "SENT" | "ARCHIVE" | "BIN";

/** What all items must have. Absent: anything; an empty list: nothing at all. Moments are inclusive. */
export interface HistoryFilter {
  readonly status?: readonly DialogStatus[];
  readonly owner?: readonly string[];
  readonly source?: readonly string[];
  readonly folder?: HistoryFolder;
  /** All of them at once. */
  readonly systemLabel?: readonly SystemLabel[];
  readonly process?: string;
  readonly isContentSeen?: boolean;
  /** Not completed, and neither archived nor in the bin. */
  readonly isOpen?: boolean;
  readonly createdAfter?: number;
  readonly createdBefore?: number;
  readonly updatedAfter?: number;
  readonly updatedBefore?: number;
  readonly dueAfter?: number;
  readonly dueBefore?: number;
  /** Whether it has a due date at all. */
  readonly hasDue?: boolean;
  /** The owner's own codes. */
  readonly extendedStatus?: readonly string[];
  readonly externalReference?: string;
  /** When anything of it changed; `updatedAfter` and `updatedBefore` are about its content. */
  readonly changedAfter?: number;
  readonly changedBefore?: number;
  /** What the viewer alone has done with it. */
  readonly own?: OwnFilter;
}

/** What a viewer asks of their own state. It is looked up by its owner, so another's is never found. */
export interface OwnFilter {
  /** Party URN of the viewer. */
  readonly owner: string;
  /** Whether the viewer themself has seen its content as it is now. */
  readonly isSeen?: boolean;
  /** Ids of own labels, all of them at once; another's label is on nothing. */
  readonly labels?: readonly string[];
}

/** A part of the history: whose, which, and by which words. Parties and services are narrowed in the scope itself. */
export interface Selection extends View {
  readonly filter: HistoryFilter;
  /** `null`: no search. */
  readonly search: SearchQuery | null;
  /** Of these dialogs only, by `seq`: what a search has found. Absent: of all. */
  readonly among?: readonly number[];
  /** Whether those are looked at as well that are meant for programs. */
  readonly withApiOnly?: boolean;
}

export type HistoryOrderField = "CONTENT_UPDATED_AT" | "CREATED_AT" | "UPDATED_AT" | "DUE_AT";

/** One thing to order by. */
export interface OrderPart {
  readonly field: HistoryOrderField;
  readonly direction: "ASC" | "DESC";
}

/** Ties are broken by id, in the same direction. Items without the moment come last in both directions. */
export interface HistoryOrder extends OrderPart {
  /** What orders those that the field leaves equal, before their id does. */
  readonly then?: readonly OrderPart[];
}

/** Where an item lies in an order: its moment (of several fields: `sortTextOf`), and its id. */
export interface HistoryPosition {
  readonly at: number | string | null;
  readonly id: string;
}

/** What a live item has besides a row of the history. */
export interface LivePart {
  readonly source: LiveSource;
  readonly item: LiveItem;
}

/** A row of the history. Where the login is too weak, title and summary are the non-sensitive ones. */
export interface HistoryRow extends Omit<DialogRow, "nonSensitiveTitle" | "nonSensitiveSummary"> {
  /** The level that the item's own texts need. */
  readonly requiredLevel: number;
  readonly isRedacted: boolean;
  /** Of an item that a live source has: no dialog is here. */
  readonly live?: LivePart;
}

export const FACET_KEYS = ["STATUS", "PARTY", "OWNER", "SERVICE", "SOURCE", "YEAR", "FOLDER"] as const;

export type FacetKey = (typeof FACET_KEYS)[number];

/** How many of the items counted have a value. */
export interface FacetCount {
  readonly by: FacetKey;
  /** PARTY: the party's URN. YEAR: of the latest change, in Norway. */
  readonly value: string;
  readonly count: number;
  /** How many of these nobody has seen as they are now. */
  readonly unseen: number;
}

/** Why a dialog may or may not be opened; the store finds the facts, rules decide. */
export interface DialogAccess {
  readonly id: string;
  readonly seq: number;
  readonly party: string;
  readonly serviceResource: string;
  readonly instanceRef: string | null;
  /** The level that the scope gives it at; `null` where the scope does not give it. */
  readonly requiredLevel: number | null;
  /** Whether the viewer may see anything of the party. */
  readonly isPartyKnown: boolean;
  readonly visibleFrom: number | null;
  readonly expiresAt: number | null;
  readonly deletedAt: number | null;
}

export type { SourceRow };
