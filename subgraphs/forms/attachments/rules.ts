import type { FormDataElement, FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { AwaitedUpload } from "../../../drizzle/forms/tables-parts.js";
import { mediaTypeOf } from "./content-check.js";

/** Largest file of a kind whose form says nothing of its size. */
const USUAL_MAX_BYTES = 25 * 1_048_576;
/** Largest file at all. */
export const MAX_FILE_BYTES = 1_024 * 1_048_576;
/** Files of one submission, of all kinds. */
const MAX_FILES = 200;

type Definition = Pick<FormDefinitionRow, "dataTypes">;
type Instance = Pick<FormInstanceRow, "currentTaskId" | "archivedAt" | "softDeletedAt" | "dataElements">;

const megabytes = (bytes: number): string => `${Math.round((bytes / 1_048_576) * 10) / 10} MB`;

/** How large a file of this kind may be; `null` where the form has no such kind. */
export const maxBytesOf = ({ dataTypes }: Definition, dataType: string): number | null => {
  const found = dataTypes.find(({ id }) => id === dataType);
  return found === undefined ? null : Math.min(found.maxSizeBytes ?? USUAL_MAX_BYTES, MAX_FILE_BYTES);
};

/** Why a file may not be attached now, for whoever attaches it; `null` where it may. */
export const attachingProblem = (
  { dataTypes }: Definition,
  instance: Instance,
  { dataType, contentType, sizeBytes }: Pick<AwaitedUpload, "dataType" | "contentType" | "sizeBytes">,
): string | null => {
  const kind = dataTypes.find(({ id }) => id === dataType);
  if (instance.archivedAt !== null || instance.softDeletedAt !== null) {
    return "The submission is sent or deleted; nothing can be attached any more.";
  }
  if (kind === undefined) {
    const known = dataTypes.map(({ id }) => id).join(", ") || "none";
    return `The form has no attachments of the kind "${dataType}"; it has: ${known}.`;
  }
  if (kind.taskId !== null && kind.taskId !== instance.currentTaskId) {
    return `Files of the kind "${dataType}" are attached in another task than the one that is under way.`;
  }
  const allowed = kind.allowedContentTypes.map(mediaTypeOf);
  if (allowed.length > 0 && !allowed.includes(mediaTypeOf(contentType))) {
    return `The form takes ${allowed.join(", ")} here, not ${mediaTypeOf(contentType)}.`;
  }
  const max = Math.min(kind.maxSizeBytes ?? USUAL_MAX_BYTES, MAX_FILE_BYTES);
  if (sizeBytes < 1 || sizeBytes > max) {
    return `The file has ${megabytes(sizeBytes)}; the form takes from 1 byte to ${megabytes(max)}.`;
  }
  const ofKind = instance.dataElements.filter((element) => element.dataType === dataType).length;
  if (ofKind >= kind.maxCount)
    return `The form takes ${kind.maxCount} file(s) of this kind, and has them already.`;
  return instance.dataElements.length >= MAX_FILES
    ? `A submission may have ${MAX_FILES} files, and it has them already.`
    : null;
};

/** An attachment as its instance shows it: what has a hash was sent here, the rest was filled in. */
export const attachmentOf = (
  { dataElements }: Pick<FormInstanceRow, "dataElements">,
  elementId: string,
): FormDataElement | null =>
  dataElements.find(({ id, contentHash }) => id === elementId && contentHash !== null) ?? null;
