import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { MINUTE_MILLIS } from "../../../lib/clock.js";
import { DomainError } from "../../../lib/errors.js";
import { isUuid } from "../../../lib/ids.js";
import type { Call } from "../../../schema/call.js";
import type { RoomHttp } from "../../../schema/room.js";
import { activityOperations } from "./activities.js";
import { withCamelCaseNames } from "./body-names.js";
import { type Caller, checkScopes, readCaller } from "./callers.js";
import { deadlineOperations } from "./deadlines.js";
import { dialogOperations } from "./dialogs.js";
import { endUserContextOperations } from "./end-user-contexts.js";
import { lookupOperations } from "./lookup.js";
import { notificationOperations } from "./notification-condition.js";
import { API_PATH, type Operation, type OwnersApi, type SystemOperation } from "./operations.js";
import { ownerLabelOperations } from "./owner-labels.js";
import { patchOperations } from "./patch.js";
import { readQuery } from "./query.js";
import { codeOf, notFound, problemDetailsOf, RestRefusal } from "./refusals.js";
import { searchOperations } from "./search.js";
import { seenLogOperations } from "./seen-log.js";
import { transmissionOperations } from "./transmissions.js";

/** As Dialogporten. */
const BODY_BYTES = 20 * 1_024 * 1_024;

const UNAVAILABLE: ReadonlySet<string> = new Set([
  "AUTHORIZATION_UNAVAILABLE",
  "CATALOGUE_UNAVAILABLE",
  "IDENTITY_UNAVAILABLE",
]);

/** Every operation of Dialogporten's API. */
export const ownersOperations = (api: OwnersApi): readonly (Operation | SystemOperation)[] => [
  ...dialogOperations(api),
  ...patchOperations(api),
  ...searchOperations(api),
  ...transmissionOperations(api),
  ...activityOperations(api),
  ...seenLogOperations(api),
  ...ownerLabelOperations(api),
  ...endUserContextOperations(api),
  ...notificationOperations(api),
  ...lookupOperations(api),
];

/** What a refusal is, of whatever was thrown; `null` where nobody foresaw it. */
const refusalIn = (error: unknown): RestRefusal | null => {
  if (error instanceof RestRefusal) return error;
  if (error instanceof DomainError) {
    if (UNAVAILABLE.has(error.code)) return new RestRefusal(503, {});
    if (error.code === "UNAUTHENTICATED") return new RestRefusal(401, { Unauthorized: [error.message] });
    if (error.code === "VIEWER_UNKNOWN") return new RestRefusal(403, { Forbidden: [error.message] });
    return new RestRefusal(400, { "": [error.message] });
  }
  const { statusCode, message } = error as Partial<FastifyError>;
  if (statusCode === 413) {
    return new RestRefusal(413, { "": [`The body has more than ${BODY_BYTES} bytes.`] });
  }
  if (statusCode === 415) {
    return new RestRefusal(415, {
      "Content-Type": ["Send the body as application/json; a patch also as application/json-patch+json."],
    });
  }
  // Fastify's own words on a body that can't be read.
  if (statusCode === 400) return new RestRefusal(400, { serializerErrors: [message ?? "It is not JSON."] });
  return null;
};

const pathOf = (request: FastifyRequest): string => request.url.split("?", 1)[0] ?? "";

const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: RestRefusal, now: number) => {
  if (refusal.status === 503) {
    // As Dialogporten says that it is away: not as problem details.
    return reply
      .code(503)
      .header("retry-after", new Date(now + MINUTE_MILLIS).toUTCString())
      .type("text/plain; charset=utf-8")
      .send("Service Unavailable");
  }
  if (refusal.status === 401) reply.header("www-authenticate", "Bearer");
  const problem = problemDetailsOf(refusal, { path: pathOf(request), id: request.id });
  return reply
    .code(refusal.status)
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify(problem));
};

/**
 * Whoever reaches for another's service or dialog is noted. A dialog that is not there looks like another's: it is the
 * same answer.
 */
const noteRefusal = (
  { noteRefusal: note }: RoomHttp,
  { method, url, routeOptions }: FastifyRequest,
  call: Call | undefined,
  refusal: RestRefusal,
): void => {
  const { status, message: reason } = refusal;
  if (call === undefined || (status !== 403 && status !== 404)) return;
  const action = `${method} ${(routeOptions.url ?? "").slice(API_PATH.length)}`;
  note?.(call, { action, subject: url.split("?", 1)[0] ?? "", code: codeOf(refusal), reason });
};

/** A label is the rest of the path: it may be longer than a place in a path, and have slashes in it. */
const routeOf = ({ path }: Pick<Operation, "path">): string => API_PATH + path.replace(":label", "*");

/** Ids in the path are UUIDs; a label is a text. */
const paramsOf = (raw: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((raw ?? {}) as Record<string, string>).map(([name, value]) => {
      if (name === "*") return ["label", value];
      if (!isUuid(value)) throw notFound(name, `"${value}"`);
      return [name, value.toLowerCase()];
    }),
  );

/** JSON under both its names. Nothing at all is read as nothing: some clients send a type with every request. */
const parseJson = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser<string>(
    ["application/json", "application/json-patch+json"],
    { parseAs: "string", bodyLimit: BODY_BYTES },
    (request, body, done) => {
      if (body === "") done(null, undefined);
      else parse(request, body, done);
    },
  );
};

/**
 * Mounts Dialogporten's service owner API. Who asks, and whether they may ask at all, is found out before a byte of
 * the body is read.
 */
export const mountOwnersApi = (
  app: FastifyInstance,
  http: RoomHttp,
  parts: Omit<OwnersApi, "http">,
): void => {
  const api: OwnersApi = { ...parts, http };
  const calls = new WeakMap<FastifyRequest, Call>();
  const callers = new WeakMap<FastifyRequest, Caller>();

  parseJson(app);
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalIn(error);
    if (refusal !== null) {
      noteRefusal(http, request, calls.get(request), refusal);
      return refuse(request, reply, refusal, api.clock());
    }
    request.log.error({ err: error }, "A service owner's request failed.");
    const message = "Something went wrong here. It has been logged; try again later.";
    return refuse(request, reply, new RestRefusal(500, { "": [message] }), api.clock());
  });

  for (const operation of [...ownersOperations(api), ...deadlineOperations(api)]) {
    app.route({
      method: operation.method,
      url: routeOf(operation),
      bodyLimit: BODY_BYTES,
      async onRequest(request) {
        const call = await http.identify(request);
        calls.set(request, call);
        checkScopes(call, operation.scopes);
        if (!("isSystem" in operation)) callers.set(request, await readCaller(call, api.services));
      },
      async handler(request, reply) {
        const asked = {
          params: paramsOf(request.params),
          query: readQuery(request.url.split("?").slice(1).join("?")),
          headers: request.headers,
          body: withCamelCaseNames(request.body),
        };
        const { status, headers, body } = await answerTo(operation, asked, callers.get(request));
        reply.code(status).headers(headers ?? {});
        if (body === undefined) return reply.send();
        return reply.type("application/json; charset=utf-8").send(JSON.stringify(body));
      },
    });
  }
};

type Asked = Parameters<SystemOperation["answer"]>[0];

const answerTo = (operation: Operation | SystemOperation, asked: Asked, caller: Caller | undefined) => {
  if ("isSystem" in operation) return operation.answer(asked);
  if (caller === undefined) throw new Error("The operation was reached without its caller.");
  return operation.answer({ ...asked, caller });
};
