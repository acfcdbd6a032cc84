import { Directive, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import type { SavedFilter } from "../../../drizzle/profile/tables.js";
import { SavedFilterScalar } from "../../../schema/saved-filter.js";
import { DateTimeScalar, PartyUrnScalar, UuidScalar } from "../../../schema/scalars.js";
import { ProfileError } from "./profile-error.js";

@ObjectType("SavedSearch", {
  description: "A search of the history that the viewer has saved, to come back to.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class SavedSearch {
  @Field(() => ID, { description: "UUIDv7." })
  id!: string;

  @Field(() => String, { description: "What the viewer calls it." })
  name!: string;

  @Field(() => String, { nullable: true, description: "The words that are looked for." })
  search!: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: "UUIDs of the parties that it is about; null: whoever the workspace is about.",
  })
  partyIds!: readonly string[] | null;

  @Field(() => Int, {
    description: "Counts its changes: give it back with a change, and none is overwritten.",
  })
  revision!: number;

  @Field(() => DateTimeScalar, { description: "When it was saved." })
  createdAt!: number;

  @Field(() => DateTimeScalar, { description: "When its name or content was last changed." })
  updatedAt!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the viewer last opened it." })
  lastOpenedAt!: number | null;
}

@InputType("SaveSearchInput", { description: "A search that is to be saved." })
export class SaveSearchInput {
  @Field(() => String, { description: "What to call it, at most 100 characters." })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: "The words to look for, as `Workspace.history` takes them.",
  })
  search?: string | null;

  @Field(() => SavedFilterScalar, {
    nullable: true,
    description: "What all items must have, in the shape of `HistoryFilter`.",
  })
  filter?: SavedFilter | null;

  @Field(() => [PartyUrnScalar], {
    nullable: true,
    description: "Whom it is about; omitted: whoever the workspace is about.",
  })
  parties?: string[] | null;
}

@InputType("ChangeSavedSearchInput", {
  description: "What to change of a saved search; what is omitted stays, what is null is taken away.",
})
export class ChangeSavedSearchInput {
  @Field(() => UuidScalar, { description: "Which one." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The revision that you saw; with another it is not changed. Omitted: whichever it is.",
  })
  revision?: number | null;

  @Field(() => String, { nullable: true, description: "What to call it, at most 100 characters." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: "The words to look for." })
  search?: string | null;

  @Field(() => SavedFilterScalar, { nullable: true, description: "What all items must have." })
  filter?: SavedFilter | null;

  @Field(() => [PartyUrnScalar], { nullable: true, description: "Whom it is about." })
  parties?: string[] | null;
}

@InputType("SavedSearchKeyInput", { description: "Names a saved search." })
export class SavedSearchKeyInput {
  @Field(() => UuidScalar, { description: "Which one." })
  id!: string;
}

@ObjectType("SavedSearchPayload", { description: "What came of it.", simpleResolvers: true })
export class SavedSearchPayload {
  @Field(() => SavedSearch, { nullable: true, description: "As it is now; null where nothing came of it." })
  savedSearch!: SavedSearch | null;

  @Field(() => [ProfileError], { description: "Why not; then nothing was changed. Empty on success." })
  errors!: ProfileError[];
}

@ObjectType("ProfileChangedPayload", { description: "Whether it was done.", simpleResolvers: true })
export class ProfileChangedPayload {
  @Field(() => Boolean, { description: "Whether it was." })
  success!: boolean;

  @Field(() => [ProfileError], { description: "Why not; then nothing was changed. Empty on success." })
  errors!: ProfileError[];
}
