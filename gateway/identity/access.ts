import { type GatewayError, refusal } from "../errors.js";
import type { AdmittedOperation } from "../protection/admission.js";

const SIGN_IN = "Sign in, and send the token in the header Authorization: Bearer …";

/** The refusal of somebody who has not signed in, with the challenge of RFC 6750 §3. */
export const signInFirst = (why = ""): GatewayError =>
  refusal("UNAUTHENTICATED", `${why}${SIGN_IN}`, { "www-authenticate": "Bearer" });

/**
 * Lets somebody who has not signed in ask for the schema, where that is allowed, and for nothing else.
 * @param operation `null` for what is not even GraphQL
 * @throws GatewayError `UNAUTHENTICATED`
 */
export const checkAnonymous = (
  operation: AdmittedOperation | null,
  allowPublicIntrospection: boolean,
): void => {
  if (!allowPublicIntrospection) throw signInFirst();
  if (!operation?.isPureIntrospection) {
    throw signInFirst("Without signing in, only the schema may be asked for. ");
  }
};
