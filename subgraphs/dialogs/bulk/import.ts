import type { Clock } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import type { PartyUrn } from "../../../schema/urns.js";
import type { DialogStore } from "../store.js";
import { type FindServices, openDialogWriter } from "../writing/index.js";
import { BULK_LIMITS, type Line, runsOfLines } from "./lines.js";
import { createRows, type LineResult, type RowsParts } from "./rows.js";

/** What an operator imports, and from where on. */
export interface DialogImport {
  readonly store: DialogStore;
  readonly findServices: FindServices;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly stream: AsyncIterable<Buffer>;
  /** Where the stream begins, when it is the rest of one. */
  readonly first: { readonly number: number; readonly byte: number };
  /** Who the log of labels says has done it. */
  readonly organization: PartyUrn;
  /** Webhooks are not told. */
  readonly isSilent: boolean;
  /** Runs that are under way at a time: more than one where the database works beside this process. */
  readonly sideBySide: number;
}

/** A part of the stream that is done for good. */
export interface ImportStep {
  readonly results: readonly LineResult[];
  /** Where the rest begins. */
  readonly next: { readonly number: number; readonly byte: number };
}

const nextAfter = (run: readonly Line[]): ImportStep["next"] => {
  const last = run.at(-1);
  return { number: (last?.number ?? 0) + 1, byte: last?.endByte ?? 0 };
};

/**
 * Makes dialogs from NDJSON in the format of the service owners' create, with all of its rules, as an administrator:
 * for any owner, with moments in the past. A step is given when all before it is written, so an import that is ended at
 * any moment goes on from the last step that was noted, and makes nothing twice.
 */
export async function* importDialogs(options: DialogImport): AsyncGenerator<ImportStep> {
  const { store, clock, newId, findServices, organization } = options;
  const parts: RowsParts = {
    writer: openDialogWriter({ store, clock, newId }),
    call: {
      org: "",
      organization,
      rights: new Set(["ADMIN", "CHANGE_TRANSMISSIONS", "LEGACY_HTML", "CORRESPONDENCE"]),
      findServices,
    },
    options: { isSilentUpdate: options.isSilent },
  };
  const underWay: Promise<ImportStep>[] = [];
  const start = async (run: readonly Line[]): Promise<ImportStep> => ({
    results: await createRows(run, BULK_LIMITS.lineBytes, parts),
    next: nextAfter(run),
  });
  try {
    for await (const run of runsOfLines(options.stream, BULK_LIMITS, options.first)) {
      const step = start(run);
      step.catch(() => undefined); // it is thrown when its turn comes
      underWay.push(step);
      const oldest = underWay.length >= options.sideBySide ? underWay.shift() : undefined;
      if (oldest !== undefined) yield await oldest;
    }
    for (let oldest = underWay.shift(); oldest !== undefined; oldest = underWay.shift()) yield await oldest;
  } finally {
    await Promise.allSettled(underWay);
  }
}
