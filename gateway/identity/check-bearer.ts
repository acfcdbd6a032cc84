import type { Logger } from "pino";
import type { Clock } from "../../lib/clock.js";
import { messageOf } from "../../lib/errors.js";
import { signInFirst } from "./access.js";
import { bearerToken } from "./bearer.js";
import type { TrustedIssuer, VerifiedClaims } from "./options.js";
import { createTokenVerifier } from "./verify-token.js";

/**
 * The claims of an Authorization header.
 * @throws GatewayError `UNAUTHENTICATED`, `TOKEN_INVALID`, `TOKEN_EXPIRED` or `IDENTITY_UNAVAILABLE`
 */
export type CheckBearer = (authorization: string | undefined) => Promise<VerifiedClaims>;

/** Checks tokens as /graphql does, for paths that are not the gateway's own. */
export const createBearerCheck = (
  issuers: readonly TrustedIssuer[],
  clock: Clock,
  logger: Logger,
): CheckBearer => {
  const verify = createTokenVerifier(issuers, clock, (issuer, error) =>
    logger.error({ issuer, reason: messageOf(error) }, "An issuer's keys can't be had."),
  );
  return async (authorization) => {
    const token = bearerToken(authorization);
    if (token === null) throw signInFirst();
    return verify(token);
  };
};
