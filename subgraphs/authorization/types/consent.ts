import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import type { ConsentRightRow } from "../../../drizzle/authorization/tables-consents.js";
import type { LocalizedText } from "../../../schema/localization.js";
import {
  CursorScalar,
  DateTimeScalar,
  PartyUrnScalar,
  UrlScalar,
  UuidScalar,
} from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { ServiceResourceReference } from "../../../schema/types/references.js";
import { AccessEventParty } from "./access-event.js";
import { AccessProblem } from "./access-problem.js";

export enum ConsentStatusName {
  CREATED = "CREATED",
  ACCEPTED = "ACCEPTED",
  REJECTED = "REJECTED",
  REVOKED = "REVOKED",
  DELETED = "DELETED",
  EXPIRED = "EXPIRED",
  USED = "USED",
}

registerEnumType(ConsentStatusName, {
  name: "ConsentStatus",
  description: "Where a consent stands.",
  valuesConfig: {
    CREATED: { description: "It is asked for, and waits for an answer." },
    ACCEPTED: { description: "It is in force." },
    REJECTED: { description: "The answer was no." },
    REVOKED: { description: "It was given, and taken back." },
    DELETED: { description: "Whoever asked has taken the question back." },
    EXPIRED: { description: "Its time is over." },
    USED: { description: "It was for one time, and that time has been." },
  },
});

export enum ConsentPortalViewMode {
  SHOW = "SHOW",
  HIDE = "HIDE",
}

registerEnumType(ConsentPortalViewMode, {
  name: "ConsentPortalViewMode",
  description: "Where a question for consent is found.",
  valuesConfig: {
    SHOW: { description: "In lists, and by its id." },
    HIDE: { description: "By its id only, until it is answered." },
  },
});

export enum ConsentSideName {
  GIVER = "GIVER",
  RECEIVER = "RECEIVER",
}

registerEnumType(ConsentSideName, {
  name: "ConsentSide",
  description: "On which side of a consent a party is.",
  valuesConfig: {
    GIVER: { description: "It is asked for consent." },
    RECEIVER: { description: "It asks for consent." },
  },
});

@ObjectType("ConsentMetadata", {
  description: "One thing that a service is told with a consent.",
  simpleResolvers: true,
})
export class ConsentMetadata {
  @Field(() => String, { description: "What it is, as the service names it." })
  key!: string;

  @Field(() => String, { description: "What it is told." })
  value!: string;
}

@ObjectType("ConsentRight", { description: "One service that a consent is to.", simpleResolvers: true })
export class ConsentRight {
  @Field(() => ServiceResourceReference, { nullable: true, description: "Whose details may be fetched." })
  serviceResource!: ServiceResourceReference;

  @Field(() => [String], { description: "What the receiver may do there, as the service's policy names it." })
  actions!: readonly string[];

  @Field(() => [ConsentMetadata], { description: "What it is limited to, e.g. a year." })
  metadata!: ConsentMetadata[];

  row!: ConsentRightRow;
  text!: LocalizedText;
}

@ObjectType("Consent", {
  description: "Somebody lets an organisation fetch what others hold on them, for a purpose and a time.",
  simpleResolvers: true,
})
export class Consent {
  @Field(() => ID, { description: "UUID, as whoever asks may have chosen it." })
  id!: string;

  @Field(() => ConsentStatusName, { description: "Where it stands now." })
  status!: ConsentStatusName;

  @Field(() => AccessEventParty, { nullable: true, description: "Who is asked." })
  giver!: AccessEventParty | null;

  @Field(() => AccessEventParty, { nullable: true, description: "The organisation that asks." })
  receiver!: AccessEventParty | null;

  @Field(() => Boolean, { description: "Whether one person alone may answer." })
  isForOnePerson!: boolean;

  @Field(() => [ConsentRight], { description: "What it is to." })
  rights!: ConsentRight[];

  @Field(() => Boolean, { description: "Whether it is used up by the first lookup." })
  isOneTime!: boolean;

  @Field(() => DateTimeScalar, { description: "It holds until this moment, and no longer." })
  validTo!: number;

  @Field(() => DateTimeScalar, { description: "When it was asked for." })
  createdAt!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was accepted or rejected." })
  answeredAt!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it, or the question, was taken back." })
  endedAt!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When the receiver first looked it up." })
  usedAt!: number | null;

  @Field(() => UrlScalar, { description: "Where your browser goes on when you have answered." })
  redirectUrl!: string;

  template!: string;
  messageText!: LocalizedText;
  isPerson!: boolean;
}

@ObjectType("ConsentEdge", { description: "A consent in a list.", simpleResolvers: true })
export class ConsentEdge {
  @Field(() => CursorScalar, { description: "This consent's position in the list." })
  cursor!: string;

  @Field(() => Consent, { description: "The consent." })
  node!: Consent;
}

@ObjectType("ConsentConnection", { description: "A page of consents, newest first.", simpleResolvers: true })
export class ConsentConnection {
  @Field(() => [ConsentEdge], { description: "The consents of this page." })
  edges!: ConsentEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;
}

@InputType("ConsentMetadataInput", { description: "One thing that a service must be told." })
export class ConsentMetadataInput {
  @Field(() => String, { description: "What it is, as the service names it." })
  key!: string;

  @Field(() => String, { description: "What it is told." })
  value!: string;
}

@InputType("ConsentRightInput", { description: "One service that consent is asked for." })
export class ConsentRightInput {
  @Field(() => String, { description: "URN of a service that is given by consent." })
  service!: string;

  @Field(() => [String], { nullable: true, description: "What you want to do there; omitted = `consent`." })
  actions?: string[] | null;

  @Field(() => [ConsentMetadataInput], { nullable: true, description: "What the service asks to be told." })
  metadata?: ConsentMetadataInput[] | null;
}

@InputType("ConsentMessageInput", { description: "A message to the person who answers, by language." })
export class ConsentMessageInput {
  @Field(() => String, { nullable: true, description: "In bokmål." })
  nb?: string | null;

  @Field(() => String, { nullable: true, description: "In nynorsk." })
  nn?: string | null;

  @Field(() => String, { nullable: true, description: "In English." })
  en?: string | null;
}

@InputType("RequestConsentInput", { description: "What consent is asked for." })
export class RequestConsentInput {
  @Field(() => UuidScalar, {
    nullable: true,
    description: "Your own UUID for it: sent again with the same one, it is the same request.",
  })
  id?: string | null;

  @Field(() => PartyUrnScalar, { description: "Who is asked." })
  from!: string;

  @Field(() => PartyUrnScalar, {
    nullable: true,
    description: "The one person who may answer, if it is one.",
  })
  requiredDelegator?: string | null;

  @Field(() => DateTimeScalar, { description: "Until when it is to hold." })
  validTo!: number;

  @Field(() => [ConsentRightInput], { description: "What it is to, 1 to 20 services." })
  rights!: ConsentRightInput[];

  @Field(() => ConsentMessageInput, {
    nullable: true,
    description: "What the details are for; needed where the template has a place for it.",
  })
  message?: ConsentMessageInput | null;

  @Field(() => UrlScalar, {
    description: "An https address, where the person goes on when they have answered.",
  })
  redirectUrl!: string;

  @Field(() => ConsentPortalViewMode, {
    defaultValue: ConsentPortalViewMode.SHOW,
    description: "Whether it is listed, or found by its id only.",
  })
  portalViewMode!: ConsentPortalViewMode;
}

@ObjectType("ConsentPayload", {
  description: "The consent as it now stands, or why nothing was done.",
  simpleResolvers: true,
})
export class ConsentPayload {
  @Field(() => Consent, { nullable: true, description: "Null where nothing was done." })
  consent!: Consent | null;

  @Field(() => [AccessProblem], { description: "Empty where it was done." })
  errors!: readonly AccessProblem[];
}

@ObjectType("ConsentTemplate", {
  description: "The frame around questions for consent of one kind.",
  simpleResolvers: true,
})
export class ConsentTemplateType {
  @Field(() => ID, { description: "What services name it by." })
  id!: string;

  @Field(() => Boolean, { description: "Whether whoever asks writes a message of their own." })
  hasMessage!: boolean;

  @Field(() => Boolean, { description: "Whether it lets the receiver act, not only fetch." })
  isPowerOfAttorney!: boolean;
}
