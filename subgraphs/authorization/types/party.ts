import { Directive, Field, ID, ObjectType, registerEnumType } from "type-graphql";

export enum PartyType {
  PERSON = "PERSON",
  ORGANIZATION = "ORGANIZATION",
  SELF_IDENTIFIED = "SELF_IDENTIFIED",
  SYSTEM_USER = "SYSTEM_USER",
}

registerEnumType(PartyType, {
  name: "PartyType",
  description: "What kind of party it is.",
  valuesConfig: {
    PERSON: { description: "A person in the population register." },
    ORGANIZATION: { description: "An organisation or a subunit in the register of legal entities." },
    SELF_IDENTIFIED: { description: "Somebody who signed in with an e-mail address or a user name only." },
    SYSTEM_USER: { description: "An organisation's computer system, as a user of its own." },
  },
});

@ObjectType("Party", {
  description: "A person, an organisation or a system that something is about, or that somebody may act for.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class Party {
  @Field(() => ID, { description: "UUID." })
  id!: string;

  @Field(() => String, { description: "What the register calls it." })
  name!: string;

  @Field(() => PartyType, { description: "What kind of party it is." })
  type!: PartyType;

  @Field(() => String, {
    description: "The organisation form (`AS`, `ENK`, `BEDR` …), or the kind of person or system.",
  })
  variant!: string;

  @Field(() => String, { nullable: true, description: "ISO date, e.g. `1984-05-17`; persons only." })
  dateOfBirth!: string | null;

  urn!: string;
  parentId!: string | null;
  deletedAt!: number | null;
}
