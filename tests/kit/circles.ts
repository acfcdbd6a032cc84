import { posix } from "node:path";
import { importsOf } from "./architecture.js";

/**
 * Files that import each other in a ring, types or not: none of them can be understood, or taken away, without all of
 * the others.
 * @param files source text by path from the package's root
 * @returns one line per ring: its files, by name
 */
export const circlesOf = (files: ReadonlyMap<string, string>): string[] => {
  const ranks = new Map<string, number>();
  const open: string[] = [];
  const circles: string[] = [];

  const importedBy = (path: string): string[] =>
    importsOf(files.get(path) ?? "")
      .filter(({ specifier }) => specifier.startsWith("."))
      .map(({ specifier }) => posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts"))
      .flatMap((target) => [target, `${target}x`].filter((name) => files.has(name)));

  /** Tarjan: the earliest file still open that can be got to from here; one that gets no further back ends its ring. */
  const visit = (path: string): number => {
    const rank = ranks.size;
    ranks.set(path, rank);
    const depth = open.push(path) - 1;
    let earliest = rank;
    for (const target of importedBy(path)) {
      const known = ranks.get(target);
      if (known === undefined) earliest = Math.min(earliest, visit(target));
      else if (open.includes(target)) earliest = Math.min(earliest, known);
    }
    if (earliest === rank) {
      const ring = open.splice(depth);
      if (ring.length > 1) circles.push(ring.sort().join(" "));
    }
    return earliest;
  };

  for (const path of files.keys()) if (!ranks.has(path)) visit(path);
  return circles.sort();
};
