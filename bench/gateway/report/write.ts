import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../lib/package-root.js";

/**
 * Keeps a run's results beside the code that they are of. A second run on the same day takes the first one's place.
 * @returns the files, within the repository
 */
export const writeResults = (date: Date, results: object, markdown: string): readonly string[] => {
  const directory = join("bench", "results");
  const name = `gateway-${date.toISOString().slice(0, 10)}`;
  mkdirSync(join(packageRoot(), directory), { recursive: true });
  const write = (file: string, text: string): string => {
    writeFileSync(join(packageRoot(), directory, file), text);
    return join(directory, file);
  };
  return [
    write(`${name}.json`, `${JSON.stringify(results, null, 2)}\n`),
    write(`${name}.md`, `${markdown}\n`),
  ];
};
