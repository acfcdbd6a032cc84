import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import type { AuthorizationContext } from "../context.js";
import type { CheckReason, Delegator } from "../delegation/index.js";
import { authorizationError, failClosed } from "../errors.js";
import { mayAdministerAccess } from "../rules/administration.js";
import { AccessPackage } from "../types/access-package.js";
import {
  type DelegationCheckCode,
  DelegationCheckReason,
  PackageDelegationCheck,
  RightDelegationCheck,
} from "../types/delegation-check.js";
import { Party } from "../types/party.js";
import { Role } from "../types/role.js";

/** A reason as it is shown. */
export const reasonOf = ({ code, way }: CheckReason): DelegationCheckReason => ({
  code: code as DelegationCheckCode,
  isMainAdministrator: way?.isMainAdministrator ?? false,
  way,
});

/**
 * What the viewer may do with access on a party's behalf.
 * @throws DomainError `ADMINISTRATION_REQUIRED` where that is nothing
 */
export const administratorOf = async (
  { loaders }: AuthorizationContext,
  party: Party,
  isAllowed: (delegator: Delegator) => boolean,
): Promise<Delegator> => {
  const delegator = await loaders.delegator.load(party.id);
  if (delegator !== null && isAllowed(delegator)) return delegator;
  throw authorizationError(
    "ADMINISTRATION_REQUIRED",
    "Only those who administer the party's access may see this. Ask somebody who leads it, or its access manager.",
  );
};

@Resolver(() => Party)
export class PartyDelegationResolver {
  @FieldResolver(() => Boolean, {
    description: "Whether you may give others access on the party's behalf, and take it back.",
  })
  async mayAdministerAccess(
    @Root() party: Party,
    @Ctx() { call, authorization }: AuthorizationContext,
  ): Promise<boolean> {
    return mayAdministerAccess(await authorization.connections(call), party.id);
  }

  @FieldResolver(() => [PackageDelegationCheck], {
    nullable: true,
    description:
      "Which access packages you may give others on the party's behalf, and why, or why not. An error for those who " +
      "do not administer its access.",
  })
  async packageDelegationChecks(
    @Root() party: Party,
    @Arg("packages", () => [ID], {
      nullable: true,
      description: "URNs; omitted = every package for such parties.",
    })
    packages: string[] | null,
    @Ctx() context: AuthorizationContext,
  ): Promise<PackageDelegationCheck[]> {
    const delegator = await administratorOf(context, party, ({ mayAdminister }) => mayAdminister);
    const asked = packages == null ? null : new Set(packages.map((urn) => urn.toLowerCase()));
    const checks = await context.delegation.checkPackages(delegator);
    return checks
      .filter(({ packageUrn }) => asked === null || asked.has(packageUrn))
      .map(({ packageUrn, isDelegable, reasons }) => ({
        packageUrn,
        isDelegable,
        reasons: reasons.map(reasonOf),
      }));
  }

  @FieldResolver(() => [RightDelegationCheck], {
    nullable: true,
    description:
      "Which rights to a service you may give others on the party's behalf, and why, or why not; null where there is " +
      "no such service. An error for those who do not administer the party's access.",
  })
  async rightDelegationChecks(
    @Root() party: Party,
    @Arg("service", () => ID, { description: "URN of the service." }) service: string,
    @Ctx() context: AuthorizationContext,
  ): Promise<RightDelegationCheck[] | null> {
    const delegator = await administratorOf(context, party, ({ mayAdminister }) => mayAdminister);
    const checks = await context.delegation.checkService(delegator, service);
    if (checks === null) return null;
    return checks.map(({ key, action, isDelegable, reasons }) => ({
      rightKey: key,
      action,
      isDelegable,
      reasons: reasons.map(reasonOf),
    }));
  }
}

@Resolver(() => PackageDelegationCheck)
export class PackageDelegationCheckResolver {
  @FieldResolver(() => AccessPackage, { nullable: true, description: "Which package was asked about." })
  async accessPackage(
    @Root() { packageUrn }: PackageDelegationCheck,
    @Ctx() { metadata }: AuthorizationContext,
  ): Promise<AccessPackage | null> {
    const packages = await failClosed(() => metadata.packages());
    return (packages.find(({ urn }) => urn === packageUrn) ?? null) as AccessPackage | null;
  }
}

@Resolver(() => DelegationCheckReason)
export class DelegationCheckReasonResolver {
  @FieldResolver(() => Role, { nullable: true, description: "The role that lets you; null where none does." })
  async role(
    @Root() { way }: DelegationCheckReason,
    @Ctx() { metadata }: AuthorizationContext,
  ): Promise<Role | null> {
    if (way === null) return null;
    const roles = await failClosed(() => metadata.roles());
    return (roles.find(({ urn }) => urn === (way.roleUrn ?? way.connection.role.urn)) ?? null) as Role | null;
  }

  @FieldResolver(() => Party, {
    nullable: true,
    description:
      "The organisation that you stand in for, by a key role in it; null where you were given it yourself.",
  })
  async via(
    @Root() { way }: DelegationCheckReason,
    @Ctx() { call, authorization }: AuthorizationContext,
  ): Promise<Party | null> {
    const viaId = way?.connection.through?.partyId;
    if (viaId === undefined) return null;
    return ((await authorization.connections(call)).parties.get(viaId) ?? null) as Party | null;
  }
}
