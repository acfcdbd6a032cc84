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

/** One object for all requests that there is nothing to tell of. */
const NO_HEADERS: SubgraphHeaders = {};

const hasAny = (names: readonly string[], sent: IncomingHttpHeaders): boolean =>
  names.some((name) => sent[name.toLowerCase()] !== undefined);

const forwardedHeadersOf = (names: readonly string[], sent: IncomingHttpHeaders) => {
  const headers: Record<string, string | undefined> = {};
  for (const name of names) {
    const value = sent[name.toLowerCase()];
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
};

/** All that subgraphs are told of who asks, as one text: requests with the same are the same to them. */
export const audienceOf = (
  { forwardedHeaders, identity }: CallHeadersOptions,
  sent: IncomingHttpHeaders,
  claims: VerifiedClaims | null,
): string => {
  const viewer = identity === null || claims === null ? null : forwarded(claims, identity.forwardedClaims);
  if (viewer === null && !hasAny(forwardedHeaders, sent)) return "";
  return JSON.stringify([viewer, forwardedHeadersOf(forwardedHeaders, sent)]);
};

/** Whom a subgraph's call token is for; `null` where all are given the same, or none. */
export const callAudienceOf = ({ identity }: CallHeadersOptions, subgraph: string): string | null =>
  identity?.callAudience?.(subgraph) ?? null;

/**
 * What subgraphs are given of a request: a few of the client's headers, and who asks, signed. The signed header is set
 * last, so that nothing a client sends can stand in its place.
 * @param claims `null` where nobody signed in
 * @param callAudience by `callAudienceOf`
 */
export const callHeaders = (
  { forwardedHeaders, identity }: CallHeadersOptions,
  sent: IncomingHttpHeaders,
  claims: VerifiedClaims | null,
  { requestId, callAudience }: { readonly requestId: string; readonly callAudience: string | null },
): SubgraphHeaders => {
  const call =
    identity !== null && claims !== null
      ? identity.signCall(forwarded(claims, identity.forwardedClaims), requestId, callAudience)
      : undefined;
  if (call === undefined && !hasAny(forwardedHeaders, sent)) return NO_HEADERS;
  const headers = forwardedHeadersOf(forwardedHeaders, sent);
  headers[CALL_HEADER] = call;
  return headers;
};
