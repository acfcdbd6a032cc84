import { Field, Int, ObjectType } from "type-graphql";
import { UuidScalar } from "../../../schema/scalars.js";

/** The fields that a party and its subunits share; Dialogporten gives the two types no common name. */
@ObjectType()
abstract class AuthorizedPartyFields {
  @Field(() => String, {
    description: "Its URN: the organisation number's, or that of the UUID. A person's number is never given.",
  })
  party!: string;

  @Field(() => UuidScalar, { description: "What `Party.id` holds, here with a type of its own." })
  partyUuid!: string;

  @Field(() => Int, { description: "Altinn's own number for it." })
  partyId!: number;

  @Field(() => String, { description: "What the register calls it." })
  name!: string;

  @Field(() => String, { nullable: true, description: "ISO date, e.g. `1984-05-17`; persons only." })
  dateOfBirth!: string | null;

  @Field(() => String, { description: "`Person`, `Organization`, `SelfIdentified` or `SystemUser`." })
  partyType!: string;

  @Field(() => Boolean, {
    description: "Whether it is gone from its register; what it received can be read.",
  })
  isDeleted!: boolean;

  @Field(() => Boolean, { description: "Whether a register says that you lead or own it, or its main unit." })
  hasKeyRole!: boolean;

  @Field(() => Boolean, { description: "Whether it is you." })
  isCurrentEndUser!: boolean;

  @Field(() => Boolean, { description: "Whether you decide who may do anything on its behalf." })
  isMainAdministrator!: boolean;

  @Field(() => Boolean, { description: "Whether you may give and take access on its behalf." })
  isAccessManager!: boolean;
}

@ObjectType("AuthorizedSubParty", {
  description: "A subunit that you may act for, as Dialogporten shows it.",
  simpleResolvers: true,
})
export class AuthorizedSubParty extends AuthorizedPartyFields {}

@ObjectType("AuthorizedParty", {
  description: "Somebody whom you may act for, as Dialogporten shows them; `Party` has more.",
  simpleResolvers: true,
})
export class AuthorizedParty extends AuthorizedPartyFields {
  @Field(() => Boolean, {
    description: "Whether it is listed only because you may act for some of its subunits.",
  })
  hasOnlyAccessToSubParties!: boolean;

  @Field(() => [AuthorizedSubParty], { nullable: true, description: "Its subunits, by name." })
  subParties!: AuthorizedSubParty[] | null;
}
