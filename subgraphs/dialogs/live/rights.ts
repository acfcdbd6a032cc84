import { keptWith } from "../../../lib/kept-with.js";
import type { LiveItem, LiveSource } from "../../../schema/history-source/source.js";
import type { Scope } from "../../../schema/scope.js";
import { type LiveRow, liveRowOf } from "./rows.js";

/** What a viewer may have of an item that a source gave. */
export type Admitted =
  | { readonly kind: "SHOWN"; readonly row: LiveRow }
  /** A stronger login would show it. */
  | { readonly kind: "HIDDEN"; readonly row: LiveRow }
  | { readonly kind: "REFUSED" };

/** Looks at every item again, whatever its source has looked at. */
export interface Rights {
  /** Party URNs that the viewer may read something of, in an order that stays the same. */
  readonly parties: readonly string[];
  admit(source: LiveSource, item: LiveItem): Admitted;
}

const createRights = (scope: Scope): Rights => {
  const services = new Map<string, ReadonlyMap<string, number>>();
  for (const group of scope.groups) {
    const levels = new Map(group.services.map(({ service, requiredLevel }) => [service, requiredLevel]));
    for (const { urn } of group.parties) services.set(urn, levels);
  }
  return {
    parties: [...services.keys()].sort(),
    /**
     * The party and the service must be in the scope, and the login strong enough for what both the scope and the source
     * ask; else the source must have given the non-sensitive texts.
     */
    admit(source, item) {
      const level = services.get(item.party)?.get(item.service);
      if (level === undefined) return { kind: "REFUSED" };
      const requiredLevel = Math.max(level, item.requiredLevel);
      const row = liveRowOf(source, item, requiredLevel);
      return { kind: requiredLevel > scope.level && !item.isRedacted ? "HIDDEN" : "SHOWN", row };
    },
  };
};

/** Gathered once for each scope. */
export const rightsOf = keptWith(createRights);
