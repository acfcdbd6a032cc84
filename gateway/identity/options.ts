import type { JSONWebKeySet } from "jose";

/** Claims of a verified token. */
export type VerifiedClaims = Readonly<Record<string, unknown>>;

/** An issuer whose tokens are accepted. */
export interface TrustedIssuer {
  /** Exactly as the `iss` claim has it. */
  readonly issuer: string;
  /** Its public keys: where they are published, or the keys themselves. */
  readonly jwks: { readonly url: string } | { readonly keys: JSONWebKeySet };
  /** Demanded in the `aud` claim, where given. */
  readonly audience?: string;
  /** Accepted signature algorithms; RS256, PS256, ES256 and EdDSA where not given. */
  readonly algorithms?: readonly string[];
}

export interface IdentityOptions {
  readonly issuers: readonly TrustedIssuer[];
  /** Claims that subgraphs are told of; everything else in a token stays at the edge. */
  readonly forwardedClaims: readonly string[];
  /**
   * Signs who is asking into a token for subgraphs; once a request for each audience.
   * @param claims those of `forwardedClaims` that the verified token has
   * @param audience what `callAudience` says; `null` without it
   */
  signCall(claims: VerifiedClaims, requestId: string, audience: string | null): string;
  /** Whom a subgraph's tokens are for: subgraphs of the same are given the same. Omitted: all are. */
  callAudience?(subgraph: string): string;
}

/** The header in which subgraphs are told who is asking. A client's own header of this name goes nowhere. */
export const CALL_HEADER = "x-tunet-call";
