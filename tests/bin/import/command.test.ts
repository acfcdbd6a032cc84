import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runTunet } from "../../kit/process.js";

const document = (name: string): string => join(import.meta.dirname, "documents", name);

it("says in words what an import did, in JSON for programs, and ends with 1 where something was left out", async () => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-import-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const run = (...args: string[]) => runTunet(["import", ...args], { TUNET_DATA_DIR: directory });

  const packages = document("access-packages.nb.json");
  expect(await run("access-packages", packages)).toEqual({
    code: 0,
    output: [
      `${packages}:`,
      "  area groups: 2 added, 0 changed, 0 as before",
      "    added: accesspackage:areagroup:alle-virksomheter, accesspackage:areagroup:innbyggere",
      "  areas: 1 added, 0 changed, 0 as before",
      "    added: accesspackage:area:fiske",
      "  access packages: 2 added, 0 changed, 0 as before",
      "    added: urn:altinn:accesspackage:fangstmelding, urn:altinn:accesspackage:kvoter",
      "",
    ].join("\n"),
  });
  expect((await run("access-packages", packages)).output).toContain(`${packages}: nothing has changed.`);

  const damaged = await run("resources", document("resources.damaged.json"), "--json");
  expect(damaged.code).toBe(1);
  expect(JSON.parse(damaged.output).problems[0]).toEqual({
    place: "[0]",
    problem: "is a string, not an object",
    isLeftOut: true,
  });

  expect(await run("roles", join(directory, "none.json"))).toEqual({
    code: 1,
    output: expect.stringMatching(/none\.json cannot be read: .*ENOENT/),
  });
});
