import { Directive, Field, ID, ObjectType } from "type-graphql";
import { ServiceResourceReference } from "../../../schema/types/references.js";
import { Party } from "./party.js";

@ObjectType("ServiceUse", { simpleResolvers: true })
@Directive('@key(fields: "id")')
export class ServiceUse {
  @Field(() => ID)
  id!: string;

  @Directive("@external")
  @Field(() => Party, { nullable: true })
  party!: Pick<Party, "id">;

  @Directive("@external")
  @Field(() => ServiceResourceReference)
  serviceResource!: ServiceResourceReference;

  @Directive("@external")
  @Field(() => String, { nullable: true })
  instanceRef!: string | null;
}
