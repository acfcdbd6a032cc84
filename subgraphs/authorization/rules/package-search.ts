import type { AccessPackageRow, AreaRow } from "../../../drizzle/authorization/tables.js";
import type { LocalizedText } from "../../../schema/localization.js";

const lower = (text: string): string => text.toLocaleLowerCase("nb");

const words = (text: string): string[] =>
  lower(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

const textsOf = (text: LocalizedText): string[] => Object.values(text).map(lower);

/** How well one word fits a package: 3 begins a word of its name, 2 is in its name or code, 1 in what it says of itself. */
const fitOf = (word: string, row: AccessPackageRow, area: AreaRow | undefined): number => {
  const names = textsOf(row.name);
  if (names.some((name) => words(name).some((part) => part.startsWith(word)))) return 3;
  if (names.some((name) => name.includes(word)) || row.urn.includes(word)) return 2;
  const others = [...textsOf(row.description), ...textsOf(area?.name ?? {})];
  return others.some((text) => text.includes(word)) ? 1 : 0;
};

/**
 * Packages that fit every word, in any language that they are described in; the best fit first, then by URN.
 * @param areas by URN: a package is also found by the name of its area
 */
export const searchPackages = (
  packages: readonly AccessPackageRow[],
  areas: ReadonlyMap<string, AreaRow>,
  search: string,
): AccessPackageRow[] => {
  const asked = words(search);
  return packages
    .map((row) => ({ row, fits: asked.map((word) => fitOf(word, row, areas.get(row.area))) }))
    .filter(({ fits }) => fits.every((fit) => fit > 0))
    .map(({ row, fits }) => ({ row, fit: fits.reduce((sum, fit) => sum + fit, 0) }))
    .sort((a, b) => b.fit - a.fit || (a.row.urn < b.row.urn ? -1 : 1))
    .map(({ row }) => row);
};
