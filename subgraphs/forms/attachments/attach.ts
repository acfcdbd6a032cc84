import type { FormsContext } from "../context.js";
import {
  actingParty,
  changeAsParty,
  conflict,
  notFound,
  type Outcome,
  refusalTo,
} from "../filling/acting.js";
import { actionOf, taskOfHeld } from "../rules/process.js";
import { FormConflictReason, type FormError, FormInputInvalid } from "../types/form-error.js";
import { mediaTypeOf } from "./content-check.js";
import { cleanFileName } from "./file-name.js";
import { type FileLink, UPLOAD_MILLIS, uploadLink } from "./links.js";
import { attachingProblem, attachmentOf, maxBytesOf } from "./rules.js";

/** A file that somebody wants to attach. */
export interface WantedUpload {
  readonly id: string;
  readonly dataType: string;
  readonly filename: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

/** A link to send one file to, and the id that it gets. */
export interface Upload extends FileLink {
  readonly elementId: string;
}

/** Gives whoever may fill in leave to send a file. Nothing of the submission changes before it has come. */
export const createUpload = async (
  context: FormsContext,
  wanted: WantedUpload,
): Promise<Upload | FormError> => {
  const { call, clock, newId, store, loaders, links } = context;
  const row = await loaders.formInstanceById.load(wanted.id);
  const key = row && { id: row.definitionId, version: row.definitionVersion };
  const definition = key && (await loaders.definitionByKey.load(key));
  if (row === null || definition === null) return notFound();
  const task = taskOfHeld({ row, definition });
  const refusal = await refusalTo(context, row, actionOf(task), task);
  if (refusal !== null) return refusal;
  const problem = attachingProblem(definition, row, wanted);
  if (problem !== null) return new FormInputInvalid(problem);
  const now = clock();
  const elementId = newId(now);
  const by = call.viewer.party;
  await store.blobs.await(
    {
      id: elementId,
      instanceId: row.id,
      dataType: wanted.dataType,
      filename: cleanFileName(wanted.filename),
      contentType: mediaTypeOf(wanted.contentType),
      sizeBytes: wanted.sizeBytes,
      maxSizeBytes: maxBytesOf(definition, wanted.dataType) ?? wanted.sizeBytes,
      by,
    },
    now + UPLOAD_MILLIS,
  );
  return { elementId, ...uploadLink(links, elementId, by, now) };
};

/** Takes a file off; its bytes are thrown away afterwards. */
export const removeAttachment = (context: FormsContext, id: string, elementId: string): Promise<Outcome> =>
  changeAsParty(context, id, { revision: null }, ({ row, definition }) => {
    const task = taskOfHeld({ row, definition });
    const element = attachmentOf(row, elementId);
    if (element === null) return { refused: new FormInputInvalid("The submission has no such attachment.") };
    if (task?.type !== "DATA") {
      return conflict(
        FormConflictReason.OTHER_TASK,
        "Attachments are taken off where the form is filled in; go back.",
      );
    }
    const details = { elementId, dataType: element.dataType };
    return {
      set: { dataElements: row.dataElements.filter((other) => other.id !== elementId) },
      events: [{ kind: "DETACHED", actor: actingParty(context), taskId: task.elementId, details }],
      also: (tx) => context.store.blobs.release(tx, elementId, context.clock()),
    };
  });
