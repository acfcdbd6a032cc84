import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import type { ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import { DateTimeScalar } from "../../../schema/scalars.js";
import { ServiceContactPoint, ServiceKeyword, ServiceReference } from "./service-resource-parts.js";
import { ServiceAudience, ServiceResourceStatus, ServiceResourceType } from "./service-resource-type.js";

// Other rooms refer to services from rows of their own. All but the key is nullable, so that a catalogue that can't
// answer takes none of those rows with it.
@ObjectType("ServiceResource", {
  description:
    "A service that an agency offers: a form, a kind of message, a case type. All but `id` is null where the " +
    "catalogue does not know the service, and null with an error where the catalogue can't answer.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class ServiceResource {
  @Field(() => ID, { description: "URN, e.g. `urn:altinn:resource:fjordskatt-skattemelding`." })
  id!: string;

  @Field(() => ServiceResourceType, { nullable: true, description: "What kind of thing it is." })
  resourceType!: ServiceResourceRow["resourceType"];

  @Field(() => ServiceResourceStatus, { nullable: true, description: "Where it is in its life." })
  status!: ServiceResourceRow["status"];

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the right to use it can be given to others.",
  })
  isDelegable!: boolean;

  @Field(() => [ServiceAudience], { nullable: true, description: "Whom it is for; empty = everyone." })
  availableForType!: ServiceResourceRow["availableForType"];

  @Field(() => [ServiceKeyword], { nullable: true, description: "Words that people look for it by." })
  keywords!: ServiceResourceRow["keywords"];

  @Field(() => [String], { nullable: true, description: "Thematic areas, as the owner names them." })
  thematicAreas!: readonly string[];

  @Field(() => [ServiceContactPoint], { nullable: true, description: "Where to get help with it." })
  contactPoints!: ServiceResourceRow["contactPoints"];

  @Field(() => [ServiceReference], {
    nullable: true,
    description: "What it is called on other platforms, e.g. its service code in Altinn 2.",
  })
  references!: ServiceResourceRow["references"];

  @Field(() => String, { nullable: true, description: "The service's own page." })
  homepage!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When its entry here was last changed." })
  updatedAt!: number;

  @Field(() => [String], { nullable: true, description: "What comes out of it, as its owner names it." })
  produces!: readonly string[];

  @Field(() => [String], { nullable: true, description: "Where it is offered; empty = in all of Norway." })
  spatial!: readonly string[];

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether only those may use it whom its owner has put on an access list.",
  })
  isRestrictedToAccessLists!: boolean;

  @Field(() => Int, { nullable: true, description: "Counts up with each change of its entry here, from 1." })
  version!: number;

  ownerCode!: string;
  purpose!: ServiceResourceRow["purpose"];
  audience!: ServiceResourceRow["audience"];
  costs!: ServiceResourceRow["costs"];
  processingTime!: ServiceResourceRow["processingTime"];
  legalBasis!: ServiceResourceRow["legalBasis"];
  title!: ServiceResourceRow["title"];
  description!: ServiceResourceRow["description"];
  rightDescription!: ServiceResourceRow["rightDescription"];
  replacesId!: string | null;
}
