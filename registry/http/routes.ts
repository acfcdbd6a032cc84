import type { FastifyInstance, FastifyRequest } from "fastify";
import { buildSchema, type ExecutionResult, execute, GraphQLError, parse, validate } from "graphql";
import { DomainError, type ErrorCatalogue } from "../../lib/errors.js";
import { createRoot } from "../api/root.js";
import { registrySdl } from "../api/sdl.js";
import { registryErrors } from "../errors.js";
import type { HealthProbe } from "../health.js";
import type { Publisher } from "../publisher.js";
import type { Registry } from "../registry.js";
import type { RegistryStore } from "../store.js";
import { mountRegistryPages } from "./page-routes.js";

/** Fifty subgraphs of some hundred kilobytes. */
const BODY_BYTES = 10_000_000;
/** The largest operation of ours has some sixty; what is to be published travels in variables. */
const MAX_TOKENS = 2_000;
const SCHEMA = buildSchema(registrySdl);
const MASKED =
  "Unexpected error: what went wrong is in the log only. Try again; if it stays, tell the operator.";

export interface RegistryRoutesOptions {
  readonly registry: Registry;
  readonly store: RegistryStore;
  readonly health: Pick<HealthProbe, "of">;
  /** Who asks. @throws DomainError where nobody may publish so */
  publisherOf(request: FastifyRequest): Promise<Publisher>;
  /** Whether there are pages for whoever has a browser: they show schemas, owners and findings. */
  readonly hasPages: boolean;
  /** Whether a gateway of this installation asks. */
  isGateway(request: FastifyRequest): boolean;
}

interface Body {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shown = (error: GraphQLError, log: (error: unknown) => void) => {
  const { originalError: cause } = error;
  if (cause === undefined || cause instanceof GraphQLError) return error.toJSON();
  if (cause instanceof DomainError) {
    const { code } = cause.extensions;
    return { message: cause.message, path: error.path, extensions: { code } };
  }
  log(cause);
  return { message: MASKED, path: error.path, extensions: { code: "INTERNAL_SERVER_ERROR" } };
};

/** As graphql's own function, but with a limit to what may be sent. */
const run = async (
  source: string,
  { variables, operationName }: Body,
  rootValue: unknown,
): Promise<ExecutionResult> => {
  try {
    const document = parse(source, { maxTokens: MAX_TOKENS });
    const errors = validate(SCHEMA, document);
    if (errors.length > 0) return { errors };
    return await execute({
      schema: SCHEMA,
      document,
      rootValue,
      variableValues: isRecord(variables) ? variables : {},
      operationName: typeof operationName === "string" ? operationName : null,
    });
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
};

/** Mounts the registry: its GraphQL at /registry, and the supergraph for gateways at /registry/supergraph. */
export const mountRegistry = (app: FastifyInstance, options: RegistryRoutesOptions): void => {
  const { registry } = options;
  const statuses: ErrorCatalogue = registryErrors;
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof DomainError) {
      const status = statuses[error.code]?.status ?? (error.code === "IDENTITY_UNAVAILABLE" ? 503 : 401);
      return reply
        .code(status)
        .send({ errors: [{ message: error.message, extensions: { code: error.code } }] });
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500) {
      const { message } = error as Error;
      return reply.code(status).send({ errors: [{ message, extensions: { code: "BAD_REQUEST" } }] });
    }
    request.log.error({ err: error }, "The registry failed.");
    return reply
      .code(500)
      .send({ errors: [{ message: MASKED, extensions: { code: "INTERNAL_SERVER_ERROR" } }] });
  });

  if (options.hasPages) mountRegistryPages(app, options);
  app.post<{ Body: Body | null }>("/registry", { bodyLimit: BODY_BYTES }, async (request, reply) => {
    const publisher = await options.publisherOf(request);
    const body = request.body ?? {};
    const { query } = body;
    if (typeof query !== "string") {
      const message = 'Send a JSON object with "query", and "variables" if need be.';
      return reply.code(400).send({ errors: [{ message, extensions: { code: "BAD_REQUEST" } }] });
    }
    const { data, errors } = await run(query, body, createRoot(options, publisher));
    reply.header("cache-control", "no-store").code(data === undefined ? 400 : 200);
    const log = (error: unknown) => request.log.error({ err: error }, "The registry failed.");
    return {
      ...(data === undefined ? {} : { data }),
      ...(errors === undefined ? {} : { errors: errors.map((error) => shown(error, log)) }),
    };
  });

  app.get<{ Querystring: { after?: string } }>("/registry/supergraph", async (request, reply) => {
    if (!options.isGateway(request)) {
      throw new DomainError(
        "UNAUTHENTICATED",
        "Only gateways of this installation are given the supergraph.",
      );
    }
    const after = Number(request.query.after ?? 0);
    const served = await registry.served(Number.isSafeInteger(after) ? after : 0);
    reply.header("cache-control", "no-store");
    return served ?? reply.code(204).send();
  });
};
