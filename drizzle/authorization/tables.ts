import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";
import { auditTables } from "./tables-audit.js";
import { consentTables } from "./tables-consents.js";
import { policyTables } from "./tables-policies.js";
import { requestTables } from "./tables-requests.js";

/**
 * Authorization's tables, after Altinn Authorization's model. All rights are edges: an assignment gives `to` a role
 * (or, by the Rightholder role, packages, resources or instances) on behalf of `from`; a client delegation passes one
 * assignment on to an agent of the facilitator.
 */
export const authorizationTables = (c: Columns) => {
  /** When something was given, and who did it; null where it came with a register. */
  const given = () => ({ givenAt: c.moment("given_at"), givenById: c.id("given_by_id") });

  const parties = c.table(
    "party",
    {
      id: c.id("id").primaryKey(),
      /** The URN that agencies use: `urn:altinn:person:identifier-no:…`. */
      urn: c.text("urn").notNull().unique(),
      /** PERSON, ORGANIZATION, SELF_IDENTIFIED, SYSTEM_USER */
      type: c.text("type").notNull(),
      /** Organisation form or kind of person: AS, ENK, BEDR, Person … */
      variant: c.text("variant").notNull(),
      name: c.text("name").notNull(),
      /** The main unit of a subunit. */
      parentId: c.id("parent_id"),
      /** Altinn's own number for the party. */
      partyId: c.int("party_id").notNull().unique(),
      /** ISO date. */
      dateOfBirth: c.text("date_of_birth"),
      dateOfDeath: c.text("date_of_death"),
      deletedAt: c.moment("deleted_at"),
    },
    (table) => [c.index("party_by_parent").on(table.parentId)],
  );

  const roles = c.table("role", {
    /** `urn:altinn:external-role:ccr:daglig-leder` */
    urn: c.text("urn").primaryKey(),
    /** `urn:altinn:rolecode:dagl`; policies name either. */
    legacyUrn: c.text("legacy_urn"),
    code: c.text("code").notNull(),
    name: c.json<LocalizedText>("name").notNull(),
    isKeyRole: c.bool("is_key_role").notNull(),
    /** Who gives it: ENTITY_REGISTER, CIVIL_RIGHTS_AUTHORITY, ALTINN2, ALTINN3; null where that is not known. */
    provider: c.text("provider"),
    description: c.json<LocalizedText>("description"),
  });

  /** A role that comes with another. */
  const roleMap = c.table(
    "role_map",
    { roleUrn: c.text("role_urn").notNull(), impliedRoleUrn: c.text("implied_role_urn").notNull() },
    (table) => [c.primaryKey({ columns: [table.roleUrn, table.impliedRoleUrn] })],
  );

  /** Areas come in groups: for every business, for a trade, for citizens, for guardians. */
  const areaGroups = c.table("area_group", {
    urn: c.text("urn").primaryKey(),
    name: c.json<LocalizedText>("name").notNull(),
    description: c.json<LocalizedText>("description").notNull(),
    /** Whose packages they are: ORGANIZATION or PERSON. */
    entityType: c.text("entity_type").notNull(),
  });

  /** What access packages are about. */
  const areas = c.table("area", {
    /** `accesspackage:area:skatt-avgift-regnskap` */
    urn: c.text("urn").primaryKey(),
    name: c.json<LocalizedText>("name").notNull(),
    description: c.json<LocalizedText>("description").notNull(),
    groupUrn: c.text("group_urn").notNull(),
  });

  const accessPackages = c.table("access_package", {
    /** `urn:altinn:accesspackage:skatt-naering` */
    urn: c.text("urn").primaryKey(),
    name: c.json<LocalizedText>("name").notNull(),
    description: c.json<LocalizedText>("description").notNull(),
    /** URN of its area. */
    area: c.text("area").notNull(),
    /** Whether it may be passed on to an agent with a client. */
    isDelegable: c.bool("is_delegable").notNull(),
    /** Whether it may be given to a rightholder. */
    isAssignable: c.bool("is_assignable").notNull(),
    /** Whose things it opens: ORGANIZATION or PERSON. */
    entityType: c.text("entity_type").notNull().default("ORGANIZATION"),
    /** Whether policies of agencies may name it. */
    isAvailableForServiceOwners: c.bool("is_available_for_service_owners").notNull().default(true),
  });

  /** Which packages a role holds, for all organisation forms or for one. */
  const rolePackages = c.table(
    "role_package",
    {
      roleUrn: c.text("role_urn").notNull(),
      packageUrn: c.text("package_urn").notNull(),
      /** Empty for every variant. */
      variant: c.text("variant").notNull(),
      hasAccess: c.bool("has_access").notNull(),
      canDelegate: c.bool("can_delegate").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.roleUrn, table.packageUrn, table.variant] })],
  );

  const assignments = c.table(
    "assignment",
    {
      id: c.id("id").primaryKey(),
      fromId: c.id("from_id").notNull(),
      toId: c.id("to_id").notNull(),
      roleUrn: c.text("role_urn").notNull(),
      ...given(),
    },
    (table) => [
      c.uniqueIndex("assignment_by_to").on(table.toId, table.roleUrn, table.fromId),
      c.index("assignment_by_from").on(table.fromId),
    ],
  );

  const assignmentPackages = c.table(
    "assignment_package",
    {
      assignmentId: c.id("assignment_id").notNull(),
      packageUrn: c.text("package_urn").notNull(),
      ...given(),
    },
    (table) => [c.primaryKey({ columns: [table.assignmentId, table.packageUrn] })],
  );

  const assignmentResources = c.table(
    "assignment_resource",
    {
      assignmentId: c.id("assignment_id").notNull(),
      service: c.text("service").notNull(),
      actions: c.json<readonly string[]>("actions").notNull(),
      ...given(),
    },
    (table) => [c.primaryKey({ columns: [table.assignmentId, table.service] })],
  );

  const assignmentInstances = c.table(
    "assignment_instance",
    {
      assignmentId: c.id("assignment_id").notNull(),
      service: c.text("service").notNull(),
      instanceRef: c.text("instance_ref").notNull(),
      actions: c.json<readonly string[]>("actions").notNull(),
      ...given(),
    },
    (table) => [c.primaryKey({ columns: [table.assignmentId, table.instanceRef] })],
  );

  /** What a client's assignment to a facilitator is passed on with, to one of the facilitator's agents. */
  const clientDelegations = c.table(
    "client_delegation",
    {
      id: c.id("id").primaryKey(),
      /** client → facilitator */
      fromAssignmentId: c.id("from_assignment_id").notNull(),
      /** facilitator → agent */
      toAssignmentId: c.id("to_assignment_id").notNull(),
      ...given(),
    },
    (table) => [
      c.uniqueIndex("client_delegation_by_to").on(table.toAssignmentId, table.fromAssignmentId),
      c.index("client_delegation_by_from").on(table.fromAssignmentId),
    ],
  );

  const clientDelegationPackages = c.table(
    "client_delegation_package",
    {
      delegationId: c.id("delegation_id").notNull(),
      packageUrn: c.text("package_urn").notNull(),
      ...given(),
    },
    (table) => [c.primaryKey({ columns: [table.delegationId, table.packageUrn] })],
  );

  const clientDelegationResources = c.table(
    "client_delegation_resource",
    {
      delegationId: c.id("delegation_id").notNull(),
      service: c.text("service").notNull(),
      /** `null`: every action that the service's policy names. */
      actions: c.json<readonly string[]>("actions"),
      ...given(),
    },
    (table) => [c.primaryKey({ columns: [table.delegationId, table.service] })],
  );

  /** What authorization needs to know of a service; its texts are the catalogue's. */
  const services = c.table("service", {
    urn: c.text("urn").primaryKey(),
    minimumLevel: c.int("minimum_level").notNull(),
    isDelegable: c.bool("is_delegable").notNull(),
    /** As Altinn Resource Registry sorts them, e.g. `MASKINPORTEN_SCHEMA`. */
    resourceType: c.text("resource_type").notNull().default("DEFAULT"),
  });

  /** A service's policy, flat: whoever holds the subject (role, by either URN, or package) may do the action. */
  const policyRules = c.table(
    "policy_rule",
    {
      service: c.text("service").notNull(),
      action: c.text("action").notNull(),
      subjectUrn: c.text("subject_urn").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.service, table.action, table.subjectUrn] }),
      c.index("policy_rule_by_subject").on(table.subjectUrn, table.action),
    ],
  );

  return {
    parties,
    roles,
    roleMap,
    areaGroups,
    areas,
    accessPackages,
    rolePackages,
    assignments,
    assignmentPackages,
    assignmentResources,
    assignmentInstances,
    clientDelegations,
    clientDelegationPackages,
    clientDelegationResources,
    services,
    policyRules,
    ...auditTables(c),
    ...requestTables(c),
    ...consentTables(c),
    ...policyTables(c),
  };
};

export type AuthorizationTables = ReturnType<typeof authorizationTables>;
type Row<Name extends keyof AuthorizationTables> = AuthorizationTables[Name]["$inferSelect"];
export type PartyRow = Row<"parties">;
export type RoleRow = Row<"roles">;
export type RoleMapRow = Row<"roleMap">;
export type AreaGroupRow = Row<"areaGroups">;
export type AreaRow = Row<"areas">;
export type AccessPackageRow = Row<"accessPackages">;
export type RolePackageRow = Row<"rolePackages">;
export type AssignmentRow = Row<"assignments">;
export type AssignmentPackageRow = Row<"assignmentPackages">;
export type AssignmentResourceRow = Row<"assignmentResources">;
export type AssignmentInstanceRow = Row<"assignmentInstances">;
export type ClientDelegationRow = Row<"clientDelegations">;
export type ClientDelegationPackageRow = Row<"clientDelegationPackages">;
export type ClientDelegationResourceRow = Row<"clientDelegationResources">;
export type ServiceRow = Row<"services">;
export type PolicyRuleRow = Row<"policyRules">;
