import { Field, Int, InterfaceType, ObjectType } from "type-graphql";
import type { GrantType } from "../../../schema/ports.js";
import { UuidScalar } from "../../../schema/scalars.js";
import { Localization } from "../../../schema/types/localization.js";
import { DialogLookupGrantTypeEnum } from "./enums.js";

@InterfaceType("DialogLookupError", {
  description: "Why it can't be told which dialog a reference is about.",
})
export abstract class DialogLookupError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("DialogLookupNotFound", {
  implements: DialogLookupError,
  description: "There is no such dialog for this viewer.",
})
export class DialogLookupNotFound extends DialogLookupError {}

@ObjectType("DialogLookupForbidden", {
  implements: DialogLookupError,
  description: "The viewer acts for its party, but not in its service, or not with this login.",
})
export class DialogLookupForbidden extends DialogLookupError {}

@ObjectType("DialogLookupValidationError", {
  implements: DialogLookupError,
  description: "The reference is none.",
})
export class DialogLookupValidationError extends DialogLookupError {}

@ObjectType("DialogLookupServiceResource", {
  description: "The service that a dialog belongs to.",
  simpleResolvers: true,
})
export class DialogLookupServiceResource {
  @Field(() => String, { description: "Its identifier: its URN without `urn:altinn:resource:`." })
  id!: string;

  @Field(() => Boolean, { description: "Whether the right to use it can be given to others." })
  isDelegable!: boolean;

  @Field(() => Int, { description: "The authentication level, from 0 to 4, that reading it needs." })
  minimumAuthenticationLevel!: number;

  @Field(() => [Localization], {
    description: "What people know it as; its identifier where the catalogue does not know it.",
  })
  name!: Localization[];
}

@ObjectType("DialogLookupServiceOwner", {
  description: "The agency that a dialog is from.",
  simpleResolvers: true,
})
export class DialogLookupServiceOwner {
  @Field(() => String, { description: "Nine digits; empty where the catalogue does not know the agency." })
  orgNumber!: string;

  @Field(() => String, { description: "Its short code." })
  code!: string;

  @Field(() => [Localization], {
    description: "What it is called in public; its code where the catalogue does not know it.",
  })
  name!: Localization[];
}

@ObjectType("DialogLookupLinks", {
  description: "Where there is more about something.",
  simpleResolvers: true,
})
export class DialogLookupLinks {
  @Field(() => String, { description: "The address of its description." })
  metadata!: string;
}

@ObjectType("DialogLookupAuthorizationEvidenceItem", {
  description: "One reason why the viewer may read it.",
  simpleResolvers: true,
})
export class DialogLookupAuthorizationEvidenceItem {
  @Field(() => DialogLookupGrantTypeEnum, { description: "What kind of right it is." })
  grantType!: GrantType;

  @Field(() => String, { description: "URN of the role, access package, service or instance." })
  subject!: string;

  @Field(() => [Localization], { description: "What people know that as." })
  name!: Localization[];

  @Field(() => DialogLookupLinks, {
    nullable: true,
    description: "Null: nothing serves such descriptions here.",
  })
  links!: DialogLookupLinks | null;
}

@ObjectType("DialogLookupAuthorizationEvidence", {
  description: "Why the viewer may read a dialog.",
  simpleResolvers: true,
})
export class DialogLookupAuthorizationEvidence {
  @Field(() => Int, { description: "The authentication level that the viewer signed in with." })
  currentAuthenticationLevel!: number;

  @Field(() => Boolean, { description: "Whether a role is a reason." })
  viaRole!: boolean;

  @Field(() => Boolean, { description: "Whether an access package is." })
  viaAccessPackage!: boolean;

  @Field(() => Boolean, { description: "Whether the service itself was given to them." })
  viaResourceDelegation!: boolean;

  @Field(() => Boolean, { description: "Whether this one thing was given to them." })
  viaInstanceDelegation!: boolean;

  @Field(() => [DialogLookupAuthorizationEvidenceItem], { description: "Every reason." })
  evidence!: DialogLookupAuthorizationEvidenceItem[];
}

@ObjectType("DialogLookup", {
  description: "Which dialog a reference is about, and why the viewer may read it.",
  simpleResolvers: true,
})
export class DialogLookup {
  @Field(() => UuidScalar, { description: "The dialog's id: `dialogById` has the whole of it." })
  dialogId!: string;

  @Field(() => String, { description: "What the dialog is about: its instance, or the dialog itself." })
  instanceRef!: string;

  @Field(() => String, {
    description:
      "The party that it belongs to: an organisation's URN, or a person's `urn:altinn:party:uuid:…`.",
  })
  party!: string;

  @Field(() => [Localization], {
    description: "What it is about, in a few words; the non-sensitive ones where the login is too weak.",
  })
  title!: Localization[];

  @Field(() => DialogLookupServiceResource, { description: "The service that it belongs to." })
  serviceResource!: DialogLookupServiceResource;

  @Field(() => DialogLookupServiceOwner, { description: "The agency that it is from." })
  serviceOwner!: DialogLookupServiceOwner;

  @Field(() => DialogLookupAuthorizationEvidence, { description: "Why the viewer may read it." })
  authorizationEvidence!: DialogLookupAuthorizationEvidence;
}

@ObjectType("DialogLookupPayload", {
  description: "Which dialog a reference is about, or why that can't be told.",
  simpleResolvers: true,
})
export class DialogLookupPayload {
  @Field(() => DialogLookup, { nullable: true, description: "The dialog; null where there is an error." })
  lookup!: DialogLookup | null;

  @Field(() => [DialogLookupError], { description: "Why it can't be told; empty where it can." })
  errors!: DialogLookupError[];
}
