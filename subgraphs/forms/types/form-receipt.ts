import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import type { LocalizedText } from "../../../schema/localization.js";
import { DateTimeScalar, JsonScalar } from "../../../schema/scalars.js";

export enum FormDecisionOutcome {
  APPROVED = "APPROVED",
  REJECTED = "REJECTED",
}

registerEnumType(FormDecisionOutcome, {
  name: "FormDecisionOutcome",
  description: "What an agency's rule decided.",
  valuesConfig: {
    APPROVED: { description: "What was applied for is granted." },
    REJECTED: { description: "It is turned down." },
  },
});

@ObjectType("FormDecisionValue", {
  description: "An answer that a decision rests on, as it was sent.",
  simpleResolvers: true,
})
export class FormDecisionValue {
  @Field(() => String, { description: "A JSON pointer into the answers." })
  path!: string;

  @Field(() => JsonScalar, { nullable: true, description: "The answer; null where none was given." })
  value!: unknown;
}

@ObjectType("FormDecision", {
  description: "What an agency's rule decided when the form was sent, and why.",
  simpleResolvers: true,
})
export class FormDecision {
  @Field(() => DateTimeScalar, { description: "When it was decided." })
  decidedAt!: number;

  @Field(() => FormDecisionOutcome, { description: "Granted, or turned down." })
  outcome!: "APPROVED" | "REJECTED";

  @Field(() => String, { description: "The rule that decided, by its id in the form." })
  ruleId!: string;

  @Field(() => String, { nullable: true, description: "The law that the rule carries out." })
  legalBasis!: string | null;

  @Field(() => [FormDecisionValue], { description: "The answers that the rule looked at." })
  values!: readonly FormDecisionValue[];

  @Field(() => [String], { description: "Rules that were asked before it and did not hold, in order." })
  passedOver!: readonly string[];

  title!: LocalizedText;
  grounds!: LocalizedText;
}

@ObjectType("FormReceipt", {
  description: "What was sent, once and for all.",
  simpleResolvers: true,
})
export class FormReceipt {
  @Field(() => Int, { description: "Counts up from 1, where the service owner let the party mend it." })
  number!: number;

  @Field(() => DateTimeScalar, { description: "When it was sent." })
  submittedAt!: number;

  @Field(() => String, {
    description: "SHA-256 of what was sent (canonical JSON, RFC 8785, in UTF-8), in hexadecimal.",
  })
  hash!: string;

  instanceId!: string;
  snapshot!: string;
}

@ObjectType("FormPrefilledAnswer", {
  description: "An answer that nobody typed, and has not been changed since.",
  simpleResolvers: true,
})
export class FormPrefilledAnswer {
  @Field(() => String, { description: "A JSON pointer into the answers." })
  path!: string;

  @Field(() => String, {
    description:
      "Where it is from: `PARTY` (the register), `EARLIER_SUBMISSION`, `GRAPH` (another subgraph's field), `SERVICE_OWNER` or `COPY`.",
  })
  source!: string;

  @Field(() => DateTimeScalar, { description: "When it was filled in." })
  at!: number;

  from!: string | null;
}

export enum FormUnfilledReason {
  REFUSED = "REFUSED",
  UNAVAILABLE = "UNAVAILABLE",
  UNKNOWN = "UNKNOWN",
}

registerEnumType(FormUnfilledReason, {
  name: "FormUnfilledReason",
  description: "Why an answer was not filled in that another part of the graph was asked for.",
  valuesConfig: {
    REFUSED: { description: "Whoever began the form may not see it there, or needs a stronger login." },
    UNAVAILABLE: { description: "No answer could be had just then; ask again by `retryFormPrefill`." },
    UNKNOWN: { description: "There is nothing about this party there." },
  },
});

@ObjectType("FormUnfilledAnswer", {
  description: "An answer that was asked for in another part of the graph, in vain.",
  simpleResolvers: true,
})
export class FormUnfilledAnswer {
  @Field(() => String, { description: "Where it would stand: a JSON pointer into the answers." })
  path!: string;

  @Field(() => String, { description: "The field that was asked for, e.g. `Party.name`." })
  field!: string;

  @Field(() => FormUnfilledReason, { description: "Why it is not filled in." })
  reason!: "REFUSED" | "UNAVAILABLE" | "UNKNOWN";

  @Field(() => DateTimeScalar, { description: "When it was asked for." })
  at!: number;
}
