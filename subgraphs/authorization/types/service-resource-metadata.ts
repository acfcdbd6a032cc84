import { Directive, Field, ObjectType } from "type-graphql";
import { Localization } from "../../../schema/types/localization.js";
import { ServiceResourceMetadataLinks } from "../../../schema/types/metadata-links.js";

@ObjectType("ServiceResourceMetadataRole", {
  description: "A role that gives access to a service.",
  simpleResolvers: true,
})
export class ServiceResourceMetadataRole {
  @Field(() => String, {
    description: "As policies name it, e.g. `urn:altinn:external-role:ccr:daglig-leder`.",
  })
  urn!: string;

  @Field(() => [Localization], { description: "What people know it as." })
  name!: Localization[];

  @Field(() => ServiceResourceMetadataLinks, { description: "Where there is more about it." })
  links!: ServiceResourceMetadataLinks;
}

@ObjectType("ServiceResourceMetadataAccessPackage", {
  description: "An access package that gives access to a service.",
  simpleResolvers: true,
})
export class ServiceResourceMetadataAccessPackage {
  @Field(() => String, { description: "As policies name it, e.g. `urn:altinn:accesspackage:skatt-naering`." })
  urn!: string;

  @Field(() => [Localization], { description: "What people know it as." })
  name!: Localization[];

  @Field(() => ServiceResourceMetadataLinks, { description: "Where there is more about it." })
  links!: ServiceResourceMetadataLinks;
}

/** Owned by the catalogue. */
@ObjectType("ServiceResourceMetadataServiceResource")
@Directive('@key(fields: "id")')
export class ServiceResourceMetadataServiceResource {
  @Field(() => String)
  id!: string;
}

/** Owned by the catalogue. */
@ObjectType("ServiceResourceMetadataItem", { simpleResolvers: true })
@Directive('@key(fields: "serviceResource { id }")')
export class ServiceResourceMetadataItem {
  @Field(() => ServiceResourceMetadataServiceResource)
  serviceResource!: ServiceResourceMetadataServiceResource;
}
