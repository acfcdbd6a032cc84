import { HOUR_MILLIS } from "../../../lib/clock.js";
import { folderOf, isContentSeen } from "../rules/labels.js";
import type { FacetCount, FacetKey } from "../store/selection.js";
import type { LiveRow } from "./rows.js";
import type { WholeReading } from "./selection.js";

/** As the statements of counts have it: winter time all year. */
const yearOf = (at: number): string => String(new Date(at + HOUR_MILLIS).getUTCFullYear());

const VALUES: Readonly<Record<FacetKey, (row: LiveRow) => string>> = {
  STATUS: ({ status }) => status,
  PARTY: ({ party }) => party,
  OWNER: ({ org }) => org,
  SERVICE: ({ serviceResource }) => serviceResource,
  SOURCE: ({ sourceId }) => sourceId,
  YEAR: ({ contentUpdatedAt }) => yearOf(contentUpdatedAt),
  FOLDER: folderOf,
};

/** All rows of all sources that were looked at, and whether these are all that there are. */
export const allOf = (
  whole: readonly WholeReading[],
): { readonly rows: readonly LiveRow[]; readonly isExact: boolean } => ({
  rows: whole.flatMap(({ rows }) => rows),
  isExact: whole.every(({ truth }) => truth.isWhole && !truth.isLacking),
});

/** What the store has counted, and live items besides. */
export const withLive = (
  counts: readonly FacetCount[],
  rows: readonly LiveRow[],
  keys: readonly FacetKey[],
): FacetCount[] => {
  const byName = new Map<string, { by: FacetKey; value: string; count: number; unseen: number }>();
  const add = (by: FacetKey, value: string, count: number, unseen: number): void => {
    const name = `${by} ${value}`;
    const known = byName.get(name) ?? { by, value, count: 0, unseen: 0 };
    byName.set(name, { ...known, count: known.count + count, unseen: known.unseen + unseen });
  };
  for (const { by, value, count, unseen } of counts) add(by, value, count, unseen);
  for (const row of rows) {
    const unseen = isContentSeen(row) ? 0 : 1;
    for (const by of keys) add(by, VALUES[by](row), 1, unseen);
  }
  return [...byName.values()];
};
