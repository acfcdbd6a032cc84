import type { Scope } from "../../../schema/scope.js";
import { dialogIdOf } from "../rules/dialog-refs.js";

/** A scope as rows of three relations: each dialect binds them as values of its own. */
export interface ScopeParameters {
  /** (party, group) */
  readonly parties: readonly (readonly [string, number])[];
  /** (group, service, level) */
  readonly services: readonly (readonly [number, string, number])[];
  /** (party, service, ref, dialogId, level): those that give more than their party's group does. */
  readonly instances: readonly (readonly [string, string, string, string | null, number])[];
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
    parties: scope.groups.flatMap((group, index) => group.parties.map(({ urn }) => [urn, index] as const)),
    services: services.flatMap((levels, index) =>
      Array.from(levels, ([service, level]) => [index, service, level] as const),
    ),
    instances: scope.instances
      .filter(({ party, service, requiredLevel }) => {
        const byGroup = groupOf.get(party.urn)?.get(service);
        return byGroup === undefined || requiredLevel < byGroup;
      })
      .map(
        (i) => [i.party.urn, i.service, i.instanceRef, dialogIdOf(i.instanceRef), i.requiredLevel] as const,
      ),
  };
};

const known = new WeakMap<Scope, ScopeParameters>();

/** The rows of a scope; made once for each scope. */
export const scopeParameters = (scope: Scope): ScopeParameters => {
  const parameters = known.get(scope) ?? parametersOf(scope);
  known.set(scope, parameters);
  return parameters;
};

/** Remembers what was made of a scope's rows, for as long as they are there. */
export const rememberedFor = <Row, T>(make: (rows: readonly Row[]) => T): ((rows: readonly Row[]) => T) => {
  const made = new WeakMap<readonly Row[], T>();
  return (rows) => {
    const value = made.get(rows) ?? make(rows);
    made.set(rows, value);
    return value;
  };
};
