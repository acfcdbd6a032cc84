import type { SourceTruth } from "../rules/sources.js";

/*
 * What an export is made of. Every format writes the same records, in this order: a head, items, and one end, or an
 * error where it can't be taken to its end. A file without an end is cut off.
 */

/** The truth about one source, as the export found it. */
export interface ExportedSource {
  readonly id: string;
  readonly name: string;
  readonly state: SourceTruth["state"];
  readonly isSearched: boolean;
  readonly asOf: string | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly ratio: number | null;
  };
  readonly reason: string | null;
}

/** What is missing from an export, as far as that is known. */
export interface ExportGaps {
  readonly sources: readonly ExportedSource[];
  /** Nothing newer than this is missing; null: nothing can be promised. */
  readonly completeBackTo: string | null;
  /** What a stronger login would add; null: nothing. */
  readonly hiddenByLogin: {
    readonly count: number;
    readonly precision: "EXACT" | "AT_LEAST";
    readonly requiredLevel: number;
  } | null;
}

export interface HeadRecord extends ExportGaps {
  readonly record: "head";
  readonly startedAt: string;
  /** What was asked for. */
  readonly asked: {
    readonly workspace: string;
    readonly filter: object | null;
    readonly search: string | null;
    readonly orderBy: { readonly field: string; readonly direction: string };
    /** Whether it goes on where another was cut off. */
    readonly isContinuation: boolean;
  };
  /** The authentication level that it is read with. */
  readonly level: number;
}

/** Why the viewer may see an item. */
export interface ExportedGrant {
  readonly grantType: string;
  readonly subject: string;
  readonly name: string | null;
  /** The party that the right came through; persons by the UUID that the viewer knows them by. */
  readonly via: string | null;
}

export interface ItemRecord {
  readonly record: "item";
  readonly id: string;
  /** `urn:altinn:party:uuid:…`, or an organisation's number. */
  readonly party: string;
  readonly owner: string;
  readonly ownerName: string | null;
  readonly service: string;
  readonly serviceName: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly senderName: string | null;
  readonly status: string;
  readonly extendedStatus: string | null;
  readonly externalReference: string | null;
  readonly process: string | null;
  readonly createdAt: string;
  readonly contentUpdatedAt: string;
  readonly dueAt: string | null;
  readonly folder: string;
  readonly systemLabels: readonly string[];
  readonly isContentSeen: boolean;
  readonly attachmentCount: number;
  /** Whether the texts are the non-sensitive ones. */
  readonly isRedacted: boolean;
  readonly requiredAuthenticationLevel: number;
  readonly source: string;
  /** In the platform's own words. */
  readonly sourceStatus: string | null;
  readonly asOf: string | null;
  readonly access: readonly ExportedGrant[];
  /** Where the whole of it is to be read, of an item that its own platform has. */
  readonly url: string | null;
  /** Whether it belongs above what came before: its source was away, and brought it then. */
  readonly isLate: boolean;
}

export interface EndRecord {
  readonly record: "end";
  readonly itemCount: number;
  readonly endedAt: string;
  /** What is missing, as it stood at the end: rights and sources may have changed since the head. */
  readonly gaps: ExportGaps;
  /** Whether what the viewer may see changed while it ran. */
  readonly haveRightsChanged: boolean;
}

export interface ErrorRecord {
  readonly record: "error";
  readonly code: string;
  readonly message: string;
  readonly itemCount: number;
  /** Give it as `after` to go on; null where nothing was given yet. */
  readonly after: string | null;
}

export type ExportRecord = HeadRecord | ItemRecord | EndRecord | ErrorRecord;

/** Writes records in a format. */
export interface ExportWriter {
  readonly contentType: string;
  readonly fileExtension: string;
  write(record: ExportRecord): string;
}
