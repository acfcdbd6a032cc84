import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import type { AuthorizationContext } from "../context.js";
import { failClosed } from "../errors.js";
import { Role, RolePackage } from "../types/role.js";

@Resolver(() => Role)
export class RoleResolver {
  @Query(() => [Role], { description: "Every role that there is, by URN." })
  async roles(@Ctx() { metadata }: AuthorizationContext): Promise<Role[]> {
    return [...(await failClosed(() => metadata.roles()))] as Role[];
  }

  @Query(() => Role, { nullable: true, description: "One role; null where there is none." })
  async role(
    @Arg("urn", () => ID, { description: "Either of its URNs." }) urn: string,
    @Ctx() { metadata }: AuthorizationContext,
  ): Promise<Role | null> {
    const asked = urn.toLowerCase();
    const roles = await failClosed(() => metadata.roles());
    return (roles.find((row) => row.urn === asked || row.legacyUrn === asked) ?? null) as Role | null;
  }

  @FieldResolver(() => String, { description: "What it is called." })
  name(
    @Root() row: Role,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string {
    return localize(row.name, languageOf(lang, call.language)) ?? row.code;
  }

  @FieldResolver(() => String, { nullable: true, description: "What it stands for." })
  description(
    @Root() row: Role,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return localize(row.description, languageOf(lang, call.language));
  }

  @FieldResolver(() => [Role], { description: "Roles that come with it." })
  async impliedRoles(@Root() row: Role, @Ctx() { metadata }: AuthorizationContext): Promise<Role[]> {
    const [roles, map] = await failClosed(() => Promise.all([metadata.roles(), metadata.roleMap()]));
    const implied = new Set(
      map.filter(({ roleUrn }) => roleUrn === row.urn).map(({ impliedRoleUrn }) => impliedRoleUrn),
    );
    return roles.filter(({ urn }) => implied.has(urn)) as Role[];
  }

  @FieldResolver(() => [RolePackage], { description: "The access packages that it holds." })
  async packages(@Root() row: Role, @Ctx() { metadata }: AuthorizationContext): Promise<RolePackage[]> {
    const held = await failClosed(() => metadata.rolePackages());
    return held
      .filter(({ roleUrn }) => roleUrn === row.urn)
      .map((each) => ({ ...each, variant: each.variant === "" ? null : each.variant }));
  }
}
