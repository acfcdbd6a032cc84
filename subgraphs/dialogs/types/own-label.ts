import { Field, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import { DateTimeScalar, UuidScalar } from "../../../schema/scalars.js";

@ObjectType("OwnLabel", {
  description:
    "A label that the viewer has made. Nobody else sees it, also not those who act for the same party.",
  simpleResolvers: true,
})
export class OwnLabel {
  @Field(() => UuidScalar, { description: "UUIDv7: filter the history by it." })
  id!: string;

  @Field(() => String, { description: "What the viewer calls it." })
  name!: string;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: number;
}

@ObjectType("OwnLabelUse", {
  description: "A label of the viewer's, and where it is.",
  simpleResolvers: true,
})
export class OwnLabelUse {
  @Field(() => OwnLabel, { description: "The label that is counted." })
  label!: OwnLabel;

  @Field(() => Int, {
    description: "On how many items of the workspace it is, as far as the viewer may see them.",
  })
  itemCount!: number;
}

@InterfaceType("OwnLabelError", { description: "Why something can't be done with a label of one's own." })
export abstract class OwnLabelError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("OwnLabelNotFound", { implements: OwnLabelError, description: "The viewer has no such label." })
export class OwnLabelNotFound extends OwnLabelError {}

@ObjectType("OwnLabelDialogNotFound", {
  implements: OwnLabelError,
  description: "There is no such dialog for the viewer.",
})
export class OwnLabelDialogNotFound extends OwnLabelError {}

@ObjectType("OwnLabelNameTaken", {
  implements: OwnLabelError,
  description: "The viewer has another label of that name; case does not matter.",
})
export class OwnLabelNameTaken extends OwnLabelError {}

@ObjectType("OwnLabelLimitReached", {
  implements: OwnLabelError,
  description: "There are as many labels, or dialogs with a label, as there may be.",
})
export class OwnLabelLimitReached extends OwnLabelError {}

@ObjectType("OwnLabelValidationError", {
  implements: OwnLabelError,
  description: "The input does not make sense.",
})
export class OwnLabelValidationError extends OwnLabelError {}

@InputType("CreateOwnLabelInput", { description: "A new label." })
export class CreateOwnLabelInput {
  @Field(() => String, { description: "What to call it, in at most 50 characters." })
  name!: string;
}

@InputType("RenameOwnLabelInput", { description: "A label, and its new name." })
export class RenameOwnLabelInput {
  @Field(() => UuidScalar, { description: "Which label." })
  labelId!: string;

  @Field(() => String, { description: "What to call it from now on, in at most 50 characters." })
  name!: string;
}

@InputType("DeleteOwnLabelInput", { description: "A label that is no longer wanted." })
export class DeleteOwnLabelInput {
  @Field(() => UuidScalar, { description: "Which label." })
  labelId!: string;
}

@InputType("SetOwnLabelsInput", {
  description: "Which of one's own labels to put on dialogs, and which to take off.",
})
export class SetOwnLabelsInput {
  @Field(() => [UuidScalar], { description: "Which dialogs, from 1 to 100." })
  dialogIds!: string[];

  @Field(() => [UuidScalar], { description: "Labels to put on, by id; at most 20." })
  addLabels!: string[];

  @Field(() => [UuidScalar], {
    description: "Labels to take off, by id; at most 20. Also off dialogs that the viewer can no longer see.",
  })
  removeLabels!: string[];
}

@ObjectType("OwnLabelPayload", { description: "A label, or why there is none.", simpleResolvers: true })
export class OwnLabelPayload {
  @Field(() => OwnLabel, {
    nullable: true,
    description: "The label as it is now; null where there is an error.",
  })
  label!: OwnLabel | null;

  @Field(() => [OwnLabelError], { description: "Why there is none; empty where there is." })
  errors!: OwnLabelError[];
}

@ObjectType("OwnLabelsChangedPayload", {
  description: "Whether the labels are as asked for.",
  simpleResolvers: true,
})
export class OwnLabelsChangedPayload {
  @Field(() => Boolean, { description: "Whether they are." })
  success!: boolean;

  @Field(() => [OwnLabelError], { description: "Why not; then nothing was changed. Empty on success." })
  errors!: OwnLabelError[];
}
