import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { GatewayError } from "../errors.js";
import type { GatewayContext, RequestScope } from "../execution/request-scope.js";
import { checkAnonymous, signInFirst } from "../identity/access.js";
import { bearerToken } from "../identity/bearer.js";
import type { VerifiedClaims } from "../identity/options.js";
import type { VerifyToken } from "../identity/verify-token.js";
import { logOperation } from "../observability/operation-line.js";
import type { GatewayOptions } from "../options.js";
import type { Admit, AdmittedOperation } from "../protection/admission.js";
import { refuse } from "./refuse.js";
import { type OpenRequest, openRequest } from "./request-scopes.js";

type GraphqlRouteOptions = Pick<
  GatewayOptions,
  "identity" | "allowPublicIntrospection" | "forwardedHeaders" | "onFetch"
>;

/** What answers, and what decides before it. */
interface GraphqlRouteParts {
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
    // Exactly as Apollo Server will read it: what is judged here must be what runs there.
    const parameters = new URL(request.url, "http://gateway.invalid/").searchParams;
    query = single(parameters.getAll("query"));
    operationName = single(parameters.getAll("operationName"));
  } else if (typeof request.body === "object" && request.body !== null) {
    ({ query, operationName } = request.body as Record<string, unknown>);
  }
  if (typeof query !== "string" || query === "") return null;
  return { query, operationName: typeof operationName === "string" ? operationName : null };
};

/** Passes on what is thrown, and notes its code for the log line. */
const noting = async <T>({ scope: { summary } }: OpenRequest, work: () => T | Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GatewayError) summary.errorCodes.add(error.code);
    throw error;
  }
};

/** Mounts /graphql: who asks, what is asked, then Apollo Server. */
export const mountGraphql = (
  app: FastifyInstance,
  options: GraphqlRouteOptions,
  { apollo, admit, verifyToken }: GraphqlRouteParts,
): void => {
  const { allowPublicIntrospection } = options;
  const opened = new WeakMap<FastifyRequest, OpenRequest>();

  const identify = async (request: FastifyRequest): Promise<VerifiedClaims | null> => {
    if (verifyToken === null) return null;
    const token = bearerToken(request.headers.authorization);
    if (token !== null) return verifyToken(token);
    if (!allowPublicIntrospection) throw signInFirst();
    return null;
  };

  const admitted = (scope: RequestScope, request: FastifyRequest): AdmittedOperation | null => {
    const asked = askedIn(request);
    if (asked === null) return null;
    const { summary } = scope;
    try {
      const operation = admit(asked.query, asked.operationName);
      scope.admittedQuery = asked.query;
      summary.name = operation?.name ?? null;
      summary.kind = operation?.kind ?? null;
      return operation;
    } catch (error) {
      summary.isDocumentRefused = true;
      throw error;
    }
  };

  /** Refuses what must not run. Apollo Server turns what this throws into the answer. */
  const check = ({ scope, claims }: OpenRequest, request: FastifyRequest): void => {
    const operation = admitted(scope, request);
    if (verifyToken !== null && claims === null) checkAnonymous(operation, allowPublicIntrospection);
  };

  const openedOf = (request: FastifyRequest): OpenRequest => {
    const known = opened.get(request);
    if (known === undefined) throw new Error("The request has no scope: its onRequest hook did not run.");
    return known;
  };

  const ask = fastifyApolloHandler(apollo, {
    async context(request) {
      const known = openedOf(request);
      await noting(known, () => check(known, request));
      return { scope: known.scope };
    },
  });

  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    async onRequest(request, reply) {
      reply.header("cache-control", "no-store"); // whatever is answered is for this viewer, now
      const known = openRequest(options, request);
      opened.set(request, known);
      known.claims = await noting(known, () => identify(request));
    },
    async handler(request, reply) {
      const body: unknown = await ask.call(app, request, reply);
      // GraphQL over HTTP §6.4.1: in application/json the status speaks of HTTP only; the refusal is in the body.
      const isPlainJson = String(reply.getHeader("content-type")).startsWith("application/json");
      if (isPlainJson && reply.statusCode === 400 && openedOf(request).scope.summary.isDocumentRefused) {
        reply.code(200);
      }
      return body;
    },
    async onResponse(request, reply) {
      const known = opened.get(request);
      if (known !== undefined) logOperation(known.scope, reply);
    },
  });

  app.route({
    method: ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"],
    url: "/graphql",
    handler: (_request, reply) =>
      refuse(
        reply.header("allow", "GET, POST"),
        "METHOD_NOT_ALLOWED",
        "GraphQL is asked with GET (queries only) or POST.",
      ),
  });
};
