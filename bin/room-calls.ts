import { LRUCache } from "lru-cache";
import type { Clock } from "../lib/clock.js";
import {
  CALL_TOKEN_LIFETIME_MILLIS,
  type CallKey,
  ROOMS_AUDIENCE,
  signCallToken,
  verifyCallToken,
} from "../schema/call-token.js";
import type { SubgraphsPort } from "../schema/subgraphs-port.js";
import type { RoomsKey } from "./room/graph-port.js";
import { isRoomName } from "./room-names.js";

const ROOMS_KEY_ID = "rooms";
/** Tokens of the last minute. */
const MAX_TOKENS = 10_000;
/** A token that was signed anew is used for so long, so that it is good when it arrives. */
const REUSED_MILLIS = CALL_TOKEN_LIFETIME_MILLIS / 2;

/** Whom a subgraph's tokens are for: rooms pass them on to each other, everybody else's are good there only. */
export const callAudienceOf = (subgraph: string): string =>
  isRoomName(subgraph) ? ROOMS_AUDIENCE : subgraph;

/** Signs the same call to the same once while it is asked again and again. */
const onceForEach = (
  clock: Clock,
  sign: (token: string, audience: string) => string,
): ((token: string, audience?: string) => string) => {
  const signed = new LRUCache<string, { readonly token: string; readonly at: number }>({ max: MAX_TOKENS });
  return (token, audience = ROOMS_AUDIENCE) => {
    const name = `${audience} ${token}`;
    const known = signed.get(name);
    if (known !== undefined && clock() - known.at < REUSED_MILLIS) return known.token;
    const fresh = { token: sign(token, audience), at: clock() };
    signed.set(name, fresh);
    return fresh.token;
  };
};

/** Who asks, and in which request: of a token that this process has made, or has been called with. */
const claimsIn = (token: string) => {
  const [, payload = ""] = token.split(".", 2);
  const { jti, viewer } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  return { requestId: String(jti), viewer };
};

/**
 * The port to a gateway elsewhere, as a room in a process of its own asks through it: also for whoever is not there. The
 * key of such a process is its own, and no gateway knows it; the installation's rooms have one in common.
 */
export const signedByRooms = <Port extends SubgraphsPort>(
  port: Port,
  { privateKey, publicKey }: RoomsKey,
  clock: Clock,
): SubgraphsPort => {
  const key: CallKey = { kid: ROOMS_KEY_ID, privateKey, publicKey };
  const sign = onceForEach(clock, (token) => signCallToken(key, claimsIn(token), clock));
  return {
    marked: (directive) => port.marked(directive),
    ask: async (call, question, signal) => port.ask({ ...call, token: sign(call.token) }, question, signal),
  };
};

/**
 * What a gateway makes of a room's call: the same, signed by the gateway's own key, which is the one that subgraphs know.
 * @throws DomainError `CALL_NOT_SIGNED` where neither it nor the rooms have signed it
 */
export const createRoomCalls = (
  { publicKey }: Pick<RoomsKey, "publicKey">,
  callKey: CallKey,
  clock: Clock,
): ((token: string | null) => string) => {
  const known = new Map([
    [ROOMS_KEY_ID, publicKey],
    [callKey.kid, callKey.publicKey],
  ]);
  const sign = onceForEach(clock, (token) => signCallToken(callKey, claimsIn(token), clock));
  return (token) => {
    verifyCallToken(token, known, clock);
    return sign(token ?? "");
  };
};

/**
 * What a subgraph is given of a room's call that it is asked for: the same call, signed for that subgraph and good for no
 * other. @param callKey the gateway's
 */
export const createSubgraphCalls = (
  callKey: CallKey,
  clock: Clock,
): ((token: string, subgraph: string) => string) => {
  const sign = onceForEach(clock, (token, audience) =>
    signCallToken(callKey, { ...claimsIn(token), audience }, clock),
  );
  return (token, subgraph) => {
    const audience = callAudienceOf(subgraph);
    return audience === ROOMS_AUDIENCE ? token : sign(token, audience);
  };
};
