import { Field, InputType, InterfaceType, ObjectType } from "type-graphql";
import { UuidScalar } from "../../../schema/scalars.js";

@InputType("SetSeenByMeInput", { description: "Which dialogs the viewer has seen, or wants to see again." })
export class SetSeenByMeInput {
  @Field(() => [UuidScalar], { description: "Which dialogs, from 1 to 100." })
  dialogIds!: string[];

  @Field(() => Boolean, { description: "Whether the viewer has seen them as they are now." })
  isSeen!: boolean;
}

@InterfaceType("SetSeenByMeError", { description: "Why it can't be noted what the viewer has seen." })
export abstract class SetSeenByMeError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("SetSeenByMeDialogNotFound", {
  implements: SetSeenByMeError,
  description: "One of them is not there for the viewer.",
})
export class SetSeenByMeDialogNotFound extends SetSeenByMeError {}

@ObjectType("SetSeenByMeValidationError", {
  implements: SetSeenByMeError,
  description: "The input does not make sense.",
})
export class SetSeenByMeValidationError extends SetSeenByMeError {}

@ObjectType("SetSeenByMePayload", { description: "Whether it is noted.", simpleResolvers: true })
export class SetSeenByMePayload {
  @Field(() => Boolean, { description: "Whether it is." })
  success!: boolean;

  @Field(() => [SetSeenByMeError], { description: "Why not; then nothing was noted. Empty on success." })
  errors!: SetSeenByMeError[];
}
