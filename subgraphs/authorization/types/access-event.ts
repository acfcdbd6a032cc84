import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { CursorScalar, DateTimeScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { PartyType } from "./party.js";

export enum AccessEventKind {
  ACCESS_GRANTED = "ACCESS_GRANTED",
  ACCESS_REVOKED = "ACCESS_REVOKED",
  CLIENT_ADDED = "CLIENT_ADDED",
  CLIENT_REMOVED = "CLIENT_REMOVED",
  REQUEST_SENT = "REQUEST_SENT",
  REQUEST_WITHDRAWN = "REQUEST_WITHDRAWN",
  REQUEST_APPROVED = "REQUEST_APPROVED",
  REQUEST_REJECTED = "REQUEST_REJECTED",
  CONSENT_REQUESTED = "CONSENT_REQUESTED",
  CONSENT_ACCEPTED = "CONSENT_ACCEPTED",
  CONSENT_REJECTED = "CONSENT_REJECTED",
  CONSENT_REVOKED = "CONSENT_REVOKED",
  CONSENT_USED = "CONSENT_USED",
  ACCESS_LIST_JOINED = "ACCESS_LIST_JOINED",
  ACCESS_LIST_LEFT = "ACCESS_LIST_LEFT",
  DECISION = "DECISION",
  LOOKUP = "LOOKUP",
}

registerEnumType(AccessEventKind, {
  name: "AccessEventKind",
  description: "What was done with somebody's access.",
  valuesConfig: {
    ACCESS_GRANTED: { description: "Somebody was given access on the party's behalf." },
    ACCESS_REVOKED: { description: "Access was taken back." },
    CLIENT_ADDED: { description: "A client was passed on to an agent." },
    CLIENT_REMOVED: { description: "A client was taken back from an agent." },
    REQUEST_SENT: { description: "Somebody asked for access." },
    REQUEST_WITHDRAWN: { description: "Whoever asked for access took their question back." },
    REQUEST_APPROVED: { description: "Access that was asked for was given." },
    REQUEST_REJECTED: { description: "Access that was asked for was refused." },
    CONSENT_REQUESTED: { description: "An organisation asked for consent." },
    CONSENT_ACCEPTED: { description: "Consent was given." },
    CONSENT_REJECTED: { description: "Consent was refused." },
    CONSENT_REVOKED: { description: "Consent was taken back." },
    CONSENT_USED: { description: "The organisation looked the consent up, to fetch what it is to." },
    ACCESS_LIST_JOINED: { description: "The party was put on a service owner's access list." },
    ACCESS_LIST_LEFT: { description: "The party was taken off a service owner's access list." },
    DECISION: { description: "Somebody wanted to use a sensitive service, and was let in or not." },
    LOOKUP: { description: "A service owner looked up whom the party may act for." },
  },
});

@ObjectType("AccessEventParty", {
  description:
    "Somebody in an access event. It is a name only: they need not be anyone whom you may act for.",
  simpleResolvers: true,
})
export class AccessEventParty {
  @Field(() => String, { description: "What the register calls them." })
  name!: string;

  @Field(() => PartyType, { description: "A person, an organisation, or a system." })
  type!: PartyType;

  @Field(() => String, { nullable: true, description: "Nine digits; organisations only." })
  organizationNumber!: string | null;
}

@ObjectType("AccessEvent", {
  description: "One thing that was done with somebody's access. It never changes.",
  simpleResolvers: true,
})
export class AccessEvent {
  @Field(() => ID, { description: "UUIDv7." })
  id!: string;

  @Field(() => DateTimeScalar, { description: "When it was done." })
  at!: number;

  @Field(() => AccessEventKind, { description: "What was done." })
  kind!: AccessEventKind;

  @Field(() => AccessEventParty, { nullable: true, description: "Whose access it is about: who gives." })
  party!: AccessEventParty | null;

  @Field(() => AccessEventParty, {
    nullable: true,
    description: "The other side: who was given it, who asks, or who wanted in; null where there is none.",
  })
  counterpart!: AccessEventParty | null;

  @Field(() => AccessEventParty, {
    nullable: true,
    description:
      "Who did it. Null where the other side did it: who acts for somebody else is theirs to know, not yours.",
  })
  actor!: AccessEventParty | null;

  @Field(() => String, {
    nullable: true,
    description: "What it was about: URN of an access package, a service, an instance, a role or a list.",
  })
  subject!: string | null;

  @Field(() => String, { nullable: true, description: "What they wanted to do: `read`, `sign` …" })
  action!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Of a decision: `PERMIT`, or `DENY` or `NOT_APPLICABLE`, which both mean no.",
  })
  outcome!: string | null;

  @Field(() => Int, { description: "The authentication level that it was done with." })
  authenticationLevel!: number;

  @Field(() => ID, { nullable: true, description: "The request or consent that it belongs to." })
  referenceId!: string | null;
}

@ObjectType("AccessEventEdge", { description: "An access event in a list.", simpleResolvers: true })
export class AccessEventEdge {
  @Field(() => CursorScalar, { description: "This event's position in the list." })
  cursor!: string;

  @Field(() => AccessEvent, { description: "What happened." })
  node!: AccessEvent;
}

@ObjectType("AccessEventConnection", {
  description: "A page of what was done with somebody's access, newest first.",
  simpleResolvers: true,
})
export class AccessEventConnection {
  @Field(() => [AccessEventEdge], { description: "The events of this page." })
  edges!: AccessEventEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;
}

@InputType("AccessEventFilter", { description: "Which access events are wanted." })
export class AccessEventFilter {
  @Field(() => [AccessEventKind], { nullable: true, description: "Of these kinds only." })
  kinds?: AccessEventKind[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "From this moment on." })
  from?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Before this moment." })
  until?: number | null;
}
