import type { KeyObject } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../lib/clock.js";
import { DomainError, type ErrorCatalogue } from "../lib/errors.js";
import { refuseMissingCallToken, verifyCallToken } from "./call-token.js";
import { type Language, parseAcceptLanguage } from "./localization.js";
import { type Viewer, viewerFromClaims } from "./viewer.js";

/** Why a room refuses a call; part of docs/errors.md. */
export const callErrors: ErrorCatalogue<"CALL_NOT_SIGNED" | "VIEWER_UNKNOWN"> = {
  CALL_NOT_SIGNED: {
    status: 401,
    meaning:
      "A subgraph was asked without a call token of the gateway, or with one that is expired, altered or for another.",
    remedy: "Ask the gateway, not the subgraph.",
  },
  VIEWER_UNKNOWN: {
    status: 403,
    meaning:
      "The caller's token is good, but names no person, organisation or system user that can be a party here.",
    remedy: "Sign in as a person, or with a machine token that names its organisation.",
  },
};

/** One request as a room sees it: who asks, and in which language. */
export interface Call {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly language: Language;
  /** The call token as it came: a room shows it to the room that it asks in turn. Never logged. */
  readonly token: string;
}

/** The headers of a call that rooms read; the gateway passes on no others. */
export interface CallHeaders {
  readonly "x-tunet-call"?: string | undefined;
  readonly "accept-language"?: string | undefined;
}

/** Reads a call from its headers. @throws DomainError `CALL_NOT_SIGNED` or `VIEWER_UNKNOWN` */
export type ReadCall = (headers: CallHeaders) => Call;

/** A reader that remembers the tokens it has checked, for as long as each is good. */
export const createCallReader = (publicKeys: ReadonlyMap<string, KeyObject>, clock: Clock): ReadCall => {
  const checked = new LRUCache<string, Pick<Call, "requestId" | "viewer" | "token"> & { expiresAt: number }>({
    max: 1_000,
  });

  const check = (token: string) => {
    const known = checked.get(token);
    if (known !== undefined && known.expiresAt > clock()) return known;
    const { requestId, expiresAt, viewer: claims } = verifyCallToken(token, publicKeys, clock);
    const viewer = viewerFromClaims(claims);
    if (viewer === null) {
      throw new DomainError(
        "VIEWER_UNKNOWN",
        "The token names no person, organisation or system user that can be a party here.",
      );
    }
    const entry = { requestId, expiresAt, viewer, token };
    checked.set(token, entry);
    return entry;
  };

  return (headers) => {
    const { requestId, viewer, token } = check(headers["x-tunet-call"] ?? refuseMissingCallToken());
    return { requestId, viewer, language: parseAcceptLanguage(headers["accept-language"] ?? null), token };
  };
};
