import type { Scope } from "../../schema/scope.js";
import type { ServiceUrn } from "../../schema/urns.js";

/** The services that a scope gives access to, each once, ascending. */
export const servicesOf = (scope: Scope): ServiceUrn[] =>
  [
    ...new Set([
      ...scope.groups.flatMap((group) => group.services.map(({ service }) => service)),
      ...scope.instances.map(({ service }) => service),
    ]),
  ].sort();
