import type { KeyObject } from "node:crypto";
import type { SupergraphRow } from "../drizzle/registry/tables.js";
import type { Clock } from "../lib/clock.js";
import { DAY_MILLIS } from "../lib/clock.js";
import type { DomainError } from "../lib/errors.js";
import type { NewId } from "../lib/ids.js";
import { type Candidate, type CheckParts, check, type KnownSubgraph } from "./check/check.js";
import type { Usage } from "./check/weigh-changes.js";
import { approved, type CheckReport, checkFailed } from "./check-report.js";
import type { ComposedSupergraph, SubgraphSdl } from "./compose/compose.js";
import { registryError } from "./errors.js";
import { normalHash } from "./normal-hash.js";
import { OWN, type Publisher } from "./publisher.js";
import { readUses } from "./recorded-use.js";
import { type SignedSupergraph, sha256, signSupergraph } from "./signing.js";
import type { Head, NextSupergraph, RegistryStore, ServedSubgraph } from "./store.js";

/** Publishing starts again where others were first; so many times. */
const MAX_ATTEMPTS = 20;
const MAX_SDL_LETTERS = 1_000_000;
const NAME = /^[a-z](?:-?[a-z0-9]){1,39}$/;

export interface RegistryOptions {
  readonly store: RegistryStore;
  readonly parts: Omit<CheckParts, "usage" | "isOwn">;
  /** Signs supergraphs. */
  readonly signingKey: KeyObject;
  /** How far back recorded use counts, in days. */
  readonly windowDays: number;
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

const isSame = (candidate: Candidate, head: Head): boolean =>
  candidate.subgraphs.every(({ name, sdl, url }) =>
    head.subgraphs.some((one) => one.subgraph === name && one.url === url && one.hash === normalHash(sdl)),
  ) && candidate.removed.every((name) => !head.subgraphs.some(({ subgraph }) => subgraph === name));

/** Subgraphs, what is served of them, and how it came about. */
export class Registry {
  readonly #options: RegistryOptions;
  readonly #store: RegistryStore;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#store = options.store;
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

  /** Checks as publishing would, and publishes nothing. @throws DomainError */
  async check(publisher: Publisher, subgraphs: readonly SubgraphSdl[]): Promise<CheckReport> {
    const owned = await this.#mine(publisher, "check", subgraphs);
    return (await this.#checked(publisher, { subgraphs: owned, removed: [] }, await this.#store.head()))
      .report;
  }

  /** Publishes subgraphs, together or not at all. @throws DomainError `CHECK_FAILED` and others */
  async publish(
    publisher: Publisher,
    subgraphs: readonly SubgraphSdl[],
    reason: string | null,
  ): Promise<Publication> {
    const owned = await this.#mine(publisher, "publish", subgraphs);
    return this.#change(publisher, { subgraphs: owned, removed: [] }, { cause: "PUBLISH", reason });
  }

  /** Takes a subgraph out of what is served. Its name stays its owner's. @throws DomainError */
  async remove(publisher: Publisher, name: string, reason: string | null): Promise<Publication> {
    const { subgraphs } = await this.#store.head();
    const served = subgraphs.find(({ subgraph }) => subgraph === name);
    if (served === undefined) throw registryError("SUBGRAPH_NOT_FOUND", `No subgraph "${name}" is served.`);
    await this.#mine(publisher, "delete", [knownOf(served)]);
    return this.#change(publisher, { subgraphs: [], removed: [name] }, { cause: "DELETE", reason });
  }

  /** Serves again what a supergraph of before was made of, under a new number. @throws DomainError */
  async rollBack(publisher: Publisher, to: number, reason: string | null): Promise<Publication> {
    const subject = `supergraph ${to}`;
    if (!publisher.isOperator) {
      await this.#refuse(publisher, "rollback", subject, "OPERATOR_ONLY");
      throw registryError("OPERATOR_ONLY", "Only the operator may roll the whole supergraph back.");
    }
    const wanted = await this.#store.supergraph(to);
    if (wanted === null) throw registryError("SUPERGRAPH_NOT_FOUND", `There is no supergraph ${to}.`);
    const made = await this.#store.subgraphsOf(to);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const head = await this.#store.head();
      if (head.number === to || head.supergraph?.hash === wanted.hash) {
        return { number: head.number, isChanged: false, check: null };
      }
      const kept = new Map(made.map(({ subgraph, number }) => [subgraph, number]));
      const urls = Object.fromEntries(made.map(({ subgraph, url }) => [subgraph, url]));
      const number = await this.#append(
        publisher,
        head,
        wanted,
        { published: [], kept, urls },
        "ROLLBACK",
        reason,
      );
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
    const [wanted] = (await this.#store.versionsOf(name, 10_000)).filter(({ number }) => number === version);
    if (wanted === undefined) {
      throw registryError("SUBGRAPH_NOT_FOUND", `There is no version ${version} of a subgraph "${name}".`);
    }
    return this.publish(publisher, [{ name, sdl: wanted.sdl, url: wanted.url }], reason);
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

  /** Operations as they were used within the window, and trusted ones. */
  async usage(): Promise<Usage> {
    const { clock, windowDays } = this.#options;
    const since = Math.floor(clock() / DAY_MILLIS) - windowDays;
    return { operations: readUses(await this.#store.usesSince(since)), windowDays };
  }

  /** The subgraphs with their owner, where the publisher may change them. Whoever may not is noted. */
  async #mine(
    publisher: Publisher,
    action: string,
    subgraphs: readonly SubgraphSdl[],
  ): Promise<KnownSubgraph[]> {
    for (const { name, sdl } of subgraphs) {
      if (!NAME.test(name)) {
        const how = "Use 2 to 40 small letters, digits and single hyphens, a letter first.";
        throw registryError(
          "SUBGRAPH_NAME_INVALID",
          `"${name.slice(0, 60)}" can't be a subgraph's name. ${how}`,
        );
      }
      if (sdl.length > MAX_SDL_LETTERS) {
        throw registryError("SDL_TOO_LARGE", `The SDL of ${name} has more than ${MAX_SDL_LETTERS} letters.`);
      }
    }
    const owners = await this.#store.ownersOf(subgraphs.map(({ name }) => name));
    const owned: KnownSubgraph[] = [];
    for (const { name, sdl, url } of subgraphs) {
      const owner = owners.get(name) ?? publisher.id;
      if (owner !== publisher.id && !publisher.isOperator) {
        await this.#refuse(publisher, action, name, "SUBGRAPH_NOT_YOURS");
        throw registryError("SUBGRAPH_NOT_YOURS", `The subgraph ${name} belongs to somebody else.`);
      }
      owned.push({ name, sdl, url, owner });
    }
    return owned;
  }

  async #checked(publisher: Publisher, candidate: Candidate, head: Head) {
    const { parts, clock, newId } = this.#options;
    const served = { subgraphs: head.subgraphs.map(knownOf), apiSdl: head.supergraph?.apiSdl ?? null };
    const names = [...candidate.subgraphs.map(({ name }) => name), ...candidate.removed].sort();
    const outcome = await check(candidate, served, {
      ...parts,
      isOwn: (owner) => owner === OWN,
      usage: () => this.usage(),
    });
    const approvals = await this.#store.approvalsOf(names);
    const findings = outcome.findings.map((found) => approved(found, names, approvals));
    const isPassed = outcome.composed !== null && findings.every(({ severity }) => severity !== "ERROR");
    const at = clock();
    const report: CheckReport = { id: newId(at), isPassed, findings };
    await this.#store.addCheck({ ...report, at, by: publisher.id, subgraphs: names.join(",") });
    return { report, composed: outcome.composed, names };
  }

  async #change(
    publisher: Publisher,
    candidate: Candidate,
    { cause, reason }: { cause: "PUBLISH" | "DELETE"; reason: string | null },
  ): Promise<Publication> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const head = await this.#store.head();
      if (isSame(candidate, head)) return { number: head.number, isChanged: false, check: null };
      const { report, composed, names } = await this.#checked(publisher, candidate, head);
      if (composed === null || !report.isPassed) {
        await this.#refuse(publisher, cause.toLowerCase(), names.join(","), "CHECK_FAILED");
        throw checkFailed(report);
      }
      const number = await this.#put(publisher, candidate, head, composed, cause, reason);
      if (number === null) continue; // checked against what is not the newest any more
      await this.#record(publisher, cause.toLowerCase(), names.join(","), "DONE", reason);
      return { number, isChanged: true, check: report };
    }
    throw this.#moved();
  }

  #put(
    publisher: Publisher,
    candidate: Candidate,
    head: Head,
    composed: ComposedSupergraph,
    cause: "PUBLISH" | "DELETE",
    reason: string | null,
  ): Promise<number | null> {
    const publishedAt = this.#options.clock();
    const changed = candidate.subgraphs.filter((one) => !isSame({ subgraphs: [one], removed: [] }, head));
    const gone = new Set([...candidate.removed, ...changed.map(({ name }) => name)]);
    const stays = head.subgraphs.filter(({ subgraph }) => !gone.has(subgraph));
    return this.#append(
      publisher,
      head,
      { sdl: composed.supergraphSdl, apiSdl: composed.apiSdl, hash: sha256(composed.supergraphSdl) },
      {
        published: changed.map(({ name, sdl, url, owner }) => ({
          subgraph: name,
          sdl,
          url,
          owner,
          hash: normalHash(sdl),
          publishedAt,
          publishedBy: publisher.id,
          reason,
        })),
        kept: new Map(stays.map(({ subgraph, number }) => [subgraph, number])),
        urls: Object.fromEntries([
          ...stays.map(({ subgraph, url }) => [subgraph, url] as const),
          ...changed.map(({ name, url }) => [name, url] as const),
        ]),
      },
      cause,
      reason,
    );
  }

  #append(
    publisher: Publisher,
    head: Head,
    { sdl, apiSdl, hash }: Pick<SupergraphRow, "sdl" | "apiSdl" | "hash">,
    { published, kept, urls }: Pick<NextSupergraph, "published" | "kept"> & Pick<SignedSupergraph, "urls">,
    cause: SupergraphRow["cause"],
    reason: string | null,
  ): Promise<number | null> {
    const { signingKey, clock } = this.#options;
    const signature = signSupergraph({ number: head.number + 1, sdl, urls }, signingKey);
    const made = { cause, createdAt: clock(), createdBy: publisher.id, reason };
    return this.#store.append({
      after: head.number,
      supergraph: { sdl, apiSdl, hash, signature, ...made },
      published,
      kept,
    });
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
