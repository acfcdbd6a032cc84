import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { DomainError } from "../../../lib/errors.js";
import { multipartFile } from "../../../lib/multipart-file.js";
import { createUpload } from "../attachments/attach.js";
import { mediaTypeOf } from "../attachments/content-check.js";
import { type ReceivingParts, receiveFile } from "../attachments/receive.js";
import { maxBytesOf } from "../attachments/rules.js";
import { badNews, refusalOutcome } from "./actions.js";
import { sizeName, typeNames } from "./file-words.js";
import type { InstanceView, Outcome } from "./view.js";

/** Why a file can't be attached by what is known of it before it is looked at, in the page's words; `null`: it can. */
const problemOf = (
  { definition, row, say }: InstanceView,
  dataType: string,
  contentType: string,
): string | null => {
  const kind = definition.dataTypes.find(({ id }) => id === dataType);
  if (kind === undefined) return say("failed");
  const types = kind.allowedContentTypes;
  if (types.length > 0 && !types.includes(mediaTypeOf(contentType))) {
    return say("fileTypes", { types: typeNames(types) });
  }
  const have = row.dataElements.filter((element) => element.dataType === dataType).length;
  return have >= kind.maxCount ? say("fileCount", { max: kind.maxCount }) : null;
};

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
  if (file === null || file.filename === "") return badNews(say("chooseFile"));
  const maxBytes = maxBytesOf(definition, dataType) ?? 0;
  const spooled = await parts.spool.receive(file.bytes, { maxBytes, expectedBytes: null });
  if (spooled === "EMPTY") return badNews(say("chooseFile"));
  if (typeof spooled === "string") {
    return badNews(say("fileSize", { size: sizeName(maxBytes) }));
  }
  try {
    const { filename, contentType } = file;
    const problem = problemOf(view, dataType, contentType);
    if (problem !== null) return badNews(problem);
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
    return badNews(say("fileRefused"));
  } finally {
    await parts.spool.discard(spooled);
  }
};
