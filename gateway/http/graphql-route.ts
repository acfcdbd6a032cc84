import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GatewayError } from "../errors.js";
import type { GatewayContext } from "../execution/request-scope.js";
import { checkAnonymous, signInFirst } from "../identity/access.js";
import { bearerToken } from "../identity/bearer.js";
import type { VerifiedClaims } from "../identity/options.js";
import type { VerifyToken } from "../identity/verify-token.js";
import { logOperation } from "../observability/operation-line.js";
import type { GatewayOptions } from "../options.js";
import type { Admit } from "../protection/admission.js";
import { type OpenRequest, openRequest } from "./request-scopes.js";
import { errorBody } from "./shown-error.js";

interface GraphqlRouteOptions
  extends Pick<GatewayOptions, "identity" | "allowPublicIntrospection" | "forwardedHeaders" | "onFetch"> {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly admit: Admit;
  /** `null`: nobody has to sign in. */
  readonly verifyToken: VerifyToken | null;
}

/** The document and operation that a request asks for; `null` where Apollo Server will refuse the request anyway. */
const askedIn = (request: FastifyRequest): { query: string; operationName: string | null } | null => {
  const single = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : undefined);
  let query: unknown;
  let operationName: unknown;
  if (request.method === "GET") {
    const parameters = new URLSearchParams(request.url.split("?").slice(1).join("?"));
    query = single(parameters.getAll("query"));
    operationName = single(parameters.getAll("operationName"));
  } else if (typeof request.body === "object" && request.body !== null) {
    ({ query, operationName } = request.body as Record<string, unknown>);
  }
  if (typeof query !== "string" || query === "") return null;
  return { query, operationName: typeof operationName === "string" ? operationName : null };
};

/** Mounts /graphql: who asks, what is asked, then Apollo Server. */
export const mountGraphql = (app: FastifyInstance, options: GraphqlRouteOptions): void => {
  const { apollo, admit, verifyToken, allowPublicIntrospection } = options;
  const open = new WeakMap<FastifyRequest, OpenRequest>();
  const openOf = (request: FastifyRequest): OpenRequest => {
    const known = open.get(request);
    if (known === undefined) throw new Error("The request was not opened.");
    return known;
  };

  const identify = async (request: FastifyRequest): Promise<VerifiedClaims | null> => {
    if (verifyToken === null) return null;
    const token = bearerToken(request.headers.authorization);
    if (token !== null) return verifyToken(token);
    if (!allowPublicIntrospection) throw signInFirst();
    return null;
  };

  /** Refuses what must not run. Apollo Server turns what this throws into the answer. */
  const check = (request: FastifyRequest): GatewayContext => {
    const { scope, claims } = openOf(request);
    const { summary } = scope;
    const asked = askedIn(request);
    try {
      const operation = asked === null ? null : admit(asked.query, asked.operationName);
      summary.name = operation?.name ?? null;
      summary.kind = operation?.kind ?? null;
      if (verifyToken !== null && claims === null) checkAnonymous(operation, allowPublicIntrospection);
    } catch (error) {
      if (error instanceof GatewayError) {
        summary.errorCodes.add(error.code);
        summary.isDocumentRefused = error.code !== "UNAUTHENTICATED";
      }
      throw error;
    }
    return { scope };
  };

  const handle = fastifyApolloHandler(apollo, { context: async (request) => check(request) });

  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    onRequest: async (request) => {
      open.set(request, openRequest(options, request, await identify(request)));
    },
    async handler(request, reply) {
      const body: unknown = await handle.call(app, request, reply);
      // GraphQL over HTTP §6.4.1: in application/json the status speaks of HTTP only; the refusal is in the body.
      const isPlainJson = String(reply.getHeader("content-type")).startsWith("application/json");
      if (isPlainJson && reply.statusCode === 400 && openOf(request).scope.summary.isDocumentRefused) {
        reply.code(200);
      }
      return body;
    },
    onResponse: async (request, reply) =>
      logOperation(request, reply, open.get(request)?.scope.summary ?? null),
  });

  app.route({
    method: ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"],
    url: "/graphql",
    handler: (_request, reply: FastifyReply) =>
      reply
        .code(405)
        .header("allow", "GET, POST")
        .send(errorBody("METHOD_NOT_ALLOWED", "GraphQL is asked with GET (queries only) or POST.")),
  });
};
