import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { readProfile } from "../../../bench/gateway/run/profile.js";
import { packageRoot } from "../../../lib/package-root.js";

const inRoot = (path: string): string => pathToFileURL(join(packageRoot(), path)).href;

it("adds up what functions and packages took themselves, idle time left out", () => {
  const frame = (id: number, functionName: string, url = "", lineNumber = -1) => ({
    id,
    callFrame: { functionName, url, lineNumber },
  });
  const profile = {
    nodes: [
      frame(1, "(idle)"),
      frame(2, "(garbage collector)"),
      frame(3, "send", inRoot("node_modules/undici/lib/client.js"), 9),
      frame(4, "send", inRoot("node_modules/undici/lib/client.js"), 9), // the same function, called from elsewhere
      frame(5, "", inRoot("node_modules/@apollo/server/dist/a.js"), 0),
      frame(6, "run", inRoot("dist/gateway/execution/run.js"), 4),
      frame(7, "writev"),
      frame(8, ""),
    ],
    samples: [1, 2, 3, 4, 5, 6, 7, 8],
    timeDeltas: [1_000, 10, 20, 20, 30, 10, 6, 4],
  };
  expect(readProfile(JSON.stringify(profile))).toEqual({
    functions: [
      { what: "send  undici/lib/client.js:10", share: 0.4 },
      { what: "(anonymous)  @apollo/server/dist/a.js:1", share: 0.3 },
      { what: "(garbage collector)", share: 0.1 },
      { what: "run  gateway/execution/run.js:5", share: 0.1 },
      { what: "writev", share: 0.06 },
      { what: "(anonymous)", share: 0.04 },
    ],
    places: [
      { what: "undici", share: 0.4 },
      { what: "@apollo/server", share: 0.3 },
      { what: "(garbage collector)", share: 0.1 },
      { what: "gateway/execution", share: 0.1 },
      { what: "(built in)", share: 0.1 },
    ],
  });
});
