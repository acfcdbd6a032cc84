import type { Problem } from "../outcomes.js";
import { LIMITS } from "../reading/limits.js";
import { type PathOf, within } from "./paths.js";

/** A transmission, and the one that it is related to. */
export interface TreeNode {
  readonly id: string;
  readonly relatedTransmissionId: string | null;
}

/** Where a transmission that is there already stands: 1 for one that is related to none. */
export interface Standing {
  readonly depth: number;
  /** How many are related to it. */
  readonly children: number;
}

/**
 * What is wrong with transmissions that are to be added to a tree.
 * @param existing those that are there already and that new ones are related to; others are not there
 * @param pathOf where the new ones stand
 */
export const treeProblems = (
  added: readonly TreeNode[],
  existing: ReadonlyMap<string, Standing>,
  pathOf: PathOf,
): Problem[] => {
  const problems: Problem[] = [];
  const indexById = new Map(added.map(({ id }, index) => [id, index]));
  const parentAt = (index: number): string => within(pathOf(index), "relatedTransmissionId");
  const children = new Map<string, number>();

  added.forEach(({ relatedTransmissionId: parent }, index) => {
    if (parent === null) return;
    if (!indexById.has(parent) && !existing.has(parent)) {
      problems.push({ path: parentAt(index), message: `The dialog has no transmission ${parent}.` });
      return;
    }
    const before = children.get(parent) ?? existing.get(parent)?.children ?? 0;
    children.set(parent, before + 1);
    if (before + 1 === LIMITS.tree.width + 1) {
      problems.push({
        path: parentAt(index),
        message: `At most ${LIMITS.tree.width} transmissions may be related to one; ${parent} has so many.`,
      });
    }
  });

  // Each is settled once, from the top down; a circle, and what hangs on one, is endlessly deep.
  const depths = new Map<number, number>();
  const depthOf = (start: number): number => {
    const way: number[] = [];
    const onWay = new Set<number>();
    let depth: number | undefined;
    for (let at: number | undefined = start; at !== undefined && depth === undefined; ) {
      depth = onWay.has(at) ? Number.POSITIVE_INFINITY : depths.get(at);
      if (depth !== undefined) break;
      onWay.add(at);
      way.push(at);
      const parent: string | null = added[at]?.relatedTransmissionId ?? null;
      at = parent === null ? undefined : indexById.get(parent);
      if (at === undefined) depth = parent === null ? 0 : (existing.get(parent)?.depth ?? 0);
    }
    for (const index of way.reverse()) {
      depth = (depth ?? 0) + 1;
      depths.set(index, depth);
    }
    return depths.get(start) ?? 1;
  };
  added.forEach((_, index) => {
    const depth = depths.get(index) ?? depthOf(index);
    if (depth === Number.POSITIVE_INFINITY) {
      problems.push({ path: parentAt(index), message: "These transmissions are related in a circle." });
    } else if (depth > LIMITS.tree.depth) {
      problems.push({
        path: parentAt(index),
        message: `Transmissions may be related ${LIMITS.tree.depth} deep; this one would be at ${depth}.`,
      });
    }
  });
  return problems;
};
