import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Clock } from "../../../lib/clock.js";
import type { Call } from "../../../schema/call.js";
import type { RoomHttp } from "../../../schema/room.js";
import type { AccessTrail, DecisionTold } from "../audit/trail.js";
import { authorizationError, failClosed } from "../errors.js";
import type { Authorization } from "../port.js";
import { type DecisionResponse, readJsonRequest, toJsonResponse } from "../xacml/index.js";
import { authorize } from "./authorize.js";
import type { PartyDirectory } from "./questions.js";
import { answerRefusals, BODY_BYTES } from "./refusals.js";

export const AUTHORIZE_PATH = "/authorization/api/v1/authorize";

/** Either lets a machine ask what others may do. */
export const AUTHORIZE_SCOPES = [
  "altinn:authorization/authorize",
  "altinn:authorization/authorize.admin",
] as const;

/** Altinn writes obligations with small first letters, and everything around them with large ones. */
const altinnShape = (response: DecisionResponse) => ({
  Response: toJsonResponse(response).Response.map((result, index) => {
    const obligations = response.results[index]?.obligations ?? [];
    const { Obligations: _standard, ...rest } = result;
    return obligations.length === 0
      ? rest
      : {
          ...rest,
          Obligations: obligations.map(({ id, assignments }) => ({
            id,
            attributeAssignment: assignments.map(({ attributeId, category, dataType, issuer, text }) => ({
              attributeId,
              value: text,
              category,
              dataType,
              issuer,
            })),
          })),
        };
  }),
});

/** Mounts Altinn's decision point: machines with the scope for it ask what anybody may do. */
export const mountAuthorize = (
  app: FastifyInstance,
  http: Pick<RoomHttp, "identify">,
  parts: {
    readonly authorization: Authorization;
    readonly directory: PartyDirectory;
    readonly trail: Pick<AccessTrail, "decided">;
    readonly clock: Clock;
  },
): void => {
  const { authorization, directory, trail, clock } = parts;
  const calls = new WeakMap<FastifyRequest, Call>();
  const allow = async (request: FastifyRequest): Promise<void> => {
    const call = await http.identify(request);
    calls.set(request, call);
    const { viewer } = call;
    if (viewer.scopes.some((scope) => AUTHORIZE_SCOPES.some((wanted) => wanted === scope))) return;
    throw authorizationError(
      "SCOPE_MISSING",
      `The token needs the scope ${AUTHORIZE_SCOPES[0]}; it is granted to agencies by the authorization's owner.`,
    );
  };
  app.post(
    AUTHORIZE_PATH,
    {
      bodyLimit: BODY_BYTES,
      // Whether somebody may ask is found out before the body is read.
      onRequest: allow,
      errorHandler: answerRefusals(
        "Send XACML's JSON profile as application/json; for XML there is the command `tunet policy evaluate`.",
      ),
    },
    async (request) => {
      // The trail names the organisation that asks; it need not be a party of the register.
      const tell = async (told: readonly DecisionTold[]): Promise<void> => {
        const call = calls.get(request);
        if (call !== undefined) await trail.decided(call, null, told);
      };
      const decide = () => authorize(authorization, directory, readJsonRequest(request.body), clock(), tell);
      return altinnShape(await failClosed(decide));
    },
  );
};
