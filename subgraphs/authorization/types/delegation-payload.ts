import { Field, Int, InterfaceType, ObjectType } from "type-graphql";
import { Assignment } from "./assignment.js";
import { DelegationCheckReason } from "./delegation-check.js";

@InterfaceType("DelegationError", { description: "Why access can't be given or taken." })
export abstract class DelegationError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("DelegationNotAuthorised", {
  implements: DelegationError,
  description: "You may not administer access on behalf of this party, or there is no such party.",
})
export class DelegationNotAuthorised extends DelegationError {}

@ObjectType("DelegationRecipientNotFound", {
  implements: DelegationError,
  description: "There is nobody of that name and number, or no such agent.",
})
export class DelegationRecipientNotFound extends DelegationError {}

@ObjectType("DelegationRecipientNotAllowed", {
  implements: DelegationError,
  description: "They are not of the kind that can be given this.",
})
export class DelegationRecipientNotAllowed extends DelegationError {}

@ObjectType("DelegationClientNotFound", {
  implements: DelegationError,
  description: "The party is no client of the organisation, or not by that role.",
})
export class DelegationClientNotFound extends DelegationError {}

@ObjectType("DelegationUnknownSubject", {
  implements: DelegationError,
  description: "There is no such access package, service or right.",
})
export class DelegationUnknownSubject extends DelegationError {
  @Field(() => String, { description: "What was named." })
  subject!: string;

  constructor(message: string, subject: string) {
    super(message);
    this.subject = subject;
  }
}

@ObjectType("DelegationNotDelegable", {
  implements: DelegationError,
  description: "It can't be given to others, or not by you.",
})
export class DelegationNotDelegable extends DelegationError {
  @Field(() => String, { description: "URN of the access package or service, or the right's key." })
  subject!: string;

  @Field(() => [DelegationCheckReason], { description: "Why not." })
  reasons!: DelegationCheckReason[];

  constructor(message: string, subject: string, reasons: DelegationCheckReason[]) {
    super(message);
    this.subject = subject;
    this.reasons = reasons;
  }
}

@ObjectType("DelegationLevelTooLow", {
  implements: DelegationError,
  description: "It takes a stronger login.",
})
export class DelegationLevelTooLow extends DelegationError {
  @Field(() => Int, { description: "The authentication level that it takes." })
  requiredAuthenticationLevel!: number;

  @Field(() => Int, { description: "The level that you signed in with." })
  currentAuthenticationLevel!: number;

  constructor(message: string, required: number, current: number) {
    super(message);
    this.requiredAuthenticationLevel = required;
    this.currentAuthenticationLevel = current;
  }
}

@ObjectType("DelegationValidationError", {
  implements: DelegationError,
  description: "The input does not make sense.",
})
export class DelegationValidationError extends DelegationError {}

/** No field returns these by name: they are found as what implements the interface. */
export const DELEGATION_ERRORS = [
  DelegationNotAuthorised,
  DelegationRecipientNotFound,
  DelegationRecipientNotAllowed,
  DelegationClientNotFound,
  DelegationUnknownSubject,
  DelegationNotDelegable,
  DelegationLevelTooLow,
  DelegationValidationError,
] as const;

@ObjectType("DelegationPayload", {
  description: "What came of a change to who has access. Where anything is refused, nothing was changed.",
  simpleResolvers: true,
})
export class DelegationPayload {
  @Field(() => Boolean, {
    description: "Whether anything is other than before; false where it was so already, and on errors.",
  })
  isChanged!: boolean;

  @Field(() => Assignment, {
    nullable: true,
    description: "The assignment as it is now; null where there is none (any more).",
  })
  assignment!: Assignment | null;

  @Field(() => [DelegationError], { description: "Why nothing was changed; empty on success." })
  errors!: DelegationError[];
}
