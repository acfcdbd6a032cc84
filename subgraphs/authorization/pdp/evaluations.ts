import { LRUCache } from "lru-cache";
import { keptWith } from "../../../lib/kept-with.js";
import type { Scope } from "../../../schema/scope.js";
import type { PartyUrn, ServiceUrn } from "../../../schema/urns.js";
import type { Viewer } from "../../../schema/viewer.js";
import { type Connections, connectionsOf, noConnections } from "../rules/connections.js";
import type { Basis } from "../rules/decision-basis.js";
import type { RoleRights } from "../rules/role-rights.js";
import type { ConnectionRows } from "../rules/rows.js";
import { scopeOf, wholeServices } from "../rules/scope.js";
import { TOPICS, type Versions } from "../store/changes.js";
import type { DirectlyHeld } from "../store/connections.js";
import { viewerIdentity } from "./identity.js";
import { ownerCodeOf } from "./rule-book.js";
import { type OpenRuleBook, type RuleBookStore, RuleBooks } from "./rule-books.js";

/** Where evaluations are read from. */
export interface EvaluationStore extends RuleBookStore {
  versionsFor(urn: PartyUrn): Promise<Versions>;
  versionsOf(topics: readonly string[]): Promise<Versions>;
  directlyHeld(roles: RoleRights, urn: PartyUrn): Promise<DirectlyHeld | null>;
  connectionRows(direct: DirectlyHeld, roles: RoleRights): Promise<ConnectionRows>;
}

/** What is worked out of one viewer: whom they act for, and what they may see. */
export interface Evaluation {
  readonly connections: Connections;
  readonly book: OpenRuleBook;
  /** What decisions on these services rest on. */
  basis(services: readonly ServiceUrn[], now: number): Promise<Basis>;
  /** Worked out when it is first asked for. */
  scope(now: number): Promise<Scope>;
}

/** An evaluation, and what it is true of. */
interface Kept {
  readonly evaluation: Evaluation;
  /** Every topic that it depends on, as it was before anything was read. */
  readonly versions: Versions;
}

/** Parties in all evaluations that are kept, some half a kilobyte each. */
const MAX_PARTIES = 250_000;

/** Everything about the viewer, whatever a viewer is said to have: two that differ in anything never share. */
export const viewerKey = keptWith((viewer: Viewer): string =>
  JSON.stringify(Object.entries(viewer).sort(([a], [b]) => (a < b ? -1 : 1))),
);

const versionIn = (versions: Versions, topic: string): number => versions.get(topic) ?? 0;

const isUnchanged = (then: Versions, now: Versions): boolean =>
  [...then].every(([topic, version]) => versionIn(now, topic) === version);

const openEvaluation = (viewer: Viewer, connections: Connections, book: OpenRuleBook): Evaluation => {
  const ownerCode = ownerCodeOf(book, viewer);
  const identity = connections.viewer === null ? [] : viewerIdentity(connections.viewer, viewer, ownerCode);
  const basis = async (services: readonly ServiceUrn[], now: number): Promise<Basis> => ({
    connections,
    book,
    policies: await book.policies(services),
    identity,
    isServiceOwner: ownerCode !== null,
    now,
  });
  const dependsOnTime = book.evaluated.some((policy) => policy.dependsOnTime);
  let scope: Promise<Scope> | null = null;
  const tell = async (now: number) =>
    scopeOf(await basis(wholeServices(connections.sources), now), viewer.level);
  return {
    connections,
    book,
    basis,
    scope: (now) => {
      if (dependsOnTime) return tell(now);
      scope ??= tell(now).catch((error: unknown) => {
        scope = null;
        throw error;
      });
      return scope;
    },
  };
};

/**
 * Evaluations of viewers, kept for as long as nothing that they depend on has changed. Each question asks the database
 * for the counters of changes, in one statement: what was withdrawn, by whatever process, is gone from the next one.
 */
export class Evaluations {
  readonly #store: EvaluationStore;
  readonly #books: RuleBooks;
  readonly #kept = new LRUCache<string, Kept>({
    maxSize: MAX_PARTIES,
    sizeCalculation: ({ evaluation }) => 1 + evaluation.connections.parties.size,
  });

  constructor(store: EvaluationStore) {
    this.#store = store;
    this.#books = new RuleBooks(store);
  }

  /** @param now milliseconds since 1970 UTC */
  async of(viewer: Viewer, now: number): Promise<Evaluation> {
    const key = viewerKey(viewer);
    const kept = this.#kept.get(key);
    if (kept !== undefined && now < kept.evaluation.connections.validUntil) {
      const versions = await this.#store.versionsOf([...kept.versions.keys()]);
      if (isUnchanged(kept.versions, versions)) return kept.evaluation;
    }
    const fresh = await this.#evaluate(viewer, now);
    // A viewer whom the register does not know yet has nothing that could be counted.
    if (fresh.evaluation.connections.viewer === null) this.#kept.delete(key);
    else this.#kept.set(key, fresh);
    return fresh.evaluation;
  }

  /** Counters are read before the rows they count: what changes in between is found by the next question. */
  async #evaluate(viewer: Viewer, now: number): Promise<Kept> {
    const first = await this.#store.versionsFor(viewer.party);
    const book = await this.#books.at(versionIn(first, TOPICS.rules));
    const direct = await this.#store.directlyHeld(book.roles, viewer.party);
    const versions = new Map<string, number>(
      [TOPICS.rules, TOPICS.register].map((topic) => [topic, versionIn(first, topic)] as const),
    );
    if (direct === null) return { evaluation: openEvaluation(viewer, noConnections, book), versions };

    versions.set(direct.viewer.id, versionIn(first, direct.viewer.id));
    const others = [...new Set([...direct.organizationIds, ...direct.facilitatorIds])];
    if (others.length > 0) {
      const theirs = await this.#store.versionsOf(others);
      for (const id of others) if (!versions.has(id)) versions.set(id, versionIn(theirs, id));
    }
    const rows = await this.#store.connectionRows(direct, book.roles);
    const connections = connectionsOf(rows, book.roles, viewer.kind, now);
    return { evaluation: openEvaluation(viewer, connections, book), versions };
  }
}
