import "./environment.js";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { gatewayErrors } from "../gateway/index.js";
import { packageRoot } from "../lib/package-root.js";
import { composeSupergraph, registryErrors } from "../registry/index.js";
import { callErrors } from "../schema/call.js";
import { renderErrorDocs } from "../schema/error-docs.js";
import { policyErrors } from "../subgraphs/authorization/xacml/index.js";
import { roomDefinitions, roomUrl } from "./subgraphs.js";

/** Every generated file that is committed, by its path from the package's root. */
const generatedFiles = (): ReadonlyMap<string, string> => {
  const subgraphs = roomDefinitions.map(({ name, build }) => ({
    name,
    url: roomUrl(name),
    sdl: build().sdl,
  }));
  const { supergraphSdl, apiSdl } = composeSupergraph(subgraphs);
  const catalogues = Object.fromEntries(roomDefinitions.map(({ name, errors }) => [name, errors]));
  return new Map([
    ...subgraphs.map(({ name, sdl }) => [`schema/generated/subgraphs/${name}.graphql`, sdl] as const),
    ["schema/generated/supergraph.graphql", supergraphSdl],
    ["schema/generated/api.graphql", apiSdl],
    [
      "docs/errors.md",
      renderErrorDocs({
        gateway: gatewayErrors,
        calls: callErrors,
        policies: policyErrors,
        registry: registryErrors,
        ...catalogues,
      }),
    ],
  ]);
};

const path = (file: string): string => join(packageRoot(), file);

/** The generated files whose committed text is not what the sources give. */
const staleFiles = (): string[] =>
  [...generatedFiles()]
    .filter(([file, text]) => !existsSync(path(file)) || readFileSync(path(file), "utf8") !== text)
    .map(([file]) => file);

const main = (): void => {
  const stale = staleFiles();
  if (process.argv.includes("--check")) {
    if (stale.length === 0) return;
    console.error(
      `Generated files are stale: ${stale.join(", ")}. Run \`npm run generate\` and commit them.`,
    );
    process.exitCode = 1;
    return;
  }
  const files = generatedFiles();
  for (const file of stale) {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), files.get(file) ?? "");
    console.log(`wrote ${relative(process.cwd(), path(file))}`);
  }
};

main();
