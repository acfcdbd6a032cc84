import { Directive, Field, ID, ObjectType } from "type-graphql";
import { type SavedFilterJson, SavedFilterScalar } from "../../../schema/saved-filter.js";
import { DateTimeScalar } from "../../../schema/scalars.js";

@ObjectType("SavedSearch", { simpleResolvers: true })
@Directive('@key(fields: "id")')
export class SavedSearch {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  @Directive("@external")
  search!: string | null;

  @Field(() => SavedFilterScalar, { nullable: true })
  @Directive("@external")
  filter!: SavedFilterJson | null;

  @Field(() => [ID], { nullable: true })
  @Directive("@external")
  partyIds!: readonly string[] | null;

  @Field(() => DateTimeScalar)
  @Directive("@external")
  newSince!: number | string;
}
