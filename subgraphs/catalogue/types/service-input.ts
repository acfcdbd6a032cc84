import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { ServiceResource } from "./service-resource.js";
import { ServiceReferenceSource, ServiceReferenceType } from "./service-resource-parts.js";
import { ServiceAudience, ServiceResourceStatus, ServiceResourceType } from "./service-resource-type.js";

@InputType("LocalizedTextInput", { description: "A text in bokmål, nynorsk, English and northern Sami." })
export class LocalizedTextInput {
  @Field(() => String, { nullable: true, description: "Bokmål." })
  nb?: string | null;

  @Field(() => String, { nullable: true, description: "Nynorsk." })
  nn?: string | null;

  @Field(() => String, { nullable: true, description: "English." })
  en?: string | null;

  @Field(() => String, { nullable: true, description: "Northern Sami." })
  se?: string | null;
}

@InputType("ServiceKeywordInput", { description: "A word that people look for a service by." })
export class ServiceKeywordInput {
  @Field(() => String, { description: "As people write it, e.g. `barnehage`." })
  word!: string;

  @Field(() => String, { defaultValue: "nb", description: "Its language, e.g. `nb`." })
  language!: string;
}

@InputType("ServiceContactPointInput", { description: "Where to get help with a service." })
export class ServiceContactPointInput {
  @Field(() => String, { description: "What kind of help it is." })
  category!: string;

  @Field(() => String, { nullable: true, description: "An address to write to." })
  email?: string | null;

  @Field(() => String, { nullable: true, description: "A number to call." })
  telephone?: string | null;

  @Field(() => String, { nullable: true, description: "A page on the web." })
  contactPage?: string | null;
}

@InputType("ServiceReferenceInput", { description: "What a service is called on another platform." })
export class ServiceReferenceInput {
  @Field(() => ServiceReferenceSource, { description: "Which platform." })
  referenceSource!: ServiceReferenceSource;

  @Field(() => ServiceReferenceType, { description: "What kind of name it is." })
  referenceType!: ServiceReferenceType;

  @Field(() => String, { description: "The name itself." })
  reference!: string;
}

@InputType("ServiceCostInput", { description: "What using a service costs." })
export class ServiceCostInput {
  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: "What it is for; needed without an amount.",
  })
  description?: LocalizedTextInput | null;

  @Field(() => Float, { nullable: true, description: "In `currency`; 0 where it is free." })
  amount?: number | null;

  @Field(() => String, { defaultValue: "NOK", description: "ISO 4217 code." })
  currency!: string;
}

@InputType("ServiceProcessingTimeInput", { description: "How long it takes until there is an answer." })
export class ServiceProcessingTimeInput {
  @Field(() => LocalizedTextInput, { nullable: true, description: "In words; needed without a duration." })
  description?: LocalizedTextInput | null;

  @Field(() => String, { nullable: true, description: "ISO 8601 duration, e.g. `P3W`." })
  duration?: string | null;
}

@InputType("ServiceLegalBasisInput", { description: "A law or regulation that a service rests on." })
export class ServiceLegalBasisInput {
  @Field(() => LocalizedTextInput, { description: "What it is called." })
  title!: LocalizedTextInput;

  @Field(() => String, { nullable: true, description: "Where to read it." })
  url?: string | null;
}

@InputType("ServiceResourceInput", {
  description:
    "A service as its owner wants it to be: all of it, for what is left out is not kept. Services that ask for consent are " +
    "written over REST.",
})
export class ServiceResourceInput {
  @Field(() => String, {
    description:
      "Its identifier: four or more of a-z, 0-9, _ and -. An app's begins with `app_` and the owner's code.",
  })
  identifier!: string;

  @Field(() => LocalizedTextInput, { description: "What people know it as, in three languages." })
  title!: LocalizedTextInput;

  @Field(() => LocalizedTextInput, { description: "What it is, in three languages." })
  description!: LocalizedTextInput;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: "What someone may do who is given the right to it; needed where it can be given.",
  })
  rightDescription?: LocalizedTextInput | null;

  @Field(() => ServiceResourceType, { description: "What kind of thing it is." })
  resourceType!: ServiceResourceType;

  @Field(() => ServiceResourceStatus, { defaultValue: "ACTIVE", description: "Where it is in its life." })
  status!: ServiceResourceStatus;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether the right to it can be given to others.",
  })
  isDelegable!: boolean;

  @Field(() => Boolean, { defaultValue: true, description: "Whether it is in public lists." })
  isVisible!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: "Whether it is for those on access lists only." })
  isRestrictedToAccessLists!: boolean;

  @Field(() => [ServiceAudience], { defaultValue: [], description: "Whom it is for; empty = everyone." })
  availableForType!: ServiceAudience[];

  @Field(() => [ServiceKeywordInput], { defaultValue: [], description: "Words that people look for it by." })
  keywords!: ServiceKeywordInput[];

  @Field(() => [String], { defaultValue: [], description: "What it is about." })
  thematicAreas!: string[];

  @Field(() => [ServiceContactPointInput], { defaultValue: [], description: "Where to get help with it." })
  contactPoints!: ServiceContactPointInput[];

  @Field(() => [ServiceReferenceInput], {
    defaultValue: [],
    description: "What it is called on other platforms.",
  })
  references!: ServiceReferenceInput[];

  @Field(() => String, { nullable: true, description: "The service's own page." })
  homepage?: string | null;

  @Field(() => LocalizedTextInput, { nullable: true, description: "What one wants to get done with it." })
  purpose?: LocalizedTextInput | null;

  @Field(() => LocalizedTextInput, { nullable: true, description: "Whom it is for, in words." })
  audience?: LocalizedTextInput | null;

  @Field(() => [ServiceCostInput], { defaultValue: [], description: "What it costs." })
  costs!: ServiceCostInput[];

  @Field(() => ServiceProcessingTimeInput, { nullable: true, description: "How long it takes." })
  processingTime?: ServiceProcessingTimeInput | null;

  @Field(() => [ServiceLegalBasisInput], { defaultValue: [], description: "What it rests on." })
  legalBasis!: ServiceLegalBasisInput[];

  @Field(() => [String], { defaultValue: [], description: "What comes out of it." })
  produces!: string[];

  @Field(() => [String], { defaultValue: [], description: "Where it is offered." })
  spatial!: string[];

  @Field(() => ID, { nullable: true, description: "One of your services that it takes over from." })
  replaces?: string | null;
}

@ObjectType("ServiceProblem", {
  description: "Why a service was not changed.",
  simpleResolvers: true,
})
export class ServiceProblem {
  @Field(() => String, {
    description:
      "Which part of what was sent, in the names of the REST API, e.g. `title.nn`; empty = all of it.",
  })
  path!: string;

  @Field(() => String, { description: "What happened, and what to do about it." })
  message!: string;
}

@ObjectType("ServiceResourcePayload", {
  description: "What became of a change of a service.",
  simpleResolvers: true,
})
export class ServiceResourcePayload {
  @Field(() => ServiceResource, {
    nullable: true,
    description: "The service as it is now; null where nothing was done.",
  })
  serviceResource!: ServiceResource | null;

  @Field(() => Int, { nullable: true, description: "Its version; name it with the next change." })
  version!: number | null;

  @Field(() => [ServiceProblem], {
    description: "Everything that stood in the way; empty where it was done.",
  })
  errors!: readonly ServiceProblem[];
}
