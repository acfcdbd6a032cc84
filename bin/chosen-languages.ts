import type { Logger } from "pino";
import type { StandInHeaders, VerifiedClaims } from "../gateway/index.js";
import { type Clock, SECOND_MILLIS } from "../lib/clock.js";
import { messageOf } from "../lib/errors.js";
import { randomId } from "../lib/ids.js";
import { type CallKey, signCallToken } from "../schema/call-token.js";
import type { LanguagePort } from "../schema/language-port.js";
import { type Claims, FORWARDED_CLAIMS, viewerFromClaims } from "../schema/viewer.js";

/** Whoever chooses another language is answered in it everywhere within this time. */
const KEPT_MILLIS = 10 * SECOND_MILLIS;

const NONE = {};

/** A header without two letters in a row (none, or `*`) names no language. */
const A_LANGUAGE = /[a-z]{2}/i;

const forwarded = (claims: VerifiedClaims): Claims =>
  Object.fromEntries(
    FORWARDED_CLAIMS.filter((name) => Object.hasOwn(claims, name)).map((name) => [name, claims[name]]),
  );

interface ChosenLanguagesOptions {
  readonly languages: LanguagePort;
  /** Signs who asks. */
  readonly callKey: CallKey;
  readonly clock: Clock;
  readonly logger: Pick<Logger, "warn">;
}

/**
 * The language that people have chosen, where their request names none: as the `Accept-Language` that they did not send.
 * What is known of a token's owner is kept for a short time; what can't be found out is nothing chosen, for as long.
 * Machines choose none.
 */
export const createChosenLanguages = (options: ChosenLanguagesOptions): StandInHeaders => {
  const { languages, callKey, clock, logger } = options;
  const found = new WeakMap<
    VerifiedClaims,
    { readonly headers: Record<string, string>; readonly until: number }
  >();

  const headersOf = async (claims: VerifiedClaims): Promise<Record<string, string>> => {
    const named = forwarded(claims);
    const viewer = viewerFromClaims(named);
    if (viewer === null || viewer.organization !== null || viewer.kind === "SYSTEM_USER") return NONE;
    try {
      const token = signCallToken(callKey, { requestId: randomId(clock()), viewer: named }, clock);
      const language = await languages.chosenLanguage({ viewer, token });
      return language === null ? NONE : { "accept-language": language };
    } catch (error) {
      logger.warn({ reason: messageOf(error) }, "Which language somebody has chosen could not be found out.");
      return NONE;
    }
  };

  return {
    isNeeded: (sent) => !A_LANGUAGE.test(sent["accept-language"] ?? ""),
    known(claims) {
      const entry = found.get(claims);
      return entry !== undefined && entry.until > clock() ? entry.headers : undefined;
    },
    async find(claims) {
      const headers = await headersOf(claims);
      found.set(claims, { headers, until: clock() + KEPT_MILLIS });
      return headers;
    },
  };
};
