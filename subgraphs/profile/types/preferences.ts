import { Field, InputType, Int, ObjectType } from "type-graphql";
import { PartyUrnScalar } from "../../../schema/scalars.js";
import { ProfileError } from "./profile-error.js";

@ObjectType("OwnSetting", {
  description: "Something that a frontend keeps for the viewer, by a name of its own.",
  simpleResolvers: true,
})
export class OwnSetting {
  @Field(() => String, { description: "What it is kept by, e.g. `list.density`." })
  key!: string;

  @Field(() => String, { description: "What is kept." })
  value!: string;
}

@ObjectType("ViewerPreferences", { description: "How the viewer wants things to be.", simpleResolvers: true })
export class ViewerPreferences {
  @Field(() => String, {
    nullable: true,
    description: "The language that they have chosen: nb, nn, en or se; null where they have not.",
  })
  language!: string | null;

  @Field(() => Boolean, {
    description: "Whether they want to see parties that are deleted from their register.",
  })
  showDeletedParties!: boolean;

  @Field(() => Boolean, { description: "Whether they want to see clients' units among their own parties." })
  showClientUnits!: boolean;

  @Field(() => Boolean, { description: "Whether they want to be asked whom to act for." })
  promptForParty!: boolean;

  @Field(() => [OwnSetting], { description: "What frontends keep for them, by name." })
  own!: OwnSetting[];

  @Field(() => Int, {
    description: "Counts their changes, from 0: give it back with a change, and none is overwritten.",
  })
  revision!: number;
}

@InputType("OwnSettingInput", { description: "Something to keep for the viewer." })
export class OwnSettingInput {
  @Field(() => String, { description: "What to keep it by: letters, digits, `.`, `-` and `_`, at most 64." })
  key!: string;

  @Field(() => String, {
    nullable: true,
    description: "What to keep, at most 2,000 characters; null: it is forgotten.",
  })
  value?: string | null;
}

@InputType("SetPreferencesInput", {
  description: "What to change of the preferences; what is omitted stays.",
})
export class SetPreferencesInput {
  @Field(() => Int, {
    nullable: true,
    description: "The revision that you saw; with another nothing is changed. Omitted: whichever it is.",
  })
  revision?: number | null;

  @Field(() => String, { nullable: true, description: "nb, nn, en or se; null: none is chosen." })
  language?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether to show parties that are deleted." })
  showDeletedParties?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether to show clients' units." })
  showClientUnits?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether to ask whom to act for." })
  promptForParty?: boolean | null;

  @Field(() => [OwnSettingInput], {
    nullable: true,
    description: "What to keep or forget; other settings of a frontend's own stay. At most 50 are kept.",
  })
  own?: OwnSettingInput[] | null;
}

@InputType("PreselectPartyInput", { description: "Whom the viewer wants to act for to begin with." })
export class PreselectPartyInput {
  @Field(() => PartyUrnScalar, { nullable: true, description: "Which party; null: none in particular." })
  party?: string | null;
}

@ObjectType("PreferencesPayload", { description: "What came of it.", simpleResolvers: true })
export class PreferencesPayload {
  @Field(() => ViewerPreferences, {
    nullable: true,
    description: "As they are now; null where nothing came of it.",
  })
  preferences!: ViewerPreferences | null;

  @Field(() => [ProfileError], { description: "Why not; then nothing was changed. Empty on success." })
  errors!: ProfileError[];
}
