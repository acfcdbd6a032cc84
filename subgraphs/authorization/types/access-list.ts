import { Field, ID, InputType, ObjectType } from "type-graphql";
import type { AccessListRow } from "../../../drizzle/authorization/tables-policies.js";
import { CursorScalar, DateTimeScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { ServiceResourceReference } from "../../../schema/types/references.js";
import { AccessProblem } from "./access-problem.js";

@ObjectType("AccessListService", {
  description: "A service that an access list opens to its members.",
  simpleResolvers: true,
})
export class AccessListService {
  @Field(() => ServiceResourceReference, { nullable: true, description: "What is opened." })
  serviceResource!: ServiceResourceReference;

  @Field(() => [String], { nullable: true, description: "What members may do there; null for everything." })
  actions!: readonly string[] | null;

  @Field(() => Boolean, {
    description: "Whether it is for those on lists only; where not, the list has no part in who may use it.",
  })
  isRestricted!: boolean;
}

@ObjectType("AccessListMember", {
  description: "An organisation on an access list.",
  simpleResolvers: true,
})
export class AccessListMember {
  @Field(() => String, { description: "What the register calls it." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Nine digits." })
  organizationNumber!: string | null;

  @Field(() => DateTimeScalar, { description: "When it was put on the list." })
  since!: number;

  id!: string;
}

@ObjectType("AccessListMemberEdge", { description: "A member in a list.", simpleResolvers: true })
export class AccessListMemberEdge {
  @Field(() => CursorScalar, { description: "This member's position in the list." })
  cursor!: string;

  @Field(() => AccessListMember, { description: "The organisation." })
  node!: AccessListMember;
}

@ObjectType("AccessListMemberConnection", {
  description: "A page of an access list's members, in a fixed order.",
  simpleResolvers: true,
})
export class AccessListMemberConnection {
  @Field(() => [AccessListMemberEdge], { description: "The members of this page." })
  edges!: AccessListMemberEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;
}

@ObjectType("AccessList", {
  description: "Organisations that a service owner lets in to services of its own. Only the owner sees it.",
  simpleResolvers: true,
})
export class AccessList {
  @Field(() => ID, { description: "The name that the owner's programs know it by." })
  identifier!: string;

  @Field(() => String, { description: "What people call it." })
  name!: string;

  @Field(() => String, { description: "What it is for; may be empty." })
  description!: string;

  @Field(() => [AccessListService], { description: "What it opens." })
  services!: AccessListService[];

  row!: AccessListRow;
}

@ObjectType("AccessListEdge", { description: "An access list in a list.", simpleResolvers: true })
export class AccessListEdge {
  @Field(() => CursorScalar, { description: "This access list's position." })
  cursor!: string;

  @Field(() => AccessList, { description: "One of the owner's lists." })
  node!: AccessList;
}

@ObjectType("AccessListConnection", {
  description: "A page of a service owner's access lists, by identifier.",
  simpleResolvers: true,
})
export class AccessListConnection {
  @Field(() => [AccessListEdge], { description: "The access lists of this page." })
  edges!: AccessListEdge[];

  @Field(() => PageInfo, { description: "Where this page lies." })
  pageInfo!: PageInfo;
}

@InputType("SaveAccessListInput", { description: "A new access list, or other words for one that there is." })
export class SaveAccessListInput {
  @Field(() => ID, { description: "2 to 61 of a-z, 0-9, _ and -." })
  identifier!: string;

  @Field(() => String, { description: "What people call it." })
  name!: string;

  @Field(() => String, { defaultValue: "", description: "What it is for." })
  description!: string;
}

@ObjectType("AccessListPayload", {
  description: "The access list as it now is, or why nothing was done.",
  simpleResolvers: true,
})
export class AccessListPayload {
  @Field(() => AccessList, {
    nullable: true,
    description: "Null where nothing was done, or where it is gone.",
  })
  accessList!: AccessList | null;

  @Field(() => [AccessProblem], { description: "Empty where it was done." })
  errors!: readonly AccessProblem[];
}

@ObjectType("RestrictServicePayload", {
  description: "Who may use the service now, or why nothing was done.",
  simpleResolvers: true,
})
export class RestrictServicePayload {
  @Field(() => ServiceResourceReference, { nullable: true, description: "Null where nothing was done." })
  serviceResource!: ServiceResourceReference | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it is for those on access lists only." })
  isRestricted!: boolean | null;

  @Field(() => [AccessProblem], { description: "Empty where it was done." })
  errors!: readonly AccessProblem[];
}
