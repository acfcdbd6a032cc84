import { Directive, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import type { LocalizedText } from "../../../schema/localization.js";

export enum ServiceResourceType {
  DEFAULT = "DEFAULT",
  SYSTEMRESOURCE = "SYSTEMRESOURCE",
  MASKINPORTEN_SCHEMA = "MASKINPORTEN_SCHEMA",
  ALTINN2_SERVICE = "ALTINN2_SERVICE",
  ALTINN_APP = "ALTINN_APP",
  GENERIC_ACCESS_RESOURCE = "GENERIC_ACCESS_RESOURCE",
  BROKER_SERVICE = "BROKER_SERVICE",
  CORRESPONDENCE_SERVICE = "CORRESPONDENCE_SERVICE",
  CONSENT = "CONSENT",
  MIGRATED_APP = "MIGRATED_APP",
}

registerEnumType(ServiceResourceType, {
  name: "ServiceResourceType",
  description: "What kind of thing a service is, as Altinn Resource Registry sorts them.",
});

export enum ServiceResourceStatus {
  ACTIVE = "ACTIVE",
  DEPRECATED = "DEPRECATED",
  WITHDRAWN = "WITHDRAWN",
  UNDER_DEVELOPMENT = "UNDER_DEVELOPMENT",
}

registerEnumType(ServiceResourceStatus, {
  name: "ServiceResourceStatus",
  description: "Where a service is in its life.",
  valuesConfig: {
    ACTIVE: { description: "In use." },
    DEPRECATED: { description: "Still there, but something else takes over: see `replacedBy`." },
    WITHDRAWN: { description: "No longer offered; what was sent through it can still be read." },
    UNDER_DEVELOPMENT: { description: "Not offered yet." },
  },
});

@ObjectType("ServiceResource", {
  description: "A service that an agency offers: a form, a kind of message, a case type.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class ServiceResource {
  @Field(() => ID, { description: "URN, e.g. `urn:altinn:resource:fjordskatt-skattemelding`." })
  id!: string;

  @Field(() => ServiceResourceType, { description: "What kind of thing it is." })
  resourceType!: ServiceResourceType;

  @Field(() => ServiceResourceStatus, { description: "Where it is in its life." })
  status!: ServiceResourceStatus;

  @Field(() => Boolean, { description: "Whether the right to use it can be given to others." })
  isDelegable!: boolean;

  @Field(() => [String], { description: "Thematic areas, as the owner names them." })
  thematicAreas!: readonly string[];

  @Field(() => String, { nullable: true, description: "The service's own page." })
  homepage!: string | null;

  ownerCode!: string;
  title!: LocalizedText;
  description!: LocalizedText;
  replacesId!: string | null;
}
