import { Field, Int, ObjectType, registerEnumType } from "type-graphql";

export enum AccessProblemCode {
  NOT_AUTHORISED = "NOT_AUTHORISED",
  NOT_CONNECTED = "NOT_CONNECTED",
  NOT_FOUND = "NOT_FOUND",
  STATUS_CONFLICT = "STATUS_CONFLICT",
  UNKNOWN_SUBJECT = "UNKNOWN_SUBJECT",
  NOT_DELEGABLE = "NOT_DELEGABLE",
  LEVEL_TOO_LOW = "LEVEL_TOO_LOW",
  LIMIT_REACHED = "LIMIT_REACHED",
  VALIDATION = "VALIDATION",
}

registerEnumType(AccessProblemCode, {
  name: "AccessProblemCode",
  description: "Why a request, a consent or an access list was not changed.",
  valuesConfig: {
    NOT_AUTHORISED: { description: "You may not do this on the party's behalf." },
    NOT_CONNECTED: { description: "The one who is asked has given nothing yet to the one who asks." },
    NOT_FOUND: { description: "It does not exist, or is not yours to see: the answer is the same." },
    STATUS_CONFLICT: { description: "It has come to another status, from which this can't be done." },
    UNKNOWN_SUBJECT: { description: "There is no such package, service, party or template." },
    NOT_DELEGABLE: { description: "It can't be given, or not by you." },
    LEVEL_TOO_LOW: { description: "A stronger login is needed: see `requiredLevel`." },
    LIMIT_REACHED: { description: "There are as many as there may be." },
    VALIDATION: { description: "What was given does not fit together; the message says what." },
  },
});

@ObjectType("AccessProblem", {
  description: "Why nothing was done, for the person who wanted it.",
  simpleResolvers: true,
})
export class AccessProblem {
  @Field(() => AccessProblemCode, { description: "For programs to act on." })
  code!: AccessProblemCode;

  @Field(() => String, { description: "What happened, and what to do about it." })
  message!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The authentication level that is needed, where that is it.",
  })
  requiredLevel!: number | null;
}
