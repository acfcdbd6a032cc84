import type { KeyObject } from "node:crypto";
import type { SupergraphRow } from "../drizzle/registry/tables.js";
import type { Clock } from "../lib/clock.js";
import type { DomainError } from "../lib/errors.js";
import type { NewId } from "../lib/ids.js";
import type { SchemaChange } from "./check/changes.js";
import { type CheckParts, check } from "./check/check.js";
import { createProbing, type Probing } from "./check/contract.js";
import type { KnownSubgraph, SchemaOutcome } from "./check/schema-check.js";
import { approved, type CheckReport, checkFailed, worstFirst } from "./check-report.js";
import type { SubgraphSdl } from "./compose/compose.js";
import { registryError } from "./errors.js";
import { changesNothing, granted, type NextParts, signedNext, type Wish } from "./next-supergraph.js";
import { checkForm, notYours, ownedBy } from "./ownership.js";
import { Past } from "./past.js";
import { OWN, type Publisher } from "./publisher.js";
import type { OperationText } from "./recorded-use.js";
import { type SignedSupergraph, sha256 } from "./signing.js";
import type { Head, RegistryStore, ServedSubgraph } from "./store.js";
import { schemaJobs } from "./thread/jobs.js";

/** Publishing starts again where others were first; so many times. */
const MAX_ATTEMPTS = 20;

export interface RegistryOptions {
  readonly store: RegistryStore;
  readonly parts: CheckParts;
  /** Signs supergraphs. */
  readonly signingKey: KeyObject;
  /** How far back recorded use counts, in days. */
  readonly windowDays: number;
  /** How long what is removed ought to have been deprecated before, in days. */
  readonly graceDays: number;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface Publication {
  /** The supergraph that serves now. */
  readonly number: number;
  /** `false`: the same served already, and there is no new version. */
  readonly isChanged: boolean;
  /** `null` where nothing changed, so that nothing was checked. */
  readonly check: CheckReport | null;
}

const knownOf = ({ subgraph, sdl, url, owner }: ServedSubgraph): KnownSubgraph => ({
  name: subgraph,
  sdl,
  url,
  owner,
});

/** Subgraphs, what is served of them, and how it came about. */
export class Registry {
  readonly #options: RegistryOptions;
  readonly #store: RegistryStore;
  readonly #past: Past;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#past = new Past(options);
  }

  head(): Promise<Head> {
    return this.#store.head();
  }

  /** What gateways serve. @param after a number @returns `null` where nothing newer was published */
  async served(after = 0): Promise<SignedSupergraph | null> {
    if ((await this.#store.headNumber()) <= after) return null;
    const { supergraph, number, subgraphs } = await this.#store.head();
    if (supergraph === null) return null;
    const urls = Object.fromEntries(subgraphs.map(({ subgraph, url }) => [subgraph, url]));
    return { number, sdl: supergraph.sdl, signature: supergraph.signature, urls };
  }

  /**
   * Checks as publishing would, and publishes nothing.
   * @param parties test parties that running candidates may be asked as
   * @throws DomainError
   */
  async check(
    publisher: Publisher,
    subgraphs: readonly SubgraphSdl[],
    parties: readonly string[] = [],
  ): Promise<CheckReport> {
    checkForm(subgraphs);
    const owned = await this.#mine(publisher, "check", subgraphs);
    const wish = { publisher, removed: [], probing: this.#probing(parties) };
    return (await this.#checked(wish, owned, await this.#store.head())).report;
  }

  /**
   * Publishes subgraphs, together or not at all.
   * @param parties test parties that running candidates may be asked as
   * @throws DomainError `CHECK_FAILED` and others
   */
  publish(
    publisher: Publisher,
    subgraphs: readonly SubgraphSdl[],
    reason: string | null,
    parties: readonly string[] = [],
  ): Promise<Publication> {
    return this.#publishAs(
      { action: "publish", publisher, reason, probing: this.#probing(parties) },
      subgraphs,
    );
  }

  /** Takes a subgraph out of what is served. Its name stays its owner's. @throws DomainError */
  async remove(publisher: Publisher, name: string, reason: string | null): Promise<Publication> {
    const { subgraphs } = await this.#store.head();
    const served = subgraphs.find(({ subgraph }) => subgraph === name);
    if (served === undefined) throw registryError("SUBGRAPH_NOT_FOUND", `No subgraph "${name}" is served.`);
    await this.#mine(publisher, "delete", [knownOf(served)]);
    const wish = { publisher, subgraphs: [], removed: [name], reason, probing: null };
    return this.#change({ ...wish, action: "delete", cause: "DELETE" });
  }

  /** Serves again what a supergraph of before was made of, under a new number. @throws DomainError */
  async rollBack(publisher: Publisher, to: number, reason: string | null): Promise<Publication> {
    const subject = `supergraph ${to}`;
    if (!publisher.isOperator) {
      await this.#refuse(publisher, "rollback", subject, "OPERATOR_ONLY");
      throw registryError("OPERATOR_ONLY", "Only the operator may roll the whole supergraph back.");
    }
    const wanted = await this.#past.supergraph(to);
    const made = await this.#store.subgraphsOf(to);
    const deprecated = await this.#options.parts.schemas.deprecated(wanted.apiSdl);
    const kept = new Map(made.map(({ subgraph, number }) => [subgraph, number]));
    const urls = Object.fromEntries(made.map(({ subgraph, url }) => [subgraph, url]));
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const head = await this.#store.head();
      if (head.number === to || head.supergraph?.hash === wanted.hash) {
        return { number: head.number, isChanged: false, check: null };
      }
      const parts = { published: [], kept, urls, deprecated };
      const number = await this.#append(publisher, head, parts, { ...wanted, cause: "ROLLBACK", reason });
      if (number === null) continue;
      await this.#record(publisher, "rollback", subject, "DONE", reason);
      return { number, isChanged: true, check: null };
    }
    throw this.#moved();
  }

  /** Serves the version of one subgraph again that was served before. @throws DomainError */
  async rollBackSubgraph(
    publisher: Publisher,
    name: string,
    version: number,
    reason: string | null,
  ): Promise<Publication> {
    const wanted = await this.#store.version(name, version);
    if (wanted === null) {
      throw registryError("SUBGRAPH_NOT_FOUND", `There is no version ${version} of a subgraph "${name}".`);
    }
    // What served before is taken up again because something is wrong: it is not asked first.
    const wish = { action: "rollback", publisher, reason, probing: null } as const;
    return this.#publishAs(wish, [{ name, sdl: wanted.sdl, url: wanted.url }]);
  }

  /** Overrules what a check found, from now on. @throws DomainError `OPERATOR_ONLY` */
  async approve(publisher: Publisher, subgraph: string, findingKey: string, reason: string): Promise<void> {
    if (!publisher.isOperator) {
      await this.#refuse(publisher, "approve", subgraph, "OPERATOR_ONLY");
      throw registryError("OPERATOR_ONLY", "Only the operator may overrule what a check found.");
    }
    const at = this.#options.clock();
    await this.#store.approve({ subgraph, findingKey, by: publisher.id, reason, at });
    await this.#record(publisher, "approve", subgraph, "DONE", `${findingKey}: ${reason}`);
  }

  /** What of a later supergraph may break those who use an earlier one. @throws DomainError `SUPERGRAPH_NOT_FOUND` */
  changes(from: number, to: number): Promise<readonly SchemaChange[]> {
    return this.#past.changes(from, to);
  }

  /** Operations within the window, and trusted ones, that touch e.g. `Dialog.title`. */
  users(coordinate: string): Promise<readonly OperationText[]> {
    return this.#past.users(coordinate);
  }

  /** The first day whose use counts; days since 1970 UTC. */
  keptSince(): number {
    return this.#past.keptSince();
  }

  #probing(parties: readonly string[]): Probing {
    return createProbing(this.#options.parts.contracts ?? [], parties);
  }

  async #publishAs(
    wished: Pick<Wish, "publisher" | "reason" | "probing"> & { readonly action: "publish" | "rollback" },
    subgraphs: readonly SubgraphSdl[],
  ): Promise<Publication> {
    const { action, publisher } = wished;
    checkForm(subgraphs);
    await this.#mine(publisher, action, subgraphs);
    // The installation's own come at its start, when nobody waits for this thread.
    const { hashes } = publisher.id === OWN ? schemaJobs : this.#options.parts.schemas;
    const hashed = await hashes(subgraphs.map(({ sdl }) => sdl));
    const sent = subgraphs.map((subgraph, index) => ({ ...subgraph, hash: hashed[index] ?? "" }));
    return this.#change({ ...wished, cause: "PUBLISH", subgraphs: sent, removed: [] });
  }

  /** The subgraphs with their owner, where the publisher may change them. Whoever may not is noted. */
  async #mine(publisher: Publisher, action: string, subgraphs: readonly SubgraphSdl[]) {
    const owners = await this.#store.ownersOf(subgraphs.map(({ name }) => name));
    const owned = ownedBy(publisher, subgraphs, owners);
    if (!("notYours" in owned)) return owned;
    await this.#refuse(publisher, action, owned.notYours, "SUBGRAPH_NOT_YOURS");
    throw notYours(owned.notYours);
  }

  async #checked(
    { publisher, removed, probing }: Pick<Wish, "publisher" | "removed" | "probing">,
    subgraphs: readonly KnownSubgraph[],
    head: Head,
  ) {
    const { parts, clock, newId, windowDays, graceDays } = this.#options;
    const names = [...subgraphs.map(({ name }) => name), ...removed].sort();
    const outcome: SchemaOutcome = await check(
      {
        candidate: { subgraphs, removed },
        served: { subgraphs: head.subgraphs.map(knownOf), apiSdl: head.supergraph?.apiSdl ?? null },
        own: OWN,
        usage: { operations: await this.#store.uses.since(this.#past.keptSince()), windowDays },
        grace: { days: graceDays, now: clock(), since: await this.#store.deprecatedSince() },
      },
      parts,
      probing,
    );
    const approvals = await this.#store.approvalsOf(names);
    const findings = worstFirst(
      outcome.findings.map((found) => approved(found, names, approvals, publisher.id)),
    );
    const isPassed = outcome.composed !== null && findings.every(({ severity }) => severity !== "ERROR");
    const at = clock();
    const report: CheckReport = { id: newId(at), isPassed, findings };
    await this.#store.addCheck({ ...report, at, by: publisher.id, subgraphs: names.join(",") });
    return { ...outcome, report };
  }

  async #change(wish: Wish): Promise<Publication> {
    const { publisher, action, reason } = wish;
    const subject = [...wish.subgraphs.map(({ name }) => name), ...wish.removed].sort().join(",");
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const head = await this.#store.head();
      const owned = await this.#mine(publisher, action, wish.subgraphs); // a name may be taken meanwhile
      if (changesNothing(wish, head)) return { number: head.number, isChanged: false, check: null };
      const { report, composed, deprecated } = await this.#checked(wish, owned, head);
      if (composed === null || !report.isPassed) {
        await this.#refuse(publisher, action, subject, "CHECK_FAILED");
        throw checkFailed(report);
      }
      const parts = granted(wish, owned, head, { deprecated, at: this.#options.clock() });
      const { supergraphSdl: sdl, apiSdl } = composed;
      const made = { sdl, apiSdl, hash: sha256(sdl), cause: wish.cause, reason };
      const number = await this.#append(publisher, head, parts, made);
      if (number === null) continue; // checked against what is not the newest any more
      await this.#record(publisher, action, subject, "DONE", reason);
      return { number, isChanged: true, check: report };
    }
    throw this.#moved();
  }

  #append(
    publisher: Publisher,
    head: Head,
    parts: NextParts,
    made: Pick<SupergraphRow, "sdl" | "apiSdl" | "hash" | "cause" | "reason">,
  ): Promise<number | null> {
    const { signingKey, clock } = this.#options;
    const { sdl, apiSdl, hash, cause, reason } = made;
    const row = { sdl, apiSdl, hash, cause, reason, createdAt: clock(), createdBy: publisher.id };
    return this.#store.append(signedNext(head, parts, row, signingKey));
  }

  #moved(): DomainError {
    return registryError("SUPERGRAPH_MOVED", "Others published again and again meanwhile. Publish it again.");
  }

  #refuse(publisher: Publisher, action: string, subject: string, code: string): Promise<void> {
    return this.#record(publisher, action, subject, code, null);
  }

  #record(
    { id }: Publisher,
    action: string,
    subject: string,
    outcome: string,
    reason: string | null,
  ): Promise<void> {
    return this.#store.addAudit({ at: this.#options.clock(), by: id, action, subject, outcome, reason });
  }
}
