import { buildSchema, parse } from "graphql";
import type { Finding } from "../../drizzle/registry/values.js";
import {
  type ComposedSupergraph,
  CompositionError,
  type CompositionRemark,
  composeSupergraph,
  type SubgraphSdl,
} from "../compose/compose.js";
import { type OperationText, readOperations } from "../recorded-use.js";
import { changesBetween, comparableSchema, type SchemaChange } from "./changes.js";
import { checkDeprecations, deprecatedIn, type Grace } from "./deprecations.js";
import { finding } from "./finding.js";
import { lint } from "./lint.js";
import { checkNamespace } from "./namespace.js";
import { subgraphOnly, weighChanges } from "./weigh-changes.js";

/** A subgraph that is served, or is to be. */
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

/** What is to be found out about schemas alone. Plain values: it goes to another thread. */
export interface SchemaQuestion {
  readonly candidate: Candidate;
  readonly served: Served;
  /** Whose subgraphs are the installation's own: they make what the others extend. */
  readonly own: string;
  /** Where it is known already what they compose to. */
  readonly composed: ComposedSupergraph | null;
  /** Recorded operations, and how far back they were recorded, in days. */
  readonly usage: { readonly operations: readonly OperationText[]; readonly windowDays: number };
  readonly grace: Grace;
}

/** What was found. */
export interface SchemaOutcome {
  readonly findings: readonly Finding[];
  /** `null` where the subgraphs do not compose. */
  readonly composed: ComposedSupergraph | null;
  /** What clients are told not to use any more: see `deprecatedIn`. */
  readonly deprecated: readonly string[];
}

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

const checkNames = (subgraph: KnownSubgraph, next: readonly KnownSubgraph[]): Finding[] => {
  const rest = next.filter((other) => other.name !== subgraph.name && isGraphql(other));
  const others = rest.filter(({ owner }) => owner !== subgraph.owner);
  const siblings = rest.filter(({ owner }) => owner === subgraph.owner);
  return [...checkNamespace(subgraph, others, siblings), ...lint(subgraph)];
};

const changesOfSubgraph = (subgraph: KnownSubgraph, served: Served): Promise<SchemaChange[]> => {
  const known = served.subgraphs.find(({ name }) => name === subgraph.name);
  return known === undefined
    ? Promise.resolve([])
    : changesBetween(comparableSchema(known.sdl), comparableSchema(subgraph.sdl));
};

const checkChanges = async (
  { candidate, served, usage, grace }: SchemaQuestion,
  composed: ComposedSupergraph,
): Promise<Finding[]> => {
  if (served.apiSdl === null) return [];
  const now = buildSchema(served.apiSdl, { assumeValid: true });
  const changes = await changesBetween(now, buildSchema(composed.apiSdl, { assumeValid: true }));
  const ofSubgraphs = await Promise.all(
    candidate.subgraphs.map(async (subgraph) =>
      subgraphOnly(subgraph.name, await changesOfSubgraph(subgraph, served), changes),
    ),
  );
  const weighed =
    changes.length === 0
      ? []
      : weighChanges(now, changes, { ...usage, operations: readOperations(usage.operations) });
  return [...weighed, ...checkDeprecations(changes, grace), ...ofSubgraphs.flat()];
};

/** Where it lies in the one subgraph that was sent, it is said to be there. */
const placed = (findings: readonly Finding[], { subgraphs: [only, ...more] }: Candidate): Finding[] =>
  findings.map((found) =>
    found.subgraph === null && only !== undefined && more.length === 0
      ? { ...found, subgraph: only.name }
      : found,
  );

/** All subgraphs as they would be served. */
export const servedNext = (candidate: Candidate, served: Pick<Served, "subgraphs">): KnownSubgraph[] => {
  const gone = new Set([...candidate.removed, ...candidate.subgraphs.map(({ name }) => name)]);
  return [...served.subgraphs.filter(({ name }) => !gone.has(name)), ...candidate.subgraphs].sort(
    (one, other) => (one.name < other.name ? -1 : 1),
  );
};

/** Finds all that can be found out from schemas alone. Takes seconds: it runs in a thread (`thread/`). */
export const checkSchemas = async (question: SchemaQuestion): Promise<SchemaOutcome> => {
  const { candidate, served, own } = question;
  const next = servedNext(candidate, served);
  const agencies = candidate.subgraphs.filter(({ owner }) => owner !== own).filter(isGraphql);
  const findings = agencies.flatMap((subgraph) => checkNames(subgraph, next));
  try {
    const composed = question.composed ?? composeSupergraph(next);
    const sent = new Set(agencies.map(({ name }) => name));
    const hints = composed.hints.filter(({ places }) => places.some(({ subgraph }) => sent.has(subgraph)));
    findings.push(
      ...hints.map(ofComposition("NOTICE", candidate)),
      ...(await checkChanges(question, composed)),
    );
    return { findings: placed(findings, candidate), composed, deprecated: deprecatedIn(composed.apiSdl) };
  } catch (error) {
    if (!(error instanceof CompositionError)) throw error;
    findings.push(...error.problems.map(ofComposition("ERROR", candidate)));
    return { findings: placed(findings, candidate), composed: null, deprecated: [] };
  }
};
