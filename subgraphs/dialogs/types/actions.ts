import { Field, ObjectType } from "type-graphql";
import type { HttpVerb } from "../../../drizzle/dialogs/values.js";
import { DateTimeScalar, UrlScalar, UuidScalar } from "../../../schema/scalars.js";
import { Localization } from "../../../schema/types/localization.js";
import { GuiActionPriorityEnum, HttpVerbEnum } from "./enums.js";

const ACTION = "The action as the service's policy names it, e.g. `read`, `write`, `sign`.";
const ATTRIBUTE =
  "What of the service the action is about; another service's URN puts it to that service's policy.";

@ObjectType("GuiAction", {
  description: "Something to do with a dialog in a browser.",
  simpleResolvers: true,
})
export class GuiAction {
  @Field(() => UuidScalar, { description: "UUIDv7, as its service owner gave it." })
  id!: string;

  @Field(() => String, { description: ACTION })
  action!: string;

  @Field(() => UrlScalar, {
    description: "Where to send the user; `urn:dialogporten:unauthorized` where they may not do it.",
  })
  url!: string;

  @Field(() => String, { nullable: true, description: ATTRIBUTE })
  authorizationAttribute!: string | null;

  @Field(() => Boolean, { description: "Whether the viewer may do it." })
  isAuthorized!: boolean;

  @Field(() => Boolean, { description: "Whether doing it deletes the dialog." })
  isDeleteDialogAction!: boolean;

  @Field(() => GuiActionPriorityEnum, { description: "How prominent it is." })
  priority!: "PRIMARY" | "SECONDARY" | "TERTIARY";

  @Field(() => HttpVerbEnum, { description: "How to send the user there." })
  httpMethod!: HttpVerb;

  @Field(() => [Localization], { description: "What the button says." })
  title!: Localization[];

  @Field(() => [Localization], { nullable: true, description: "What to ask before it is done." })
  prompt!: Localization[] | null;
}

@ObjectType("ApiActionEndpoint", { description: "Where a program does an action.", simpleResolvers: true })
export class ApiActionEndpoint {
  @Field(() => UuidScalar, { description: "UUIDv7, as its service owner gave it." })
  id!: string;

  @Field(() => String, { nullable: true, description: "Its version, as the service owner counts." })
  version!: string | null;

  @Field(() => UrlScalar, {
    description: "Its address; `urn:dialogporten:unauthorized` where the viewer may not do it.",
  })
  url!: string;

  @Field(() => HttpVerbEnum, { description: "The method to call it with." })
  httpMethod!: HttpVerb;

  @Field(() => UrlScalar, { nullable: true, description: "Where it is described, for people." })
  documentationUrl!: string | null;

  @Field(() => UrlScalar, { nullable: true, description: "The schema of what is sent." })
  requestSchema!: string | null;

  @Field(() => UrlScalar, { nullable: true, description: "The schema of what comes back." })
  responseSchema!: string | null;

  @Field(() => Boolean, { description: "Whether a newer version takes over." })
  deprecated!: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: "When a deprecated one goes away." })
  sunsetAt!: number | null;
}

@ObjectType("ApiAction", { description: "Something to do with a dialog by program.", simpleResolvers: true })
export class ApiAction {
  @Field(() => UuidScalar, { description: "UUIDv7, as its service owner gave it." })
  id!: string;

  @Field(() => String, { description: ACTION })
  action!: string;

  @Field(() => String, { nullable: true, description: ATTRIBUTE })
  authorizationAttribute!: string | null;

  @Field(() => Boolean, { description: "Whether the viewer may do it." })
  isAuthorized!: boolean;

  @Field(() => String, { nullable: true, description: "What the operation is called." })
  name!: string | null;

  @Field(() => [ApiActionEndpoint], { description: "Where it is done." })
  endpoints!: ApiActionEndpoint[];
}
