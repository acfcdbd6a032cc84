import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { openPage } from "../../../schema/paging.js";
import { CursorScalar } from "../../../schema/scalars.js";
import { ServiceResourceReference } from "../../../schema/types/references.js";
import type { AuthorizationContext } from "../context.js";
import { failClosed } from "../errors.js";
import { searchPackages } from "../rules/package-search.js";
import {
  AccessPackage,
  AccessPackageConnection,
  PackageArea,
  PackageAreaGroup,
} from "../types/access-package.js";
import { Role, RolePackage } from "../types/role.js";

const MAX_PAGE_SIZE = 500;

@Resolver(() => AccessPackage)
export class AccessPackageResolver {
  @Query(() => AccessPackageConnection, {
    description: "Access packages: all of them by URN, or those that fit your words, the best fit first.",
  })
  async accessPackages(
    @Arg("first", () => Int, { defaultValue: 50, description: "How many, from 1 to 500." }) first: number,
    @Arg("after", () => CursorScalar, { nullable: true, description: "`endCursor` of the page before." })
    after: string | null,
    @Arg("search", () => String, {
      nullable: true,
      description:
        "Words of the name, the description or the area, in bokmål, nynorsk or English; all of them must fit.",
    })
    search: string | null,
    @Arg("area", () => ID, { nullable: true, description: "URN of an area." }) area: string | null,
    @Arg("group", () => ID, { nullable: true, description: "URN of a group of areas." }) group: string | null,
    @Ctx() { metadata, cursors }: AuthorizationContext,
  ): Promise<AccessPackageConnection> {
    const list = JSON.stringify(["packages", search ?? null, area ?? null, group ?? null]);
    const page = openPage(cursors, { first, after, maxFirst: MAX_PAGE_SIZE, list });
    const [packages, areas] = await failClosed(() => Promise.all([metadata.packages(), metadata.areas()]));
    const byUrn = new Map(areas.map((row) => [row.urn, row]));
    const inPlace = packages.filter(
      (row) =>
        (area == null || row.area === area) && (group == null || byUrn.get(row.area)?.groupUrn === group),
    );
    const all = search == null ? inPlace : searchPackages(inPlace, byUrn, search);
    const start = page.after === null ? 0 : Number(page.after[0]) + 1;
    const rows = all.slice(start, start + page.take).map((row, index) => ({ row, index: start + index }));
    const { edges, pageInfo } = page.connection(rows, ({ index, row }) => [index, row.urn]);
    return {
      edges: edges.map((edge) => edge.as(edge.node.row as AccessPackage)),
      pageInfo,
      totalCount: all.length,
    };
  }

  @Query(() => AccessPackage, {
    nullable: true,
    description: "One access package; null where there is none.",
  })
  async accessPackage(
    @Arg("urn", () => ID, { description: "E.g. `urn:altinn:accesspackage:skatt-naering`." }) urn: string,
    @Ctx() { metadata }: AuthorizationContext,
  ): Promise<AccessPackage | null> {
    const packages = await failClosed(() => metadata.packages());
    return (packages.find((row) => row.urn === urn.toLowerCase()) ?? null) as AccessPackage | null;
  }

  @FieldResolver(() => String, { description: "What it is called." })
  name(
    @Root() row: AccessPackage,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string {
    return localize(row.name, languageOf(lang, call.language)) ?? row.urn;
  }

  @FieldResolver(() => String, { nullable: true, description: "What it gives access to." })
  description(
    @Root() row: AccessPackage,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return localize(row.description, languageOf(lang, call.language));
  }

  @FieldResolver(() => PackageArea, { nullable: true, description: "What it is about." })
  async area(
    @Root() row: AccessPackage,
    @Ctx() { metadata }: AuthorizationContext,
  ): Promise<PackageArea | null> {
    const areas = await failClosed(() => metadata.areas());
    return (areas.find(({ urn }) => urn === row.area) ?? null) as PackageArea | null;
  }

  @FieldResolver(() => [RolePackage], { description: "Which roles hold it." })
  async roles(@Root() row: AccessPackage, @Ctx() { metadata }: AuthorizationContext): Promise<RolePackage[]> {
    const held = await failClosed(() => metadata.rolePackages());
    return held
      .filter(({ packageUrn }) => packageUrn === row.urn)
      .map((each) => ({ ...each, variant: each.variant === "" ? null : each.variant }));
  }

  @FieldResolver(() => [ServiceResourceReference], {
    nullable: "items",
    description: "The services whose policies name it.",
  })
  async services(
    @Root() row: AccessPackage,
    @Ctx() { loaders }: AuthorizationContext,
  ): Promise<ServiceResourceReference[]> {
    return (await loaders.servicesByPackage.load(row.urn)).map((id) => ({ id }));
  }
}

@Resolver(() => RolePackage)
export class RolePackageResolver {
  @FieldResolver(() => Role, { nullable: true, description: "Which role holds it." })
  async role(@Root() row: RolePackage, @Ctx() { metadata }: AuthorizationContext): Promise<Role | null> {
    const roles = await failClosed(() => metadata.roles());
    return (roles.find(({ urn }) => urn === row.roleUrn) ?? null) as Role | null;
  }

  @FieldResolver(() => AccessPackage, { nullable: true, description: "What the role holds." })
  async accessPackage(
    @Root() row: RolePackage,
    @Ctx() { metadata }: AuthorizationContext,
  ): Promise<AccessPackage | null> {
    const packages = await failClosed(() => metadata.packages());
    return (packages.find(({ urn }) => urn === row.packageUrn) ?? null) as AccessPackage | null;
  }
}

@Resolver(() => PackageArea)
export class PackageAreaResolver {
  @Query(() => [PackageAreaGroup], { description: "Groups of areas that access packages are about." })
  async packageAreaGroups(@Ctx() { metadata }: AuthorizationContext): Promise<PackageAreaGroup[]> {
    return [...(await failClosed(() => metadata.areaGroups()))] as PackageAreaGroup[];
  }

  @FieldResolver(() => String, { description: "What it is called." })
  name(
    @Root() row: PackageArea,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string {
    return localize(row.name, languageOf(lang, call.language)) ?? row.urn;
  }

  @FieldResolver(() => String, { nullable: true, description: "What its packages give access to." })
  description(
    @Root() row: PackageArea,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return localize(row.description, languageOf(lang, call.language));
  }

  @FieldResolver(() => PackageAreaGroup, { nullable: true, description: "The group that it belongs to." })
  async group(
    @Root() row: PackageArea,
    @Ctx() { metadata }: AuthorizationContext,
  ): Promise<PackageAreaGroup | null> {
    const groups = await failClosed(() => metadata.areaGroups());
    return (groups.find(({ urn }) => urn === row.groupUrn) ?? null) as PackageAreaGroup | null;
  }

  @FieldResolver(() => [AccessPackage], { description: "Its packages, by URN." })
  async packages(
    @Root() row: PackageArea,
    @Ctx() { metadata }: AuthorizationContext,
  ): Promise<AccessPackage[]> {
    const packages = await failClosed(() => metadata.packages());
    return packages.filter(({ area }) => area === row.urn) as unknown as AccessPackage[];
  }
}

@Resolver(() => PackageAreaGroup)
export class PackageAreaGroupResolver {
  @FieldResolver(() => String, { description: "What it is called." })
  name(
    @Root() row: PackageAreaGroup,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string {
    return localize(row.name, languageOf(lang, call.language)) ?? row.urn;
  }

  @FieldResolver(() => String, { nullable: true, description: "Which areas it gathers." })
  description(
    @Root() row: PackageAreaGroup,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: AuthorizationContext,
  ): string | null {
    return localize(row.description, languageOf(lang, call.language));
  }

  @FieldResolver(() => [PackageArea], { description: "Its areas, by URN." })
  async areas(
    @Root() row: PackageAreaGroup,
    @Ctx() { metadata }: AuthorizationContext,
  ): Promise<PackageArea[]> {
    const areas = await failClosed(() => metadata.areas());
    return areas.filter(({ groupUrn }) => groupUrn === row.urn) as unknown as PackageArea[];
  }
}
