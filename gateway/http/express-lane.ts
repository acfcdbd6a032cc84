import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import { gatewayErrors } from "../error-catalogue.js";
import { MASKED_MESSAGE } from "../errors.js";
import { audienceOf } from "../identity/call-headers.js";
import { clientName } from "../identity/client-name.js";
import { completedHeaders } from "../identity/stand-in-headers.js";
import { REQUEST_ID_HEADER } from "../observability/request-id.js";
import { clientKey } from "../protection/rate-limit.js";
import { type Leave, overloaded, type Place, type Waiter } from "../protection/turnstile.js";
import { type GraphqlRouteParts, PLAN_HEADER } from "./graphql-route.js";
import { type Arrival, OpenRequest } from "./open-request.js";
import {
  type AnswerText,
  answerText,
  answerType,
  plainRequest,
  type ReadyRequest,
  readyFor,
} from "./ready-answer.js";
import type { Leader, SharedAnswer } from "./shared-answers.js";
import { type Body, bodyBytes, bytesOf, JSON_BODY, parsed, type Visit } from "./visit.js";

/** Serves a request. */
type HandOn = (request: IncomingMessage, response: ServerResponse) => void;

/** What the lane has beside what the route has. */
export interface ExpressLaneParts extends GraphqlRouteParts {
  readonly logger: FastifyBaseLogger;
  /** Of a request's body. */
  readonly maxBodyBytes: number;
  isDraining(): boolean;
  requestId(headers: IncomingMessage["headers"]): string;
}

/** A request that came without a detour. Its logger is made where there is something to say. */
class PlainArrival implements Arrival {
  readonly id: string;
  readonly headers: IncomingMessage["headers"];
  readonly #logger: FastifyBaseLogger;
  #log: FastifyBaseLogger | null = null;

  constructor(id: string, headers: IncomingMessage["headers"], logger: FastifyBaseLogger) {
    this.id = id;
    this.headers = headers;
    this.#logger = logger;
  }

  get log(): FastifyBaseLogger {
    this.#log ??= this.#logger.child({ requestId: this.id });
    return this.#log;
  }
}

/**
 * Answers operations that are ready without a detour over the routes. Whatever is not plain (other ways to ask, tokens
 * that have to be verified first, operations that are new, anything that is refused) is handed on and takes that detour:
 * the lane answers or has done nothing.
 *
 * A request waits here for its turn with next to nothing in its hands. What it makes while it is worked on dies young;
 * were it held by what has grown old in the queue, the garbage collector would carry it along.
 */
const createExpressLane = (parts: ExpressLaneParts, handOn: HandOn): HandOn => {
  const { generations, register, guards, turnstile, takeToken, trusted, readBodies, shared, onEnded } = parts;
  const openParts = { ...parts, onAbandoned: (request: OpenRequest) => onEnded(request, 0) };

  const write = ({ response, type }: Visit, id: string, status: number, body: Body): void => {
    if (response.destroyed) return;
    const head = [REQUEST_ID_HEADER, id, "x-content-type-options", "nosniff", "cache-control", "no-store"];
    if (status === 503) head.push("retry-after", "1");
    if (parts.isDraining()) head.push("connection", "close");
    head.push("content-type", type, "content-length", String(bytesOf(body)));
    response.writeHead(status, head);
    if (Buffer.isBuffer(body)) {
      response.end(body);
      return;
    }
    // Head and text are one string, and go to the system as one; ended with its text, a response is two pieces.
    response.write(body.text, body.isAscii ? "latin1" : "utf8");
    response.socket?.uncork();
    response.end();
  };

  const open = (visit: Visit): OpenRequest => {
    const { request, response, claims, sent, arrivedAt } = visit;
    const arrival = new PlainArrival(parts.requestId(request.headers), request.headers, parts.logger);
    const opened = new OpenRequest(openParts, arrival, response, arrivedAt);
    opened.claims = claims;
    opened.sent = sent;
    opened.scope.summary.client = clientName(claims);
    return opened;
  };

  /** It has waited too long. */
  const refuse = (visit: Visit): void => {
    const { message, code } = overloaded();
    const opened = open(visit);
    opened.scope.summary.errorCodes.add(code);
    const text = JSON.stringify({ errors: [{ message, extensions: { code } }] });
    write(visit, opened.scope.requestId, gatewayErrors[code].status, { text, isAscii: false });
    onEnded(opened, gatewayErrors[code].status);
  };

  /** @returns what was answered */
  const answer = async (opened: OpenRequest, ready: ReadyRequest, visit: Visit): Promise<AnswerText> => {
    const { scope } = opened;
    let status = 200;
    let body: AnswerText;
    try {
      body = answerText(scope, await ready.run(scope));
    } catch (error) {
      scope.log.error({ err: error }, "The gateway failed.");
      scope.summary.errorCodes.add("INTERNAL_SERVER_ERROR");
      status = 500;
      const extensions = { code: "INTERNAL_SERVER_ERROR", requestId: scope.requestId };
      const text = `${JSON.stringify({ errors: [{ message: MASKED_MESSAGE, extensions }] })}\n`;
      body = { text, isAscii: false, hasErrors: true };
    }
    write(visit, scope.requestId, status, body);
    if (!opened.isAbandoned) onEnded(opened, status);
    return body;
  };

  /** What a request comes to that may be answered here; `null` where it may not. */
  const readyIn = ({ claims, request }: Visit, body: Buffer) => {
    try {
      const content = parsed(body);
      const plain = plainRequest(trusted === null ? content : trusted.resolve(content));
      if (plain === null) return null;
      const snapshot = generations.current;
      const ready = readyFor(snapshot, plain);
      if (ready === null) return null;
      const operation = guards.admit(plain);
      guards.permit(operation, claims);
      takeToken?.(clientKey(claims, request.socket.remoteAddress ?? ""));
      return { plain, snapshot, ready, operation };
    } catch {
      return null; // the routes come to the same, and say it
    }
  };

  const leaveToRoutes = ({ request, response }: Visit, body: Buffer): void => {
    readBodies.set(request, body);
    handOn(request, response);
  };

  /** Notes what is asked. */
  const identify = (opened: OpenRequest, { plain, ready, operation }: Omit<SharedAnswer, "body">): void => {
    const { query, operationName } = plain;
    const { summary } = opened.scope;
    opened.scope.admittedQuery = query;
    summary.name = operation?.name ?? null;
    summary.kind = operation?.kind ?? null;
    summary.hash = ready.queryHash.slice(0, 16);
    register.record({ queryHash: ready.queryHash, query, operationName }, summary.client);
  };

  const work = async (
    visit: Visit,
    body: Buffer,
    { leave, leader }: { readonly leave: Leave; readonly leader: Leader | null },
  ): Promise<void> => {
    const found = readyIn(visit, body);
    const isQuery = found?.operation?.kind === "query";
    if (!isQuery) leader?.settle(null);
    if (found === null) {
      leave();
      leaveToRoutes(visit, body);
      return;
    }
    const { snapshot, ready } = found;
    const opened = open(visit);
    identify(opened, found);
    opened.begin(false);
    const lease = generations.lease();
    lease.settle(snapshot.apiSchema);
    let answered: SharedAnswer | null = null;
    try {
      const answering = () => answer(opened, ready, visit);
      const given = await (opened.trace === null ? answering() : opened.trace.run(answering));
      const isForAll = isQuery && leader?.isFollowed === true && !given.hasErrors;
      if (isForAll) answered = { ...found, body: Buffer.from(given.text, given.isAscii ? "latin1" : "utf8") };
    } finally {
      if (isQuery) leader?.settle(answered);
      else shared?.part(); // whoever asks from now on must see what was changed
      lease.release();
      leave();
    }
  };

  /** Waits for a turn, for as long as its client does. */
  const queue = (visit: Visit, body: Buffer, leader: Leader | null): void => {
    const { response } = visit;
    let place: Place | null = null;
    const onGone = (): void => {
      place?.giveUp();
      leader?.settle(null);
    };
    const waiter: Waiter = {
      go(leave) {
        response.off("close", onGone);
        void work(visit, body, { leave, leader });
      },
      expire() {
        response.off("close", onGone);
        leader?.settle(null);
        refuse(visit);
      },
    };
    try {
      const turn = turnstile.take(waiter);
      if (typeof turn === "function") {
        void work(visit, body, { leave: turn, leader });
      } else {
        place = turn;
        response.once("close", onGone);
      }
    } catch {
      leader?.settle(null);
      leaveToRoutes(visit, body); // there is no place: the routes say so
    }
  };

  /** Takes the answer to a request that is the same, of the same viewer; see shared-answers.ts. */
  const follow = (visit: Visit, answered: SharedAnswer): void => {
    if (visit.response.destroyed) return;
    const opened = open(visit);
    identify(opened, answered);
    opened.scope.summary.outcome = "ok";
    write(visit, opened.scope.requestId, 200, answered.body);
    onEnded(opened, 200);
  };

  const begin = (visit: Visit, body: Buffer): void => {
    if (shared === null) {
      queue(visit, body, null);
      return;
    }
    const { request, claims, sent } = visit;
    const key = `${audienceOf(parts.options, sent, claims)}\n${body.toString("latin1")}`;
    const leader = shared.join(key, generations.current, {
      answered(answer) {
        try {
          takeToken?.(clientKey(claims, request.socket.remoteAddress ?? ""));
          follow(visit, answer);
        } catch {
          leaveToRoutes(visit, body); // they come to the same, and say it
        }
      },
      askAlone: () => queue(visit, body, null),
    });
    if (leader !== null) queue(visit, body, leader);
  };

  const visitOf = (request: IncomingMessage, response: ServerResponse): Visit | null => {
    const { method, url, headers } = request;
    const isCandidate =
      method === "POST" &&
      url === "/graphql" &&
      JSON_BODY.test(headers["content-type"] ?? "") &&
      bodyBytes(request) <= parts.maxBodyBytes &&
      headers[PLAN_HEADER] === undefined &&
      !parts.isDraining();
    const type = isCandidate ? answerType(headers.accept) : undefined;
    const claims = type === undefined ? undefined : guards.identified(headers.authorization);
    if (type === undefined || claims === undefined) return null;
    const sent = completedHeaders(parts.options.standInHeaders, headers, claims);
    if (sent === undefined) return null;
    return { request, response, claims, sent, type, arrivedAt: performance.now() };
  };

  return (request, response) => {
    const visit = visitOf(request, response);
    if (visit === null) {
      handOn(request, response);
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      const [only] = chunks;
      begin(visit, only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks));
    });
  };
};

/** Puts the lane before a server's routes. */
export const openExpressLane = (server: Server, parts: ExpressLaneParts): void => {
  const routes = server.listeners("request") as HandOn[];
  server.removeAllListeners("request");
  server.on(
    "request",
    createExpressLane(parts, (request, response) => {
      for (const serve of routes) serve(request, response);
    }),
  );
};
