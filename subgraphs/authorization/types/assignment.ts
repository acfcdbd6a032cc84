import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { CursorScalar, DateTimeScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { ServiceResourceReference } from "../../../schema/types/references.js";
import type { NamedAssignment } from "../delegation/index.js";
import { Party } from "./party.js";

export enum AssignmentDirection {
  GIVEN = "GIVEN",
  RECEIVED = "RECEIVED",
}

registerEnumType(AssignmentDirection, {
  name: "AssignmentDirection",
  description: "On which side of assignments a party is.",
  valuesConfig: {
    GIVEN: { description: "What others may do on the party's behalf." },
    RECEIVED: { description: "What the party may do on others' behalf." },
  },
});

/** When and by whom something was given. */
@ObjectType()
abstract class Given {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it was given; null where it came with a register.",
  })
  givenAt!: number | null;

  @Field(() => Party, {
    nullable: true,
    description: "Who gave it; null where it came with a register.",
  })
  givenBy!: Party | null;
}

@ObjectType("GivenPackage", {
  description: "An access package that was given by name.",
  simpleResolvers: true,
})
export class GivenPackage extends Given {
  packageUrn!: string;
}

@ObjectType("GivenRights", {
  description: "Rights to a service that were given by name.",
  simpleResolvers: true,
})
export class GivenRights extends Given {
  @Field(() => ServiceResourceReference, { nullable: true, description: "Which service they are to." })
  service!: ServiceResourceReference;

  @Field(() => [String], { description: "What may be done in it, e.g. `read`." })
  actions!: readonly string[];

  @Field(() => [String], {
    description: "The same as right keys, in the shape of Altinn Resource Registry's.",
  })
  rightKeys!: readonly string[];
}

@ObjectType("GivenInstance", { description: "Rights to one thing that were given.", simpleResolvers: true })
export class GivenInstance extends Given {
  @Field(() => ServiceResourceReference, { nullable: true, description: "The service that it is of." })
  service!: ServiceResourceReference;

  @Field(() => String, { description: "`urn:altinn:instance-id:…` or `urn:altinn:dialog-id:…`." })
  instanceRef!: string;

  @Field(() => [String], { description: "What may be done with it, e.g. `read`." })
  actions!: readonly string[];
}

@ObjectType("Assignment", {
  description: "That one party is something to another: by a register, or because it was given access.",
  simpleResolvers: true,
})
export class Assignment extends Given {
  @Field(() => ID, { description: "UUID." })
  id!: string;

  @Field(() => Party, { description: "On whose behalf." })
  from!: Party;

  @Field(() => Party, { description: "Who may act." })
  to!: Party;

  @Field(() => Boolean, {
    description:
      "Whether it was given by name, and can be taken back here; a register's roles are the register's.",
  })
  isRevocable!: boolean;

  row!: NamedAssignment;
}

@ObjectType("AssignmentEdge", { description: "An assignment in a list.", simpleResolvers: true })
export class AssignmentEdge {
  @Field(() => CursorScalar, { description: "This assignment's position in the list." })
  cursor!: string;

  @Field(() => Assignment, { description: "The assignment." })
  node!: Assignment;
}

@ObjectType("AssignmentConnection", {
  description: "A page of assignments, by the other party's name.",
  simpleResolvers: true,
})
export class AssignmentConnection {
  @Field(() => [AssignmentEdge], { description: "The assignments of this page." })
  edges!: AssignmentEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many assignments the whole list has." })
  totalCount!: number;
}
