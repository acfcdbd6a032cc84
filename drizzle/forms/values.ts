import type { Json, JsonObject } from "../../lib/json.js";
import type { LocalizedText } from "../../schema/localization.js";

/** Altinn's task types. */
export type FormTaskType = "DATA" | "CONFIRMATION" | "SIGNING" | "PAYMENT" | "FEEDBACK" | "REJECT";

/** A condition or a value in JSON Logic, over the answers. */
export type FormRule = Json;

/** A place in the answers: a JSON pointer (RFC 6901), e.g. `/applicant/name`; `*` stands for each item of a list. */
export type FormPath = string;

/** Who signs, and how many. */
export interface FormSigning {
  /**
   * `NAMED`: persons who are named for each submission, and nobody else; they need no other right to the party. Absent:
   * whoever the service's policy lets sign on the party's behalf.
   */
  readonly signees?: "NAMED";
  /** Absent: one, or everybody who is named. */
  readonly minSignatures?: number;
}

/** A line of what is to be paid: a fixed amount, or one that follows from the answers. */
export interface FormPaymentLine {
  readonly text: LocalizedText;
  /** In the currency's smallest unit, e.g. øre. */
  readonly amountMinor?: number;
  readonly rule?: FormRule;
}

export interface FormPayment {
  /** ISO 4217. */
  readonly currency: string;
  readonly lines: readonly FormPaymentLine[];
}

/** One step of a form's process, in order. */
export interface FormTask {
  readonly elementId: string;
  readonly name: LocalizedText;
  readonly type: FormTaskType;
  /** What authorization is asked for before somebody does the task; absent: what its type says. */
  readonly action?: string;
  /** The task is passed over where this does not hold. */
  readonly when?: FormRule;
  readonly signing?: FormSigning;
  readonly payment?: FormPayment;
}

/** What may be sent in with a form: its model, its attachments. */
export interface FormDataType {
  readonly id: string;
  readonly allowedContentTypes: readonly string[];
  readonly taskId: string | null;
  readonly maxSizeBytes: number | null;
  readonly minCount: number;
  readonly maxCount: number;
  readonly title?: LocalizedText;
}

/** One question of a step. */
export interface FormField {
  readonly path: FormPath;
  readonly label: LocalizedText;
  readonly guidance?: LocalizedText;
  /** Asked only where this holds. */
  readonly when?: FormRule;
  /** What choices are called, by their value as text; those that are left out are called by their value. */
  readonly options?: Readonly<Record<string, LocalizedText>>;
  /** The form's own words for what is wrong, by the keyword of JSON Schema that says so. */
  readonly messages?: Readonly<Record<string, LocalizedText>>;
}

/** A page of a guided dialogue. */
export interface FormStep {
  readonly id: string;
  /** The DATA task that it belongs to. */
  readonly taskId: string;
  readonly title: LocalizedText;
  readonly guidance?: LocalizedText;
  readonly when?: FormRule;
  readonly fields: readonly FormField[];
}

/** What an answer is filled in from before anybody is asked. */
export type FormPrefillSource =
  /** The register of parties. A person's number is never given. */
  | { readonly kind: "PARTY"; readonly fact: "NAME" | "ORGANIZATION_NUMBER" }
  /** The party's latest submission of a form. */
  | { readonly kind: "EARLIER_SUBMISSION"; readonly form: string; readonly path: FormPath }
  /**
   * A field of the graph, of whichever subgraph contributes it: of the party, or of the workspace that is about the party
   * alone. `select` is a GraphQL selection with one field at its end, e.g. `skatt { assessments(first: 1) { … } }`.
   */
  | { readonly kind: "GRAPH"; readonly of: "PARTY" | "WORKSPACE"; readonly select: string };

export interface FormPrefill {
  readonly path: FormPath;
  readonly source: FormPrefillSource;
}

/** Something that several answers together can be wrong about. */
export interface FormCheck {
  readonly id: string;
  /** Holds where there is a problem. */
  readonly when: FormRule;
  readonly severity: "ERROR" | "WARNING";
  readonly path: FormPath;
  readonly text: LocalizedText;
}

/** A rule by which the agency decides at submission. */
export interface FormDecisionRule {
  readonly id: string;
  readonly when: FormRule;
  readonly outcome: "APPROVED" | "REJECTED";
  readonly title: LocalizedText;
  /** Why, for the party. */
  readonly grounds: LocalizedText;
  readonly legalBasis?: string;
}

/** What is filled in, how it is asked for, and what follows from it. */
export interface FormContent {
  /** JSON Schema 2020-12 of the answers. */
  readonly schema: JsonObject;
  readonly steps: readonly FormStep[];
  readonly prefill: readonly FormPrefill[];
  readonly checks: readonly FormCheck[];
  /** The first that holds decides; where none does, people decide. */
  readonly decisionRules: readonly FormDecisionRule[];
  /** Answers that tell one submission from others, for titles, by a name of the form's own. */
  readonly presentationFields: Readonly<Record<string, FormPath>>;
  /** Where a submission is filled in; `{id}` stands for its id. `null`: here. */
  readonly url: string | null;
}
/** What an instance has that was never filled in here, e.g. one that another platform keeps. */
export const FRESH_INSTANCE = {
  changeCount: 0,
  round: 0,
  currentStepId: null,
  submittedAt: null,
  startedByOwner: false,
  process: null,
  precedingProcess: null,
  hardDeletedAt: null,
} as const;

/** What a definition has that was never published here. */
export const UNPUBLISHED_DEFINITION = { content: null, hash: "", publishedBy: null } as const;
