import type { KeyObject } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type JWTPayload, jwtVerify } from "jose";
import type { Clock } from "../../../lib/clock.js";
import { DomainError } from "../../../lib/errors.js";
import { isUuid } from "../../../lib/ids.js";
import type { Call } from "../../../schema/call.js";
import type { RoomHttp } from "../../../schema/room.js";
import { EMAIL_PREFIX, INSTANCE_PREFIX, PERSON_PREFIX } from "../../../schema/urns.js";
import type { AuthenticationLevel } from "../../../schema/viewer.js";
import type { FormsContext } from "../context.js";
import { isRow, type Outcome } from "../filling/acting.js";
import { deleteInstance } from "../filling/lifecycle.js";
import { copyInstance } from "../filling/start.js";
import { dialogIdOf } from "../history/dialog.js";
import { sayErrors } from "../http-errors.js";
import { FormActionForbidden, FormInstanceNotFound } from "../types/form-error.js";

/** Public keys of dialog tokens, by key id. */
export type DialogTokenKeys = ReadonlyMap<string, KeyObject>;

/** What the actions of dialogs need. */
export interface DialogActionsParts {
  readonly http: RoomHttp;
  readonly dialogTokenKeys: DialogTokenKeys;
  readonly clock: Clock;
  contextOf(call: Call): FormsContext;
}

type Asked = FastifyRequest<{ Params: { partyId: string; uuid: string } }>;

const PLACE = "/forms/instances/:partyId/:uuid";

/** A dialog token's claims; `null` where it is none of this installation's, or not good any more. */
const claimsOf = async (
  token: string,
  { dialogTokenKeys, clock, http }: DialogActionsParts,
): Promise<JWTPayload | null> => {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => dialogTokenKeys.get(kid ?? "") ?? Promise.reject(new Error("The key is not known.")),
      { algorithms: ["EdDSA"], requiredClaims: ["exp"], currentDate: new Date(clock()) },
    );
    return String(payload.iss).startsWith(`${http.publicUrl}/`) ? payload : null;
  } catch {
    return null;
  }
};

/** Who asks, and for which dialog: `null` where any of theirs will do. */
const callerOf = async (
  request: Asked,
  parts: DialogActionsParts,
): Promise<{ readonly call: Call; readonly dialogId: string | null }> => {
  const [, token = ""] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const claims = await claimsOf(token, parts);
  if (claims === null) return { call: await parts.http.identify(request), dialogId: null };
  const caller = String(claims["c"]);
  if (!caller.startsWith(PERSON_PREFIX) && !caller.startsWith(EMAIL_PREFIX)) {
    throw new DomainError(
      "UNAUTHENTICATED",
      "A dialog's token is taken from people; programs have the graph.",
    );
  }
  const level = Number(claims["l"]) as AuthenticationLevel;
  return { call: parts.http.asSignedIn(caller, level), dialogId: String(claims["i"]) };
};

const say = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).send({ error: { code, message } });

const refused = (reply: FastifyReply, outcome: Exclude<Outcome, { readonly definitionId: string }>) => {
  if (outcome instanceof FormInstanceNotFound) return say(reply, 404, "NOT_FOUND", outcome.message);
  if (outcome instanceof FormActionForbidden) return say(reply, 403, "FORBIDDEN", outcome.message);
  return say(reply, 409, "CONFLICT", outcome.message);
};

/**
 * What a dialog's actions lead to, as Dialogporten's frontends follow them: the method that the action names, with the
 * dialog's token as bearer. The token says who asks and for which dialog; what they may do is asked of authorization.
 */
export const mountDialogActions = (app: FastifyInstance, parts: DialogActionsParts): void => {
  sayErrors(app);
  const asked = async (
    request: Asked,
    reply: FastifyReply,
    work: (context: FormsContext, id: string) => Promise<FastifyReply>,
  ): Promise<FastifyReply> => {
    const { partyId, uuid } = request.params;
    const id = `${INSTANCE_PREFIX}${partyId}/${uuid}`;
    const unknown = () => say(reply, 404, "NOT_FOUND", "There is no such submission for you.");
    if (!/^\d{1,10}$/.test(partyId) || !isUuid(uuid)) return unknown();
    try {
      const { call, dialogId } = await callerOf(request, parts);
      const context = parts.contextOf(call);
      const row = await context.loaders.formInstanceById.load(id);
      if (row === null || (dialogId !== null && dialogIdOf(row) !== dialogId)) return unknown();
      return await work(context, id);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return say(reply, error.code === "UNAUTHENTICATED" ? 401 : 503, error.code, error.message);
    }
  };

  app.delete(PLACE, (request: Asked, reply) =>
    asked(request, reply, async (context, id) => {
      const outcome = await deleteInstance(context, id);
      return isRow(outcome) ? reply.code(204).send() : refused(reply, outcome);
    }),
  );

  app.post(`${PLACE}/copy`, (request: Asked, reply) =>
    asked(request, reply, async (context, id) => {
      const outcome = await copyInstance(context, id, null);
      if (!isRow(outcome)) return refused(reply, outcome);
      const url = `${parts.http.publicUrl}/forms/instances/${outcome.id.slice(INSTANCE_PREFIX.length)}`;
      return reply.code(201).header("location", url).send({ id: outcome.id, url });
    }),
  );
};
