import type { Environment } from "../../lib/config.js";
import { CommandError } from "../command-error.js";
import { openRegistryClient } from "../registry/registry-client.js";
import { PUBLICATION_FIELDS, type ToldPublication } from "../registry/told.js";

interface Output {
  readonly json?: boolean;
}

interface ToldSupergraph {
  readonly number: number;
  readonly cause: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly reason: string | null;
  readonly apiSdl: string;
  readonly sdl: string | null;
  readonly parts: readonly { readonly subgraph: string; readonly version: number }[];
}

/** Shows a supergraph: what it is made of, or with `sdl` the text that gateways serve. */
export const showSupergraph = async (
  environment: Environment,
  number: number | null,
  { json, sdl, api }: Output & { readonly sdl?: boolean; readonly api?: boolean },
): Promise<void> => {
  const client = await openRegistryClient(environment);
  const { supergraph } = await client.ask<{ supergraph: ToldSupergraph | null }>(
    `query ($number: Int) {
      supergraph(number: $number) { number cause createdAt createdBy reason apiSdl sdl parts { subgraph version } }
    }`,
    { number },
  );
  if (supergraph === null) throw new CommandError(`There is no supergraph ${number ?? "yet"}.`);
  if (json === true) return console.log(JSON.stringify(supergraph, null, 2));
  if (api === true) return console.log(supergraph.apiSdl);
  if (sdl === true) {
    if (supergraph.sdl === null)
      throw new CommandError("Only the operator is shown the supergraph's SDL. Try --api.");
    return console.log(supergraph.sdl);
  }
  const { cause, createdAt, createdBy, reason, parts } = supergraph;
  const why = reason === null ? "" : `  ${reason}`;
  console.log(`supergraph ${supergraph.number}  ${cause}  ${createdAt}  by ${createdBy}${why}`);
  for (const { subgraph, version } of parts) console.log(`  ${subgraph}  version ${version}`);
};

interface ToldDiff {
  readonly subgraphs: readonly string[];
  readonly changes: readonly { readonly level: string; readonly path: string; readonly message: string }[];
}

/** Says what is different between two supergraphs. */
export const diffSupergraphs = async (
  environment: Environment,
  from: number,
  to: number,
  { json }: Output,
): Promise<void> => {
  const client = await openRegistryClient(environment);
  const { supergraphDiff: diff } = await client.ask<{ supergraphDiff: ToldDiff }>(
    `query ($from: Int!, $to: Int!) {
      supergraphDiff(from: $from, to: $to) { subgraphs changes { level path message } }
    }`,
    { from, to },
  );
  if (json === true) return console.log(JSON.stringify(diff, null, 2));
  for (const line of diff.subgraphs) console.log(line);
  for (const { level, message } of diff.changes) console.log(`${level.padEnd(9)} ${message}`);
  if (diff.subgraphs.length + diff.changes.length === 0) console.log("They are the same.");
};

interface ToldUse {
  readonly document: string;
  readonly clients: readonly string[];
  readonly count: number;
  readonly isTrusted: boolean;
}

/** Says who uses a field, an argument or a type, and with which operations. */
export const showUsage = async (
  environment: Environment,
  coordinate: string,
  { json }: Output,
): Promise<void> => {
  const client = await openRegistryClient(environment);
  const { fieldUse: uses } = await client.ask<{ fieldUse: readonly ToldUse[] }>(
    "query ($coordinate: String!) { fieldUse(coordinate: $coordinate) { document clients count isTrusted } }",
    { coordinate },
  );
  if (json === true) return console.log(JSON.stringify(uses, null, 2));
  if (uses.length === 0) return console.log(`No recorded operation touches ${coordinate}.`);
  for (const { document, clients, count, isTrusted } of uses) {
    const who = clients.length === 0 ? "nobody yet" : clients.join(", ");
    console.log(`${count} requests  ${who}${isTrusted ? "  (a trusted document)" : ""}`);
    console.log(document.replaceAll(/^/gm, "    "));
  }
};

/** Serves an earlier supergraph again. */
export const rollBackSupergraph = async (
  environment: Environment,
  to: number,
  { json, reason }: Output & { readonly reason?: string },
): Promise<void> => {
  const client = await openRegistryClient(environment);
  const { rollBackSupergraph: publication } = await client.ask<{ rollBackSupergraph: ToldPublication }>(
    `mutation ($to: Int!, $reason: String) {
      rollBackSupergraph(to: $to, reason: $reason) { ${PUBLICATION_FIELDS} }
    }`,
    { to, reason: reason ?? null },
  );
  if (json === true) return console.log(JSON.stringify(publication, null, 2));
  const { isChanged, supergraph } = publication;
  console.log(
    isChanged
      ? `Supergraph ${supergraph} serves what ${to} was made of.`
      : `Nothing changed: supergraph ${supergraph} serves.`,
  );
};
