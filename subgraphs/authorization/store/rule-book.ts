import { and, eq, sql } from "drizzle-orm";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { READ } from "../rules/scope.js";

/** The rows that a rule book is made from: what is the same for every viewer. */
export const ruleBookRows = async (read: Queries, tables: AuthorizationTables) => {
  const { roles, roleMap, rolePackages, accessPackages, services, policyRules, servicePolicies } = tables;
  const { serviceOwners, restrictedServices, accessListServices, accessListMembers } = tables;
  const [role, implied, held, packages, service, readers, levels, evaluated, owners, restricted, members] =
    await Promise.all([
      read.select().from(roles),
      read.select().from(roleMap),
      read
        .select({
          roleUrn: rolePackages.roleUrn,
          packageUrn: rolePackages.packageUrn,
          variant: rolePackages.variant,
        })
        .from(rolePackages)
        .where(sql`${rolePackages.hasAccess}`),
      read.select({ urn: accessPackages.urn, name: accessPackages.name }).from(accessPackages),
      read.select({ urn: services.urn, minimumLevel: services.minimumLevel }).from(services),
      read
        .select({ service: policyRules.service, subjectUrn: policyRules.subjectUrn })
        .from(policyRules)
        .where(eq(policyRules.action, READ)),
      read
        .select({
          service: servicePolicies.service,
          minimum: servicePolicies.minimumLevel,
          minimumForOrg: servicePolicies.minimumLevelForOrg,
        })
        .from(servicePolicies)
        .where(eq(servicePolicies.isCurrent, true)),
      read
        .select({
          service: servicePolicies.service,
          version: servicePolicies.version,
          xml: servicePolicies.xml,
        })
        .from(servicePolicies)
        .where(and(eq(servicePolicies.isCurrent, true), eq(servicePolicies.isFlat, false))),
      read.select().from(serviceOwners),
      read.select().from(restrictedServices),
      read
        .select({
          service: accessListServices.service,
          actions: accessListServices.actions,
          partyId: accessListMembers.partyId,
        })
        .from(accessListServices)
        .innerJoin(restrictedServices, eq(restrictedServices.service, accessListServices.service))
        .innerJoin(accessListMembers, eq(accessListMembers.listId, accessListServices.listId)),
    ]);
  return {
    roles: role,
    roleMap: implied,
    rolePackages: held,
    accessPackages: packages,
    services: service,
    readers,
    levels,
    evaluated,
    serviceOwners: owners,
    restrictedServices: restricted,
    accessListMembers: members,
  };
};

export type RuleBookRows = Awaited<ReturnType<typeof ruleBookRows>>;
