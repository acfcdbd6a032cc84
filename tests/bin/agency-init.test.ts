import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { packageRoot } from "../../lib/package-root.js";
import { checkNamespace } from "../../registry/check/namespace.js";
import { runTunet } from "../kit/process.js";

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "tunet-agency-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8"));

describe("tunet agency init", () => {
  it("writes the template under the agency's name, in the forms that the registry wants", async () => {
    const folder = join(newFolder(), "new", "folder");
    const { code, output } = await runTunet(["agency", "init", "national-roads", folder]);
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining("national-roads is written"),
    });
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    expect(files).toEqual(
      expect.arrayContaining([
        ".gitignore",
        "README.md",
        "package.json",
        "schema.graphql",
        "tsconfig.json",
        join("src", "main.ts"),
        join("src", "subgraph.test.ts"),
        join("src", "kit", "call.ts"),
      ]),
    );
    const text = files
      .filter((file) => /\.[a-z]+$/.test(file))
      .map((file) => readFileSync(join(folder, file), "utf8"))
      .join("\n");
    expect(text).not.toMatch(/new-?agency/i);
    expect(text).not.toContain("../kit/");
    const sdl = readFileSync(join(folder, "schema.graphql"), "utf8");
    expect(sdl).toContain("nationalRoads: NationalRoadsOverview");
    const workspace = readFileSync(
      join(packageRoot(), "schema", "generated", "subgraphs", "authorization.graphql"),
      "utf8",
    );
    const others = [{ name: "authorization", sdl: workspace }];
    expect(checkNamespace({ name: "national-roads", sdl }, others)).toEqual([]);
  });

  it.each([
    [
      "Roads",
      `"Roads" can't be a subgraph's name. Use 2 to 40 small letters, digits and single hyphens, a letter first.`,
    ],
    [
      "../roads",
      `"../roads" can't be a subgraph's name. Use 2 to 40 small letters, digits and single hyphens, a letter first.`,
    ],
    ["dialogs", "dialogs is a subgraph of this installation's own. Take your agency's name."],
  ])("refuses the name %s", async (name, why) => {
    const folder = newFolder();
    expect(await runTunet(["agency", "init", name, folder])).toEqual({ code: 1, output: `${why}\n` });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("writes into no folder that has something in it, and over nothing", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src", "main.ts"), "mine");
    expect(await runTunet(["agency", "init", "roads", folder])).toEqual({
      code: 1,
      output: `${folder} is not empty. Name a folder that is, or one that is not there yet.\n`,
    });
    const file = join(folder, "src", "main.ts");
    expect(await runTunet(["agency", "init", "roads", file])).toEqual({
      code: 1,
      output: `${file} can't be used: it is no folder that can be read.\n`,
    });
    expect(readFileSync(file, "utf8")).toBe("mine");
  });
});

it("pins the very versions that this program is tested with", () => {
  const own = readJson(packageRoot(), "package.json");
  const { dependencies, devDependencies } = readJson(
    packageRoot(),
    "subgraphs",
    "agencies",
    "template",
    "package.json",
  );
  const versions = { ...own.dependencies, ...own.devDependencies };
  const wanted = { ...dependencies, ...devDependencies };
  expect(wanted).toEqual(Object.fromEntries(Object.keys(wanted).map((name) => [name, versions[name]])));
});
