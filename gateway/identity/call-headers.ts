import type { IncomingHttpHeaders } from "node:http";
import type { SubgraphHeaders } from "../datasource/subgraph-source.js";
import { CALL_HEADER, type IdentityOptions, type VerifiedClaims } from "./options.js";

/** Who is asking, as far as the gateway passes it on. */
const forwarded = (claims: VerifiedClaims, names: readonly string[]): VerifiedClaims =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(claims, name)).map((name) => [name, claims[name]]));

interface CallHeadersOptions {
  readonly forwardedHeaders: readonly string[];
  readonly identity: IdentityOptions | null;
}

/**
 * What subgraphs are given of a request: a few of the client's headers, and who asks, signed. The signed header is set
 * last, so that nothing a client sends can stand in its place.
 * @param claims `null` where nobody signed in
 */
export const callHeaders = (
  { forwardedHeaders, identity }: CallHeadersOptions,
  sent: IncomingHttpHeaders,
  claims: VerifiedClaims | null,
  requestId: string,
): SubgraphHeaders => {
  const headers: Record<string, string | undefined> = {};
  for (const name of forwardedHeaders) {
    const value = sent[name.toLowerCase()];
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  headers[CALL_HEADER] =
    identity !== null && claims !== null
      ? identity.signCall(forwarded(claims, identity.forwardedClaims), requestId)
      : undefined;
  return headers;
};
