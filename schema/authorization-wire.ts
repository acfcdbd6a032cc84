import type { AccessDecision, AccessGrant, AccessRequest } from "./ports.js";
import type { Scope, ScopeGroup, ScopeInstance, ScopeParty, ScopeService } from "./scope.js";
import { level, listOf, localized, objectOf, orNull, text, wordOf } from "./wire-readers.js";

// What AuthorizationPort says over HTTP.

/** Where the authorization room's process answers the other rooms, below its URL. */
export const PORT_PATHS = { scope: "/port/scope", decide: "/port/decide" } as const;

const party = objectOf<ScopeParty>({ urn: text, id: text });
const service = objectOf<ScopeService>({ service: text, requiredLevel: level });
const group = objectOf<ScopeGroup>({ parties: listOf(party), services: listOf(service) });
const instance = objectOf<ScopeInstance>({
  party,
  service: text,
  instanceRef: text,
  requiredLevel: level,
});
const scope = objectOf<Scope>({ level, groups: listOf(group), instances: listOf(instance) });

const grant = objectOf<AccessGrant>({
  grantType: wordOf(["ROLE", "ACCESS_PACKAGE", "RESOURCE_DELEGATION", "INSTANCE_DELEGATION"]),
  subject: text,
  name: localized,
  via: orNull(text),
});
const decision = objectOf<AccessDecision>({
  decision: wordOf(["PERMIT", "DENY", "NOT_APPLICABLE"]),
  requiredLevel: level,
  grants: listOf(grant),
});
const request = objectOf<AccessRequest>({
  party: text,
  service: text,
  action: text,
  instanceRef: orNull(text),
  attribute: (value, at) => orNull(text)(value ?? null, at),
});

/** @throws Error that says what is not as the contract has it */
export const readScope = (value: unknown): Scope => scope(value, "scope");

/** @throws Error that says what is not as the contract has it */
export const readDecisions = (value: unknown): readonly AccessDecision[] =>
  listOf(decision)(value, "decisions");

/** @throws Error that says what is not as the contract has it */
export const readAccessRequests = (value: unknown): readonly AccessRequest[] =>
  listOf(request)(value, "requests");
