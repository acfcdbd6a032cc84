import { Directive, Field, ID, Int, ObjectType } from "type-graphql";

/*
 * What Arbeidsflate's own backend says of whoever asks and of parties, by its names and with its nullability. The profile
 * room gives `User`. No person's number is ever told, and addresses of people are in no register here: those fields are
 * null.
 */

const NOT_HERE = "Always null: the register here does not have it.";

@ObjectType("Person", {
  description: "A person, as Arbeidsflate has them. Their number is never given.",
  simpleResolvers: true,
})
export class Person {
  @Field(() => String, { nullable: true, description: "Always null: a person's number is never given." })
  ssn!: string | null;

  @Field(() => String, { nullable: true, description: "What the register calls them." })
  name!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  firstName!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  middleName!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  lastName!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  telephoneNumber!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  mobileNumber!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  mailingAddress!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  mailingPostalCode!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  mailingPostalCity!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  addressMunicipalNumber!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  addressMunicipalName!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  addressStreetName!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  addressHouseNumber!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  addressHouseLetter!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  addressPostalCode!: string | null;

  @Field(() => String, { nullable: true, description: NOT_HERE })
  addressCity!: string | null;

  @Field(() => String, { nullable: true, description: "ISO date, of those who are dead." })
  dateOfDeath!: string | null;
}

@ObjectType("UserParty", {
  description: "A party, as Arbeidsflate has it; `Party` has more.",
  simpleResolvers: true,
})
export class UserParty {
  @Field(() => Int, { nullable: true, description: "Altinn's own number for it." })
  partyId!: number | null;

  @Field(() => String, { nullable: true, description: "What `Party.id` holds." })
  partyUuid!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "1: a person, 2: an organisation, 3: somebody with a user name only; null for a system.",
  })
  partyTypeName!: number | null;

  @Field(() => String, { nullable: true, description: "Nine digits; organisations only." })
  orgNumber!: string | null;

  @Field(() => String, { nullable: true, description: "Always null: a person's number is never given." })
  ssn!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The organisation form, e.g. `AS`; organisations only.",
  })
  unitType!: string | null;

  @Field(() => String, { nullable: true, description: "What the register calls it." })
  name!: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it is gone from its register." })
  isDeleted!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the viewer may act for its subunits only." })
  onlyHierarchyElementWithNoAccess!: boolean | null;

  @Field(() => Person, { nullable: true, description: "The person that it is; null for others." })
  person!: Person | null;

  @Field(() => String, { nullable: true, description: "The name of the organisation that it is." })
  organization!: string | null;

  @Field(() => [UserParty], {
    nullable: "itemsAndList",
    description: "Its subunits that the viewer acts for.",
  })
  childParties!: UserParty[] | null;
}

@ObjectType("User", { simpleResolvers: true })
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID)
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: "UUID of their own party; null where no register has them.",
  })
  userUuid!: string | null;

  @Field(() => Int, { nullable: true, description: "Altinn's own number for their party." })
  partyId!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "How they signed in: 1 as a person, 2 with an e-mail address only, 3 as an organisation or system.",
  })
  userType!: number | null;

  @Field(() => UserParty, { nullable: true, description: "The party that they are themselves." })
  party!: UserParty | null;
}
