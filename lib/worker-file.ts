import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "./package-root.js";

/**
 * The built file of a thread that stands beside a module. A thread can't run TypeScript: where the module runs from its
 * source, the thread runs from what was built.
 * @param moduleUrl the module's `import.meta.url`
 * @param name e.g. `planning-worker.js`
 */
export const workerFile = (moduleUrl: string, name: string): string => {
  const here = dirname(fileURLToPath(moduleUrl));
  const folder = moduleUrl.endsWith(".ts")
    ? join(packageRoot(), "dist", relative(packageRoot(), here))
    : here;
  const file = join(folder, name);
  if (!existsSync(file)) throw new Error(`The thread ${name} was not built. Run \`npm run build\` first.`);
  return file;
};
