import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../lib/package-root.js";

// In a process of its own: in which order fields are declared depends on which module was loaded first, and files of tests
// share what one of them has loaded.
it("has every generated file as the sources give it (else: npm run generate)", () => {
  const program = join(packageRoot(), "dist", "bin", "generate.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "--check"], { encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
});
