import type { FastifyRequest } from "fastify";
import type { SubgraphHeaders } from "../datasource/subgraph-source.js";
import type { RequestScope } from "../execution/request-scope.js";
import { callHeaders } from "../identity/call-headers.js";
import type { VerifiedClaims } from "../identity/options.js";
import type { GatewayOptions } from "../options.js";

/** A request's scope, and who sent it. */
export interface OpenRequest {
  readonly scope: RequestScope;
  /** `null` where nobody signed in, and until that is known. */
  claims: VerifiedClaims | null;
}

type ScopeOptions = Pick<GatewayOptions, "forwardedHeaders" | "identity" | "onFetch">;

/** Opens a request's scope. */
export const openRequest = (options: ScopeOptions, request: FastifyRequest): OpenRequest => {
  let headers: SubgraphHeaders | null = null;
  const opened: OpenRequest = {
    claims: null,
    scope: {
      requestId: request.id,
      log: request.log,
      headers() {
        headers ??= callHeaders(options, request.headers, opened.claims, request.id);
        return headers;
      },
      onFetch: (fetch) => options.onFetch?.(fetch),
      admittedQuery: null,
      summary: {
        name: null,
        kind: null,
        hash: null,
        fetches: 0,
        errorCodes: new Set(),
        isDocumentRefused: false,
      },
    },
  };
  return opened;
};
