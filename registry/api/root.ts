import type { CheckRow, SupergraphRow, VersionRow } from "../../drizzle/registry/tables.js";
import { DomainError } from "../../lib/errors.js";
import type { CheckReport } from "../check-report.js";
import type { SubgraphSdl } from "../compose/compose.js";
import { registryError } from "../errors.js";
import type { HealthProbe, SubgraphHealth } from "../health.js";
import type { Publisher } from "../publisher.js";
import type { Publication, Registry } from "../registry.js";
import type { RegistryStore, ServedSubgraph } from "../store.js";

const MAX_SUBGRAPHS = 50;
const MAX_PROBE_PARTIES = 20;
const MAX_PARTY_LETTERS = 200;

/** What is checked or published. */
interface Sent {
  readonly subgraphs: readonly SubgraphSdl[];
  readonly probeParties?: readonly string[] | null;
}

const checkedParties = (parties: Sent["probeParties"]): readonly string[] => {
  const named = parties ?? [];
  const isTaken =
    named.length <= MAX_PROBE_PARTIES && named.every(({ length }) => length <= MAX_PARTY_LETTERS);
  if (isTaken) return named;
  throw registryError(
    "PROBE_PARTIES_INVALID",
    `Name at most ${MAX_PROBE_PARTIES} test parties, by their URNs.`,
  );
};

const isoOf = (millis: number): string => new Date(millis).toISOString();
const atMost = (limit: number, first: number): number => Math.max(0, Math.min(limit, first));

const checkOf = (report: CheckReport, at: number | null = null) => ({
  ...report,
  at: at === null ? null : isoOf(at),
});

const keptCheckOf = ({ id, at, isPassed, findings }: CheckRow) => checkOf({ id, isPassed, findings }, at);

const versionOf = (version: VersionRow, maySeeUrl: boolean) => ({
  ...version,
  url: maySeeUrl ? version.url : null,
  publishedAt: isoOf(version.publishedAt),
});

const healthOf = (health: SubgraphHealth | null) => health && { ...health, at: isoOf(health.at) };

/** What the schema's root fields answer, for one publisher. Objects answer the rest of their fields themselves. */
export const createRoot = (
  { registry, store, health }: { registry: Registry; store: RegistryStore; health: Pick<HealthProbe, "of"> },
  publisher: Publisher,
) => {
  const isMine = (owner: string): boolean => publisher.isOperator || owner === publisher.id;

  const subgraphOf = (served: ServedSubgraph) => ({
    name: served.subgraph,
    owner: served.owner,
    version: versionOf(served, isMine(served.owner)),
    health: healthOf(health.of(served.subgraph)),
    versions: async ({ first }: { first: number }) =>
      (await store.versionsOf(served.subgraph, atMost(100, first))).map((one) =>
        versionOf(one, isMine(served.owner)),
      ),
    checks: async ({ first }: { first: number }) =>
      (await store.checks(served.subgraph, atMost(100, first))).map(keptCheckOf),
  });

  const supergraphOf = (row: SupergraphRow) => ({
    ...row,
    sdl: publisher.isOperator ? row.sdl : null,
    createdAt: isoOf(row.createdAt),
    parts: async () =>
      (await store.subgraphsOf(row.number)).map(({ subgraph, number }) => ({ subgraph, version: number })),
  });

  /** A failed check is an answer like any other; everything else that goes wrong is an error. */
  const publicationOf = async (work: Promise<Publication>) => {
    try {
      const { number, isChanged, check } = await work;
      return { isPublished: true, isChanged, supergraph: number, check: check && checkOf(check) };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "CHECK_FAILED") throw error;
      const { number } = await registry.head();
      return {
        isPublished: false,
        isChanged: false,
        supergraph: number === 0 ? null : number,
        check: checkOf(error.extensions["check"] as CheckReport),
      };
    }
  };

  const checkedCount = (subgraphs: readonly SubgraphSdl[]): readonly SubgraphSdl[] => {
    const names = new Set(subgraphs.map(({ name }) => name));
    if (subgraphs.length >= 1 && subgraphs.length <= MAX_SUBGRAPHS && names.size === subgraphs.length) {
      return subgraphs;
    }
    throw registryError(
      "SUBGRAPH_NAME_INVALID",
      `Send from 1 to ${MAX_SUBGRAPHS} subgraphs, each of another name.`,
    );
  };

  return {
    subgraphs: async () => (await store.head()).subgraphs.map(subgraphOf),
    subgraph: async ({ name }: { name: string }) => {
      const served = (await store.head()).subgraphs.find(({ subgraph }) => subgraph === name);
      return served === undefined ? null : subgraphOf(served);
    },
    supergraph: async ({ number }: { number?: number | null }) => {
      const row = number == null ? (await store.head()).supergraph : await store.supergraph(number);
      return row === null ? null : supergraphOf(row);
    },
    supergraphs: async ({ first, before }: { first: number; before?: number | null }) =>
      (await store.supergraphs(atMost(100, first), before ?? null)).map(supergraphOf),
    supergraphDiff: async ({ from, to }: { from: number; to: number }) => {
      const changes = await registry.changes(from, to);
      const partsOf = async (number: number) =>
        new Map((await store.subgraphsOf(number)).map((part) => [part.subgraph, part.number]));
      const [before, after] = [await partsOf(from), await partsOf(to)];
      const names = [...new Set([...before.keys(), ...after.keys()])].sort();
      return {
        subgraphs: names.flatMap((name) => changeInWords(name, before.get(name), after.get(name))),
        changes,
      };
    },
    checks: async ({ subgraph, first }: { subgraph?: string | null; first: number }) =>
      (await store.checks(subgraph ?? null, atMost(100, first))).map(keptCheckOf),
    audit: async ({ subject, first }: { subject?: string | null; first: number }) => {
      if (!publisher.isOperator)
        throw registryError("OPERATOR_ONLY", "Only the operator may read the audit log.");
      const rows = await store.audit(subject ?? null, atMost(200, first));
      return rows.map((row) => ({ ...row, at: isoOf(row.at) }));
    },
    fieldUse: ({ coordinate }: { coordinate: string }) => registry.users(coordinate),

    checkSubgraphs: async ({ subgraphs, probeParties }: Sent) =>
      checkOf(await registry.check(publisher, checkedCount(subgraphs), checkedParties(probeParties))),
    publishSubgraphs: async ({
      subgraphs,
      reason,
      probeParties,
    }: Sent & { readonly reason?: string | null }) => {
      const parties = checkedParties(probeParties);
      return publicationOf(registry.publish(publisher, checkedCount(subgraphs), reason ?? null, parties));
    },
    deleteSubgraph: ({ name, reason }: { name: string; reason?: string | null }) =>
      publicationOf(registry.remove(publisher, name, reason ?? null)),
    rollBackSubgraph: ({
      name,
      version,
      reason,
    }: {
      name: string;
      version: number;
      reason?: string | null;
    }) => publicationOf(registry.rollBackSubgraph(publisher, name, version, reason ?? null)),
    rollBackSupergraph: ({ to, reason }: { to: number; reason?: string | null }) =>
      publicationOf(registry.rollBack(publisher, to, reason ?? null)),
    approveFinding: async (given: { subgraph: string; findingKey: string; reason: string }) => {
      await registry.approve(publisher, given.subgraph, given.findingKey, given.reason);
      return true;
    },
  };
};

const changeInWords = (name: string, before: number | undefined, after: number | undefined): string[] => {
  if (before === after) return [];
  if (before === undefined) return [`${name} came with version ${after}`];
  if (after === undefined) return [`${name} went; it was at version ${before}`];
  return [`${name} changed from version ${before} to ${after}`];
};
