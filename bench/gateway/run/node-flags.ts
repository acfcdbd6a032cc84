import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../lib/package-root.js";

/** What the command `tunet` tells Node, and so what every program is measured with. */
export const nodeFlags = (): readonly string[] => {
  const command = readFileSync(join(packageRoot(), "bin", "tunet.mjs"), "utf8");
  const flags = /^#!\/usr\/bin\/env -S node (.+)$/m.exec(command)?.[1];
  if (flags === undefined)
    throw new Error("The first line of bin/tunet.mjs does not say how Node is started.");
  return flags.split(" ");
};
