import { Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { inAcceptedLanguage } from "../../../schema/accepted-language.js";
import type { LocalizedText } from "../../../schema/localization.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import type { AuthorizationContext } from "../context.js";
import { failClosed } from "../errors.js";
import {
  ServiceResourceMetadataAccessPackage,
  ServiceResourceMetadataItem,
  ServiceResourceMetadataRole,
  ServiceResourceMetadataServiceResource,
} from "../types/service-resource-metadata.js";

const readersOf = ({ id }: ServiceResourceMetadataServiceResource, { loaders }: AuthorizationContext) =>
  loaders.readersByService.load(RESOURCE_PREFIX + id);

const shown = (urn: string, name: LocalizedText, { accepted }: AuthorizationContext) => ({
  urn,
  name: inAcceptedLanguage(name, accepted),
  links: { metadata: urn },
});

@Resolver(() => ServiceResourceMetadataItem)
export class ServiceResourceMetadataItemResolver {
  @FieldResolver(() => [ServiceResourceMetadataRole], {
    description: "The roles whose holders may read in it.",
  })
  async roles(
    @Root() { serviceResource }: ServiceResourceMetadataItem,
    @Ctx() context: AuthorizationContext,
  ): Promise<ServiceResourceMetadataRole[]> {
    const [{ subjectUrns }, roles] = await Promise.all([
      readersOf(serviceResource, context),
      failClosed(() => context.metadata.roles()),
    ]);
    return roles
      .filter(({ urn, legacyUrn }) => subjectUrns.includes(urn) || subjectUrns.includes(legacyUrn ?? urn))
      .map(({ urn, name }) => shown(urn, name, context));
  }

  @FieldResolver(() => [ServiceResourceMetadataAccessPackage], {
    description: "The access packages whose holders may read in it.",
  })
  async accessPackages(
    @Root() { serviceResource }: ServiceResourceMetadataItem,
    @Ctx() context: AuthorizationContext,
  ): Promise<ServiceResourceMetadataAccessPackage[]> {
    const [{ subjectUrns }, packages] = await Promise.all([
      readersOf(serviceResource, context),
      failClosed(() => context.metadata.packages()),
    ]);
    return packages
      .filter(({ urn }) => subjectUrns.includes(urn))
      .map(({ urn, name }) => shown(urn, name, context));
  }
}

@Resolver(() => ServiceResourceMetadataServiceResource)
export class ServiceResourceMetadataServiceResourceResolver {
  @FieldResolver(() => Int, {
    description: "The authentication level, from 0 to 4, that reading in it needs.",
  })
  async minimumAuthenticationLevel(
    @Root() service: ServiceResourceMetadataServiceResource,
    @Ctx() context: AuthorizationContext,
  ): Promise<number> {
    return (await readersOf(service, context)).minimumLevel;
  }
}
