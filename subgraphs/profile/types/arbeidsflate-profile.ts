import { Directive, Field, ID, Int, ObjectType } from "type-graphql";

/*
 * What Arbeidsflate's own backend answers about a person, by its names and with its nullability. All of it is said in
 * other words by `Viewer` and `Workspace`.
 */

@ObjectType("GroupObject", {
  description: "Parties that the viewer has put together, as Arbeidsflate has them; `PartyGroup` has more.",
  simpleResolvers: true,
})
export class GroupObject {
  @Field(() => Int, { nullable: true, description: "A number of the viewer's own." })
  id!: number | null;

  @Field(() => String, { nullable: true, description: "What the viewer calls it." })
  name!: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether they are the viewer's favourites." })
  isFavorite!: boolean | null;

  @Field(() => String, { nullable: true, description: "Always null: a person's number is never given." })
  profilePid!: string | null;

  @Field(() => [String], { nullable: "itemsAndList", description: "UUIDs of the parties, in order." })
  parties!: readonly string[] | null;
}

@ObjectType("ProfileSettingPreference", {
  description: "How the viewer wants things to be, as Arbeidsflate has it; `ViewerPreferences` has more.",
  simpleResolvers: true,
})
export class ProfileSettingPreference {
  @Field(() => String, {
    nullable: true,
    description: "Always null: no kinds of languages are told apart here.",
  })
  languageType!: string | null;

  @Field(() => String, { nullable: true, description: "nb, nn, en or se; null where none is chosen." })
  language!: string | null;

  @Field(() => String, { nullable: true, description: "UUID of the party to act for to begin with." })
  preselectedPartyUuid!: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether not to ask whom to act for." })
  doNotPromptForParty!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether to show parties that are deleted." })
  shouldShowDeletedEntities!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether to list clients' units as well." })
  showClientUnits!: boolean | null;
}

@ObjectType("User", {
  description: "Who is asking, as Arbeidsflate has them; `Viewer` has more.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID, { description: "The same for everybody: whoever asks is meant." })
  id!: string;

  @Field(() => Int, { nullable: true, description: "Always null: nobody has a number of Altinn's here." })
  userId!: number | null;

  @Field(() => String, { nullable: true, description: "Always null: identities of elsewhere are not kept." })
  externalIdentity!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Always null: whether they have reserved themselves is the contact register's to know.",
  })
  isReserved!: boolean | null;
}

@ObjectType("Profile", {
  description: "What the viewer has set up, as Arbeidsflate has it.",
  simpleResolvers: true,
})
export class Profile {
  @Field(() => String, { nullable: true, description: "The language chosen, else that of the request." })
  language!: string | null;

  @Field(() => User, { nullable: true, description: "Who is asking." })
  user!: User | null;

  @Field(() => [GroupObject], {
    nullable: "itemsAndList",
    description: "Their groups of parties, the favourites first.",
  })
  groups!: GroupObject[] | null;

  @Field(() => String, { nullable: true, description: "When any of it was last set; null: never." })
  updatedAt!: string | null;
}

@ObjectType("UsernameResponse", { description: "What somebody is called.", simpleResolvers: true })
export class UsernameResponse {
  @Field(() => String, { nullable: true, description: "The name; null where they have chosen none." })
  username!: string | null;
}
