import { checkAnonymous, signInFirst } from "../identity/access.js";
import { bearerToken } from "../identity/bearer.js";
import type { VerifiedClaims } from "../identity/options.js";
import type { VerifyToken } from "../identity/verify-token.js";
import type { Admit, AdmittedOperation } from "../protection/admission.js";
import type { TrustedDocumentStore } from "../protection/trusted-documents.js";
import type { Asked } from "./asked.js";

/** What decides who asks, and what may run. */
export interface GuardParts {
  readonly admit: Admit;
  /** `null`: documents come as text, and any may run. */
  readonly trusted: TrustedDocumentStore | null;
  /** `null`: nobody has to sign in. */
  readonly verifyToken: VerifyToken | null;
  readonly allowPublicIntrospection: boolean;
}

/** Decides who asks, and whether what is asked may run. */
export interface Guards {
  /** @throws GatewayError where nobody has signed in who has to */
  identify(authorization: string | undefined): Promise<VerifiedClaims | null>;
  /** The same as far as it is known already; `undefined` where `identify` has to find out. */
  identified(authorization: string | undefined): VerifiedClaims | null | undefined;
  /** @throws GatewayError where the document may not run, whoever asks */
  admit(asked: Asked): AdmittedOperation | null;
  /** @param operation `null` for what is not even GraphQL @throws GatewayError where whoever asks may not */
  permit(operation: AdmittedOperation | null, claims: VerifiedClaims | null): void;
}

export const createGuards = (parts: GuardParts): Guards => {
  const { verifyToken, trusted, allowPublicIntrospection } = parts;
  return {
    async identify(authorization) {
      if (verifyToken === null) return null;
      const token = bearerToken(authorization);
      if (token !== null) return verifyToken(token);
      if (!allowPublicIntrospection) throw signInFirst();
      return null;
    },
    identified(authorization) {
      if (verifyToken === null) return null;
      const token = authorization?.startsWith("Bearer ") ? authorization.slice("Bearer ".length) : "";
      return token === "" ? undefined : (verifyToken.remembered(token) ?? undefined);
    },
    admit({ query, operationName }) {
      const operation = parts.admit(query, operationName);
      trusted?.check(query);
      return operation;
    },
    permit(operation, claims) {
      if (verifyToken !== null && claims === null) checkAnonymous(operation, allowPublicIntrospection);
    },
  };
};
