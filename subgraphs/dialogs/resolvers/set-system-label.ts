import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { DialogsContext } from "../context.js";
import {
  SetSystemLabelConcurrencyError,
  SetSystemLabelConflictError,
  SetSystemLabelDomainError,
  SetSystemLabelEntityDeleted,
  SetSystemLabelEntityNotFound,
  type SetSystemLabelError,
  SetSystemLabelForbidden,
  SetSystemLabelInput,
  SetSystemLabelPayload,
  SetSystemLabelValidationError,
} from "../types/set-system-label.js";
import { changeSystemLabels, type LabelRefusal } from "./system-labels.js";

/** More would name labels twice. */
const MAX_LABELS = 20;

const ERRORS = {
  VALIDATION: SetSystemLabelValidationError,
  DOMAIN: SetSystemLabelDomainError,
  CONCURRENCY: SetSystemLabelConcurrencyError,
  CONFLICT: SetSystemLabelConflictError,
} as const;

const errorsOf = (refusal: LabelRefusal): SetSystemLabelError[] => {
  if (refusal.reason !== "NOT_ALLOWED") {
    const Refused = ERRORS[refusal.reason];
    return refusal.messages.map((message) => new Refused(message));
  }
  const { dialogId: id, opening } = refusal;
  switch (opening.outcome) {
    case "DELETED":
      return [new SetSystemLabelEntityDeleted(`The service owner has deleted dialog ${id}.`)];
    case "FORBIDDEN":
      return [
        new SetSystemLabelForbidden(
          `You may not read the service of dialog ${id}. Ask the party for access.`,
        ),
      ];
    case "LEVEL_TOO_LOW":
      return [
        new SetSystemLabelForbidden(
          `Altinn authentication level too low. Sign in at level ${opening.requiredLevel} to change dialog ${id}.`,
        ),
      ];
    default:
      return [new SetSystemLabelEntityNotFound(`There is no dialog ${id} for you. Check the id.`)];
  }
};

@Resolver()
export class SetSystemLabelResolver {
  @Mutation(() => SetSystemLabelPayload, {
    description: "Puts labels on a dialog and takes labels off it, for all who have access to it. Logged.",
  })
  async setSystemLabel(
    @Arg("input", () => SetSystemLabelInput, { description: "Which labels, and which dialog." })
    { dialogId, addLabels, removeLabels }: SetSystemLabelInput,
    @Ctx() context: DialogsContext,
  ): Promise<SetSystemLabelPayload> {
    const labels = addLabels.length + removeLabels.length;
    if (labels > MAX_LABELS) {
      const message = `addLabels and removeLabels name ${labels} labels; name each once, at most ${MAX_LABELS}.`;
      return { success: false, errors: [new SetSystemLabelValidationError(message)] };
    }
    const target = { dialogId, endUserContextRevision: null };
    const refusal = await changeSystemLabels(context, [target], { add: addLabels, remove: removeLabels });
    return refusal === null ? { success: true, errors: [] } : { success: false, errors: errorsOf(refusal) };
  }
}
