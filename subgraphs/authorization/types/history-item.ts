import { Directive, Field, ID, ObjectType } from "type-graphql";
import { ServiceResourceReference } from "../../../schema/types/references.js";
import { Party } from "./party.js";

/** A row of somebody's history, which the dialogs room owns: here for why they may see it. */
@ObjectType("HistoryItem", { simpleResolvers: true })
@Directive('@key(fields: "id")')
export class HistoryItem {
  @Field(() => ID)
  id!: string;

  @Directive("@external")
  @Field(() => Party, { nullable: true })
  party!: Pick<Party, "id">;

  @Directive("@external")
  @Field(() => ServiceResourceReference, { nullable: true })
  serviceResource!: ServiceResourceReference;

  @Directive("@external")
  @Field(() => String, { nullable: true })
  instanceRef!: string | null;
}
