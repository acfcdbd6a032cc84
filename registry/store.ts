import { and, asc, desc, eq, inArray, lt, max, sql } from "drizzle-orm";
import { columnsOf } from "../drizzle/columns.js";
import type { Database, Queries } from "../drizzle/database.js";
import {
  type ApprovalRow,
  type AuditRow,
  type CheckRow,
  type RegistryTables,
  registryTables,
  type SupergraphRow,
  type VersionRow,
} from "../drizzle/registry/tables.js";
import { inChunks } from "../drizzle/statements.js";
import { UseStore } from "./store/uses.js";

/** A subgraph as the newest supergraph has it. */
export interface ServedSubgraph extends VersionRow {
  readonly owner: string;
}

/** What is served: the newest supergraph, and the subgraphs that it is made of. */
export interface Head {
  /** 0 where nothing was published yet. */
  readonly number: number;
  readonly supergraph: SupergraphRow | null;
  /** Sorted by name. */
  readonly subgraphs: readonly ServedSubgraph[];
}

/** A supergraph that is to come after another. */
export interface NextSupergraph {
  /** The number of the supergraph that this one was made from. */
  readonly after: number;
  readonly supergraph: Omit<SupergraphRow, "number">;
  /** Subgraphs that are new to it, or changed. */
  readonly published: readonly (Omit<VersionRow, "number"> & { readonly owner: string })[];
  /** Versions of subgraphs that stay, by name. */
  readonly kept: ReadonlyMap<string, number>;
  /** What clients are told not to use any more. */
  readonly deprecated: readonly string[];
}

/** Rolls a transaction back: somebody else was first. */
class Moved extends Error {}

/** The registry's SQL. */
export class RegistryStore {
  readonly #database: Database;
  readonly #tables: RegistryTables;
  /** What clients send. */
  readonly uses: UseStore;

  constructor(database: Database) {
    this.#database = database;
    this.#tables = registryTables(columnsOf(database.dialect));
    this.uses = new UseStore(database, this.#tables);
  }

  /** The number of the newest supergraph; 0 where nothing was published yet. */
  async headNumber(): Promise<number> {
    const { supergraphs } = this.#tables;
    const [newest] = await this.#database.read.select({ number: max(supergraphs.number) }).from(supergraphs);
    return newest?.number ?? 0;
  }

  async head(): Promise<Head> {
    const { supergraphs } = this.#tables;
    const [supergraph] = await this.#database.read
      .select()
      .from(supergraphs)
      .orderBy(desc(supergraphs.number))
      .limit(1);
    if (supergraph === undefined) return { number: 0, supergraph: null, subgraphs: [] };
    return { number: supergraph.number, supergraph, subgraphs: await this.subgraphsOf(supergraph.number) };
  }

  /** The subgraphs that a supergraph is made of, by name. */
  async subgraphsOf(supergraph: number): Promise<ServedSubgraph[]> {
    const { parts, versions, subgraphs } = this.#tables;
    const rows = await this.#database.read
      .select({ version: versions, owner: subgraphs.owner })
      .from(parts)
      .innerJoin(versions, and(eq(versions.subgraph, parts.subgraph), eq(versions.number, parts.version)))
      .innerJoin(subgraphs, eq(subgraphs.name, parts.subgraph))
      .where(eq(parts.supergraph, supergraph))
      .orderBy(asc(parts.subgraph));
    return rows.map(({ version, owner }) => ({ ...version, owner }));
  }

  async supergraph(number: number): Promise<SupergraphRow | null> {
    const { supergraphs } = this.#tables;
    const [row] = await this.#database.read.select().from(supergraphs).where(eq(supergraphs.number, number));
    return row ?? null;
  }

  /** Supergraphs, the newest first. @param before only those with smaller numbers */
  async supergraphs(limit: number, before: number | null): Promise<SupergraphRow[]> {
    const { supergraphs } = this.#tables;
    return this.#database.read
      .select()
      .from(supergraphs)
      .where(before === null ? undefined : lt(supergraphs.number, before))
      .orderBy(desc(supergraphs.number))
      .limit(limit);
  }

  /** The versions of a subgraph, the newest first. */
  async versionsOf(subgraph: string, limit: number): Promise<VersionRow[]> {
    const { versions } = this.#tables;
    return this.#database.read
      .select()
      .from(versions)
      .where(eq(versions.subgraph, subgraph))
      .orderBy(desc(versions.number))
      .limit(limit);
  }

  /** What was published of a subgraph under a number. */
  async version(subgraph: string, number: number): Promise<VersionRow | null> {
    const { versions } = this.#tables;
    const [row] = await this.#database.read
      .select()
      .from(versions)
      .where(and(eq(versions.subgraph, subgraph), eq(versions.number, number)));
    return row ?? null;
  }

  /** Since when what is served has been deprecated, by coordinate; milliseconds since 1970 UTC. */
  async deprecatedSince(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.#database.read.select().from(this.#tables.deprecations);
    return Object.fromEntries(rows.map(({ coordinate, since }) => [coordinate, since]));
  }

  /** Owners by subgraph, also of subgraphs that are not served any more: a name stays its owner's. */
  async ownersOf(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { subgraphs } = this.#tables;
    const rows = await this.#database.read
      .select()
      .from(subgraphs)
      .where(inArray(subgraphs.name, [...names]));
    return new Map(rows.map(({ name, owner }) => [name, owner]));
  }

  /**
   * Puts a supergraph after the one that it was made from, all or nothing.
   * @returns its number; `null` where another has come after that one meanwhile
   */
  async append(next: NextSupergraph): Promise<number | null> {
    const number = next.after + 1;
    try {
      await this.#database.transaction(async (queries) => {
        const { supergraphs, parts } = this.#tables;
        // The number is taken first: whoever else wants it waits here, and then learns that it is gone.
        const taken = await queries
          .insert(supergraphs)
          .values({ ...next.supergraph, number })
          .onConflictDoNothing()
          .returning({ number: supergraphs.number });
        if (taken.length === 0) throw new Moved();
        const made = await this.#addVersions(queries, next.published);
        const rows = [...next.kept, ...made].map(([subgraph, version]) => ({
          supergraph: number,
          subgraph,
          version,
        }));
        for (const chunk of inChunks(rows)) await queries.insert(parts).values(chunk);
        await this.#setDeprecated(queries, next.deprecated, next.supergraph.createdAt);
      });
    } catch (error) {
      if (error instanceof Moved) return null;
      throw error;
    }
    await this.#database.notify("supergraph");
    return number;
  }

  async #addVersions(
    queries: Queries,
    published: NextSupergraph["published"],
  ): Promise<readonly (readonly [string, number])[]> {
    const { subgraphs, versions } = this.#tables;
    const made: (readonly [string, number])[] = [];
    for (const { owner, ...version } of published) {
      const { subgraph, publishedAt } = version;
      await queries
        .insert(subgraphs)
        .values({ name: subgraph, owner, createdAt: publishedAt })
        .onConflictDoNothing();
      const [known] = await queries.select().from(subgraphs).where(eq(subgraphs.name, subgraph));
      if (known?.owner !== owner) throw new Moved(); // somebody else has taken the name meanwhile
      const [last] = await queries
        .select({ number: max(versions.number) })
        .from(versions)
        .where(eq(versions.subgraph, subgraph));
      const number = (last?.number ?? 0) + 1;
      await queries.insert(versions).values({ ...version, number });
      made.push([subgraph, number]);
    }
    return made;
  }

  /** What was deprecated before stays so since then. */
  async #setDeprecated(queries: Queries, coordinates: readonly string[], since: number): Promise<void> {
    const { deprecations } = this.#tables;
    const known = new Set((await queries.select().from(deprecations)).map(({ coordinate }) => coordinate));
    const wanted = new Set(coordinates);
    for (const chunk of inChunks([...known].filter((one) => !wanted.has(one)))) {
      await queries.delete(deprecations).where(inArray(deprecations.coordinate, chunk));
    }
    const added = coordinates.filter((one) => !known.has(one));
    for (const chunk of inChunks(added.map((coordinate) => ({ coordinate, since })))) {
      await queries.insert(deprecations).values(chunk);
    }
  }

  async addCheck(check: CheckRow): Promise<void> {
    const { checks } = this.#tables;
    await this.#database.transaction(async (queries) => {
      await queries.insert(checks).values(check);
    });
  }

  /** The last checks, the newest first. @param subgraph `null` for all */
  async checks(subgraph: string | null, limit: number): Promise<CheckRow[]> {
    const { checks } = this.#tables;
    return this.#database.read
      .select()
      .from(checks)
      .where(subgraph === null ? undefined : sql`',' || ${checks.subgraphs} || ',' LIKE ${`%,${subgraph},%`}`)
      .orderBy(desc(checks.at), desc(checks.id))
      .limit(limit);
  }

  async approve(approval: ApprovalRow): Promise<void> {
    const { approvals } = this.#tables;
    await this.#database.transaction(async (queries) => {
      await queries
        .insert(approvals)
        .values(approval)
        .onConflictDoUpdate({
          target: [approvals.subgraph, approvals.findingKey],
          set: { by: approval.by, reason: approval.reason, at: approval.at },
        });
    });
  }

  async approvalsOf(subgraphs: readonly string[]): Promise<ApprovalRow[]> {
    const { approvals } = this.#tables;
    return this.#database.read
      .select()
      .from(approvals)
      .where(inArray(approvals.subgraph, [...subgraphs]));
  }

  async addAudit(entry: Omit<AuditRow, "id">): Promise<void> {
    const { audit } = this.#tables;
    await this.#database.transaction(async (queries) => {
      await queries.insert(audit).values(entry);
    });
  }

  /** What was done, the newest first. @param subject `null` for everything */
  async audit(subject: string | null, limit: number): Promise<AuditRow[]> {
    const { audit } = this.#tables;
    return this.#database.read
      .select()
      .from(audit)
      .where(subject === null ? undefined : eq(audit.subject, subject))
      .orderBy(desc(audit.id))
      .limit(limit);
  }

  /** @param listener told when another supergraph may be there @returns ends it */
  onSupergraph(listener: () => void): Promise<() => Promise<void>> {
    return this.#database.listen("supergraph", listener);
  }

  ping(): Promise<void> {
    return this.#database.ping();
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
