import { Field, Int, InterfaceType, ObjectType } from "type-graphql";
import { DateTimeScalar } from "../../../schema/scalars.js";
import { Dialog } from "./dialog.js";

@InterfaceType("DialogByIdError", { description: "Why a dialog can't be had." })
export abstract class DialogByIdError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("DialogByIdNotFound", {
  implements: DialogByIdError,
  description: "There is no such dialog, or it is of a party that the viewer has nothing to do with.",
})
export class DialogByIdNotFound extends DialogByIdError {}

@ObjectType("DialogByIdNotVisible", {
  implements: DialogByIdError,
  description: "It is there, but not to be seen yet.",
})
export class DialogByIdNotVisible extends DialogByIdError {
  @Field(() => DateTimeScalar, { description: "From when on it can be seen." })
  visibleFrom: number;

  constructor(message: string, visibleFrom: number) {
    super(message);
    this.visibleFrom = visibleFrom;
  }
}

@ObjectType("DialogByIdExpired", { implements: DialogByIdError, description: "It has expired." })
export class DialogByIdExpired extends DialogByIdError {
  @Field(() => DateTimeScalar, { description: "When it expired." })
  expiredAt: number;

  constructor(message: string, expiredAt: number) {
    super(message);
    this.expiredAt = expiredAt;
  }
}

@ObjectType("DialogByIdDeleted", {
  implements: DialogByIdError,
  description: "The service owner has deleted it.",
})
export class DialogByIdDeleted extends DialogByIdError {}

@ObjectType("DialogByIdForbidden", {
  implements: DialogByIdError,
  description: "The viewer acts for its party, but not in its service.",
})
export class DialogByIdForbidden extends DialogByIdError {}

@ObjectType("DialogByIdForbiddenAuthLevelTooLow", {
  implements: DialogByIdError,
  description: "A stronger login would show it.",
})
export class DialogByIdForbiddenAuthLevelTooLow extends DialogByIdError {
  @Field(() => Int, { description: "The authentication level that it needs, up to 4." })
  requiredAuthenticationLevel: number;

  constructor(message: string, requiredAuthenticationLevel: number) {
    super(message);
    this.requiredAuthenticationLevel = requiredAuthenticationLevel;
  }
}

@ObjectType("DialogByIdPayload", {
  description: "A dialog, or why it can't be had.",
  simpleResolvers: true,
})
export class DialogByIdPayload {
  @Field(() => Dialog, { nullable: true, description: "The dialog; null where there is an error." })
  dialog!: Dialog | null;

  @Field(() => [DialogByIdError], { description: "Why it can't be had; empty where it can." })
  errors!: DialogByIdError[];
}
