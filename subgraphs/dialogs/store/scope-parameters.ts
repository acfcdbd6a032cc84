import { isUuid } from "../../../lib/ids.js";
import type { Scope } from "../../../schema/scope.js";

const DIALOG_ID_PREFIX = "urn:altinn:dialog-id:";

/** The id that a reference of the form `urn:altinn:dialog-id:{uuid}` names; `null` for other references. */
export const dialogIdOf = (instanceRef: string): string | null => {
  const id = instanceRef.startsWith(DIALOG_ID_PREFIX) ? instanceRef.slice(DIALOG_ID_PREFIX.length) : "";
  return isUuid(id) ? id.toLowerCase() : null;
};

/** The reference of a dialog that has no instance. */
export const dialogRefOf = (dialogId: string): string => DIALOG_ID_PREFIX + dialogId;

/** A scope as bound values: however many parties there are, the statement stays the same. */
export interface ScopeParameters {
  /** `[[party, …], …]`, a list for each group. */
  readonly parties: string;
  /** `[{service: level, …}, …]`, a record for each group. */
  readonly services: string;
  /** `[[party, service, ref, dialogId, level], …]`: those that give more than their party's group does. */
  readonly instances: string;
  readonly level: number;
}

const parametersOf = (scope: Scope): ScopeParameters => {
  const services = scope.groups.map((group) => {
    const levels = new Map<string, number>();
    for (const { service, requiredLevel } of group.services) {
      levels.set(service, Math.min(requiredLevel, levels.get(service) ?? requiredLevel));
    }
    return levels;
  });
  const groupOf = new Map(
    scope.groups.flatMap((group, index) => group.parties.map(({ urn }) => [urn, services[index]] as const)),
  );
  return {
    parties: JSON.stringify(scope.groups.map((group) => group.parties.map(({ urn }) => urn))),
    services: JSON.stringify(services.map((levels) => Object.fromEntries(levels))),
    instances: JSON.stringify(
      scope.instances
        .filter(({ party, service, requiredLevel }) => {
          const byGroup = groupOf.get(party.urn)?.get(service);
          return byGroup === undefined || requiredLevel < byGroup;
        })
        .map((i) => [i.party.urn, i.service, i.instanceRef, dialogIdOf(i.instanceRef), i.requiredLevel]),
    ),
    level: scope.level,
  };
};

const known = new WeakMap<Scope, ScopeParameters>();

/** The bound values of a scope; made once for each scope. */
export const scopeParameters = (scope: Scope): ScopeParameters => {
  const parameters = known.get(scope) ?? parametersOf(scope);
  known.set(scope, parameters);
  return parameters;
};
