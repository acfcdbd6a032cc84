import { Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Party } from "./party.js";

export enum ViewerKind {
  PERSON = "PERSON",
  SELF_IDENTIFIED = "SELF_IDENTIFIED",
  SYSTEM_USER = "SYSTEM_USER",
  ORGANIZATION = "ORGANIZATION",
}

registerEnumType(ViewerKind, {
  name: "ViewerKind",
  description: "How somebody signed in.",
  valuesConfig: {
    PERSON: { description: "A person, with an electronic id." },
    SELF_IDENTIFIED: { description: "Somebody with an e-mail address only." },
    SYSTEM_USER: { description: "A system user of an organisation." },
    ORGANIZATION: { description: "An organisation's machine (Maskinporten), without a system user." },
  },
});

/** The key of the one viewer that there is for whoever asks: rooms go by who signed the call, never by this. */
export const VIEWER_ID = "me";

@ObjectType("Viewer", { description: "Who is asking.", simpleResolvers: true })
@Directive('@key(fields: "id")')
export class Viewer {
  @Field(() => ID, { description: "The same for everybody: whoever asks is meant." })
  id!: string;

  @Field(() => ViewerKind, { description: "How they signed in." })
  kind!: ViewerKind;

  @Field(() => String, {
    nullable: true,
    description: "Their name; null where the register does not know them.",
  })
  name!: string | null;

  @Field(() => Party, {
    nullable: true,
    description: "The party that they are themselves; null where the register does not know them.",
  })
  party!: Party | null;

  @Field(() => Int, {
    description: "How sure it is that it is them, from 0 (self-declared) over 3 (substantial) to 4 (high).",
  })
  authenticationLevel!: number;

  @Field(() => String, { nullable: true, description: "The program that they signed in with." })
  clientId!: string | null;

  @Field(() => [String], { description: "What that program may be used for (OAuth scopes)." })
  scopes!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "The number of the organisation behind a machine; null for persons.",
  })
  organizationNumber!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The number of the supplier that signed in on that organisation's behalf, if any.",
  })
  supplierOrganizationNumber!: string | null;
}
