import type { VerifiedClaims } from "./options.js";

/** Letters of a name that are kept: whoever issues tokens names its clients, and may do so at length. */
const MAX_LETTERS = 100;

/** Which program a token was given to, by its verified `client_id`; `null` where nobody signed in or it is not said. */
export const clientName = (claims: VerifiedClaims | null): string | null => {
  const name = claims?.["client_id"];
  return typeof name === "string" && name !== "" ? name.slice(0, MAX_LETTERS) : null;
};
