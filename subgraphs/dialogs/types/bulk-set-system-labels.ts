import { Field, InputType, InterfaceType, ObjectType } from "type-graphql";
import type { SystemLabel } from "../../../drizzle/dialogs/values.js";
import { UuidScalar } from "../../../schema/scalars.js";
import { SystemLabelEnum } from "./enums.js";

@InputType("DialogRevisionInput", {
  description: "A dialog, and how its labels were when they were last read.",
})
export class DialogRevisionInput {
  @Field(() => UuidScalar, { description: "The dialog's id." })
  dialogId!: string;

  @Field(() => UuidScalar, {
    nullable: true,
    description: "`endUserContext.revision` as it was read; omitted: whatever it is now.",
  })
  enduserContextRevision?: string | null;
}

@InputType("BulkSetSystemLabelInput", {
  description: "Which labels to put on many dialogs, and which to take off.",
})
export class BulkSetSystemLabelInput {
  @Field(() => [DialogRevisionInput], { description: "Which dialogs, from 1 to 100, each once." })
  dialogs!: DialogRevisionInput[];

  @Field(() => [SystemLabelEnum], {
    description: "To put on. Of DEFAULT, BIN and ARCHIVE, which exclude one another, the last one counts.",
  })
  addLabels!: SystemLabel[];

  @Field(() => [SystemLabelEnum], {
    description: "To take off. Without BIN and ARCHIVE it is DEFAULT again.",
  })
  removeLabels!: SystemLabel[];
}

@InterfaceType("BulkSetSystemLabelError", { description: "Why labels can't be changed; then none is." })
export abstract class BulkSetSystemLabelError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("BulkSetSystemLabelNotFound", {
  implements: BulkSetSystemLabelError,
  description: "One of them is not there for this viewer.",
})
export class BulkSetSystemLabelNotFound extends BulkSetSystemLabelError {}

@ObjectType("BulkSetSystemLabelDomainError", {
  implements: BulkSetSystemLabelError,
  description: "The change breaks a rule of labels, or needs a stronger login.",
})
export class BulkSetSystemLabelDomainError extends BulkSetSystemLabelError {}

@ObjectType("BulkSetSystemLabelValidationError", {
  implements: BulkSetSystemLabelError,
  description: "The input does not make sense. There is one for each problem.",
})
export class BulkSetSystemLabelValidationError extends BulkSetSystemLabelError {}

@ObjectType("BulkSetSystemLabelConcurrencyError", {
  implements: BulkSetSystemLabelError,
  description: "Somebody else changed the labels of one of them in between.",
})
export class BulkSetSystemLabelConcurrencyError extends BulkSetSystemLabelError {}

@ObjectType("BulkSetSystemLabelConflictError", {
  implements: BulkSetSystemLabelError,
  description: "The change is at odds with what somebody else has just written.",
})
export class BulkSetSystemLabelConflictError extends BulkSetSystemLabelError {}

@ObjectType("BulkSetSystemLabelPayload", {
  description: "Whether the labels of all of them are as asked for.",
  simpleResolvers: true,
})
export class BulkSetSystemLabelPayload {
  @Field(() => Boolean, { description: "Whether they are." })
  success!: boolean;

  @Field(() => [BulkSetSystemLabelError], { description: "Why not; empty on success." })
  errors!: BulkSetSystemLabelError[];
}
