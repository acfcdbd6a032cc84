import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../lib/package-root.js";

const read = (...path: string[]): string => readFileSync(join(packageRoot(), ...path), "utf8");

it("is started with the same room for what requests make, as the command and by npm", () => {
  const [first] = read("bin", "tunet.mjs").split("\n");
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const flags =
    "--max-semi-space-size=32 --no-memory-reducer --no-allocation-site-pretenuring --heap-growing-percent=100";
  expect(first).toBe(`#!/usr/bin/env -S node ${flags}`);
  expect(scripts.start).toBe(`node ${flags} dist/bin/tunet.js start`);
});
