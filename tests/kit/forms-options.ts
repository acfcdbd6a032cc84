import { join } from "node:path";
import type { FormsOptions } from "../../bin/forms-options.js";
import { createDirectoryFileStore } from "../../subgraphs/forms/index.js";

/** What the forms room is given in a test: keys that are always the same, and files in a folder. */
export const testFormsOptions = (directory: string, more: Partial<FormsOptions> = {}): FormsOptions => ({
  linkKey: new Uint8Array(32).fill(3),
  signingSeed: new Uint8Array(32).fill(4),
  files: createDirectoryFileStore(join(directory, "files")),
  spoolDirectory: join(directory, "incoming"),
  payments: null,
  dialogTokenKeys: new Map(),
  graph: { ask: () => Promise.reject(new Error("The graph was not to be asked.")) },
  ...more,
});
