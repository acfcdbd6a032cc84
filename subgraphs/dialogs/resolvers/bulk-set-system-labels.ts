import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { DialogsContext } from "../context.js";
import {
  BulkSetSystemLabelConcurrencyError,
  BulkSetSystemLabelConflictError,
  BulkSetSystemLabelDomainError,
  type BulkSetSystemLabelError,
  BulkSetSystemLabelInput,
  BulkSetSystemLabelNotFound,
  BulkSetSystemLabelPayload,
  BulkSetSystemLabelValidationError,
} from "../types/bulk-set-system-labels.js";
import { changeSystemLabels, type LabelRefusal } from "./system-labels.js";

const MAX_DIALOGS = 100;

const ERRORS = {
  VALIDATION: BulkSetSystemLabelValidationError,
  DOMAIN: BulkSetSystemLabelDomainError,
  CONCURRENCY: BulkSetSystemLabelConcurrencyError,
  CONFLICT: BulkSetSystemLabelConflictError,
} as const;

const errorsOf = (refusal: LabelRefusal): BulkSetSystemLabelError[] => {
  if (refusal.reason !== "NOT_ALLOWED") {
    const Refused = ERRORS[refusal.reason];
    return refusal.messages.map((message) => new Refused(message));
  }
  const { dialogId, opening } = refusal;
  return opening.outcome === "LEVEL_TOO_LOW"
    ? [
        new BulkSetSystemLabelDomainError(
          `Altinn authentication level too low. Sign in at level ${opening.requiredLevel} to change dialog ${dialogId}.`,
        ),
      ]
    : [
        new BulkSetSystemLabelNotFound(
          `There is no dialog ${dialogId} that you may change. Check the id, and ask the party for access.`,
        ),
      ];
};

@Resolver()
export class BulkSetSystemLabelsResolver {
  @Mutation(() => BulkSetSystemLabelPayload, {
    description:
      "Puts labels on many dialogs and takes labels off them, for all who have access to them: on all, or on none. Logged.",
  })
  async bulkSetSystemLabels(
    @Arg("input", () => BulkSetSystemLabelInput, { description: "Which labels, and which dialogs." })
    { dialogs, addLabels, removeLabels }: BulkSetSystemLabelInput,
    @Ctx() context: DialogsContext,
  ): Promise<BulkSetSystemLabelPayload> {
    if (dialogs.length < 1 || dialogs.length > MAX_DIALOGS) {
      const message = `dialogs names ${dialogs.length}; name 1 to ${MAX_DIALOGS}.`;
      return { success: false, errors: [new BulkSetSystemLabelValidationError(message)] };
    }
    const targets = dialogs.map(({ dialogId, enduserContextRevision }) => ({
      dialogId,
      endUserContextRevision: enduserContextRevision ?? null,
    }));
    const refusal = await changeSystemLabels(context, targets, { add: addLabels, remove: removeLabels });
    return refusal === null ? { success: true, errors: [] } : { success: false, errors: errorsOf(refusal) };
  }
}
