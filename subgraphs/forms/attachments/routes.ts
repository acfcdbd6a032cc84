import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isUuid } from "../../../lib/ids.js";
import type { RoomHttp } from "../../../schema/room.js";
import { formsError } from "../errors.js";
import { servedType } from "./content-check.js";
import { contentDisposition } from "./file-name.js";
import type { ByteRange } from "./file-store.js";
import { downloadLink, FILES_PATH, type LinkParts, viewerTag } from "./links.js";
import { type ReceivingParts, receiveFile } from "./receive.js";
import { attachmentOf, MAX_FILE_BYTES } from "./rules.js";

/** What the routes of files need. */
export interface FileRoutesParts extends ReceivingParts, LinkParts {
  readonly http: RoomHttp;
  /** Whether whoever asks may see an instance. */
  maySee(request: FastifyRequest, instanceId: string): Promise<boolean>;
}

interface Place {
  Params: { elementId: string; viewer: string };
}

const checkLink = (request: FastifyRequest, { signer, clock }: FileRoutesParts): void => {
  const state = signer.check({ method: request.method, url: request.url }, clock());
  if (state === "EXPIRED") throw formsError("FORM_LINK_EXPIRED", "The link has run out; ask for a new one.");
  if (state === "ALTERED")
    throw formsError("FORM_LINK_INVALID", "The link is not one that was given out like this.");
};

/** Whoever signs in besides must be the one that the link was given to. */
const checkViewer = async (
  request: FastifyRequest,
  viewer: string,
  parts: FileRoutesParts,
): Promise<void> => {
  if (request.headers.authorization === undefined) return;
  const call = await parts.http.identify(request);
  if (viewerTag(parts.key, call.viewer.party) === viewer) return;
  throw formsError("FORM_LINK_INVALID", "The link was given to somebody else; ask for one of your own.");
};

const notThere = () => formsError("FORM_FILE_NOT_FOUND", "There is no such file, or it was taken off.");

/** `bytes=from-to`, `bytes=from-` or `bytes=-last`, once; `null`: the whole file. `undefined`: past its end. */
export const rangeOf = (header: string | undefined, sizeBytes: number): ByteRange | null | undefined => {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return null;
  const start = from === "" ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === "" || to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  return start > end ? undefined : { start, end };
};

const SAFE_HEADERS = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
  "cache-control": "private, no-store",
  "cross-origin-resource-policy": "same-site",
  "referrer-policy": "no-referrer",
  "accept-ranges": "bytes",
} as const;

const sendFile = async (
  elementId: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { store, files }: FileRoutesParts,
) => {
  const instance = isUuid(elementId) ? await store.blobs.heldBy(elementId) : null;
  const element = instance === null ? null : attachmentOf(instance, elementId);
  if (instance === null || element === null || instance.hardDeletedAt !== null) throw notThere();
  const { sizeBytes } = element;
  const range = rangeOf(request.headers.range, sizeBytes);
  if (range === undefined) return reply.code(416).header("content-range", `bytes */${sizeBytes}`).send();
  const bytes = await files.open(elementId, range);
  if (bytes === null) throw notThere();
  reply
    .headers(SAFE_HEADERS)
    .header("content-type", servedType(element.contentType))
    .header("content-disposition", contentDisposition(element.filename ?? elementId))
    .header("etag", `"${element.contentHash}"`);
  if (range === null) return reply.header("content-length", sizeBytes).send(bytes);
  return reply
    .code(206)
    .header("content-length", range.end - range.start + 1)
    .header("content-range", `bytes ${range.start}-${range.end}/${sizeBytes}`)
    .send(bytes);
};

/** Files over plain HTTP: sent and fetched in streams, by links that the graph gives. */
export const mountFiles = (app: FastifyInstance, parts: FileRoutesParts): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));

  app.put<Place>(
    `${FILES_PATH}/:elementId/:viewer`,
    { bodyLimit: MAX_FILE_BYTES },
    async (request, reply) => {
      checkLink(request, parts);
      await checkViewer(request, request.params.viewer, parts);
      const { body } = request;
      if (body === undefined || body === null) {
        throw formsError(
          "FORM_ATTACHMENT_REFUSED",
          "There was no file in the request; send its bytes as the body.",
        );
      }
      return reply.code(201).send(await receiveFile(request.params.elementId, body as Readable, parts));
    },
  );

  app.get<Place>(`${FILES_PATH}/:elementId/:viewer`, async (request, reply) => {
    checkLink(request, parts);
    await checkViewer(request, request.params.viewer, parts);
    return sendFile(request.params.elementId, request, reply, parts);
  });

  // The address that stands in dialogs: whoever may see the submission is given a link that can be followed.
  app.get<Place>(`${FILES_PATH}/:elementId`, async (request, reply) => {
    const { elementId } = request.params;
    const call = await parts.http.identify(request);
    const instance = isUuid(elementId) ? await parts.store.blobs.heldBy(elementId) : null;
    if (instance === null || !(await parts.maySee(request, instance.id))) throw notThere();
    const { url } = downloadLink(parts, elementId, call.viewer.party, parts.clock());
    return reply.header("cache-control", "private, no-store").redirect(url, 303);
  });
};
