import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import type { PaymentRow, SignatureRow } from "../../../drizzle/forms/tables-parts.js";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { createUpload, removeAttachment } from "../attachments/attach.js";
import { downloadLink } from "../attachments/links.js";
import type { FormsContext } from "../context.js";
import { isRow } from "../filling/acting.js";
import { dialogIdOf } from "../history/dialog.js";
import { startPayment } from "../payment/start.js";
import { snapshotOf } from "../rules/snapshot.js";
import { currentTaskOf } from "../rules.js";
import { signInstance } from "../signing/sign.js";
import { FormDataElement } from "../types/form-data-element.js";
import { FormPayload } from "../types/form-filling.js";
import { FormInstance } from "../types/form-instance.js";
import {
  CreateFormUploadInput,
  CreateFormUploadPayload,
  FormFileLink,
  FormPageLink,
  FormPayment,
  FormPaymentLine,
  FormSignature,
  StartFormPaymentPayload,
} from "../types/form-parts.js";
import { definitionOf } from "./form-instance.js";
import { payloadOf } from "./form-mutations.js";

const WHICH = "Which submission.";

@Resolver(() => FormDataElement)
export class FormDataElementResolver {
  @FieldResolver(() => FormFileLink, {
    nullable: true,
    description: "Where the file is fetched; null for what was filled in, and for files of other platforms.",
  })
  download(
    @Root() element: FormDataElement,
    @Ctx() { links, call, clock, publicUrl }: FormsContext,
  ): FormFileLink | null {
    if (element.contentHash === null || publicUrl() === null) return null;
    return downloadLink(links, element.id, call.viewer.party, clock());
  }
}

@Resolver(() => FormSignature)
export class FormSignatureResolver {
  @FieldResolver(() => String, {
    description:
      "Who signed, as the statement names them: an organisation by its URN, a person without their number.",
  })
  signee(@Root() { signee }: FormSignature, @Ctx() { signer }: FormsContext): string {
    return signer.signeeOf(signee);
  }

  @FieldResolver(() => Boolean, { description: "Whether the viewer gave it." })
  isMine(@Root() { signee }: FormSignature, @Ctx() { call }: FormsContext): boolean {
    return signee === call.viewer.party;
  }
}

@Resolver(() => FormPaymentLine)
export class FormPaymentLineResolver {
  @FieldResolver(() => String, { nullable: true, description: "What is paid for." })
  text(
    @Root() { text }: FormPaymentLine,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string | null {
    return localize(text, languageOf(lang, call.language));
  }
}

@Resolver(() => FormInstance)
export class FormInstancePartsResolver {
  @FieldResolver(() => ID, {
    description: "The dialog that the submission has in the history, a moment after it was begun.",
  })
  dialogId(@Root() instance: FormInstance): string {
    return dialogIdOf(instance);
  }

  @FieldResolver(() => FormPageLink, {
    nullable: true,
    description:
      "Opens the page on which it is filled in, without signing in again; null for programs, and where the form has a page of its own.",
  })
  async pageLink(@Root() instance: FormInstance, @Ctx() context: FormsContext): Promise<FormPageLink | null> {
    const { content } = await definitionOf(instance, context);
    return content === null || content.url !== null ? null : context.openingOf(instance.id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "SHA-256 of what would be signed now: show what it is of, and sign it by `signForm`. Null outside of signing.",
  })
  async hashToSign(@Root() instance: FormInstance, @Ctx() context: FormsContext): Promise<string | null> {
    const definition = await definitionOf(instance, context);
    if (currentTaskOf(instance, definition)?.type !== "SIGNING") return null;
    const row = await context.loaders.formInstanceById.load(instance.id);
    const answers = (await context.loaders.answersById.load(instance.id))?.answers ?? {};
    return row === null ? null : snapshotOf({ row, definition, answers }).hash;
  }

  @FieldResolver(() => [FormSignature], {
    description:
      "Who has signed, in order. Signatures that were thrown away by going back are not among them.",
  })
  signatures(
    @Root() { id }: FormInstance,
    @Ctx() { loaders }: FormsContext,
  ): Promise<readonly SignatureRow[]> {
    return loaders.signaturesById.load(id);
  }

  @FieldResolver(() => [FormPayment], { description: "Payments that were begun, in order." })
  payments(@Root() { id }: FormInstance, @Ctx() { loaders }: FormsContext): Promise<readonly PaymentRow[]> {
    return loaders.paymentsById.load(id);
  }
}

@Resolver()
export class FormPartsMutationsResolver {
  @Mutation(() => CreateFormUploadPayload, {
    description:
      "Asks for leave to attach a file: it is sent to the address that this gives, and attached when it has come.",
  })
  async createFormUpload(
    @Arg("input", () => CreateFormUploadInput, { description: "The file, and where it belongs." })
    input: CreateFormUploadInput,
    @Ctx() context: FormsContext,
  ): Promise<CreateFormUploadPayload> {
    const outcome = await createUpload(context, input);
    return "elementId" in outcome ? { upload: outcome, errors: [] } : { upload: null, errors: [outcome] };
  }

  @Mutation(() => FormPayload, { description: "Takes a file off a submission that is being filled in." })
  async removeFormAttachment(
    @Arg("id", () => ID, { description: WHICH }) id: string,
    @Arg("elementId", () => ID, { description: "Which file." }) elementId: string,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await removeAttachment(context, id, elementId));
  }

  @Mutation(() => FormPayload, {
    description:
      "Signs a submission. The last signature that the form asks for takes it on, and may send it.",
  })
  async signForm(
    @Arg("id", () => ID, { description: WHICH }) id: string,
    @Arg("hash", () => String, {
      description:
        "`hashToSign` of what was looked at: where it is something else by now, nothing is signed.",
    })
    hash: string,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await signInstance(context, id, hash));
  }

  @Mutation(() => StartFormPaymentPayload, {
    description:
      "Begins to pay, or finds the payment that is open. The submission goes on by itself when it is paid.",
  })
  async startFormPayment(
    @Arg("id", () => ID, { description: WHICH }) id: string,
    @Ctx() context: FormsContext,
  ): Promise<StartFormPaymentPayload> {
    const { outcome, payment } = await startPayment(context, id);
    return isRow(outcome)
      ? { instance: outcome, payment, errors: [] }
      : { instance: null, payment: null, errors: [outcome] };
  }
}
