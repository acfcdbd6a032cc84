/** A service that another was before, or has become: see the store's `lineagesOf`. */
export interface LineageRow {
  /** Whose lineage it is part of. */
  readonly root: string;
  readonly id: string;
  readonly replacesId: string | null;
}

/** What a service was, what it is, and all that it was called. */
export interface Lineage {
  /** Every URN, the service's own included: the oldest first, those that it was split into by URN. */
  readonly all: readonly string[];
  /** What it was before it moved, the latest first. */
  readonly formerly: readonly string[];
  /** What takes its place today: itself where it stands, `null` where it was split. */
  readonly current: string | null;
}

/** @param rows of one root */
export const lineageOf = (root: string, rows: readonly LineageRow[]): Lineage => {
  const predecessors = new Map(rows.map(({ id, replacesId }) => [id, replacesId]));
  const formerly: string[] = [];
  const seen = new Set([root]);
  for (let id = predecessors.get(root) ?? null; id !== null; id = predecessors.get(id) ?? null) {
    // What was replaced may be gone from the catalogue, and somebody may have closed a circle.
    if (!predecessors.has(id) || seen.has(id)) break;
    seen.add(id);
    formerly.push(id);
  }
  let current: string | null = root;
  const passed = new Set<string>();
  while (current !== null && !passed.has(current)) {
    passed.add(current);
    const at: string = current;
    const successors = rows.filter(({ id, replacesId }) => replacesId === at && !formerly.includes(id));
    if (successors.length === 0) break;
    current = successors.length === 1 ? (successors[0]?.id ?? null) : null;
  }
  // Rows come by URN; what is added to the set is gone through as well, and nothing twice.
  const all = new Set([...formerly.toReversed(), root]);
  for (const at of all) {
    for (const { id, replacesId } of rows) if (replacesId === at) all.add(id);
  }
  return { all: [...all], formerly, current };
};
