/** What an import did to one kind of thing. Names are what they are known by: URNs, codes. */
export interface ImportChanges {
  /** E.g. `access packages`. */
  readonly kind: string;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
  /** Known before, and not in what was read. They are left as they are: an import takes nothing away. */
  readonly missing: readonly string[];
}

/** @param problems of the whole import, by which it is seen whether anything was left out */
export const nothingChanged = (changes: readonly ImportChanges[]): boolean =>
  changes.every(({ added, changed }) => added.length === 0 && changed.length === 0);
