import { buildSchema, parse } from "graphql";
import { messageOf } from "../../lib/errors.js";
import { AddressRefused, type OutboundCheck } from "../../lib/outbound-address.js";
import {
  type ComposedSupergraph,
  CompositionError,
  type CompositionRemark,
  type SubgraphSdl,
} from "../compose/compose.js";
import type { Composer } from "../compose/composer.js";
import { changesBetween, comparableSchema, type SchemaChange } from "./changes.js";
import { type Finding, finding } from "./finding.js";
import { lint } from "./lint.js";
import { checkNamespace } from "./namespace.js";
import { subgraphOnly, type Usage, weighChanges } from "./weigh-changes.js";

/** A subgraph that is served. */
export interface KnownSubgraph extends SubgraphSdl {
  readonly owner: string;
}

/** Subgraphs that are to be served in place of those of the same names, or beside them. */
export interface Candidate {
  readonly subgraphs: readonly KnownSubgraph[];
  /** Subgraphs that are to go. */
  readonly removed: readonly string[];
}

/** What is served now. */
export interface Served {
  readonly subgraphs: readonly KnownSubgraph[];
  /** What clients see; `null` where nothing is served yet. */
  readonly apiSdl: string | null;
}

export interface CheckParts {
  readonly composer: Composer;
  readonly outbound: OutboundCheck;
  /**
   * Loads a supergraph in the very engine that will serve it, without serving it.
   * @throws Error which says why it can't be served
   */
  load(supergraphSdl: string): Promise<void>;
  /** Whose subgraphs are the installation's own: they make what the others extend, and run wherever it has them. */
  isOwn(owner: string): boolean;
  usage(): Promise<Usage>;
}

/** What a check came to. */
export interface CheckOutcome {
  readonly findings: readonly Finding[];
  /** `null` where the subgraphs do not compose. */
  readonly composed: ComposedSupergraph | null;
}

const keptAddress = ({ name, url }: SubgraphSdl, served: Served): boolean =>
  served.subgraphs.some((known) => known.name === name && known.url === url);

const checkAddress = async (subgraph: SubgraphSdl, outbound: OutboundCheck): Promise<Finding[]> => {
  try {
    await outbound.resolve(outbound.parse(subgraph.url));
    return [];
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error;
    const message = `The address of ${subgraph.name} can't be taken. ${error.message}`;
    return [
      finding({
        rule: "ADDRESS",
        severity: "ERROR",
        message,
        key: `address ${subgraph.url}`,
        subgraph: subgraph.name,
      }),
    ];
  }
};

/** Where it lies in what was sent, that place is told: the others are somebody else's. */
const ofComposition =
  (severity: "ERROR" | "NOTICE", candidate: Candidate) =>
  ({ code, message, places }: CompositionRemark): Finding => {
    const sent = new Set(candidate.subgraphs.map(({ name }) => name));
    const place = places.find(({ subgraph }) => sent.has(subgraph)) ?? places[0];
    return finding({
      rule: "COMPOSITION",
      severity,
      message: `${message} (${code})`,
      key: `${code} ${message}`,
      subgraph: place?.subgraph ?? null,
      line: place?.line ?? null,
      column: place?.column ?? null,
    });
  };

const isGraphql = ({ sdl }: SubgraphSdl): boolean => {
  try {
    parse(sdl);
    return true;
  } catch {
    return false; // composition says what is wrong with it, and where
  }
};

const changesOfSubgraph = (subgraph: KnownSubgraph, served: Served): Promise<SchemaChange[]> => {
  const known = served.subgraphs.find(({ name }) => name === subgraph.name);
  return known === undefined
    ? Promise.resolve([])
    : changesBetween(comparableSchema(known.sdl), comparableSchema(subgraph.sdl));
};

const checkChanges = async (
  candidate: Candidate,
  served: Served,
  composed: ComposedSupergraph,
  usage: Usage,
): Promise<Finding[]> => {
  if (served.apiSdl === null) return [];
  const now = buildSchema(served.apiSdl, { assumeValid: true });
  const changes = await changesBetween(now, buildSchema(composed.apiSdl, { assumeValid: true }));
  const ofSubgraphs = await Promise.all(
    candidate.subgraphs.map(async (subgraph) =>
      subgraphOnly(subgraph.name, await changesOfSubgraph(subgraph, served), changes),
    ),
  );
  return [...weighChanges(now, changes, usage), ...ofSubgraphs.flat()];
};

/** Where it lies in the one subgraph that was sent, it is said to be there. */
const placed = (findings: readonly Finding[], { subgraphs: [only, ...more] }: Candidate): Finding[] =>
  findings.map((found) =>
    found.subgraph === null && only !== undefined && more.length === 0
      ? { ...found, subgraph: only.name }
      : found,
  );

const attemptLoad = async (supergraphSdl: string, load: CheckParts["load"]): Promise<Finding[]> => {
  try {
    await load(supergraphSdl);
    return [];
  } catch (error) {
    const message = `The gateway could not serve the supergraph: ${messageOf(error)}`;
    return [finding({ rule: "LOAD", severity: "ERROR", message, key: "load" })];
  }
};

/** All subgraphs as they would be served. */
export const servedNext = (candidate: Candidate, served: Served): KnownSubgraph[] => {
  const gone = new Set([...candidate.removed, ...candidate.subgraphs.map(({ name }) => name)]);
  return [...served.subgraphs.filter(({ name }) => !gone.has(name)), ...candidate.subgraphs].sort(
    (one, other) => (one.name < other.name ? -1 : 1),
  );
};

/** Checks what is to be published against what is served: everything that can be found is found at once. */
export const check = async (
  candidate: Candidate,
  served: Served,
  parts: CheckParts,
): Promise<CheckOutcome> => {
  const next = servedNext(candidate, served);
  const readable = candidate.subgraphs.filter(isGraphql);
  // Whoever brings its own rooms loads them next, and does not start where that fails.
  const isAllOwn =
    candidate.removed.length === 0 && candidate.subgraphs.every(({ owner }) => parts.isOwn(owner));
  const findings: Finding[] = [];
  for (const subgraph of candidate.subgraphs) {
    if (parts.isOwn(subgraph.owner) || keptAddress(subgraph, served)) continue;
    findings.push(...(await checkAddress(subgraph, parts.outbound)));
  }
  for (const subgraph of readable) {
    if (!parts.isOwn(subgraph.owner)) {
      const rest = next.filter((other) => other.name !== subgraph.name && isGraphql(other));
      const others = rest.filter(({ owner }) => owner !== subgraph.owner);
      const siblings = rest.filter(({ owner }) => owner === subgraph.owner);
      findings.push(...checkNamespace(subgraph, others, siblings));
    }
    findings.push(...lint(subgraph));
  }
  try {
    const composed = await parts.composer.compose(next);
    findings.push(
      ...composed.hints
        .filter(({ places }) => places.some(({ subgraph }) => readable.some(({ name }) => name === subgraph)))
        .map(ofComposition("NOTICE", candidate)),
      ...(isAllOwn ? [] : await attemptLoad(composed.supergraphSdl, parts.load)),
      ...(await checkChanges(candidate, served, composed, await parts.usage())),
    );
    return { findings: placed(findings, candidate), composed };
  } catch (error) {
    if (!(error instanceof CompositionError)) throw error;
    findings.push(...error.problems.map(ofComposition("ERROR", candidate)));
    return { findings: placed(findings, candidate), composed: null };
  }
};
