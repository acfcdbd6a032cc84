import { Field, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import type { DeadlineKind } from "../../../drizzle/dialogs/values-deadlines.js";
import { DateTimeScalar, PartyUrnScalar, UrlScalar, UuidScalar } from "../../../schema/scalars.js";
import { DeadlineKindEnum } from "./enums.js";
import { Party } from "./party.js";

@ObjectType("CalendarSubscription", {
  description:
    "An address of the viewer's own from which a calendar program fetches what is to be done by when. Whoever knows the " +
    "address can read it, so it is shown once, and can be revoked.",
  simpleResolvers: true,
})
export class CalendarSubscription {
  @Field(() => UuidScalar, { description: "UUIDv7: revoke it by this." })
  id!: string;

  @Field(() => String, { description: "What the viewer calls it, e.g. the program that uses it." })
  name!: string;

  @Field(() => [DeadlineKindEnum], {
    nullable: true,
    description: "Which kinds of deadlines it has; null: all, and those that nobody says the kind of.",
  })
  kinds!: DeadlineKind[] | null;

  @Field(() => [Party], {
    nullable: "itemsAndList",
    description: "Whose deadlines it has; null: of everyone that the viewer may act for when it is fetched.",
  })
  parties!: Party[] | null;

  @Field(() => Int, {
    description:
      "The authentication level that it is read with: nothing that needs a stronger login is in it.",
  })
  level!: number;

  @Field(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "When it was last fetched, to the minute; null: never. One that nobody fetches for 180 days ends.",
  })
  lastUsedAt!: number | null;
}

@InterfaceType("CalendarSubscriptionError", {
  description: "Why an address for a calendar can't be had or revoked.",
})
export abstract class CalendarSubscriptionError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("CalendarSubscriptionForbidden", {
  implements: CalendarSubscriptionError,
  description: "The viewer is no person, or this installation serves no calendars.",
})
export class CalendarSubscriptionForbidden extends CalendarSubscriptionError {}

@ObjectType("CalendarSubscriptionLoginTooWeak", {
  implements: CalendarSubscriptionError,
  description: "The viewer has signed in more weakly than the calendar is to be read with.",
})
export class CalendarSubscriptionLoginTooWeak extends CalendarSubscriptionError {}

@ObjectType("CalendarSubscriptionLimitReached", {
  implements: CalendarSubscriptionError,
  description: "The viewer has as many as there may be.",
})
export class CalendarSubscriptionLimitReached extends CalendarSubscriptionError {}

@ObjectType("CalendarSubscriptionNotFound", {
  implements: CalendarSubscriptionError,
  description: "The viewer has no such subscription.",
})
export class CalendarSubscriptionNotFound extends CalendarSubscriptionError {}

@ObjectType("CalendarSubscriptionValidationError", {
  implements: CalendarSubscriptionError,
  description: "The input does not make sense.",
})
export class CalendarSubscriptionValidationError extends CalendarSubscriptionError {}

@InputType("CreateCalendarSubscriptionInput", { description: "What a calendar is to show." })
export class CreateCalendarSubscriptionInput {
  @Field(() => String, {
    description: "What to call it, e.g. the program that will use it; at most 50 characters.",
  })
  name!: string;

  @Field(() => [PartyUrnScalar], {
    nullable: true,
    description: "Whose deadlines, at most 100 parties. Omitted: of everyone that the viewer may act for.",
  })
  parties?: string[] | null;

  @Field(() => [DeadlineKindEnum], { nullable: true, description: "Which kinds. Omitted: all of them." })
  kinds?: DeadlineKind[] | null;

  @Field(() => Int, {
    defaultValue: 0,
    description:
      "The authentication level that it is to be read with, as calendar programs don't sign in: 0 (the default) shows " +
      "the texts of nothing that needs a login of some strength; 3 shows what a substantial login shows, and is to be had " +
      "with such a login only. What needs level 4 is never shown.",
  })
  level!: number;
}

@InputType("RevokeCalendarSubscriptionInput", { description: "An address that is no longer wanted." })
export class RevokeCalendarSubscriptionInput {
  @Field(() => UuidScalar, { description: "Which subscription." })
  subscriptionId!: string;
}

@ObjectType("CreateCalendarSubscriptionPayload", {
  description: "A new address for a calendar program, or why there is none.",
  simpleResolvers: true,
})
export class CreateCalendarSubscriptionPayload {
  @Field(() => CalendarSubscription, {
    nullable: true,
    description: "What was made; null where there is an error.",
  })
  subscription!: CalendarSubscription | null;

  @Field(() => UrlScalar, {
    nullable: true,
    description: "The address to give to the program. It is told this once, and can't be found again.",
  })
  address!: string | null;

  @Field(() => [CalendarSubscriptionError], { description: "Why there is none; empty where there is." })
  errors!: CalendarSubscriptionError[];
}

@ObjectType("RevokeCalendarSubscriptionPayload", {
  description: "Whether the address was revoked.",
  simpleResolvers: true,
})
export class RevokeCalendarSubscriptionPayload {
  @Field(() => Boolean, { description: "Whether it was: from now on nothing is there." })
  success!: boolean;

  @Field(() => [CalendarSubscriptionError], { description: "Why not; empty on success." })
  errors!: CalendarSubscriptionError[];
}
