import type { DialogRow } from "../../../drizzle/dialogs/tables.js";
import type { Call } from "../../../schema/call.js";
import type { AccessDecision } from "../../../schema/ports.js";
import { PERSON_PREFIX, parsePartyUrn } from "../../../schema/urns.js";
import {
  accessRefOf,
  actionRequest,
  isAllowed,
  mainReadRequest,
  transmissionRequest,
} from "../rules/masking.js";
import type { EndUserRights, WholeDialog } from "./bodies/dialog.js";
import type { Caller } from "./callers.js";
import type { OwnersApi } from "./operations.js";
import type { Query } from "./query.js";
import { notFound } from "./refusals.js";

/** As many as authorization answers at once. */
const DECISIONS_PER_QUESTION = 1_000;

/**
 * The end user on whose behalf is asked, if anybody: `endUserId` in the query. A wrong one is noted as a problem.
 * @returns a person's URN; `null` where there is none
 */
export const endUserIn = (query: Query): string | null => {
  const asked = query.text("endUserId");
  if (asked === null) return null;
  const urn = parsePartyUrn(asked);
  if (urn?.startsWith(PERSON_PREFIX) === true) return urn;
  query.problem("endUserId", `"${asked}" is no end user: it must be ${PERSON_PREFIX}{person number}.`);
  return null;
};

/** The end user's own call: what they may see is asked of authorization as if they had asked themselves. */
export const callOf = ({ http }: Pick<OwnersApi, "http">, { call }: Caller, endUserId: string): Call =>
  http.onBehalfOf(call, endUserId);

type Accessed = Pick<DialogRow, "id" | "party" | "serviceResource" | "instanceRef">;

/**
 * What an end user may do with a dialog: one question to authorization for everything in it.
 * @throws RestRefusal 404 where they may not read it at all; DomainError `AUTHORIZATION_UNAVAILABLE`
 */
export const readRights = async (
  api: Pick<OwnersApi, "authorization" | "http">,
  caller: Caller,
  endUserId: string,
  { dialog, body, transmissions }: WholeDialog,
): Promise<EndUserRights> => {
  const call = callOf(api, caller, endUserId);
  const scope = await api.authorization.scope(call);
  const accessed = { ...(dialog satisfies Accessed), accessRef: accessRefOf(scope, dialog) };
  const requests = [
    mainReadRequest(accessed),
    ...[...body.guiActions, ...body.apiActions].map(({ action, authorizationAttribute }) =>
      actionRequest(accessed, action, authorizationAttribute),
    ),
    ...transmissions.map(({ authorizationAttribute }) =>
      transmissionRequest(accessed, authorizationAttribute),
    ),
  ];
  // Asked once each: a dialog with a thousand transmissions has a handful of different questions.
  const distinct = [...new Map(requests.map((request) => [JSON.stringify(request), request])).entries()];
  const decisions: AccessDecision[] = [];
  for (let start = 0; start < distinct.length; start += DECISIONS_PER_QUESTION) {
    const asked = distinct.slice(start, start + DECISIONS_PER_QUESTION).map(([, request]) => request);
    decisions.push(...(await api.authorization.decide(call, asked)));
  }
  const permitted = new Set(
    distinct.flatMap(([key], index) => {
      const decision = decisions[index];
      return decision !== undefined && isAllowed(decision, call.viewer.level) ? [key] : [];
    }),
  );
  const isPermitted = (request: object): boolean => permitted.has(JSON.stringify(request));
  if (!isPermitted(mainReadRequest(accessed))) throw notFound("Dialog", dialog.id);
  return {
    endUserId,
    isActionAllowed: ({ action, authorizationAttribute }) =>
      isPermitted(actionRequest(accessed, action, authorizationAttribute)),
    isTransmissionAllowed: ({ authorizationAttribute }) =>
      isPermitted(transmissionRequest(accessed, authorizationAttribute)),
  };
};
