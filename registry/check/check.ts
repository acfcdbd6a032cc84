import type { Finding } from "../../drizzle/registry/values.js";
import { DomainError, messageOf } from "../../lib/errors.js";
import { AddressRefused, type OutboundCheck } from "../../lib/outbound-address.js";
import type { ComposedSupergraph, SubgraphSdl } from "../compose/compose.js";
import type { SchemaWork } from "../thread/jobs.js";
import type { Contract, Probing } from "./contract.js";
import { deprecatedIn } from "./deprecations.js";
import { finding } from "./finding.js";
import {
  type Candidate,
  type SchemaOutcome,
  type SchemaQuestion,
  type Served,
  servedNext,
} from "./schema-check.js";

export interface CheckParts {
  /** Works on schemas aside. */
  readonly schemas: SchemaWork;
  readonly outbound: OutboundCheck;
  /**
   * Loads a supergraph in the very engine that will serve it, without serving it.
   * @throws Error which says why it can't be served
   */
  load(supergraphSdl: string): Promise<void>;
  /** What subgraphs may promise besides; nothing where not given. */
  readonly contracts?: readonly Contract[];
  /** What subgraphs compose to, where that is known without composing them; `null` where it is not. */
  known?(subgraphs: readonly SubgraphSdl[]): ComposedSupergraph | null;
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

/** Schemas that cost too much are found fault with like any other. */
const askAside = async (schemas: SchemaWork, question: SchemaQuestion): Promise<SchemaOutcome> => {
  try {
    return await schemas.check(question);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "SCHEMA_TOO_COSTLY") throw error;
    const { code: key, message } = error;
    const [only, ...more] = question.candidate.subgraphs;
    const subgraph = more.length === 0 ? (only?.name ?? null) : null;
    const found = finding({ rule: "COMPOSITION", severity: "ERROR", message, key, subgraph });
    return { findings: [found], composed: null, deprecated: [] };
  }
};

const attemptLoad = async (
  supergraphSdl: string,
  { subgraphs: [only, ...more] }: Candidate,
  load: CheckParts["load"],
): Promise<Finding[]> => {
  try {
    await load(supergraphSdl);
    return [];
  } catch (error) {
    const message = `The gateway could not serve the supergraph: ${messageOf(error)}`;
    const subgraph = more.length === 0 ? (only?.name ?? null) : null;
    return [finding({ rule: "LOAD", severity: "ERROR", message, key: "load", subgraph })];
  }
};

/** With one of these nothing is published, whatever the candidate would answer. */
const FATAL: ReadonlySet<Finding["rule"]> = new Set([
  "ADDRESS",
  "COMPOSITION",
  "NAMESPACE",
  "CONTRACT",
  "LOAD",
]);

const isFatal = ({ rule, severity }: Finding): boolean => severity === "ERROR" && FATAL.has(rule);

/** What agencies' subgraphs promise: as they are written, then as they run. */
const checkContracts = async (
  { candidate, served, own }: Omit<SchemaQuestion, "composed">,
  found: readonly Finding[],
  { contracts = [] }: CheckParts,
  probing: Probing | null,
): Promise<readonly Finding[]> => {
  const next = servedNext(candidate, served);
  const agencies = candidate.subgraphs.filter(({ owner }) => owner !== own);
  const read = agencies.flatMap((subgraph) => {
    const others = next.filter(({ name }) => name !== subgraph.name);
    return contracts.flatMap((contract) => contract.read(subgraph, others));
  });
  if (probing === null || [...found, ...read].some(isFatal)) return read;
  return [...read, ...(await Promise.all(agencies.map(probing))).flat()];
};

/**
 * Checks what is to be published against what is served: everything that can be found is found at once.
 * @param probing asks candidates where nothing else keeps them from being published; `null`: they are not asked
 */
export const check = async (
  question: Omit<SchemaQuestion, "composed">,
  parts: CheckParts,
  probing: Probing | null,
): Promise<SchemaOutcome> => {
  const { schemas, outbound, load, known } = parts;
  const { candidate, served, own } = question;
  const composed = known?.(servedNext(candidate, served)) ?? null;
  // Whoever brings its own rooms loads them next, and does not start where that fails.
  const isAllOwn = candidate.removed.length === 0 && candidate.subgraphs.every(({ owner }) => owner === own);
  if (isAllOwn && composed !== null && served.apiSdl === null) {
    return { findings: [], composed, deprecated: deprecatedIn(composed.apiSdl) };
  }
  const findings: Finding[] = [];
  for (const subgraph of candidate.subgraphs) {
    if (subgraph.owner === own || keptAddress(subgraph, served)) continue;
    findings.push(...(await checkAddress(subgraph, outbound)));
  }
  const outcome = await askAside(schemas, { ...question, composed });
  findings.push(...outcome.findings);
  if (outcome.composed !== null && !isAllOwn) {
    findings.push(...(await attemptLoad(outcome.composed.supergraphSdl, candidate, load)));
  }
  findings.push(...(await checkContracts(question, findings, parts, probing)));
  return { ...outcome, findings };
};
