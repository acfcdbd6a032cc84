import { Directive, Field, ObjectType } from "type-graphql";
import { UuidScalar } from "../../../schema/scalars.js";

/** An exchange that the dialogs room owns: here for what may be done with it, and why. */
@ObjectType("Dialog", { simpleResolvers: true })
@Directive('@key(fields: "id")')
export class Dialog {
  @Field(() => UuidScalar)
  id!: string;

  @Directive("@external")
  @Field(() => String)
  party!: string;

  @Directive("@external")
  @Field(() => String)
  serviceResource!: string;

  @Directive("@external")
  @Field(() => String, { nullable: true })
  instanceRef!: string | null;
}
