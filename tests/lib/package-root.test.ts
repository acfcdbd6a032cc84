import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../lib/package-root.js";

it("is the folder of our own package.json", () => {
  expect(JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")).name).toBe("tunet");
});
