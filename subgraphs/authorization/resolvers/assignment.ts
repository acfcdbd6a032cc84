import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { AuthorizationContext } from "../context.js";
import { type NamedAssignment, rightKeyOf } from "../delegation/index.js";
import { failClosed } from "../errors.js";
import { ROLE_CODES } from "../rules/roles.js";
import { AccessPackage } from "../types/access-package.js";
import { Assignment, GivenInstance, GivenPackage, GivenRights } from "../types/assignment.js";
import { PassedOnClient, ServedClient } from "../types/client.js";
import type { Party } from "../types/party.js";
import { Role } from "../types/role.js";

const RIGHTHOLDER_SUFFIX = `:${ROLE_CODES.rightholder}`;

const given = (
  row: { readonly givenAt: number | null; readonly givenById: string | null },
  givers: ReadonlyMap<string, PartyRow>,
) => ({
  givenAt: row.givenAt,
  givenBy: (row.givenById === null ? null : (givers.get(row.givenById) ?? null)) as Party | null,
});

/** An assignment as it is shown. */
export const assignmentOf = (row: NamedAssignment): Assignment => ({
  id: row.assignment.id,
  from: row.from as Party,
  to: row.to as Party,
  ...given(row.assignment, row.givers),
  isRevocable: row.assignment.roleUrn.endsWith(RIGHTHOLDER_SUFFIX),
  row,
});

const roleByUrn = async ({ metadata }: AuthorizationContext, roleUrn: string): Promise<Role | null> => {
  const roles = await failClosed(() => metadata.roles());
  return (roles.find(({ urn }) => urn === roleUrn) ?? null) as Role | null;
};

const packagesByUrn = async (
  { metadata }: AuthorizationContext,
  urns: readonly string[],
): Promise<AccessPackage[]> => {
  const packages = await failClosed(() => metadata.packages());
  return packages.filter(({ urn }) => urns.includes(urn)) as unknown as AccessPackage[];
};

@Resolver(() => Assignment)
export class AssignmentResolver {
  @FieldResolver(() => Role, { nullable: true, description: "What the one is to the other." })
  role(@Root() { row }: Assignment, @Ctx() context: AuthorizationContext): Promise<Role | null> {
    return roleByUrn(context, row.assignment.roleUrn);
  }

  @FieldResolver(() => [GivenPackage], { description: "Access packages that were given by name." })
  packages(@Root() { row }: Assignment): GivenPackage[] {
    return row.packages.map((each) => ({ ...given(each, row.givers), packageUrn: each.packageUrn }));
  }

  @FieldResolver(() => [GivenRights], { description: "Rights to services that were given by name." })
  rights(@Root() { row }: Assignment): GivenRights[] {
    return row.resources.map((each) => ({
      ...given(each, row.givers),
      service: { id: each.service },
      actions: each.actions,
      rightKeys: each.actions.map((action) => rightKeyOf(each.service, action)),
    }));
  }

  @FieldResolver(() => [GivenInstance], { description: "Single things that rights were given to." })
  instances(@Root() { row }: Assignment): GivenInstance[] {
    return row.instances.map((each) => ({
      ...given(each, row.givers),
      service: { id: each.service },
      instanceRef: each.instanceRef,
      actions: each.actions,
    }));
  }
}

@Resolver(() => GivenPackage)
export class GivenPackageResolver {
  @FieldResolver(() => AccessPackage, { nullable: true, description: "Which package was given." })
  async accessPackage(
    @Root() { packageUrn }: GivenPackage,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessPackage | null> {
    return (await packagesByUrn(context, [packageUrn]))[0] ?? null;
  }
}

@Resolver(() => ServedClient)
export class ServedClientResolver {
  @FieldResolver(() => Role, { nullable: true, description: "What the organisation is to the client." })
  role(@Root() { roleUrn }: ServedClient, @Ctx() context: AuthorizationContext): Promise<Role | null> {
    return roleByUrn(context, roleUrn);
  }

  @FieldResolver(() => [AccessPackage], { description: "Access packages that can be passed on." })
  packages(
    @Root() { packageUrns }: ServedClient,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessPackage[]> {
    return packagesByUrn(context, packageUrns);
  }
}

@Resolver(() => PassedOnClient)
export class PassedOnClientResolver {
  @FieldResolver(() => Role, { nullable: true, description: "What the organisation is to the client." })
  role(@Root() { roleUrn }: PassedOnClient, @Ctx() context: AuthorizationContext): Promise<Role | null> {
    return roleByUrn(context, roleUrn);
  }

  @FieldResolver(() => [AccessPackage], { description: "Access packages that were passed on." })
  packages(
    @Root() { packageUrns }: PassedOnClient,
    @Ctx() context: AuthorizationContext,
  ): Promise<AccessPackage[]> {
    return packagesByUrn(context, packageUrns);
  }
}
