import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { tableOf } from "../../../lib/table-of.js";
import type { Scope, ScopeInstance } from "../../../schema/scope.js";
import {
  INSTANCE_PREFIX,
  ORGANIZATION_PREFIX,
  PERSON_PREFIX,
  RESOURCE_PREFIX,
  type ServiceUrn,
} from "../../../schema/urns.js";

/** One thing that the subject was given by itself. */
interface AuthorizedInstance {
  readonly resourceId: string;
  readonly instanceId: string;
  readonly instanceRef: string;
}

/** A party that somebody may act for, in the shape of Altinn's `AuthorizedPartyDto`. */
export interface AuthorizedParty {
  readonly partyUuid: string;
  readonly name: string;
  readonly organizationNumber: string | null;
  readonly parentId: string | null;
  readonly personId: string | null;
  readonly dateOfBirth: string | null;
  readonly partyId: number;
  readonly type: "None" | "Person" | "Organization" | "SelfIdentified";
  readonly unitType: string | null;
  readonly isDeleted: boolean;
  /** A main unit that is here for its subunits only. */
  readonly onlyHierarchyElementWithNoAccess: boolean;
  /** Those of the services asked about that may be read, however the right came about. */
  readonly authorizedResources: readonly string[];
  readonly authorizedInstances: readonly AuthorizedInstance[];
  readonly authorizedAccessPackages: readonly string[];
  readonly authorizedRoles: readonly string[];
  readonly subunits: readonly AuthorizedParty[];
}

const TYPES: Readonly<Record<string, AuthorizedParty["type"]>> = tableOf({
  PERSON: "Person",
  ORGANIZATION: "Organization",
  SELF_IDENTIFIED: "SelfIdentified",
});

/** What may be read for one party. */
interface Readable {
  readonly resources: string[];
  readonly instances: AuthorizedInstance[];
}

const NOTHING: Readable = { resources: [], instances: [] };

const resourceIdOf = (service: ServiceUrn): string => service.slice(RESOURCE_PREFIX.length);

const instanceOf = ({ service, instanceRef }: ScopeInstance): AuthorizedInstance => ({
  resourceId: resourceIdOf(service),
  instanceId: instanceRef.startsWith(INSTANCE_PREFIX)
    ? instanceRef.slice(INSTANCE_PREFIX.length)
    : instanceRef,
  instanceRef,
});

/** What a scope lets be read in some services, by the party's id. */
export const readableIn = (
  scope: Scope,
  services: ReadonlySet<ServiceUrn>,
): ReadonlyMap<string, Readable> => {
  const byParty = new Map<string, Readable>();
  const of = (partyId: string): Readable => {
    const readable = byParty.get(partyId) ?? { resources: [], instances: [] };
    byParty.set(partyId, readable);
    return readable;
  };
  for (const group of scope.groups) {
    const resources = group.services.flatMap(({ service }) =>
      services.has(service) ? [resourceIdOf(service)] : [],
    );
    if (resources.length === 0) continue;
    for (const { id } of group.parties) of(id).resources.push(...resources);
  }
  for (const instance of scope.instances) {
    if (services.has(instance.service)) of(instance.party.id).instances.push(instanceOf(instance));
  }
  return byParty;
};

const numberIn = (urn: string, prefix: string): string | null =>
  urn.startsWith(prefix) ? urn.slice(prefix.length) : null;

const partyOf = (
  row: PartyRow,
  readable: Readable | undefined,
  subunits: readonly AuthorizedParty[],
): AuthorizedParty => ({
  partyUuid: row.id,
  name: row.name,
  organizationNumber: numberIn(row.urn, ORGANIZATION_PREFIX),
  parentId: row.parentId,
  personId: numberIn(row.urn, PERSON_PREFIX),
  dateOfBirth: row.dateOfBirth,
  partyId: row.partyId,
  type: TYPES[row.type] ?? "None",
  unitType: row.type === "ORGANIZATION" ? row.variant : null,
  isDeleted: row.deletedAt !== null,
  onlyHierarchyElementWithNoAccess: readable === undefined,
  authorizedResources: (readable ?? NOTHING).resources,
  authorizedInstances: (readable ?? NOTHING).instances,
  authorizedAccessPackages: [],
  authorizedRoles: [],
  subunits,
});

/**
 * Parties by name, subunits below their main units.
 * @param rows of all parties that are readable, and of the main units of those among them that are subunits
 */
export const partiesTold = (
  rows: readonly PartyRow[],
  readable: ReadonlyMap<string, Readable>,
): AuthorizedParty[] => {
  const known = new Set(rows.map(({ id }) => id));
  const inOrder = [...rows].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1,
  );
  const subunits = new Map<string, AuthorizedParty[]>();
  const isBelow = ({ parentId }: PartyRow): boolean => parentId !== null && known.has(parentId);
  for (const row of inOrder) {
    if (row.parentId === null || !isBelow(row)) continue;
    const beside = subunits.get(row.parentId) ?? [];
    beside.push(partyOf(row, readable.get(row.id), []));
    subunits.set(row.parentId, beside);
  }
  return inOrder
    .filter((row) => !isBelow(row))
    .map((row) => partyOf(row, readable.get(row.id), subunits.get(row.id) ?? []));
};
