import type { Readable } from "node:stream";
import type { FormDataElement } from "../../../drizzle/forms/tables.js";
import type { AwaitedUpload } from "../../../drizzle/forms/tables-parts.js";
import type { Clock } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import { formsError } from "../errors.js";
import type { FormsStore } from "../store.js";
import { contentProblem, mediaTypeOf } from "./content-check.js";
import type { FileStore, SpooledFile } from "./file-store.js";
import { attachingProblem } from "./rules.js";
import type { Spool, SpoolProblem } from "./spool.js";

/** What files are taken in with. */
export interface ReceivingParts {
  readonly store: Pick<FormsStore, "filling" | "blobs">;
  readonly files: FileStore;
  readonly spool: Spool;
  readonly clock: Clock;
  readonly newId: NewId;
}

const refused = (message: string) => formsError("FORM_ATTACHMENT_REFUSED", message);

const SPOOL_PROBLEMS: Readonly<Record<SpoolProblem, string>> = {
  TOO_LARGE: "The file is larger than what was said, or than the form takes; it was not kept.",
  EMPTY: "There was no file in the request; send its bytes as the body.",
  CUT_OFF: "The file did not come whole; send it again.",
};

const spooled = async (
  bytes: Readable,
  { sizeBytes }: AwaitedUpload,
  { spool }: ReceivingParts,
): Promise<SpooledFile> => {
  const file = await spool.receive(bytes, { maxBytes: sizeBytes, expectedBytes: sizeBytes });
  if (typeof file === "string") throw refused(SPOOL_PROBLEMS[file]);
  return file;
};

/** Attaches a file whose bytes are kept, if its instance still takes it. */
const attach = async (
  elementId: string,
  instanceId: string,
  upload: AwaitedUpload,
  file: SpooledFile,
  { store, clock, newId }: ReceivingParts,
): Promise<FormDataElement> => {
  const { dataType, filename, by } = upload;
  const element: FormDataElement = {
    id: elementId,
    dataType,
    filename,
    contentType: mediaTypeOf(upload.contentType),
    sizeBytes: file.sizeBytes,
    contentHash: file.hash,
  };
  const actor = { kind: "PARTY", urn: by } as const;
  const moment = { now: clock(), newId };
  const done = await store.filling.change<string>(instanceId, { system: true }, moment, async (held, tx) => {
    const problem = attachingProblem(held.definition, held.row, upload);
    if (problem !== null) return { refused: problem };
    if (!(await store.blobs.keep(tx, elementId))) return { refused: "The file has come already." };
    const details = { elementId, dataType };
    return {
      set: { dataElements: [...held.row.dataElements, element] },
      events: [{ kind: "ATTACHED", actor, taskId: held.row.currentTaskId, details }],
    };
  });
  if (done === null) throw refused("The submission is not there any more.");
  if ("refused" in done) throw refused(done.refused);
  return element;
};

/**
 * Takes a file in that was awaited: writes it down, looks at what it is, keeps it, and attaches it.
 * @throws DomainError `FORM_ATTACHMENT_REFUSED`
 */
export const receiveFile = async (
  elementId: string,
  bytes: Readable,
  parts: ReceivingParts,
): Promise<FormDataElement> => {
  const awaited = await parts.store.blobs.awaited(elementId, parts.clock());
  if (awaited === null) throw refused("The file has come already, or it is too late; ask for a new link.");
  const { instanceId, upload } = awaited;
  const file = await spooled(bytes, upload, parts);
  try {
    const problem = await contentProblem(file, mediaTypeOf(upload.contentType));
    if (problem !== null) {
      throw refused(`The file is not taken as ${mediaTypeOf(upload.contentType)}: ${problem}.`);
    }
    await parts.files.put(elementId, file);
    return await attach(elementId, instanceId, upload, file, parts);
  } finally {
    await parts.spool.discard(file);
  }
};
