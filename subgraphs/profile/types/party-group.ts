import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { PartyUrnScalar, UuidScalar } from "../../../schema/scalars.js";
import type { PartyGroupEntry } from "../store/party-groups.js";
import { ProfileError } from "./profile-error.js";

@ObjectType("PartyGroup", { description: "Parties that the viewer has put together.", simpleResolvers: true })
export class PartyGroup {
  @Field(() => ID, { description: "UUIDv7." })
  id!: string;

  @Field(() => String, { description: "What the viewer calls it." })
  name!: string;

  @Field(() => Boolean, { description: "Whether they are the viewer's favourites." })
  isFavorites!: boolean;

  @Field(() => Int, {
    description: "Counts its changes: give it back with a change, and none is overwritten.",
  })
  revision!: number;

  members!: PartyGroupEntry["members"];
}

@InputType("GroupedPartyInput", { description: "A party of a group." })
export class GroupedPartyInput {
  @Field(() => PartyUrnScalar, { description: "Which party." })
  party!: string;

  @Field(() => String, {
    nullable: true,
    description: "The viewer's own words for it, at most 200 characters; omitted: as they were.",
  })
  label?: string | null;
}

@InputType("CreatePartyGroupInput", { description: "Parties that are to be put together." })
export class CreatePartyGroupInput {
  @Field(() => String, { description: "What to call the group, at most 100 characters." })
  name!: string;

  @Field(() => [GroupedPartyInput], { defaultValue: [], description: "Its parties in order, at most 1,000." })
  parties!: GroupedPartyInput[];
}

@InputType("ChangePartyGroupInput", { description: "What to change of a group; what is omitted stays." })
export class ChangePartyGroupInput {
  @Field(() => UuidScalar, { description: "Which group." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The revision that you saw; with another it is not changed. Omitted: whichever it is.",
  })
  revision?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "What to call it, at most 100 characters. The favourites keep their name.",
  })
  name?: string | null;

  @Field(() => [GroupedPartyInput], {
    nullable: true,
    description:
      "All its parties from now on, in order. One that you may no longer act for stays if you name it by its UUID.",
  })
  parties?: GroupedPartyInput[] | null;
}

@InputType("PartyGroupKeyInput", { description: "Names a group of parties." })
export class PartyGroupKeyInput {
  @Field(() => UuidScalar, { description: "Which group." })
  id!: string;
}

@InputType("SetFavoriteInput", { description: "Whether a party is among the viewer's favourites." })
export class SetFavoriteInput {
  @Field(() => PartyUrnScalar, { description: "Which party." })
  party!: string;

  @Field(() => Boolean, { description: "Whether it is to be one of them." })
  isFavorite!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "The viewer's own words for it, at most 200 characters; omitted: as they were.",
  })
  label?: string | null;
}

@ObjectType("PartyGroupPayload", { description: "What came of it.", simpleResolvers: true })
export class PartyGroupPayload {
  @Field(() => PartyGroup, { nullable: true, description: "As it is now; null where nothing came of it." })
  group!: PartyGroup | null;

  @Field(() => [ProfileError], { description: "Why not; then nothing was changed. Empty on success." })
  errors!: ProfileError[];
}
