import { Directive, Field, ObjectType } from "type-graphql";
import { Localization } from "../../../schema/types/localization.js";
import { ServiceResourceMetadataLinks } from "../../../schema/types/metadata-links.js";

@ObjectType("ServiceResourceMetadataServiceResource", {
  description: "A service, as Dialogporten's clients know it.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class ServiceResourceMetadataServiceResource {
  @Field(() => String, { description: "Its identifier: its URN without `urn:altinn:resource:`." })
  id!: string;

  @Field(() => String, { description: "What kind of thing it is, e.g. `AltinnApp`." })
  resourceType!: string;

  @Field(() => String, { description: "Where it is in its life, e.g. `Active`." })
  status!: string;

  @Field(() => Boolean, { description: "Whether the right to use it can be given to others." })
  isDelegable!: boolean;

  @Field(() => [Localization], { description: "What people know it as." })
  name!: Localization[];

  @Field(() => ServiceResourceMetadataLinks, { description: "Where there is more about it." })
  links!: ServiceResourceMetadataLinks;
}

@ObjectType("ServiceResourceMetadataServiceOwner", {
  description: "The agency that offers a service.",
  simpleResolvers: true,
})
export class ServiceResourceMetadataServiceOwner {
  @Field(() => String, { description: "Nine digits." })
  orgNumber!: string;

  @Field(() => String, { description: "Its short code." })
  code!: string;

  @Field(() => [Localization], { description: "What it is called in public." })
  name!: Localization[];
}

@ObjectType("ServiceResourceMetadataItem", {
  description: "A service, who offers it, and what gives access to it.",
  simpleResolvers: true,
})
@Directive('@key(fields: "serviceResource { id }")')
export class ServiceResourceMetadataItem {
  @Field(() => ServiceResourceMetadataServiceResource, { description: "What can be used." })
  serviceResource!: ServiceResourceMetadataServiceResource;

  @Field(() => ServiceResourceMetadataServiceOwner, { description: "Who offers it." })
  serviceOwner!: ServiceResourceMetadataServiceOwner;
}

@ObjectType("ServiceResourceMetadata", { description: "Services, by URN.", simpleResolvers: true })
export class ServiceResourceMetadata {
  @Field(() => Boolean, {
    nullable: true,
    description:
      "True where the whole catalogue stands in for the viewer's own services. Always null here: theirs are found " +
      "however many parties they act for.",
  })
  isFullCatalogueFallback!: boolean | null;

  @Field(() => [ServiceResourceMetadataItem], { description: "The services." })
  items!: ServiceResourceMetadataItem[];
}
