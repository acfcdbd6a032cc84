import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import type { ResourceReference } from "../../../drizzle/catalogue/tables.js";
import type { LocalizedText } from "../../../schema/localization.js";

@ObjectType("ServiceKeyword", {
  description: "A word that people look for a service by.",
  simpleResolvers: true,
})
export class ServiceKeyword {
  @Field(() => String, { description: "As its owner wrote it." })
  word!: string;

  @Field(() => String, { description: "Language code of the word, e.g. `nb`." })
  language!: string;
}

@ObjectType("ServiceContactPoint", {
  description: "Where to get help with a service.",
  simpleResolvers: true,
})
export class ServiceContactPoint {
  @Field(() => String, { description: "What kind of help it is, e.g. `Brukerstøtte`." })
  category!: string;

  @Field(() => String, { nullable: true, description: "An address to write to." })
  email!: string | null;

  @Field(() => String, { nullable: true, description: "A number to call." })
  telephone!: string | null;

  @Field(() => String, { nullable: true, description: "A page on the web." })
  contactPage!: string | null;
}

export enum ServiceReferenceSource {
  DEFAULT = "DEFAULT",
  ALTINN1 = "ALTINN1",
  ALTINN2 = "ALTINN2",
  ALTINN3 = "ALTINN3",
  EXTERNAL_PLATFORM = "EXTERNAL_PLATFORM",
}

registerEnumType(ServiceReferenceSource, {
  name: "ServiceReferenceSource",
  description: "The platform that knows a service by another name.",
  valuesConfig: {
    DEFAULT: { description: "Its owner has not said which." },
    ALTINN1: { description: "The first Altinn." },
    ALTINN2: { description: "Altinn 2, closed in 2026." },
    ALTINN3: { description: "Altinn 3." },
    EXTERNAL_PLATFORM: { description: "A platform outside Altinn, e.g. KS Fiks." },
  },
});

export enum ServiceReferenceType {
  DEFAULT = "DEFAULT",
  URI = "URI",
  DELEGATION_SCHEME_ID = "DELEGATION_SCHEME_ID",
  MASKINPORTEN_SCOPE = "MASKINPORTEN_SCOPE",
  SERVICE_CODE = "SERVICE_CODE",
  SERVICE_EDITION_CODE = "SERVICE_EDITION_CODE",
  APPLICATION_ID = "APPLICATION_ID",
  SERVICE_EDITION_VERSION = "SERVICE_EDITION_VERSION",
}

registerEnumType(ServiceReferenceType, {
  name: "ServiceReferenceType",
  description: "What kind of name a reference holds.",
  valuesConfig: {
    DEFAULT: { description: "Its owner has not said." },
    URI: { description: "An address." },
    DELEGATION_SCHEME_ID: { description: "Number of a delegation scheme in Altinn 2." },
    MASKINPORTEN_SCOPE: { description: "A Maskinporten scope, e.g. `agency:interface.read`." },
    SERVICE_CODE: { description: "Service code in Altinn 2, e.g. `1051`." },
    SERVICE_EDITION_CODE: { description: "Edition code that goes with a service code." },
    APPLICATION_ID: { description: "Id of an Altinn 3 app: `{owner}/{app}`." },
    SERVICE_EDITION_VERSION: { description: "Version of an edition in Altinn 2." },
  },
});

@ObjectType("ServiceReference", {
  description: "What a service is called on another platform.",
  simpleResolvers: true,
})
export class ServiceReference {
  @Field(() => ServiceReferenceSource, { description: "Which platform." })
  referenceSource!: ResourceReference["referenceSource"];

  @Field(() => ServiceReferenceType, { description: "What kind of name it is." })
  referenceType!: ResourceReference["referenceType"];

  @Field(() => String, { description: "The name itself." })
  reference!: string;
}

@ObjectType("ServiceCost", { description: "What using a service costs.", simpleResolvers: true })
export class ServiceCost {
  @Field(() => Float, {
    nullable: true,
    description: "In `currency`; null where it depends: see `description`.",
  })
  amount!: number | null;

  @Field(() => String, { description: "ISO 4217 code, e.g. `NOK`." })
  currency!: string;

  text!: LocalizedText;
}

@ObjectType("ServiceProcessingTime", {
  description: "How long it takes until there is an answer.",
  simpleResolvers: true,
})
export class ServiceProcessingTime {
  @Field(() => String, {
    nullable: true,
    description:
      "The longest that is usual, as an ISO 8601 duration, e.g. `P3W`; null where it can't be said.",
  })
  duration!: string | null;

  text!: LocalizedText;
}

@ObjectType("ServiceLegalBasis", {
  description: "A law or regulation that a service rests on.",
  simpleResolvers: true,
})
export class ServiceLegalBasis {
  @Field(() => String, { nullable: true, description: "Where to read it." })
  url!: string | null;

  text!: LocalizedText;
}
