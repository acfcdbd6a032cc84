import { keptWith } from "../../../lib/kept-with.js";
import type { Scope, ScopeService } from "../../../schema/scope.js";
import { dialogIdOf } from "../rules/dialog-refs.js";

/** A scope as rows of three relations: each dialect binds them as values of its own. */
export interface ScopeParameters {
  /** (party, group) */
  readonly parties: readonly (readonly [string, number])[];
  /** Of each group; one that is named twice is read at the lower level. */
  readonly services: readonly (readonly ScopeService[])[];
  /** (party, service, ref, dialogId, level): those that give more than their party's group does. */
  readonly instances: readonly (readonly [string, string, string, string | null, number])[];
}

/** The level of each service of a group. */
export const levelsOf = (services: readonly ScopeService[]): ReadonlyMap<string, number> => {
  const levels = new Map<string, number>();
  for (const { service, requiredLevel } of services) {
    levels.set(service, Math.min(requiredLevel, levels.get(service) ?? requiredLevel));
  }
  return levels;
};

/** Those that give more than their party's group does. */
const instancesOf = ({ groups, instances }: Scope): ScopeParameters["instances"] => {
  if (instances.length === 0) return []; // as of most viewers: then nothing is gathered either
  const levels = groups.map(({ services }) => levelsOf(services));
  const groupOf = new Map(
    groups.flatMap(({ parties }, index) => parties.map(({ urn }) => [urn, levels[index]] as const)),
  );
  return instances
    .filter(({ party, service, requiredLevel }) => {
      const byGroup = groupOf.get(party.urn)?.get(service);
      return byGroup === undefined || requiredLevel < byGroup;
    })
    .map((i) => [i.party.urn, i.service, i.instanceRef, dialogIdOf(i.instanceRef), i.requiredLevel] as const);
};

const parametersOf = (scope: Scope): ScopeParameters => ({
  parties: scope.groups.flatMap((group, index) => group.parties.map(({ urn }) => [urn, index] as const)),
  services: scope.groups.map(({ services }) => services),
  instances: instancesOf(scope),
});

/** The rows of a scope; made once for each scope. */
export const scopeParameters = keptWith(parametersOf);
