import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { ServiceUrn } from "../../../schema/urns.js";
import type { Named } from "../pdp/attribute-names.js";
import { type Held, heldBy } from "../pdp/policy-request.js";
import type { RuleBook } from "../pdp/rule-book.js";
import type { ServicePolicy } from "../pdp/service-policy.js";
import type { Connection, Connections } from "./connections.js";

/** What one viewer's decisions and lists rest on. */
export interface Basis {
  readonly connections: Connections;
  readonly book: RuleBook;
  /** Of services that are asked about by name; `null` where a service has no policy. */
  readonly policies: ReadonlyMap<ServiceUrn, ServicePolicy | null>;
  /** Who the viewer is, as policies name it. */
  readonly identity: readonly Named[];
  readonly isServiceOwner: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** Numbers of the sources behind connections: parties with equal ones have equal rights. */
export const sourceKeyOf = (list: readonly Connection[]): string =>
  list.length === 1
    ? String(list[0]?.source.id)
    : [...new Set(list.map(({ source }) => source.id))].sort((a, b) => a - b).join(" ");

/** Roles and packages of several connections, as one subject has them. */
export const heldThrough = (list: readonly Connection[], identity: readonly Named[]): Held =>
  heldBy(new Set(list.flatMap(({ source }) => [...source.subjects.keys()])), identity);

export const NOBODY: readonly Connection[] = [];

/** A party acted for, with the ways in which. */
export interface ActedFor {
  readonly party: PartyRow;
  readonly list: readonly Connection[];
}
