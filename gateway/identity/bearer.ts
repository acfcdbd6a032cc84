import { refusal } from "../errors.js";

const BEARER = /^Bearer +([\w\-.~+/]+=*) *$/i;

/**
 * The token of an Authorization header (RFC 6750 §2.1); `null` where there is none.
 * @throws GatewayError `TOKEN_INVALID` where the header holds something else
 */
export const bearerToken = (authorization: string | undefined): string | null => {
  if (authorization === undefined) return null;
  const token = BEARER.exec(authorization)?.[1];
  if (token !== undefined) return token;
  throw refusal("TOKEN_INVALID", "The Authorization header is not of the form Bearer <token>. Send it so.", {
    "www-authenticate": "Bearer",
  });
};
