import type { LocalizedText } from "../localization.js";

/** What marks a root field as a live source of the history; see docs/decisions/0022. */
export const HISTORY_SOURCE_DIRECTIVE = "historySource";

/** A live source, as its subgraph declares it. */
export interface LiveSource {
  /** Short name, the same always: the subgraph's, or begins with it and a hyphen. */
  readonly id: string;
  readonly subgraph: string;
  readonly field: string;
  readonly name: LocalizedText;
  /** How old a copy of its answers may be shown when it is away, in milliseconds; 0: none is kept. */
  readonly lastGoodMillis: number;
  /** The root field that tells whom it knows; `null`: it may know everybody. */
  readonly presenceField: string | null;
  /** The mutation that does what its items allow; `null`: nothing can be done. */
  readonly actionField: string | null;
  /** Whether it looks for words itself. */
  readonly searches: boolean;
}

/** What can be done to an item where its source allows it. */
export const LIVE_ACTIONS = ["MARK_READ", "REPLY", "SUBMIT", "CONFIRM"] as const;
export type LiveAction = (typeof LIVE_ACTIONS)[number];

/** Dialogporten's. */
export const LIVE_STATUSES = [
  "NOT_APPLICABLE",
  "IN_PROGRESS",
  "DRAFT",
  "AWAITING",
  "REQUIRES_ATTENTION",
  "COMPLETED",
] as const;
export type LiveStatus = (typeof LIVE_STATUSES)[number];

/** As `Deadline.kind` has them. */
export const LIVE_DEADLINE_KINDS = ["ANSWER", "PAY", "SIGN", "APPEAL", "SEND_IN"] as const;
export type LiveDeadlineKind = (typeof LIVE_DEADLINE_KINDS)[number];

export interface LiveDeadline {
  /** `null`: of a kind that is not known here. */
  readonly kind: LiveDeadlineKind | null;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** In øre. */
  readonly amountOre: number | null;
  readonly metAt: number | null;
}

/** An item of a live source, read from an answer that keeps to the contract. Moments are milliseconds since 1970 UTC. */
export interface LiveItem {
  /** The source's own. */
  readonly id: string;
  readonly party: string;
  readonly service: string;
  readonly owner: string;
  /** What the source says where it is one of Dialogporten's, otherwise `NOT_APPLICABLE`. */
  readonly status: LiveStatus;
  /** The platform's own words; where it gives none, the status that is not one of Dialogporten's. */
  readonly sourceStatus: string | null;
  readonly title: LocalizedText;
  readonly summary: LocalizedText | null;
  readonly senderName: LocalizedText | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly dueAt: number | null;
  readonly isSeen: boolean;
  readonly isRedacted: boolean;
  readonly requiredLevel: number;
  readonly url: string | null;
  readonly process: string | null;
  readonly externalReference: string | null;
  readonly attachmentCount: number;
  readonly deadlines: readonly LiveDeadline[];
  /** URIs of what it is on other platforms. */
  readonly sameAs: readonly string[];
  readonly actions: readonly LiveAction[];
}

/** Where an item stands in the order of all sources: `updatedAt` descending, then `id` descending by code unit. */
export interface LivePosition {
  readonly updatedAt: number;
  /** The source's own. */
  readonly id: string;
}

/** A page of a live source. */
export interface LivePage {
  readonly items: readonly LiveItem[];
  /** Of the last that was there, also where it was left out: the next page comes after it. `null`: nothing was there. */
  readonly end: LivePosition | null;
  readonly hasMore: boolean;
  readonly totalCount: number | null;
  readonly asOf: number;
  readonly coverage: {
    readonly from: number | null;
    /** From 0 to 1. */
    readonly ratio: number | null;
    readonly reason: LocalizedText | null;
  } | null;
  readonly hiddenByLogin: { readonly count: number; readonly requiredLevel: number } | null;
}

/** What a live source is asked. */
export interface LiveQuestion {
  /** Party URNs, 1 to 100. */
  readonly parties: readonly string[];
  /** From 1 to 200. */
  readonly first: number;
  /** Only what comes after this position; `null`: from the newest. */
  readonly after: LivePosition | null;
  readonly updatedAfter: number | null;
  readonly updatedBefore: number | null;
  /** Only items that have one of these as id or in `sameAs`; `null`: all. */
  readonly identifiers: readonly string[] | null;
  /** `null`: no search. */
  readonly search: string | null;
}

const ITEM_PREFIX = "urn:tunet:source:";

/** The id of a live source's item in the graph. */
export const liveItemId = (source: string, id: string): string => `${ITEM_PREFIX}${source}:${id}`;

/** @returns `null` where the id is not one of a live source's item */
export const readLiveItemId = (id: string): { readonly source: string; readonly id: string } | null => {
  const [, source, own] = /^urn:tunet:source:([a-z0-9-]+):([A-Za-z0-9._~-]{1,100})$/.exec(id) ?? [];
  return source === undefined || own === undefined ? null : { source, id: own };
};

/** Newest first, as every source's items are. Negative: `a` comes before `b`. */
export const comparePositions = (a: LivePosition, b: LivePosition): number =>
  b.updatedAt - a.updatedAt || (a.id === b.id ? 0 : a.id > b.id ? -1 : 1);
