import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { DomainError } from "../../../lib/errors.js";
import { multipartFile } from "../../../lib/multipart-file.js";
import { createUpload } from "../attachments/attach.js";
import { type ReceivingParts, receiveFile } from "../attachments/receive.js";
import { maxBytesOf } from "../attachments/rules.js";
import { refusalOutcome } from "./actions.js";
import { type InstanceView, NOTHING_TO_SAY, type Outcome } from "./view.js";

const bad = (text: string): Outcome => ({ ...NOTHING_TO_SAY, notice: { isBad: true, text } });

/**
 * Attaches a file that a browser sent in a form, in a stream: it lies aside until its size is known, and goes the same
 * way from there as a file that a program sends.
 * @returns why it was not taken; `null` where it was
 */
export const takeUpload = async (
  view: InstanceView,
  dataType: string,
  request: { readonly contentType: string; readonly body: Readable },
  parts: ReceivingParts,
): Promise<Outcome | null> => {
  const { definition, say, context, row } = view;
  const file = await multipartFile(request.contentType, request.body);
  if (file === null || file.filename === "") return bad(say("chooseFile"));
  const maxBytes = maxBytesOf(definition, dataType) ?? 0;
  const spooled = await parts.spool.receive(file.bytes, { maxBytes, expectedBytes: null });
  if (spooled === "EMPTY") return bad(say("chooseFile"));
  if (typeof spooled === "string") return bad(say("failed", { why: `> ${maxBytes} B` }));
  try {
    const { filename, contentType } = file;
    const upload = await createUpload(context, {
      id: row.id,
      dataType,
      filename,
      contentType,
      sizeBytes: spooled.sizeBytes,
    });
    if (!("elementId" in upload)) return refusalOutcome(upload, say);
    await receiveFile(upload.elementId, createReadStream(spooled.path), parts);
    context.loaders.forget(row.id);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return bad(say("failed", { why: error.message }));
  } finally {
    await parts.spool.discard(spooled);
  }
};
