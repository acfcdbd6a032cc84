import { graphql } from "graphql";
import { uuidFromName } from "../../lib/ids.js";
import { type Call, createCallReader } from "../../schema/call.js";
import { CALL_TOKEN_LIFETIME_MILLIS, generateCallKey, signCallToken } from "../../schema/call-token.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { Room } from "../../schema/room.js";
import type { Scope, ScopeParty } from "../../schema/scope.js";
import { ORGANIZATION_PREFIX, organizationNumberOf, personNumberOf } from "../../schema/urns.js";
import type { Claims } from "../../schema/viewer.js";

/** The moment at which a room's tests stand still. */
export const NOW = Date.parse("2026-06-15T08:00:00Z");

const callKey = generateCallKey("test");

/** Reads what `askRoom` signs. */
export const readTestCall = createCallReader(new Map([[callKey.kid, callKey.publicKey]]), () => NOW);

/** A call as the gateway signs it. */
export const testCallOf = (claims: Claims): Call =>
  readTestCall({
    "x-tunet-call": signCallToken(callKey, { requestId: "request-1", viewer: claims }, () => NOW),
  });

/** Claims of a synthetic person who signed in at level 4. @param index from 0; others give other persons */
export const personClaims = (index: number): Claims => {
  for (let nine = 158_170_000 + index * 10; ; nine++) {
    const pid = personNumberOf(String(nine));
    if (pid !== null) return { pid, acr: "idporten-loa-high" };
  }
};

/** A fictitious organisation. @param index from 0; others give other organisations */
export const partyOf = (index: number): ScopeParty => {
  for (let eight = 31_300_000 + index * 10; ; eight++) {
    const number = organizationNumberOf(String(eight));
    if (number !== null) return { urn: ORGANIZATION_PREFIX + number, id: uuidFromName(`party ${number}`) };
  }
};

/** Authorization that gives everyone one scope, and counts how often it was asked. */
export const scopePort = (scope: Scope | Error): AuthorizationPort & { readonly asked: number } => {
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    scope: async () => {
      asked += 1;
      if (scope instanceof Error) throw scope;
      return scope;
    },
    decide: () => Promise.reject(new Error("No decision was expected.")),
  };
};

/** What a room answered, with as much of each error as a client may act on. */
export interface RoomAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape that it asked for
  readonly data: any;
  readonly errors?: readonly { message: string; code: unknown; path: unknown }[];
}

/** Asks one room, as the gateway does: a signed call, one context, one execution. */
export const askRoom = async (
  room: Room,
  source: string,
  variableValues: Readonly<Record<string, unknown>> = {},
  { claims = personClaims(0), language }: { claims?: Claims; language?: string } = {},
): Promise<RoomAnswer> => {
  const token = signCallToken(
    callKey,
    { requestId: "request-1", viewer: claims },
    () => NOW - CALL_TOKEN_LIFETIME_MILLIS / 2,
  );
  const contextValue = room.contextFor({ "x-tunet-call": token, "accept-language": language });
  const { data, errors } = await graphql({ schema: room.schema, source, variableValues, contextValue });
  const answer = { data: JSON.parse(JSON.stringify(data ?? null)) };
  return errors === undefined
    ? answer
    : {
        ...answer,
        errors: errors.map(({ message, extensions, path }) => ({ message, code: extensions["code"], path })),
      };
};

/** Asks for one entity per reference, in order, as the gateway does. @param variables definitions of further ones */
export const entitiesQuery = (selection: string, variables = ""): string =>
  `query($representations: [_Any!]!, ${variables}) { _entities(representations: $representations) { ${selection} } }`;
