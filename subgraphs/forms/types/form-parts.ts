import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import type { PaymentRow, SignatureRow } from "../../../drizzle/forms/tables-parts.js";
import { DateTimeScalar } from "../../../schema/scalars.js";
import { FormError } from "./form-error.js";
import { FormInstance } from "./form-instance.js";

@ObjectType("FormFileLink", { description: "An address that a file is fetched from.", simpleResolvers: true })
export class FormFileLink {
  @Field(() => String, { description: "To be fetched by GET, without signing in again; in parts, too." })
  url!: string;

  @Field(() => DateTimeScalar, { description: "Until when; ask again for a new one." })
  expiresAt!: number;
}

@ObjectType("FormPageLink", {
  description: "An address that opens a form's page in a browser, as whoever asked for it.",
  simpleResolvers: true,
})
export class FormPageLink {
  @Field(() => String, {
    description: "To be opened in the viewer's own browser; whoever has it fills in as the viewer.",
  })
  url!: string;

  @Field(() => DateTimeScalar, { description: "Until when it may be followed; ask again for a new one." })
  expiresAt!: number;
}

@ObjectType("FormUpload", { description: "Leave to send one file.", simpleResolvers: true })
export class FormUpload {
  @Field(() => ID, { description: "What the file is called among `dataElements` once it has come." })
  elementId!: string;

  @Field(() => String, { description: "Send the file's bytes here by PUT, as the body." })
  url!: string;

  @Field(() => DateTimeScalar, { description: "Until when it may be sent." })
  expiresAt!: number;
}

@InputType("CreateFormUploadInput", { description: "A file that is to be attached." })
export class CreateFormUploadInput {
  @Field(() => ID, { description: "Which submission it is attached to." })
  id!: string;

  @Field(() => String, { description: "Which of the form's kinds of attachments it is." })
  dataType!: string;

  @Field(() => String, { description: "What it is called; folders and the like are left out." })
  filename!: string;

  @Field(() => String, { description: "Media type, e.g. `application/pdf`; the file must be what it says." })
  contentType!: string;

  @Field(() => Int, { description: "How many bytes it has, exactly." })
  sizeBytes!: number;
}

@ObjectType("CreateFormUploadPayload", { description: "What came of wanting to send a file." })
export class CreateFormUploadPayload {
  @Field(() => FormUpload, { nullable: true, description: "Where to send it; null where it is not taken." })
  upload!: FormUpload | null;

  @Field(() => [FormError], { description: "Why it is not taken; empty where it is." })
  errors!: readonly FormError[];
}

@ObjectType("FormSignature", {
  description:
    "Somebody's signature on a submission, which anybody can check with the installation's public keys.",
  simpleResolvers: true,
})
export class FormSignature {
  @Field(() => ID, { description: "UUID." })
  id!: SignatureRow["id"];

  @Field(() => DateTimeScalar, { description: "When it was signed." })
  signedAt!: SignatureRow["signedAt"];

  @Field(() => String, { description: "SHA-256 of what was signed, in hexadecimal." })
  hash!: SignatureRow["hash"];

  @Field(() => String, { description: "What the signature says, word for word: canonical JSON (RFC 8785)." })
  statement!: SignatureRow["statement"];

  @Field(() => String, { description: "Ed25519 over the statement, base64url." })
  signature!: SignatureRow["signature"];

  @Field(() => String, { description: "Which key at `/forms/keys.json` checks it." })
  keyId!: SignatureRow["keyId"];

  signee!: SignatureRow["signee"];
  round!: SignatureRow["round"];
}

export enum FormPaymentStatus {
  PENDING = "PENDING",
  PAID = "PAID",
  FAILED = "FAILED",
  CANCELLED = "CANCELLED",
  EXPIRED = "EXPIRED",
}

registerEnumType(FormPaymentStatus, {
  name: "FormPaymentStatus",
  description: "How a payment stands.",
  valuesConfig: {
    PENDING: { description: "It was begun, and is not paid yet." },
    PAID: { description: "The money has been taken." },
    FAILED: { description: "The provider could not take the money." },
    CANCELLED: { description: "Whoever was to pay broke it off." },
    EXPIRED: { description: "Nobody paid it in time." },
  },
});

@ObjectType("FormPaymentLine", { description: "One thing that is paid for.", simpleResolvers: true })
export class FormPaymentLine {
  text!: PaymentRow["lines"][number]["text"];

  @Field(() => Int, { description: "In the currency's smallest unit, e.g. øre." })
  amountMinor!: number;
}

@ObjectType("FormPayment", {
  description: "A payment that was begun for a submission.",
  simpleResolvers: true,
})
export class FormPayment {
  @Field(() => ID, { description: "UUID; the provider knows it by this as well." })
  id!: PaymentRow["id"];

  @Field(() => FormPaymentStatus, { description: "How it stands, as far as the provider has told." })
  status!: PaymentRow["status"];

  @Field(() => String, { description: "ISO 4217, e.g. `NOK`." })
  currency!: PaymentRow["currency"];

  @Field(() => Int, { description: "All lines together, in the currency's smallest unit." })
  amountMinor!: PaymentRow["amountMinor"];

  @Field(() => [FormPaymentLine], { description: "What it is for." })
  lines!: PaymentRow["lines"];

  @Field(() => String, {
    nullable: true,
    description: "The provider's page on which it is paid; null until the provider has been asked.",
  })
  payUrl!: PaymentRow["payUrl"];

  @Field(() => DateTimeScalar, { description: "When it was begun." })
  startedAt!: PaymentRow["startedAt"];

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was known how it went." })
  settledAt!: PaymentRow["settledAt"];
}

@ObjectType("StartFormPaymentPayload", { description: "What came of wanting to pay." })
export class StartFormPaymentPayload {
  @Field(() => FormInstance, { nullable: true, description: "The submission as it is then." })
  instance!: FormInstance | null;

  @Field(() => FormPayment, {
    nullable: true,
    description: "Go to its `payUrl`; null where nothing is to be paid.",
  })
  payment!: PaymentRow | null;

  @Field(() => [FormError], { description: "Why nothing was begun; empty where it was." })
  errors!: readonly FormError[];
}
