import { createHmac } from "node:crypto";
import { MINUTE_MILLIS } from "../../../lib/clock.js";
import type { LinkSigner } from "../../../lib/signed-link.js";
import type { PartyUrn } from "../../../schema/urns.js";

/** How long a link to a file may be followed. */
export const DOWNLOAD_MILLIS = 5 * MINUTE_MILLIS;
/** How long a file may be sent for that somebody was given leave to. */
export const UPLOAD_MILLIS = 60 * MINUTE_MILLIS;

/** A link as a client gets it. */
export interface FileLink {
  readonly url: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

/** What links are made with. */
export interface LinkParts {
  readonly signer: LinkSigner;
  /** The key of the signer: names viewers without saying who they are. */
  readonly key: Uint8Array;
  publicUrl(): string;
}

/** Who a link is for, without their number: the same viewer is always the same. */
export const viewerTag = (key: Uint8Array, viewer: PartyUrn): string =>
  createHmac("sha256", key).update(`viewer ${viewer}`).digest("base64url").slice(0, 22);

/** Below the installation's URL. */
export const FILES_PATH = "/forms/files";

const signed = (
  { signer, publicUrl }: LinkParts,
  method: "GET" | "PUT",
  path: string,
  expiresAt: number,
): FileLink => ({ url: publicUrl() + signer.sign({ method, path, expiresAt }), expiresAt });

const pathOf = (key: Uint8Array, elementId: string, viewer: PartyUrn): string =>
  `${FILES_PATH}/${elementId}/${viewerTag(key, viewer)}`;

/** Where one viewer may send one file to one instance, which the element's id stands for. */
export const uploadLink = (parts: LinkParts, elementId: string, viewer: PartyUrn, now: number): FileLink =>
  signed(parts, "PUT", pathOf(parts.key, elementId, viewer), now + UPLOAD_MILLIS);

/** Where one viewer may have one file. */
export const downloadLink = (parts: LinkParts, elementId: string, viewer: PartyUrn, now: number): FileLink =>
  signed(parts, "GET", pathOf(parts.key, elementId, viewer), now + DOWNLOAD_MILLIS);
