import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { DialogsContext } from "../context.js";
import { systemOnly } from "../rules/labels.js";
import { openingOf } from "../rules/opening.js";
import { actorOfViewer } from "../rules/viewers.js";
import type { LabelOutcome } from "../store/end-users.js";
import {
  SetSystemLabelConcurrencyError,
  SetSystemLabelDomainError,
  SetSystemLabelEntityDeleted,
  SetSystemLabelEntityNotFound,
  type SetSystemLabelError,
  SetSystemLabelForbidden,
  SetSystemLabelInput,
  SetSystemLabelPayload,
} from "../types/set-system-label.js";

const refused = (error: SetSystemLabelError): SetSystemLabelPayload => ({ success: false, errors: [error] });

@Resolver()
export class SetSystemLabelResolver {
  @Mutation(() => SetSystemLabelPayload, {
    description: "Puts labels on a dialog and takes labels off it, for all who have access to it. Logged.",
  })
  async setSystemLabel(
    @Arg("input", () => SetSystemLabelInput, { description: "Which labels, and which dialog." })
    { dialogId, addLabels, removeLabels }: SetSystemLabelInput,
    @Ctx() { call, store, loaders, view, newId }: DialogsContext,
  ): Promise<SetSystemLabelPayload> {
    if (systemOnly([...addLabels, ...removeLabels]).length > 0) {
      return refused(
        new SetSystemLabelDomainError(
          "SENT follows from what was sent in; leave it out of addLabels and removeLabels.",
        ),
      );
    }
    const { scope, now } = await view();
    const viewer = { level: scope.level, now };
    const outcome = await store.setSystemLabels({
      dialogId,
      view: { scope, now },
      add: addLabels,
      remove: removeLabels,
      expectedRevision: null,
      isAllowed: (access) => openingOf(access, viewer).outcome === "OPEN",
      deed: { by: actorOfViewer(call.viewer), at: now, newId },
    });
    loaders.dialogById.clear(dialogId);
    loaders.itemById.clear(dialogId);
    return outcome.outcome === "CHANGED"
      ? { success: true, errors: [] }
      : refused(errorOf(dialogId, outcome, viewer));
  }
}

const errorOf = (
  id: string,
  outcome: Exclude<LabelOutcome, { outcome: "CHANGED" }>,
  viewer: { level: number; now: number },
): SetSystemLabelError => {
  if (outcome.outcome === "REVISION_CONFLICT") {
    return new SetSystemLabelConcurrencyError(
      `The labels of dialog ${id} are at revision ${outcome.revision} now; reload it and try again.`,
    );
  }
  const opening = openingOf(outcome.access, viewer);
  switch (opening.outcome) {
    case "DELETED":
      return new SetSystemLabelEntityDeleted(`The service owner has deleted dialog ${id}.`);
    case "FORBIDDEN":
      return new SetSystemLabelForbidden(
        `You may not read the service of dialog ${id}. Ask the party for access.`,
      );
    case "LEVEL_TOO_LOW":
      return new SetSystemLabelForbidden(
        `Altinn authentication level too low. Sign in at level ${opening.requiredLevel} to change dialog ${id}.`,
      );
    default:
      return new SetSystemLabelEntityNotFound(`There is no dialog ${id} for you. Check the id.`);
  }
};
