import { createHmac } from "node:crypto";
import { idOfParty, isPublicParty, type PartyNames, partyNamesOf } from "../../../schema/party-names.js";
import { restrictScope, type Scope } from "../../../schema/scope.js";
import { PARTY_UUID_PREFIX, type PartyUrn } from "../../../schema/urns.js";
import { dialogsError } from "../errors.js";

/**
 * The part of a scope that concerns these parties and services.
 * @param within a party is named by its UUID's URN or by its own; `undefined` for all
 * @throws DomainError `PARTY_NOT_AUTHORISED`, worded alike for unknown parties and those out of reach
 */
export const narrowScope = (
  scope: Scope,
  within: {
    readonly parties?: readonly PartyUrn[] | undefined;
    readonly services?: readonly string[] | undefined;
  },
): Scope => {
  const names = partyNamesOf(scope);
  const ids = within.parties?.map((urn, index) => {
    const id = idOfParty(names, urn);
    if (id !== null) return id;
    throw dialogsError(
      "PARTY_NOT_AUTHORISED",
      `Party ${index + 1} of the filter is none that you act for here. Name parties that Workspace.parties lists.`,
    );
  });
  const ofParties = restrictScope(scope, ids === undefined ? null : new Set(ids));
  if (within.services === undefined) return ofParties;
  const services = new Set(within.services);
  return {
    level: scope.level,
    groups: ofParties.groups
      .map((group) => ({ ...group, services: group.services.filter(({ service }) => services.has(service)) }))
      .filter((group) => group.services.length > 0),
    instances: ofParties.instances.filter(({ service }) => services.has(service)),
  };
};

/** Whether a stronger login could show more than the viewer's does. */
export const isAnythingHidden = ({ groups, instances, level }: Scope): boolean =>
  [...groups.flatMap(({ services }) => services), ...instances].some(
    ({ requiredLevel }) => requiredLevel > level,
  );

/** The services of which somebody needs a stronger login for something. */
export const hiddenServices = ({ groups, instances, level }: Scope): string[] => {
  const hidden = [...groups.flatMap(({ services }) => services), ...instances].filter(
    ({ requiredLevel }) => requiredLevel > level,
  );
  return [...new Set(hidden.map(({ service }) => service))];
};

/** Those of the named parties that a scope has, by their own URNs; names of no party are left out. */
export const knownParties = (scope: Scope, named: readonly string[]): PartyUrn[] => {
  const names = partyNamesOf(scope);
  return named.flatMap((name) => names.urnById.get(idOfParty(names, name) ?? "") ?? []);
};

/** A party as answers name it: persons by the UUID that the viewer's scope has for them. */
export const publicPartyUrn = (urn: PartyUrn, names: PartyNames): string => {
  if (isPublicParty(urn)) return urn;
  const id = names.idByUrn.get(urn);
  if (id === undefined) throw new Error("A dialog was read whose party is not in the viewer's scope.");
  return PARTY_UUID_PREFIX + id;
};

/** Names an actor without saying who it is; the same actor is always named the same. */
export type Pseudonymize = (actorId: string) => string;

/**
 * Persons as Dialogporten names them, `urn:altinn:person:identifier-ephemeral:` and ten hexadecimal digits; keyed with
 * the installation's secret, so that the name is stable and can't be found by trying all numbers.
 * @param key at least 32 bytes
 */
export const createPseudonyms =
  (key: Uint8Array): Pseudonymize =>
  (actorId) =>
    isPublicParty(actorId)
      ? actorId
      : `urn:altinn:person:identifier-ephemeral:${createHmac("sha256", key).update(actorId).digest("hex").slice(0, 10)}`;
