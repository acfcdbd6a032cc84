import { Field, ID, InputType, Int, InterfaceType, ObjectType } from "type-graphql";
import type { SourceActionRow } from "../../../drizzle/dialogs/tables.js";
import type { SourceActionState } from "../../../drizzle/dialogs/tables-actions.js";
import type { LiveAction } from "../../../schema/history-source/source.js";
import type { LocalizedText } from "../../../schema/localization.js";
import { CursorScalar, DateTimeScalar, PartyUrnScalar, UuidScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { HistoryActionEnum, SourceActionStateEnum } from "./enums.js";

@ObjectType("SourceAction", {
  description:
    "What the viewer has asked a platform to do with one of its items. It waits here while the platform is away, and is " +
    "done once when it is back.",
  simpleResolvers: true,
})
export class SourceAction {
  @Field(() => UuidScalar, { description: "UUIDv7: call it off by this." })
  id!: string;

  @Field(() => ID, { description: "The id of the item, as in `HistoryItem.id`." })
  itemId!: string;

  @Field(() => HistoryActionEnum, { description: "What is to be done." })
  action!: LiveAction;

  @Field(() => String, { nullable: true, description: "What is sent with it; null: nothing." })
  text!: string | null;

  @Field(() => SourceActionStateEnum, { description: "How far it has come." })
  state!: SourceActionState;

  @Field(() => DateTimeScalar, { description: "When it was asked for." })
  requestedAt!: number;

  @Field(() => Int, { description: "How often the platform has been asked, answered or not." })
  attempts!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was last asked; null: never yet." })
  lastTriedAt!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it is asked next, about; null where it is over.",
  })
  nextTryAt!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was over; null while it waits." })
  finishedAt!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The platform's own code of a refusal, or `PARTY_NOT_AUTHORISED` or `NOT_OFFERED`; null: none.",
  })
  code!: string | null;

  readonly party!: string;
  readonly sourceId!: string;
  readonly messageText!: LocalizedText | null;
}

/** What is told of an action. */
export const sourceActionOf = (row: SourceActionRow): SourceAction => ({
  id: row.id,
  itemId: row.itemId,
  action: row.action as LiveAction,
  text: row.text,
  state: row.state,
  requestedAt: row.requestedAt,
  attempts: row.attempts,
  lastTriedAt: row.lastTriedAt,
  nextTryAt: row.dueAt,
  finishedAt: row.finishedAt,
  code: row.code,
  party: row.party,
  sourceId: row.sourceId,
  messageText: row.message,
});

@ObjectType("SourceActionEdge", { description: "An action in a list.", simpleResolvers: true })
export class SourceActionEdge {
  @Field(() => CursorScalar, { description: "Its position in the list." })
  cursor!: string;

  @Field(() => SourceAction, { description: "The action." })
  node!: SourceAction;
}

@ObjectType("SourceActionConnection", { description: "A page of actions.", simpleResolvers: true })
export class SourceActionConnection {
  @Field(() => [SourceActionEdge], { description: "The actions, the newest first." })
  edges!: SourceActionEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;
}

@InterfaceType("SourceActionError", { description: "Why an action can't be asked for or called off." })
export abstract class SourceActionError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("SourceActionNotOffered", {
  implements: SourceActionError,
  description: "The item is of no platform that can be asked to do something.",
})
export class SourceActionNotOffered extends SourceActionError {}

@ObjectType("SourceActionSourceAway", {
  implements: SourceActionError,
  description: "The platform does not answer, and nothing can wait for it: the viewer is a system user.",
})
export class SourceActionSourceAway extends SourceActionError {}

@ObjectType("SourceActionKeyReused", {
  implements: SourceActionError,
  description: "Something else was asked for with the same idempotency key.",
})
export class SourceActionKeyReused extends SourceActionError {}

@ObjectType("SourceActionLimitReached", {
  implements: SourceActionError,
  description: "As many actions of the viewer's wait as may.",
})
export class SourceActionLimitReached extends SourceActionError {}

@ObjectType("SourceActionNotFound", {
  implements: SourceActionError,
  description: "The viewer has asked for no such action.",
})
export class SourceActionNotFound extends SourceActionError {}

@ObjectType("SourceActionUnderWay", {
  implements: SourceActionError,
  description: "The platform is being asked at this moment.",
})
export class SourceActionUnderWay extends SourceActionError {}

@ObjectType("SourceActionOver", { implements: SourceActionError, description: "It does not wait any more." })
export class SourceActionOver extends SourceActionError {}

@ObjectType("SourceActionValidationError", {
  implements: SourceActionError,
  description: "The input does not make sense.",
})
export class SourceActionValidationError extends SourceActionError {}

@InputType("ActOnHistoryItemInput", { description: "What is to be done with which item." })
export class ActOnHistoryItemInput {
  @Field(() => ID, { description: "The item, by `HistoryItem.id`; one of a live source." })
  itemId!: string;

  @Field(() => PartyUrnScalar, { description: "For whom: the item's party, which the viewer must act for." })
  party!: string;

  @Field(() => HistoryActionEnum, { description: "One of `HistoryItem.availableActions`." })
  action!: LiveAction;

  @Field(() => String, {
    nullable: true,
    description: "What to send: of REPLY and SUBMIT, 1 to 10,000 characters; of the others nothing.",
  })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Asked for again with the same key, it is the same action: for clients that got no answer. At most 100 characters.",
  })
  idempotencyKey?: string | null;
}

@InputType("CancelSourceActionInput", { description: "An action that is not to be done after all." })
export class CancelSourceActionInput {
  @Field(() => UuidScalar, { description: "Which one." })
  actionId!: string;
}

@ObjectType("SourceActionPayload", { description: "An action, or why there is none.", simpleResolvers: true })
export class SourceActionPayload {
  @Field(() => SourceAction, {
    nullable: true,
    description: "The action as it is now; null where there is an error.",
  })
  action!: SourceAction | null;

  @Field(() => [SourceActionError], { description: "Why there is none; empty where there is." })
  errors!: SourceActionError[];
}
