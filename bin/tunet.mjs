#!/usr/bin/env -S node --max-semi-space-size=32 --no-memory-reducer --no-allocation-site-pretenuring --heap-growing-percent=100
// How Node keeps its memory: docs/decisions/0034-nothing-grows-old-before-its-time.md.
// The command `tunet`. The program itself is TypeScript, compiled to dist/; a checkout that has not been built yet
// (an install that skipped lifecycle scripts) is built here, so that the command works all the same.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const program = new URL("../dist/bin/tunet.js", import.meta.url);
if (!existsSync(program)) {
  for (const script of ["prepare.mjs", "build.mjs"]) {
    const path = fileURLToPath(new URL(`../scripts/${script}`, import.meta.url));
    const { status } = spawnSync(process.execPath, [path], { stdio: ["ignore", 2, 2] });
    if (status !== 0) process.exit(status ?? 1);
  }
}
await import(program.href);
