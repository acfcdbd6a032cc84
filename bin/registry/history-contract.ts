import { GraphQLError } from "graphql";
import { Agent } from "undici";
import type { Finding } from "../../drizzle/registry/values.js";
import { SECOND_MILLIS, systemClock } from "../../lib/clock.js";
import type { OutboundCheck } from "../../lib/outbound-address.js";
import { type Contract, finding, type SubgraphSdl } from "../../registry/index.js";
import type { CallKey } from "../../schema/call-token.js";
import {
  asMarkedField,
  readSourceDocument,
  type SourceDocument,
  speaksOfSources,
} from "../../schema/history-source/conformance/document.js";
import { Probe } from "../../schema/history-source/conformance/probe.js";
import { type Proof, prove } from "../../schema/history-source/conformance/requirements.js";
import { checkSourceSdl } from "../../schema/history-source/conformance/sdl.js";
import { isTestParty } from "../../schema/history-source/conformance/test-parties.js";
import { readLiveSources } from "../../schema/history-source/directive.js";
import type { LiveSource } from "../../schema/history-source/source.js";
import { createProbedCandidate } from "./probed-candidate.js";

/** All that is asked of one candidate; whoever publishes waits for it. */
const PROBE_MILLIS = 30 * SECOND_MILLIS;

export interface HistoryContractOptions {
  readonly outbound: OutboundCheck;
  /** What the gateway signs calls with; `null`: candidates can't be asked here. */
  readonly callKey: CallKey | null;
}

const readFindings = (subgraph: SubgraphSdl, others: readonly SubgraphSdl[]): readonly Finding[] =>
  checkSourceSdl(subgraph, others).map(({ code, at, message, line, column }) =>
    finding({
      rule: "CONTRACT",
      severity: "ERROR",
      message: `${message} (${code})`,
      key: `${code} ${at}`,
      subgraph: subgraph.name,
      line,
      column,
    }),
  );

/** Where a source is marked. */
type Place = Pick<Finding, "subgraph" | "line" | "column">;

/** The sources of an SDL that was found no fault with, each with its place. */
const sourcesIn = (
  document: SourceDocument,
): readonly { readonly source: LiveSource; readonly place: Place }[] =>
  document.marks.flatMap(({ field, mark }) =>
    readLiveSources([asMarkedField(document, field, mark)]).sources.map((source) => ({
      source,
      place: { subgraph: document.subgraph, ...document.placeOf(mark) },
    })),
  );

const failed = ({ id, level, sentence, detail }: Proof, source: LiveSource, place: Place): Finding =>
  finding({
    rule: "PROBE",
    severity: level === "MUST" ? "ERROR" : "WARNING",
    message: `The source ${source.id} was asked. ${sentence} ${detail} (${id})`,
    key: `${source.id} ${id}`,
    ...place,
  });

const findingsOf = (proofs: readonly Proof[], source: LiveSource, place: Place): readonly Finding[] => {
  const broken = proofs.filter(({ outcome }) => outcome === "FAILED");
  const unproven = proofs.filter(({ outcome }) => outcome === "NOT_PROVEN");
  const findings = broken.map((proof) => failed(proof, source, place));
  if (unproven.length === 0) return findings;
  const ids = unproven.map(({ id }) => id).join(", ");
  const reasons = [...new Set(unproven.map(({ detail }) => detail))].join(" ");
  const message = `The source ${source.id} was asked; not proven: ${ids}. ${reasons}`;
  return [
    ...findings,
    finding({ rule: "PROBE", severity: "NOTICE", message, key: `${source.id} unproven`, ...place }),
  ];
};

const refuseParties = (parties: readonly string[], place: Place): readonly Finding[] =>
  parties.every(isTestParty)
    ? []
    : [
        finding({
          rule: "PROBE",
          severity: "ERROR",
          message: "A party that is named for probing is no synthetic person or organisation. Name others.",
          key: "probe parties",
          ...place,
        }),
      ];

/** The sources of an agency's SDL; none where it can't be read: that is told elsewhere. */
const documentOf = ({ name, sdl }: SubgraphSdl): SourceDocument | null => {
  if (!speaksOfSources(sdl)) return null;
  try {
    return readSourceDocument(name, sdl);
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
};

/** Live sources of the history: see docs/history-sources.md. */
export const createHistoryContract = ({ outbound, callKey }: HistoryContractOptions): Contract => ({
  read: readFindings,
  async probe(subgraph, parties) {
    const document = documentOf(subgraph);
    const [first, ...more] = document === null ? [] : sourcesIn(document);
    if (first === undefined) return [];
    if (callKey === null) {
      const message = "It is not asked: this registry runs apart from the gateway, which signs calls.";
      return [finding({ rule: "PROBE", severity: "NOTICE", message, key: "not asked", ...first.place })];
    }
    const refused = refuseParties(parties, first.place);
    if (refused.length > 0) return refused;
    const agent = new Agent({ connect: { lookup: outbound.lookup }, connections: 2, pipelining: 1 });
    try {
      const url = outbound.parse(subgraph.url);
      const signal = AbortSignal.timeout(PROBE_MILLIS);
      const candidate = createProbedCandidate({
        url,
        dispatcher: agent,
        callKey,
        name: subgraph.name,
        signal,
      });
      const findings: Finding[] = [];
      for (const { source, place } of [first, ...more]) {
        const now = () => performance.now();
        const probe = new Probe({ source, candidate, parties, clock: systemClock, now });
        findings.push(...findingsOf(await prove(probe), source, place));
      }
      return findings;
    } finally {
      await agent.destroy();
    }
  },
});
