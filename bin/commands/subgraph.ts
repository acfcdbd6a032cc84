import { readFileSync } from "node:fs";
import type { Environment } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import { CommandError } from "../command-error.js";
import { openRegistryClient } from "../registry/registry-client.js";
import {
  CHECK_FIELDS,
  inLines,
  PUBLICATION_FIELDS,
  sumUp,
  type ToldCheck,
  type ToldPublication,
} from "../registry/told.js";

/** What every command here may be told. */
interface Output {
  readonly json?: boolean;
}

export interface SendOptions extends Output {
  /** NAME=FILE */
  readonly schema: Readonly<Record<string, string>>;
  /** NAME=URL */
  readonly url: Readonly<Record<string, string>>;
  readonly reason?: string;
  readonly probeParty: readonly string[];
}

export interface ReasonOptions extends Output {
  readonly reason?: string;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new CommandError(`${file} can't be read: ${messageOf(cause)}`, { cause });
  }
};

/** The subgraphs that are sent. Where no URL is given, the one that is served already stays. */
const subgraphsOf = async (environment: Environment, { schema, url }: SendOptions) => {
  const names = Object.keys(schema);
  if (names.length === 0) throw new CommandError("Name what to send: --schema NAME=FILE.");
  const without = names.filter((name) => url[name] === undefined);
  const known = new Map<string, string | null>();
  if (without.length > 0) {
    const client = await openRegistryClient(environment);
    const { subgraphs } = await client.ask<{
      subgraphs: readonly { name: string; version: { url: string | null } }[];
    }>("{ subgraphs { name version { url } } }");
    for (const { name, version } of subgraphs) known.set(name, version.url);
  }
  return names.map((name) => {
    const place = url[name] ?? known.get(name);
    if (place == null) throw new CommandError(`Where is ${name} asked? Add --url ${name}=https://….`);
    return { name, url: place, sdl: read(schema[name] ?? "") };
  });
};

const tell = (lines: readonly string[]): void => {
  if (lines.length > 0) console.log(lines.join("\n"));
};

const filesOf = ({ schema }: SendOptions): ReadonlyMap<string, string> => new Map(Object.entries(schema));

const resultOf = ({ isPublished, isChanged, supergraph }: ToldPublication): string => {
  if (!isPublished) return "Nothing was published.";
  return isChanged ? `Supergraph ${supergraph} serves.` : `Nothing changed: supergraph ${supergraph} serves.`;
};

/** Says what became of a change. Ends with 1 where nothing was published. */
const report = (publication: ToldPublication, files: ReadonlyMap<string, string>, { json }: Output): void => {
  const { check, isPublished } = publication;
  if (!isPublished) process.exitCode = 1;
  if (json === true) {
    console.log(JSON.stringify(publication, null, 2));
    return;
  }
  if (check !== null) tell([...inLines(check, files), sumUp(check)]);
  console.log(resultOf(publication));
};

/** Checks subgraphs as publishing would. Ends with 1 where they could not be published. */
export const checkSubgraphs = async (environment: Environment, options: SendOptions): Promise<void> => {
  const subgraphs = await subgraphsOf(environment, options);
  const client = await openRegistryClient(environment);
  const { checkSubgraphs: check } = await client.ask<{ checkSubgraphs: ToldCheck }>(
    `mutation ($subgraphs: [SubgraphInput!]!, $probeParties: [String!]) {
      checkSubgraphs(subgraphs: $subgraphs, probeParties: $probeParties) { ${CHECK_FIELDS} }
    }`,
    { subgraphs, probeParties: options.probeParty },
  );
  if (!check.isPassed) process.exitCode = 1;
  if (options.json === true) return console.log(JSON.stringify(check, null, 2));
  tell([...inLines(check, filesOf(options)), sumUp(check)]);
  console.log(check.isPassed ? "It can be published." : "It can't be published.");
};

export const publishSubgraphs = async (environment: Environment, options: SendOptions): Promise<void> => {
  const subgraphs = await subgraphsOf(environment, options);
  const client = await openRegistryClient(environment);
  const { publishSubgraphs: publication } = await client.ask<{ publishSubgraphs: ToldPublication }>(
    `mutation ($subgraphs: [SubgraphInput!]!, $reason: String, $probeParties: [String!]) {
      publishSubgraphs(subgraphs: $subgraphs, reason: $reason, probeParties: $probeParties) { ${PUBLICATION_FIELDS} }
    }`,
    { subgraphs, reason: options.reason ?? null, probeParties: options.probeParty },
  );
  report(publication, filesOf(options), options);
};

export const deleteSubgraph = async (
  environment: Environment,
  name: string,
  options: ReasonOptions,
): Promise<void> => {
  const client = await openRegistryClient(environment);
  const { deleteSubgraph: publication } = await client.ask<{ deleteSubgraph: ToldPublication }>(
    `mutation ($name: String!, $reason: String) {
      deleteSubgraph(name: $name, reason: $reason) { ${PUBLICATION_FIELDS} }
    }`,
    { name, reason: options.reason ?? null },
  );
  report(publication, new Map(), options);
};

export const rollBackSubgraph = async (
  environment: Environment,
  name: string,
  version: number,
  options: ReasonOptions,
): Promise<void> => {
  const client = await openRegistryClient(environment);
  const { rollBackSubgraph: publication } = await client.ask<{ rollBackSubgraph: ToldPublication }>(
    `mutation ($name: String!, $version: Int!, $reason: String) {
      rollBackSubgraph(name: $name, version: $version, reason: $reason) { ${PUBLICATION_FIELDS} }
    }`,
    { name, version, reason: options.reason ?? null },
  );
  report(publication, new Map(), options);
};

interface ToldVersion {
  readonly number: number;
  readonly url: string | null;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly reason: string | null;
}

const VERSION_FIELDS = "number url publishedAt publishedBy reason";

export const listSubgraphs = async (environment: Environment, { json }: Output): Promise<void> => {
  const client = await openRegistryClient(environment);
  const { subgraphs } = await client.ask<{
    subgraphs: readonly {
      name: string;
      owner: string;
      version: ToldVersion;
      health: { isUp: boolean; reason: string | null } | null;
    }[];
  }>(`{ subgraphs { name owner version { ${VERSION_FIELDS} } health { isUp at latencyMillis reason } } }`);
  if (json === true) return console.log(JSON.stringify(subgraphs, null, 2));
  const width = Math.max(...subgraphs.map(({ name }) => name.length));
  tell(
    subgraphs.map(
      ({ name, owner, version, health }) =>
        `${name.padEnd(width)}  version ${version.number}  ${version.publishedAt}  of ${owner}${version.url === null ? "" : `  ${version.url}`}${health === null || health.isUp ? "" : `  DOWN: ${health.reason}`}`,
    ),
  );
};

export const subgraphHistory = async (
  environment: Environment,
  name: string,
  { json }: Output,
): Promise<void> => {
  const client = await openRegistryClient(environment);
  const { subgraph } = await client.ask<{ subgraph: { versions: readonly ToldVersion[] } | null }>(
    `query ($name: String!) { subgraph(name: $name) { versions(first: 100) { ${VERSION_FIELDS} } } }`,
    { name },
  );
  if (subgraph === null) throw new CommandError(`No subgraph "${name}" is served.`);
  if (json === true) return console.log(JSON.stringify(subgraph.versions, null, 2));
  tell(
    subgraph.versions.map(
      ({ number, publishedAt, publishedBy, reason }) =>
        `version ${number}  ${publishedAt}  by ${publishedBy}${reason === null ? "" : `  ${reason}`}`,
    ),
  );
};

export const approveFinding = async (
  environment: Environment,
  subgraph: string,
  findingKey: string,
  { reason }: { readonly reason: string },
): Promise<void> => {
  const client = await openRegistryClient(environment);
  await client.ask(
    `mutation ($subgraph: String!, $findingKey: String!, $reason: String!) {
      approveFinding(subgraph: $subgraph, findingKey: $findingKey, reason: $reason)
    }`,
    { subgraph, findingKey, reason },
  );
  console.log(`Approved for ${subgraph}: ${findingKey}.`);
};
