import { Field, Int, InterfaceType, ObjectType } from "type-graphql";

@InterfaceType("ProfileError", {
  description: "Why something of what the viewer has set up can't be changed so.",
})
export abstract class ProfileError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("ProfileValidationError", {
  implements: ProfileError,
  description: "The input does not make sense.",
})
export class ProfileValidationError extends ProfileError {}

@ObjectType("ProfileNotFound", {
  implements: ProfileError,
  description: "The viewer has nothing such; what is another's is not there either.",
})
export class ProfileNotFound extends ProfileError {}

@ObjectType("ProfileLimitReached", {
  implements: ProfileError,
  description: "The viewer has as many as they may have.",
})
export class ProfileLimitReached extends ProfileError {}

@ObjectType("ProfileConflict", {
  implements: ProfileError,
  description: "It was changed meanwhile, or its name is taken: look again, and try again.",
})
export class ProfileConflict extends ProfileError {}

@ObjectType("ProfileTooSoon", {
  implements: ProfileError,
  description: "It was done too often lately.",
})
export class ProfileTooSoon extends ProfileError {
  @Field(() => Int, { description: "In how many seconds it can be tried again." })
  retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Types that only `errors` of payloads give. */
export const PROFILE_ERRORS = [
  ProfileValidationError,
  ProfileNotFound,
  ProfileLimitReached,
  ProfileConflict,
  ProfileTooSoon,
];
