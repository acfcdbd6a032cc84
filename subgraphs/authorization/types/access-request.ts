import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { CursorScalar, DateTimeScalar, PartyUrnScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { ServiceResourceReference } from "../../../schema/types/references.js";
import { AccessEventParty } from "./access-event.js";
import { AccessPackage } from "./access-package.js";
import { AccessProblem } from "./access-problem.js";

export enum AccessRequestStatus {
  DRAFT = "DRAFT",
  PENDING = "PENDING",
  APPROVED = "APPROVED",
  REJECTED = "REJECTED",
  WITHDRAWN = "WITHDRAWN",
}

registerEnumType(AccessRequestStatus, {
  name: "AccessRequestStatus",
  description: "Where a request for access stands.",
  valuesConfig: {
    DRAFT: { description: "Not sent yet: nobody but its author's side sees it." },
    PENDING: { description: "Sent; it waits for whoever administers access on the other side." },
    APPROVED: { description: "What was asked for has been given." },
    REJECTED: { description: "The other side said no." },
    WITHDRAWN: { description: "Whoever asked has taken the question back." },
  },
});

export enum AccessRequestSide {
  SENT = "SENT",
  RECEIVED = "RECEIVED",
}

registerEnumType(AccessRequestSide, {
  name: "AccessRequestSide",
  description: "On which side of a request a party is.",
  valuesConfig: {
    SENT: { description: "It asks for access." },
    RECEIVED: { description: "It is asked to give access." },
  },
});

@ObjectType("AccessRequest", {
  description: "Somebody asks to be given access on somebody's behalf, and is answered.",
  simpleResolvers: true,
})
export class AccessRequest {
  @Field(() => ID, { description: "UUIDv7." })
  id!: string;

  @Field(() => AccessRequestStatus, { description: "Where it stands." })
  status!: AccessRequestStatus;

  @Field(() => AccessEventParty, { nullable: true, description: "Who would get the access." })
  requester!: AccessEventParty | null;

  @Field(() => AccessEventParty, { nullable: true, description: "On whose behalf it would be." })
  giver!: AccessEventParty | null;

  @Field(() => AccessPackage, { nullable: true, description: "The package that is asked for, if it is one." })
  accessPackage!: AccessPackage | null;

  @Field(() => ServiceResourceReference, {
    nullable: true,
    description: "The service that is asked for, if it is one.",
  })
  serviceResource!: ServiceResourceReference | null;

  @Field(() => [String], {
    nullable: true,
    description: "What they want to do in the service, as its policy names it: `read`, `write`, `sign` …",
  })
  actions!: readonly string[] | null;

  @Field(() => DateTimeScalar, { description: "When it was written." })
  createdAt!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was sent; null for a draft." })
  sentAt!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it was approved, rejected or withdrawn.",
  })
  closedAt!: number | null;
}

@ObjectType("AccessRequestEdge", { description: "A request for access in a list.", simpleResolvers: true })
export class AccessRequestEdge {
  @Field(() => CursorScalar, { description: "This request's position in the list." })
  cursor!: string;

  @Field(() => AccessRequest, { description: "What is asked for." })
  node!: AccessRequest;
}

@ObjectType("AccessRequestConnection", {
  description: "A page of requests for access, newest first.",
  simpleResolvers: true,
})
export class AccessRequestConnection {
  @Field(() => [AccessRequestEdge], { description: "The requests of this page." })
  edges!: AccessRequestEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;
}

@InputType("RequestAccessInput", {
  description: "What is asked for: an access package, or actions in a service.",
})
export class RequestAccessInput {
  @Field(() => PartyUrnScalar, {
    description: "On whose behalf; it must have given something already to the one who asks.",
  })
  from!: string;

  @Field(() => PartyUrnScalar, {
    nullable: true,
    description: "Who would get it; omitted = you. Anybody else only if you administer their access.",
  })
  to?: string | null;

  @Field(() => String, { nullable: true, description: "URN of an access package." })
  accessPackage?: string | null;

  @Field(() => String, { nullable: true, description: "URN of a service; then name the actions as well." })
  service?: string | null;

  @Field(() => [String], { nullable: true, description: "What you want to do in the service, 1 to 20." })
  actions?: string[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Write it only; it is sent when it is confirmed.",
  })
  isDraft!: boolean;
}

@ObjectType("AccessRequestPayload", {
  description: "The request as it now stands, or why nothing was done.",
  simpleResolvers: true,
})
export class AccessRequestPayload {
  @Field(() => AccessRequest, { nullable: true, description: "Null where nothing was done." })
  request!: AccessRequest | null;

  @Field(() => [AccessProblem], { description: "Empty where it was done." })
  errors!: readonly AccessProblem[];
}
