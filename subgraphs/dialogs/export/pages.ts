import { SECOND_MILLIS } from "../../../lib/clock.js";
import {
  dialogPlaceOf,
  type LimitedTruth,
  type LiveReading,
  type LiveSelection,
  type LiveSettings,
  limitedTruths,
  type OrderedPageOf,
  type Progress,
  placeOf,
  readOrderedPage,
} from "../live/index.js";
import { isNewestFirst } from "../rules/sources.js";
import type { HistoryOrder } from "../store/selection.js";
import type { ExportedRow } from "./items.js";

/** Nobody looks at an export while it is made: live sources have more time, and may give more. */
export const LIVE_BOUNDS: Partial<LiveSettings> = { deadlineMillis: 5 * SECOND_MILLIS, maxItems: 5_000 };

/** Whether live sources are asked page by page; in other orders all that they have is gathered first. */
export const isAskedByPage = ({ field, direction }: HistoryOrder): boolean =>
  field === "CONTENT_UPDATED_AT" && direction === "DESC";

/** Rows that were read at a time. */
export interface ReadRows {
  readonly rows: readonly ExportedRow[];
  /** How far the export has come with them. */
  readonly end: Progress;
  readonly isLast: boolean;
  /** What is to be said of live sources by now, and at the beginning. */
  readonly truths: readonly LimitedTruth[];
  readonly headTruths: readonly LimitedTruth[];
}

/** At the beginning what a source will give is not known: only what it says of itself, and whether it answers. */
const headTruthOf = ({ truth }: LiveReading): LimitedTruth => {
  const isPromising = !truth.isLacking && (truth.state === "OK" || truth.from !== null);
  return { truth, limit: isPromising ? (truth.from ?? 0) : null };
};

/** The next rows of the store, and of live sources where there are any. */
export const readExportPage = async ({
  live,
  ...of
}: Omit<OrderedPageOf, "live"> & { readonly live: LiveSelection | null }): Promise<ReadRows> => {
  const { order, from, take } = of;
  if (live === null) {
    const common = from.common && dialogPlaceOf(from.common);
    const { rows, stoppedAt } = await of.indexed(common && { at: common.key[0] ?? null, id: common.id });
    const last = rows.at(-1);
    const isStopped = rows.length < take && stoppedAt !== null;
    // A search that has found no more in its time goes on from where it came to.
    const stop = isStopped
      ? { key: [stoppedAt.at === null ? null : Number(stoppedAt.at)], id: stoppedAt.id }
      : null;
    const end = stop ?? (last === undefined ? common : placeOf(last, order));
    return {
      rows: rows.map((row) => ({ row, isLate: false })),
      end: { common: end, places: from.places },
      isLast: rows.length < take && !isStopped,
      truths: [],
      headTruths: [],
    };
  }
  const { merged, readings } = await readOrderedPage({ ...of, live });
  const end = merged.stoppedAt ?? merged.end;
  return {
    rows: merged.rows,
    end,
    isLast: merged.rows.length < take && merged.stoppedAt === null,
    truths: limitedTruths(readings, end, isNewestFirst(order)),
    headTruths: readings.map(headTruthOf),
  };
};
