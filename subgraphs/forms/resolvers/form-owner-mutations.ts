import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import type { LocalizedText } from "../../../schema/localization.js";
import { JsonScalar } from "../../../schema/scalars.js";
import type { FormsContext } from "../context.js";
import { publishDefinition } from "../definitions/publish.js";
import { confirm, giveFeedback, setSubstatus } from "../filling/owner.js";
import { FormError } from "../types/form-error.js";
import { FormFeedbackInput, FormPayload, FormTextInput, PublishFormPayload } from "../types/form-filling.js";
import { payloadOf } from "./form-mutations.js";

const ID_DESCRIPTION = "Which submission; of a service of your own.";

const textOf = (input: FormTextInput | null | undefined): LocalizedText | null => {
  if (input === null || input === undefined) return null;
  const { nb, nn, en } = input;
  return { nb, ...(nn ? { nn } : {}), ...(en ? { en } : {}) };
};

@Resolver()
export class FormOwnerMutationsResolver {
  @Mutation(() => PublishFormPayload, {
    description:
      "For the service owner: publishes a form as its next version. It is checked as a whole; what was begun stays on " +
      "the version that it began with.",
  })
  async publishForm(
    @Arg("definition", () => JsonScalar, { description: "As docs/forms-for-owners.md tells." })
    definition: unknown,
    @Ctx() context: FormsContext,
  ): Promise<PublishFormPayload> {
    const published = await publishDefinition(context, JSON.stringify(definition ?? null));
    return published instanceof FormError
      ? { definition: null, errors: [published] }
      : { definition: published, errors: [] };
  }

  @Mutation(() => FormPayload, {
    description: "For the service owner: its word on a submission that waits for it.",
  })
  async giveFormFeedback(
    @Arg("input", () => FormFeedbackInput, { description: "What becomes of it." }) input: FormFeedbackInput,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    const { id, outcome, dueBefore = null } = input;
    const words = { label: textOf(input.label), description: textOf(input.description) };
    return payloadOf(await giveFeedback(context, { id, outcome, dueBefore, ...words }));
  }

  @Mutation(() => FormPayload, { description: "For the service owner: it has fetched what was sent." })
  async confirmForm(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await confirm(context, id));
  }

  @Mutation(() => FormPayload, { description: "For the service owner: how a submission is doing." })
  async setFormSubstatus(
    @Arg("id", () => ID, { description: ID_DESCRIPTION }) id: string,
    @Arg("label", () => FormTextInput, { nullable: true, description: "A word or two; omitted = none." })
    label: FormTextInput | null,
    @Arg("description", () => FormTextInput, { nullable: true, description: "A sentence or two." })
    description: FormTextInput | null,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(
      await setSubstatus(context, id, { label: textOf(label), description: textOf(description) }),
    );
  }
}
