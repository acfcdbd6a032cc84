import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { DateTimeScalar } from "../../../schema/scalars.js";
import type { FormsContext } from "../context.js";
import { nameSignees } from "../signing/name-signees.js";
import { declineSigning, withdrawSignature } from "../signing/sign.js";
import { shownSignees } from "../signing/signees.js";
import { FormPayload } from "../types/form-filling.js";
import { FormInstance } from "../types/form-instance.js";
import { FormSignee, FormSigneeStatus, NameFormSigneesInput } from "../types/form-signees.js";
import { payloadOf } from "./form-mutations.js";

const WHICH = "Which submission.";

@Resolver(() => FormSignee)
export class FormSigneeResolver {
  @FieldResolver(() => FormSigneeStatus, { description: "Whether they have signed." })
  status(@Root() { status }: FormSignee): FormSignee["status"] {
    return status;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: "When they signed; null while they have not.",
  })
  signedAt(@Root() { signedAt }: FormSignee): number | null {
    return signedAt;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Why they declined, in their own words; null where they have not, or gave no reason.",
  })
  declinedBecause(@Root() { status, declinedReason }: FormSignee): string | null {
    return status === "DECLINED" ? declinedReason : null;
  }

  @FieldResolver(() => Boolean, { description: "Whether it is the viewer." })
  isViewer(@Root() { party }: FormSignee, @Ctx() { call }: FormsContext): boolean {
    return party === call.viewer.party;
  }
}

@Resolver(() => FormInstance)
export class FormInstanceSigneesResolver {
  @FieldResolver(() => [FormSignee], {
    description:
      "Persons who are named to sign it, in the order in which they were. Empty where whoever may act for the party signs.",
  })
  async signees(
    @Root() { id, round }: FormInstance,
    @Ctx() { loaders }: FormsContext,
  ): Promise<readonly FormSignee[]> {
    const [named, signatures] = await Promise.all([
      loaders.signeesById.load(id),
      loaders.signaturesById.load(id),
    ]);
    return shownSignees(named, { round }, signatures);
  }
}

@Resolver()
export class FormSigneesMutationsResolver {
  @Mutation(() => FormPayload, {
    description:
      "Says which persons sign a submission, and no others: by its party, or its service owner. They are let in to this one submission while it waits for them.",
  })
  async nameFormSignees(
    @Arg("input", () => NameFormSigneesInput, { description: "The submission, and who signs it." })
    { id, taskId, signees }: NameFormSigneesInput,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    const names = signees.map(({ party, lastName }) => ({ party, lastName: lastName ?? null }));
    return payloadOf(await nameSignees(context, id, { taskId: taskId ?? null, signees: names }));
  }

  @Mutation(() => FormPayload, {
    description: "Takes the viewer's own signature back, while it waits for others to sign.",
  })
  async withdrawFormSignature(
    @Arg("id", () => ID, { description: WHICH }) id: string,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await withdrawSignature(context, id));
  }

  @Mutation(() => FormPayload, {
    description:
      "Says that the viewer, who is named to sign, will not. The submission waits on: others may be named, or it is opened again.",
  })
  async declineFormSigning(
    @Arg("id", () => ID, { description: WHICH }) id: string,
    @Arg("reason", () => String, {
      nullable: true,
      description: "Why, at most 500 characters; everybody who sees the submission may read it.",
    })
    reason: string | null,
    @Ctx() context: FormsContext,
  ): Promise<FormPayload> {
    return payloadOf(await declineSigning(context, id, reason ?? null));
  }
}
