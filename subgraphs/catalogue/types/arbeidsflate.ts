import { Field, ObjectType } from "type-graphql";

/*
 * What Arbeidsflate's own backend answers about services and agencies, by its names and with its nullability. All of it
 * is said in other words by `ServiceResource` and `ServiceOwner`.
 */

@ObjectType("OrganizationNames", { description: "What an agency is called.", simpleResolvers: true })
export class OrganizationNames {
  @Field(() => String, { nullable: true, description: "In English." })
  en!: string | null;

  @Field(() => String, { nullable: true, description: "In bokmål." })
  nb!: string | null;

  @Field(() => String, { nullable: true, description: "In nynorsk." })
  nn!: string | null;
}

@ObjectType("OrganizationContact", { description: "How to reach an agency.", simpleResolvers: true })
export class OrganizationContact {
  @Field(() => String, { nullable: true, description: "An e-mail address." })
  email!: string | null;

  @Field(() => String, { nullable: true, description: "A telephone number." })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: "A page." })
  url!: string | null;
}

@ObjectType("Organization", {
  description: "An agency that offers services, as Arbeidsflate has it; `ServiceOwner` has more.",
  simpleResolvers: true,
})
export class Organization {
  @Field(() => String, { nullable: true, description: "Its short code." })
  id!: string | null;

  @Field(() => OrganizationNames, { nullable: true, description: "What it is called." })
  name!: OrganizationNames | null;

  @Field(() => String, { nullable: true, description: "Address of a picture." })
  logo!: string | null;

  @Field(() => String, { nullable: true, description: "Nine digits." })
  orgnr!: string | null;

  @Field(() => String, { nullable: true, description: "Its own page." })
  homepage!: string | null;

  @Field(() => [String], {
    nullable: "itemsAndList",
    description: "Where it offers services: `production` …",
  })
  environments!: readonly string[] | null;

  @Field(() => OrganizationContact, { nullable: true, description: "How to reach it." })
  contact!: OrganizationContact | null;
}

@ObjectType("ListedServiceResource", {
  description: "A service in a list, as Arbeidsflate has it; `ServiceResource` has more.",
  simpleResolvers: true,
})
export class ListedServiceResource {
  @Field(() => String, { nullable: true, description: "Its URN without `urn:altinn:resource:`." })
  id!: string | null;

  @Field(() => String, { nullable: true, description: "What people know it as." })
  title!: string | null;

  @Field(() => String, { nullable: true, description: "The owner's short code." })
  org!: string | null;

  @Field(() => String, { nullable: true, description: "What kind of service it is, e.g. `AltinnApp`." })
  resourceType!: string | null;
}
