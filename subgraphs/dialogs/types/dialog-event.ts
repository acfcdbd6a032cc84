import { Field, ObjectType } from "type-graphql";
import { UuidScalar } from "../../../schema/scalars.js";
import { DialogEventTypeEnum } from "./enums.js";

@ObjectType("DialogEventPayload", { description: "Something happened to a dialog.", simpleResolvers: true })
export class DialogEventPayload {
  @Field(() => UuidScalar, { description: "The dialog's id." })
  id!: string;

  @Field(() => DialogEventTypeEnum, { description: "What happened." })
  type!: "DIALOG_UPDATED" | "DIALOG_DELETED";
}
