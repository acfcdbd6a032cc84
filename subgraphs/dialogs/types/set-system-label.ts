import { Field, InputType, InterfaceType, ObjectType } from "type-graphql";
import type { SystemLabel } from "../../../drizzle/dialogs/values.js";
import { UuidScalar } from "../../../schema/scalars.js";
import { SystemLabelEnum } from "./enums.js";

@InputType("SetSystemLabelInput", { description: "Which labels to put on a dialog, and which to take off." })
export class SetSystemLabelInput {
  @Field(() => UuidScalar, { description: "Whose labels to change: a dialog that the viewer may read." })
  dialogId!: string;

  @Field(() => [SystemLabelEnum], {
    description: "To put on. Of DEFAULT, BIN and ARCHIVE, which exclude one another, the last one counts.",
  })
  addLabels!: SystemLabel[];

  @Field(() => [SystemLabelEnum], {
    description: "To take off. Without BIN and ARCHIVE it is DEFAULT again.",
  })
  removeLabels!: SystemLabel[];
}

@InterfaceType("SetSystemLabelError", { description: "Why labels can't be changed." })
export abstract class SetSystemLabelError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("SetSystemLabelEntityNotFound", {
  implements: SetSystemLabelError,
  description: "There is no such dialog for this viewer.",
})
export class SetSystemLabelEntityNotFound extends SetSystemLabelError {}

@ObjectType("SetSystemLabelEntityDeleted", {
  implements: SetSystemLabelError,
  description: "The dialog is deleted.",
})
export class SetSystemLabelEntityDeleted extends SetSystemLabelError {}

@ObjectType("SetSystemLabelForbidden", {
  implements: SetSystemLabelError,
  description: "The viewer may not read the dialog, or not with this login.",
})
export class SetSystemLabelForbidden extends SetSystemLabelError {}

@ObjectType("SetSystemLabelDomainError", {
  implements: SetSystemLabelError,
  description: "The change breaks a rule of labels.",
})
export class SetSystemLabelDomainError extends SetSystemLabelError {}

@ObjectType("SetSystemLabelValidationError", {
  implements: SetSystemLabelError,
  description: "The input does not make sense.",
})
export class SetSystemLabelValidationError extends SetSystemLabelError {}

@ObjectType("SetSystemLabelConcurrencyError", {
  implements: SetSystemLabelError,
  description: "Somebody else changed the labels in between.",
})
export class SetSystemLabelConcurrencyError extends SetSystemLabelError {}

@ObjectType("SetSystemLabelConflictError", {
  implements: SetSystemLabelError,
  description: "The change is at odds with what is there.",
})
export class SetSystemLabelConflictError extends SetSystemLabelError {}

@ObjectType("SetSystemLabelPayload", {
  description: "Whether the labels are as asked for.",
  simpleResolvers: true,
})
export class SetSystemLabelPayload {
  @Field(() => Boolean, { description: "Whether they are." })
  success!: boolean;

  @Field(() => [SetSystemLabelError], { description: "Why not; empty on success." })
  errors!: SetSystemLabelError[];
}
