import { Arg, Ctx, ID, Int, Mutation, Resolver } from "type-graphql";
import type { Json } from "../../../lib/json.js";
import type { FormsContext } from "../context.js";
import { isRow, type Outcome } from "../filling/acting.js";
import { deleteInstance, purgeInstance, undeleteInstance } from "../filling/lifecycle.js";
import { goBack, goOn, submit } from "../filling/move.js";
import { prefillAgain } from "../filling/prefill.js";
import { saveAnswers } from "../filling/save.js";
import { copyInstance, startInstance } from "../filling/start.js";
import {
  FormPayload,
  SaveFormAnswersInput,
  SaveFormAnswersPayload,
  StartFormInput,
} from "../types/form-filling.js";

const ID_DESCRIPTION = "Which submission.";
const REVISION = "The `revision` that was looked at: where it has changed since, nothing is done.";

export const payloadOf = (outcome: Outcome): FormPayload =>
  isRow(outcome) ? { instance: outcome, errors: [] } : { instance: null, errors: [outcome] };

@Resolver()
export class FormMutationsResolver {
  @Mutation(() => FormPayload, {
    description: "Begins a form, with what is known already filled in.",
  })
  async startForm(
    @Arg("input", () => StartFormInput, { description: "Which form, and for whom." }) input: StartFormInput,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    const request = {
      form: input.form,
      party: input.party,
      key: input.idempotencyKey ?? null,
      answers: (input.answers ?? {}) as Json,
      dueBefore: input.dueBefore ?? null,
      visibleAfter: input.visibleAfter ?? null,
      process: input.process ?? null,
      precedingProcess: input.precedingProcess ?? null,
    };
    return payloadOf(await startInstance(context, request));
  }

  @Mutation(() => SaveFormAnswersPayload, {
    description:
      "Saves answers as they are typed. What two tabs change in different places is merged; what both change is told, " +
      "with both values. Answers need not be right or complete.",
  })
  async saveFormAnswers(
    @Arg("input", () => SaveFormAnswersInput, { description: "What was changed." })
    input: SaveFormAnswersInput,
    @Ctx() context: FormsContext,
  ): Promise<SaveFormAnswersPayload> {
    return saveAnswers(context, {
      id: input.id,
      revision: input.revision,
      answers: (input.answers ?? {}) as Json,
      changes: (input.changes ?? []).map(({ path, value = null }) => ({ path, value: value as Json })),
    });
  }

  @Mutation(() => FormPayload, {
    description:
      "Asks once more for what could not be filled in (`unfilled`). What is answered meanwhile stays.",
  })
  async retryFormPrefill(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await prefillAgain(context, id));
  }

  @Mutation(() => FormPayload, {
    description: "Goes on: to the next step that has something to ask, or to the next task. Never sends.",
  })
  async nextFormStep(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Arg("revision", () => Int, { nullable: true, description: REVISION }) revision: number | null,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await goOn(context, id, revision ?? null));
  }

  @Mutation(() => FormPayload, { description: "Goes back: to the step or the task before. Nothing is lost." })
  async previousFormStep(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Arg("revision", () => Int, { nullable: true, description: REVISION }) revision: number | null,
    @Arg("discardSignatures", () => Boolean, {
      defaultValue: false,
      description: "Whether signatures may be thrown away; where there are any, they must be.",
    })
    discardSignatures: boolean,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await goBack(context, id, { revision: revision ?? null, discardSignatures }));
  }

  @Mutation(() => FormPayload, {
    description: "Sends what was filled in, for good. The receipt is in `receipts`.",
  })
  async submitForm(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Arg("revision", () => Int, { description: REVISION }) revision: number,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await submit(context, id, revision));
  }

  @Mutation(() => FormPayload, { description: "Puts a submission away. It can be brought back." })
  async deleteForm(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Arg("permanently", () => Boolean, {
      defaultValue: false,
      description: "For good, answers and all; only where it was never sent.",
    })
    permanently: boolean,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await (permanently ? purgeInstance(context, id) : deleteInstance(context, id)));
  }

  @Mutation(() => FormPayload, { description: "Brings a submission back that was put away." })
  async undeleteForm(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await undeleteInstance(context, id));
  }

  @Mutation(() => FormPayload, {
    description: "Begins the same form anew with the answers of a submission, on the form's newest version.",
  })
  async copyForm(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Arg("idempotencyKey", () => String, {
      nullable: true,
      description: "A name of your own for this copy: the same again begins nothing new.",
    })
    key: string | null,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await copyInstance(context, id, key ?? null));
  }
}
