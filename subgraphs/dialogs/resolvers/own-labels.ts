import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { OwnLabelRow } from "../../../drizzle/dialogs/tables.js";
import type { DialogsContext } from "../context.js";
import { readLabelName } from "../rules/own-labels.js";
import { OWN_LIMITS } from "../store/own-state.js";
import {
  CreateOwnLabelInput,
  DeleteOwnLabelInput,
  OwnLabelDialogNotFound,
  type OwnLabelError,
  OwnLabelLimitReached,
  OwnLabelNameTaken,
  OwnLabelNotFound,
  OwnLabelPayload,
  OwnLabelsChangedPayload,
  OwnLabelValidationError,
  RenameOwnLabelInput,
  SetOwnLabelsInput,
} from "../types/own-label.js";
import { visibleDialogs } from "./visible-dialogs.js";

const MAX_DIALOGS = 100;
const MAX_LABELS = 20;

const labelled = (label: OwnLabelRow): OwnLabelPayload => ({ label, errors: [] });
const unlabelled = (error: OwnLabelError): OwnLabelPayload => ({ label: null, errors: [error] });
const changed: OwnLabelsChangedPayload = { success: true, errors: [] };
const unchanged = (error: OwnLabelError): OwnLabelsChangedPayload => ({ success: false, errors: [error] });

const unknownLabel = (id: string): OwnLabelError =>
  new OwnLabelNotFound(
    `You have no label ${id}. Ask for workspace { ownLabels } to see those that you have.`,
  );
const nameTaken = (name: string): OwnLabelError =>
  new OwnLabelNameTaken(`You have another label called "${name}". Choose another name, or use that one.`);

const inputProblem = ({ dialogIds, addLabels, removeLabels }: SetOwnLabelsInput): string | null => {
  if (dialogIds.length < 1 || dialogIds.length > MAX_DIALOGS) {
    return `dialogIds names ${dialogIds.length}; name 1 to ${MAX_DIALOGS}.`;
  }
  for (const [name, labels] of Object.entries({ addLabels, removeLabels })) {
    if (labels.length > MAX_LABELS) return `${name} names ${labels.length}; name at most ${MAX_LABELS}.`;
  }
  return addLabels.some((id) => removeLabels.includes(id))
    ? "A label is in both addLabels and removeLabels; name it in one of them."
    : null;
};

@Resolver()
export class OwnLabelsResolver {
  @Mutation(() => OwnLabelPayload, {
    description: "Makes a label that only the viewer sees; at most 100 of them.",
  })
  async createOwnLabel(
    @Arg("input", () => CreateOwnLabelInput, { description: "What it is to be called." })
    { name: text }: CreateOwnLabelInput,
    @Ctx() { call, store, view, newId }: DialogsContext,
  ): Promise<OwnLabelPayload> {
    const named = readLabelName(text);
    if ("problem" in named) return unlabelled(new OwnLabelValidationError(named.problem));
    const { now } = await view();
    const label = { id: newId(now), owner: call.viewer.party, createdAt: now, ...named };
    switch (await store.own.createLabel(label)) {
      case "CREATED":
        return labelled(label);
      case "NAME_TAKEN":
        return unlabelled(nameTaken(named.name));
      case "LIMIT_REACHED":
        return unlabelled(
          new OwnLabelLimitReached(`You have ${OWN_LIMITS.labels} labels already. Delete one first.`),
        );
    }
  }

  @Mutation(() => OwnLabelPayload, { description: "Gives one of the viewer's labels another name." })
  async renameOwnLabel(
    @Arg("input", () => RenameOwnLabelInput, { description: "Which one, and what to call it." })
    { labelId, name: text }: RenameOwnLabelInput,
    @Ctx() { call, store }: DialogsContext,
  ): Promise<OwnLabelPayload> {
    const named = readLabelName(text);
    if ("problem" in named) return unlabelled(new OwnLabelValidationError(named.problem));
    const renamed = await store.own.renameLabel(call.viewer.party, labelId, named);
    if (renamed === "NAME_TAKEN") return unlabelled(nameTaken(named.name));
    return renamed === null ? unlabelled(unknownLabel(labelId)) : labelled(renamed);
  }

  @Mutation(() => OwnLabelsChangedPayload, {
    description: "Deletes one of the viewer's labels, and takes it off every dialog.",
  })
  async deleteOwnLabel(
    @Arg("input", () => DeleteOwnLabelInput, { description: "Which one." })
    { labelId }: DeleteOwnLabelInput,
    @Ctx() { call, store }: DialogsContext,
  ): Promise<OwnLabelsChangedPayload> {
    const isDeleted = await store.own.deleteLabel(call.viewer.party, labelId);
    return isDeleted ? changed : unchanged(unknownLabel(labelId));
  }

  @Mutation(() => OwnLabelsChangedPayload, {
    description:
      "Puts the viewer's labels on dialogs and takes them off: on all of them, or on none. Nobody else is told.",
  })
  async setOwnLabels(
    @Arg("input", () => SetOwnLabelsInput, { description: "Which labels, and which dialogs." })
    input: SetOwnLabelsInput,
    @Ctx() context: DialogsContext,
  ): Promise<OwnLabelsChangedPayload> {
    const problem = inputProblem(input);
    if (problem !== null) return unchanged(new OwnLabelValidationError(problem));
    const { dialogIds, addLabels, removeLabels } = input;
    const { call, store, loaders, view } = context;
    const { rows, missing } =
      addLabels.length === 0 ? { rows: [], missing: null } : await visibleDialogs(dialogIds, context);
    if (missing !== null) {
      return unchanged(new OwnLabelDialogNotFound(`There is no dialog ${missing} for you. Check the id.`));
    }
    const outcome = await store.own.setLabels({
      owner: call.viewer.party,
      visibleSeqs: rows.map(({ seq }) => seq),
      dialogIds,
      add: [...new Set(addLabels)],
      remove: [...new Set(removeLabels)],
      at: (await view()).now,
    });
    loaders.ownLabelsByDialogId.clearAll();
    switch (outcome.outcome) {
      case "SET":
        return changed;
      case "LABEL_UNKNOWN":
        return unchanged(unknownLabel(outcome.labelId));
      case "LABEL_FULL":
        return unchanged(
          new OwnLabelLimitReached(
            `Label ${outcome.labelId} would be on more than ${OWN_LIMITS.dialogsPerLabel} dialogs. Make another one.`,
          ),
        );
    }
  }
}
