import type {
  AccessPackageRow,
  PartyRow,
  RoleRow,
  ServiceRow,
} from "../../../drizzle/authorization/tables.js";
import { uuidFromName } from "../../../lib/ids.js";
import type { LocalizedText } from "../../../schema/localization.js";
import {
  EMAIL_PREFIX,
  ORGANIZATION_PREFIX,
  organizationNumberOf,
  PERSON_PREFIX,
  personNumberOf,
  SYSTEM_USER_PREFIX,
} from "../../../schema/urns.js";
import type { Viewer } from "../../../schema/viewer.js";
import type { AuthorizationSeed } from "../../../subgraphs/authorization/index.js";

export const NOW = Date.parse("2026-06-15T08:00:00Z");

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Row)[] ? Row[] : T[Key] };

const role = (
  code: string,
  legacy: string | null,
  name: LocalizedText,
  options: { urn?: string; isKeyRole?: boolean } = {},
): RoleRow => ({
  urn: options.urn ?? `urn:altinn:external-role:ccr:${code}`,
  legacyUrn: legacy === null ? null : `urn:altinn:rolecode:${legacy}`,
  code,
  name,
  isKeyRole: options.isKeyRole ?? false,
  provider: null,
  description: null,
});

const altinnRole = (code: string, legacy: string | null, name: LocalizedText): RoleRow =>
  role(code, legacy, name, { urn: `urn:altinn:role:${code}` });

/** The roles that tests use, by a short name. */
export const ROLES = {
  DAGL: role(
    "daglig-leder",
    "dagl",
    { nb: "Daglig leder", nn: "Dagleg leiar", en: "Managing director" },
    { isKeyRole: true },
  ),
  LEDE: role("styreleder", "lede", { nb: "Styreleder", en: "Chair of the board" }, { isKeyRole: true }),
  INNH: role("innehaver", "innh", { nb: "Innehaver", en: "Sole proprietor" }, { isKeyRole: true }),
  DTPR: role("deltaker-delt-ansvar", "dtpr", { nb: "Deltaker med delt ansvar" }, { isKeyRole: true }),
  MEDL: role("styremedlem", "medl", { nb: "Styremedlem", en: "Board member" }),
  REGN: role("regnskapsforer", "regn", { nb: "Regnskapsfører", en: "Accountant" }),
  REVI: role("revisor", "revi", { nb: "Revisor", en: "Auditor" }),
  FFOR: role("forretningsforer", "ffør", { nb: "Forretningsfører", en: "Business manager" }),
  A0239: role(
    "A0239",
    null,
    { nb: "Regnskapsfører med signeringsrettighet" },
    { urn: "urn:altinn:rolecode:a0239" },
  ),
  UTINN: role("UTINN", null, { nb: "Utfyller/Innsender" }, { urn: "urn:altinn:rolecode:utinn" }),
  GUARDIAN: role(
    "skatteetaten-innkreving",
    null,
    { nb: "Verge (skatt)", en: "Guardian (tax)" },
    { urn: "urn:altinn:external-role:cra:skatteetaten-innkreving" },
  ),
  RIGHTHOLDER: altinnRole("rettighetshaver", null, { nb: "Rettighetshaver" }),
  APP_RIGHTHOLDER: altinnRole("appstyrt-rettighetshaver", null, { nb: "Appstyrt rettighetshaver" }),
  AGENT: altinnRole("agent", null, { nb: "Agent" }),
  SUPPLIER: altinnRole("supplier", null, { nb: "Leverandør" }),
  ADMIN: altinnRole("hovedadministrator", null, { nb: "Hovedadministrator" }),
  PRIV: altinnRole("privatperson", "priv", { nb: "Privatperson", en: "Private person" }),
  SELN: altinnRole("selvregistrert", "seln", { nb: "Selvregistrert bruker" }),
} as const;

export type RoleName = keyof typeof ROLES;

/** What an assignment gives by name. */
export interface Given {
  readonly packages?: readonly string[];
  readonly resources?: Readonly<Record<string, readonly string[]>>;
  readonly instances?: readonly { service: string; instanceRef: string; actions: readonly string[] }[];
}

const numbers = <Number_>(make: (candidate: number) => Number_ | null) => {
  let candidate = 0;
  return (): Number_ => {
    for (;;) {
      const number = make(candidate++);
      if (number !== null) return number;
    }
  };
};

export const packageUrn = (code: string): string => `urn:altinn:accesspackage:${code}`;
/** The area that all packages of a written world are in. */
const AREA = "accesspackage:area:test";

export const serviceUrn = (code: string): string => `urn:altinn:resource:${code}`;

/** A register that is written by hand: synthetic people, fictitious organisations. */
export const createWorld = () => {
  const seed: Mutable<AuthorizationSeed> = {
    parties: [],
    roles: Object.values(ROLES),
    roleMap: [],
    areaGroups: [],
    areas: [],
    accessPackages: [],
    rolePackages: [],
    assignments: [],
    assignmentPackages: [],
    assignmentResources: [],
    assignmentInstances: [],
    clientDelegations: [],
    clientDelegationPackages: [],
    clientDelegationResources: [],
    services: [],
    policyRules: [],
  };
  const organizationNumber = numbers((n) => organizationNumberOf(String(31_000_000 + n)));
  // Month + 80 marks a synthetic person.
  const personNumber = numbers((n) => personNumberOf(`018590${String(n).padStart(3, "0")}`));

  const add = (party: Partial<PartyRow> & Pick<PartyRow, "urn" | "type" | "variant" | "name">): PartyRow => {
    const row: PartyRow = {
      id: uuidFromName(party.name),
      parentId: null,
      partyId: 50_000_000 + seed.parties.length,
      dateOfBirth: null,
      dateOfDeath: null,
      deletedAt: null,
      ...party,
    };
    seed.parties.push(row);
    return row;
  };

  const world = {
    seed: seed as AuthorizationSeed,

    person: (name: string, more: Partial<PartyRow> = {}) =>
      add({ urn: PERSON_PREFIX + personNumber(), type: "PERSON", variant: "Person", name, ...more }),

    organization: (name: string, more: Partial<PartyRow> = {}) =>
      add({
        urn: ORGANIZATION_PREFIX + organizationNumber(),
        type: "ORGANIZATION",
        variant: "AS",
        name,
        ...more,
      }),

    subunit: (name: string, mainUnit: PartyRow, more: Partial<PartyRow> = {}) =>
      world.organization(name, { variant: "BEDR", parentId: mainUnit.id, ...more }),

    selfIdentified: (name: string, email: string) =>
      add({ urn: EMAIL_PREFIX + email, type: "SELF_IDENTIFIED", variant: "SI_EMAIL", name }),

    systemUser: (name: string, more: Partial<PartyRow> = {}) =>
      add({
        urn: SYSTEM_USER_PREFIX + uuidFromName(`urn of ${name}`),
        type: "SYSTEM_USER",
        variant: "StandardSystem",
        name,
        ...more,
      }),

    /** `to` gets a role on behalf of `from`. @returns the assignment's id */
    assign: (from: PartyRow, to: PartyRow, name: RoleName, given: Given = {}): string => {
      const id = uuidFromName(`assignment ${seed.assignments.length}`);
      seed.assignments.push({ id, fromId: from.id, toId: to.id, roleUrn: ROLES[name].urn });
      for (const code of given.packages ?? []) {
        seed.assignmentPackages.push({ assignmentId: id, packageUrn: packageUrn(code) });
      }
      for (const [code, actions] of Object.entries(given.resources ?? {})) {
        seed.assignmentResources.push({ assignmentId: id, service: serviceUrn(code), actions });
      }
      for (const { service, instanceRef, actions } of given.instances ?? []) {
        seed.assignmentInstances.push({
          assignmentId: id,
          service: serviceUrn(service),
          instanceRef,
          actions,
        });
      }
      return id;
    },

    /** A facilitator passes a client's assignment on to one of its agents. */
    delegate: (
      clientToFacilitator: string,
      facilitatorToAgent: string,
      given: {
        packages?: readonly string[];
        /** Every action of a service, or the ones that are named. */
        resources?: readonly string[];
        rights?: Readonly<Record<string, readonly string[]>>;
      },
    ): void => {
      const id = uuidFromName(`delegation ${seed.clientDelegations.length}`);
      seed.clientDelegations.push({
        id,
        fromAssignmentId: clientToFacilitator,
        toAssignmentId: facilitatorToAgent,
      });
      for (const code of given.packages ?? []) {
        seed.clientDelegationPackages.push({ delegationId: id, packageUrn: packageUrn(code) });
      }
      for (const code of given.resources ?? []) {
        seed.clientDelegationResources.push({ delegationId: id, service: serviceUrn(code), actions: null });
      }
      for (const [code, actions] of Object.entries(given.rights ?? {})) {
        seed.clientDelegationResources.push({ delegationId: id, service: serviceUrn(code), actions });
      }
    },

    imply: (name: RoleName, implied: RoleName): void => {
      seed.roleMap.push({ roleUrn: ROLES[name].urn, impliedRoleUrn: ROLES[implied].urn });
    },

    area: (code: string, entityType = "ORGANIZATION"): void => {
      const groupUrn = `accesspackage:areagroup:${entityType.toLowerCase()}`;
      const [name, description] = [{ nb: code }, {}];
      if (!seed.areaGroups.some(({ urn }) => urn === groupUrn)) {
        seed.areaGroups.push({ urn: groupUrn, name: { nb: entityType }, description, entityType });
      }
      seed.areas.push({ urn: `accesspackage:area:${code}`, name, description, groupUrn });
    },

    accessPackage: (
      code: string,
      name: LocalizedText = { nb: code },
      more: Partial<AccessPackageRow> = {},
    ): void => {
      seed.accessPackages.push({
        urn: packageUrn(code),
        name,
        description: {},
        area: AREA,
        isDelegable: true,
        isAssignable: true,
        entityType: "ORGANIZATION",
        isAvailableForServiceOwners: true,
        ...more,
      });
    },

    roleHolds: (
      name: RoleName,
      code: string,
      more: { variant?: string; hasAccess?: boolean; canDelegate?: boolean } = {},
    ): void => {
      seed.rolePackages.push({
        roleUrn: ROLES[name].urn,
        packageUrn: packageUrn(code),
        variant: "",
        hasAccess: true,
        canDelegate: true,
        ...more,
      });
    },

    /** @param rules who may do what: subject URNs by action */
    service: (
      code: string,
      rules: Readonly<Record<string, readonly string[]>>,
      minimumLevel = 3,
      more: Partial<ServiceRow> = {},
    ): string => {
      const service = serviceUrn(code);
      seed.services.push({
        urn: service,
        minimumLevel,
        isDelegable: true,
        resourceType: "DEFAULT",
        ...more,
      });
      for (const [action, subjectUrns] of Object.entries(rules)) {
        for (const subjectUrn of subjectUrns) seed.policyRules.push({ service, action, subjectUrn });
      }
      return service;
    },
  };
  return world;
};

export type World = ReturnType<typeof createWorld>;

const KINDS: Readonly<Record<string, Viewer["kind"]>> = {
  PERSON: "PERSON",
  SELF_IDENTIFIED: "SELF_IDENTIFIED",
  SYSTEM_USER: "SYSTEM_USER",
  ORGANIZATION: "ORGANIZATION",
};

/** A party that signs in. */
export const viewerOf = (party: Pick<PartyRow, "urn" | "type">, more: Partial<Viewer> = {}): Viewer => ({
  kind: KINDS[party.type] ?? "PERSON",
  party: party.urn,
  organization: party.type === "ORGANIZATION" ? party.urn : null,
  supplier: null,
  level: party.type === "SELF_IDENTIFIED" ? 0 : 3,
  scopes: [],
  clientId: null,
  ...more,
});
