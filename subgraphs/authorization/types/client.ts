import { Field, ID, Int, ObjectType } from "type-graphql";
import { CursorScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { ServiceResourceReference } from "../../../schema/types/references.js";
import { Party } from "./party.js";

@ObjectType("ClientRights", { description: "Rights to a service of a client's.", simpleResolvers: true })
export class ClientRights {
  @Field(() => ServiceResourceReference, { nullable: true, description: "Which service they are to." })
  service!: ServiceResourceReference;

  @Field(() => [String], {
    nullable: true,
    description: "What may be done in it; null for everything that its policy names.",
  })
  actions!: readonly string[] | null;
}

@ObjectType("ServedClient", {
  description: "A client of an organisation, by one role, with what of it can be passed on to agents.",
  simpleResolvers: true,
})
export class ServedClient {
  @Field(() => Party, { description: "Whose access it is." })
  client!: Party;

  @Field(() => [ClientRights], { description: "Services that can be passed on." })
  services!: ClientRights[];

  roleUrn!: string;
  packageUrns!: readonly string[];
}

@ObjectType("PassedOnClient", {
  description: "A client that was passed on to an agent, with what of it.",
  simpleResolvers: true,
})
export class PassedOnClient {
  @Field(() => ID, { description: "UUID of the client delegation." })
  id!: string;

  @Field(() => Party, { description: "Whose access it is." })
  client!: Party;

  @Field(() => [ClientRights], { description: "Services that were passed on." })
  services!: ClientRights[];

  roleUrn!: string;
  packageUrns!: readonly string[];
}

@ObjectType("ServedClientEdge", { description: "A client in a list.", simpleResolvers: true })
export class ServedClientEdge {
  @Field(() => CursorScalar, { description: "This client's position in the list." })
  cursor!: string;

  @Field(() => ServedClient, { description: "The client." })
  node!: ServedClient;
}

@ObjectType("ServedClientConnection", { description: "A page of clients, by name.", simpleResolvers: true })
export class ServedClientConnection {
  @Field(() => [ServedClientEdge], { description: "The clients of this page." })
  edges!: ServedClientEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many clients the whole list has; one with two roles counts twice." })
  totalCount!: number;
}

@ObjectType("PassedOnClientEdge", { description: "A client in a list.", simpleResolvers: true })
export class PassedOnClientEdge {
  @Field(() => CursorScalar, { description: "This client's position in the list." })
  cursor!: string;

  @Field(() => PassedOnClient, { description: "The client." })
  node!: PassedOnClient;
}

@ObjectType("PassedOnClientConnection", {
  description: "A page of the clients that an agent was passed, by name.",
  simpleResolvers: true,
})
export class PassedOnClientConnection {
  @Field(() => [PassedOnClientEdge], { description: "The clients of this page." })
  edges!: PassedOnClientEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many clients the whole list has." })
  totalCount!: number;
}
