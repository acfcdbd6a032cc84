import { eq } from "drizzle-orm";
import type {
  AccessPackageRow,
  AreaGroupRow,
  AreaRow,
  RolePackageRow,
  RoleRow,
  ServiceRow,
} from "../../../drizzle/authorization/tables.js";
import type { ConsentServiceRow } from "../../../drizzle/authorization/tables-consents.js";
import type { ServiceOwnerRow } from "../../../drizzle/authorization/tables-policies.js";
import type { Queries } from "../../../drizzle/database.js";
import { importRows, type RowChanges } from "../../../drizzle/import-rows.js";
import type { DocumentProblem } from "../../../lib/document-reader.js";
import { DomainError } from "../../../lib/errors.js";
import type { AltinnOrg } from "../../../schema/altinn/org.js";
import type { AltinnResource } from "../../../schema/altinn/resource.js";
import type { ImportChanges } from "../../../schema/import-report.js";
import type { LocalizedText } from "../../../schema/localization.js";
import { storePolicy } from "../store/policies.js";
import type { AuthorizationStore } from "../store.js";
import type { AccessPackageMetadata, RoleMetadata } from "./metadata.js";

/** A service that no policy has said a level for. */
const LEVEL_WITHOUT_POLICY = 3;

const as = (kind: string, changes: RowChanges): ImportChanges => ({ kind, ...changes });

const byUrn = ({ urn }: { readonly urn: string }): string => urn;

interface Named {
  readonly name: LocalizedText;
  readonly description: LocalizedText | null;
}

/** Names in other languages stay: a document has one language, and is read once for each. */
const withOtherLanguages = <Row extends Named>(before: Row, read: Row): Row => ({
  ...read,
  name: { ...before.name, ...read.name },
  description:
    before.description === null && read.description === null
      ? null
      : { ...before.description, ...read.description },
});

/** Brings access packages, their areas and the areas' groups up to date. All or nothing. */
export const importAccessPackages = (
  { open }: AuthorizationStore,
  metadata: AccessPackageMetadata,
): Promise<ImportChanges[]> =>
  open.database.transaction(async (tx) => {
    const { areaGroups, areas, accessPackages } = open.tables;
    const merge = withOtherLanguages;
    return [
      as(
        "area groups",
        await importRows<AreaGroupRow>(tx, {
          table: areaGroups,
          target: [areaGroups.urn],
          rows: metadata.areaGroups,
          keyOf: byUrn,
          merge,
        }),
      ),
      as(
        "areas",
        await importRows<AreaRow>(tx, {
          table: areas,
          target: [areas.urn],
          rows: metadata.areas,
          keyOf: byUrn,
          merge,
        }),
      ),
      as(
        "access packages",
        await importRows<AccessPackageRow>(tx, {
          table: accessPackages,
          target: [accessPackages.urn],
          rows: metadata.accessPackages,
          keyOf: byUrn,
          merge,
        }),
      ),
    ];
  });

const rolePackageKey = ({ roleUrn, packageUrn, variant }: RolePackageRow): string =>
  `${roleUrn} ${packageUrn}${variant === "" ? "" : ` ${variant}`}`;

/** Brings roles, and the packages that they hold, up to date. All or nothing. */
export const importRoles = ({ open }: AuthorizationStore, metadata: RoleMetadata): Promise<ImportChanges[]> =>
  open.database.transaction(async (tx) => {
    const { roles, rolePackages } = open.tables;
    const changes: ImportChanges[] = [];
    if (metadata.roles.length > 0) {
      const read = await importRows<RoleRow>(tx, {
        table: roles,
        target: [roles.urn],
        rows: metadata.roles,
        keyOf: byUrn,
        merge: withOtherLanguages,
      });
      changes.push(as("roles", read));
    }
    if (metadata.rolePackages.length > 0) {
      const mentioned = new Set(metadata.rolePackages.map(({ roleUrn }) => roleUrn));
      const read = await importRows<RolePackageRow>(tx, {
        table: rolePackages,
        target: [rolePackages.roleUrn, rolePackages.packageUrn, rolePackages.variant],
        rows: metadata.rolePackages,
        keyOf: rolePackageKey,
      });
      const ofMentioned = read.missing.filter((key) => mentioned.has(key.split(" ")[0] ?? ""));
      changes.push(as("packages of roles", { ...read, missing: ofMentioned }));
    }
    return changes;
  });

/** Brings the service owners up to date that policies and access lists name. All or nothing. */
export const importServiceOwners = (
  { open }: AuthorizationStore,
  orgs: readonly AltinnOrg[],
): Promise<ImportChanges[]> =>
  open.database.transaction(async (tx) => {
    const { serviceOwners } = open.tables;
    const read = await importRows<ServiceOwnerRow>(tx, {
      table: serviceOwners,
      target: [serviceOwners.code],
      rows: orgs.map(({ code, organizationNumber, name }) => ({ code, organizationNumber, name })),
      keyOf: ({ code }) => code,
      merge: (before, row) => ({ ...row, name: { ...before.name, ...row.name } }),
    });
    return [as("service owners", read)];
  });

/** What is no longer for those on lists only is opened again, and told of as a change: the document says so by name. */
const setRestricted = async (
  tx: Queries,
  { open }: AuthorizationStore,
  resources: readonly ImportedService[],
): Promise<ImportChanges> => {
  const { restrictedServices } = open.tables;
  const before = new Set((await tx.select().from(restrictedServices)).map(({ service }) => service));
  const wanted = resources.filter((resource) => resource.isRestrictedToAccessLists);
  const added = wanted.filter(({ urn }) => !before.has(urn)).map(({ urn }) => urn);
  if (added.length > 0) await tx.insert(restrictedServices).values(added.map((service) => ({ service })));
  const opened = resources
    .filter(({ urn, isRestrictedToAccessLists }) => !isRestrictedToAccessLists && before.has(urn))
    .map(({ urn }) => urn);
  for (const service of opened) {
    await tx.delete(restrictedServices).where(eq(restrictedServices.service, service));
  }
  return {
    kind: "services for those on access lists only",
    added,
    changed: opened,
    unchanged: wanted.length - added.length,
    missing: [],
  };
};

/** A policy that was read beside a list of services. */
export interface ImportedPolicy {
  readonly service: string;
  /** Where it was read, for telling of it. */
  readonly place: string;
  readonly xml: string;
}

/** Puts policies in force. One that is refused is noted, and the one in force before stays. */
const importPolicies = async (
  tx: Queries,
  { open }: AuthorizationStore,
  { policies, problems, now }: PolicyImport,
): Promise<ImportChanges> => {
  const [added, changed]: [string[], string[]] = [[], []];
  let unchanged = 0;
  for (const { service, place, xml } of policies) {
    try {
      const { isNew, version } = await storePolicy(tx, open.tables, { service, xml }, now);
      if (isNew) (version === 1 ? added : changed).push(service);
      else unchanged += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push({ place, problem: `${error.code}: ${error.message}`, isLeftOut: true });
    }
  }
  return { kind: "policies", added, changed, unchanged, missing: [] };
};

/** What of a service authorization must know. */
export type ImportedService = Pick<
  AltinnResource,
  "urn" | "resourceType" | "isDelegable" | "isRestrictedToAccessLists" | "consent"
>;

export interface PolicyImport {
  readonly policies: readonly ImportedPolicy[];
  /** Where policies that are refused are noted. */
  readonly problems: DocumentProblem[];
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** Brings what authorization knows of services up to date, and their policies. All or nothing. */
export const importServices = (
  store: AuthorizationStore,
  resources: readonly ImportedService[],
  policies: PolicyImport,
): Promise<ImportChanges[]> =>
  store.open.database.transaction(async (tx) => {
    const { services, consentServices } = store.open.tables;
    const serviceChanges = await importRows<ServiceRow>(tx, {
      table: services,
      target: [services.urn],
      rows: resources.map(({ urn, isDelegable, resourceType }) => ({
        urn,
        isDelegable,
        resourceType,
        minimumLevel: LEVEL_WITHOUT_POLICY,
      })),
      keyOf: byUrn,
      merge: (before, row) => ({ ...row, minimumLevel: before.minimumLevel }),
    });
    const consentChanges = await importRows<ConsentServiceRow>(tx, {
      table: consentServices,
      target: [consentServices.service],
      rows: resources.flatMap(({ urn, consent }) => (consent === null ? [] : [{ service: urn, ...consent }])),
      keyOf: ({ service }) => service,
    });
    return [
      as("services", serviceChanges),
      as("services by consent", consentChanges),
      await setRestricted(tx, store, resources),
      await importPolicies(tx, store, policies),
    ];
  });
