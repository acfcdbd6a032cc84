import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GatewayError } from "../errors.js";
import type { RequestScope } from "../execution/request-scope.js";
import { clientName } from "../identity/client-name.js";
import type { VerifiedClaims } from "../identity/options.js";
import { completeHeaders } from "../identity/stand-in-headers.js";
import type { AdmittedOperation } from "../protection/admission.js";
import { clientKey, type TakeToken } from "../protection/rate-limit.js";
import type { TrustedDocumentStore } from "../protection/trusted-documents.js";
import type { Turnstile } from "../protection/turnstile.js";
import type { Generations } from "../supergraph/generations.js";
import type { OperationRegister } from "../supergraph/operation-register.js";
import { askedIn } from "./asked.js";
import type { Guards } from "./guards.js";
import { OpenRequest, type OpenRequestParts } from "./open-request.js";
import { answerText, answerType, plainRequest, readyFor } from "./ready-answer.js";
import { refuse } from "./refuse.js";
import type { ServedContext } from "./served-context.js";
import type { SharedAnswers } from "./shared-answers.js";

/** Asks for the plan of the request, and says where that was refused. */
export const PLAN_HEADER = "x-tunet-plan";

/** What answers, and what decides before it. */
export interface GraphqlRouteParts extends Omit<OpenRequestParts, "onAbandoned"> {
  readonly apollo: ApolloServer<ServedContext>;
  readonly generations: Generations;
  readonly register: OperationRegister;
  readonly guards: Guards;
  /** Bodies that were read before their requests came here. */
  readonly readBodies: WeakMap<IncomingMessage, Buffer>;
  /** `null`: documents come as text, and any may run. */
  readonly trusted: TrustedDocumentStore | null;
  readonly turnstile: Turnstile;
  /** `null`: each request is answered for itself. */
  readonly shared: SharedAnswers | null;
  /** `null`: everybody may ask as often as they like. */
  readonly takeToken: TakeToken | null;
  maySeePlan(claims: VerifiedClaims | null): boolean;
  /** Told once of each request: it was answered, or its client has gone. */
  onEnded(request: OpenRequest, statusCode: number): void;
}

/** Passes on what is thrown, and notes its code for the log line. */
const noting = async <T>({ scope: { summary } }: OpenRequest, work: () => T | Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GatewayError) summary.errorCodes.add(error.code);
    throw error;
  }
};

/** GraphQL over HTTP §6.4.1: in application/json the status speaks of HTTP only; the refusal is in the body. */
const correctStatus = (reply: FastifyReply, { summary }: RequestScope): void => {
  const isPlainJson = String(reply.getHeader("content-type")).startsWith("application/json");
  if (isPlainJson && reply.statusCode === 400 && summary.isDocumentRefused) reply.code(200);
};

/** Mounts /graphql: whether there is time, who asks, what is asked, then Apollo Server. */
export const mountGraphql = (app: FastifyInstance, parts: GraphqlRouteParts): void => {
  const { generations, turnstile, takeToken, maySeePlan, trusted, onEnded } = parts;
  const { guards, register, readBodies } = parts;
  const opened = new WeakMap<FastifyRequest, OpenRequest>();
  const openParts = {
    ...parts,
    onAbandoned: (request: OpenRequest) => onEnded(request, 0),
  };

  const openedOf = (request: FastifyRequest): OpenRequest => {
    const known = opened.get(request);
    if (known === undefined) throw new Error("The request has no scope: its onRequest hook did not run.");
    return known;
  };

  const showsPlan = (request: FastifyRequest, reply: FastifyReply, { claims }: OpenRequest): boolean => {
    if (request.headers[PLAN_HEADER] !== "1") return false;
    const mayShow = maySeePlan(claims);
    if (!mayShow) reply.header(PLAN_HEADER, "refused");
    return mayShow;
  };

  const admitted = (scope: RequestScope, request: FastifyRequest): AdmittedOperation | null => {
    const asked = askedIn(request);
    if (asked === null) return null;
    const { summary } = scope;
    try {
      const operation = guards.admit(asked);
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
  const check = ({ scope, claims }: OpenRequest, request: FastifyRequest): void =>
    guards.permit(admitted(scope, request), claims);

  const ask = fastifyApolloHandler(parts.apollo, {
    async context(request) {
      const known = openedOf(request);
      await noting(known, () => check(known, request));
      const { scope, trace, plan, lease } = known;
      if (lease === null) throw new Error("The request holds no snapshot: its handler did not begin.");
      return { scope, trace, plan, lease };
    },
  });

  const passes = (known: OpenRequest, request: FastifyRequest): boolean => {
    try {
      check(known, request);
      return true;
    } catch {
      return false; // told by Apollo Server, which comes to the same
    }
  };

  /** `null` where Apollo Server has to be asked: about operations that are new, above all. */
  const answerReady = (
    known: OpenRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> | null => {
    const { scope, plan, lease } = known;
    const type = answerType(request.headers.accept);
    const plain = plainRequest(request.body);
    const isPlain = request.method === "POST" && type !== undefined && plain !== null;
    if (!isPlain || plan !== null || lease === null || !passes(known, request)) return null;
    const { current } = generations;
    const ready = readyFor(current, plain);
    if (ready === null) return null;
    scope.summary.hash = ready.queryHash.slice(0, 16);
    const { query, operationName } = plain;
    register.record({ queryHash: ready.queryHash, query, operationName }, scope.summary.client);
    lease.settle(current.apiSchema);
    return ready.run(scope).then((answer) => {
      reply.type(type);
      return answerText(scope, answer).text;
    });
  };

  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    async onRequest(request, reply) {
      reply.header("cache-control", "no-store"); // whatever is answered is for this viewer, now
      const known = new OpenRequest(openParts, request, reply.raw);
      opened.set(request, known);
      await noting(known, async () => {
        turnstile.check(); // before anything is done for it
        known.claims = await guards.identify(request.headers.authorization);
        known.scope.summary.client = clientName(known.claims);
        takeToken?.(clientKey(known.claims, request.ip));
        known.sent = await completeHeaders(openParts.options.standInHeaders, request.headers, known.claims);
      });
    },
    preParsing(request, _reply, payload, done) {
      const body = readBodies.get(request.raw);
      done(null, body === undefined ? payload : Readable.from([body], { objectMode: false }));
    },
    async preHandler(request) {
      if (trusted === null) return;
      const { body } = request;
      request.body = await noting(openedOf(request), () => trusted.resolve(body));
    },
    async handler(request, reply) {
      const known = openedOf(request);
      const leave = await noting(known, () => turnstile.enter(known.scope.life));
      const lease = generations.lease();
      try {
        known.lease = lease;
        known.begin(showsPlan(request, reply, known));
        const work = () => answerReady(known, request, reply) ?? ask.call(app, request, reply);
        const body: unknown = await (known.trace === null ? work() : known.trace.run(work));
        correctStatus(reply, known.scope);
        return body;
      } finally {
        if (known.scope.summary.kind === "mutation") parts.shared?.part();
        lease.release();
        leave();
      }
    },
    async onResponse(request, reply) {
      const known = opened.get(request);
      if (known !== undefined && !known.isAbandoned) onEnded(known, reply.statusCode);
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
