import type { Call } from "../../schema/call.js";
import type { ServicesPort } from "../../schema/services-port.js";
import { MAX_SERVICES } from "../../schema/services-wire.js";
import type { FacetCount } from "./store/selection.js";

interface ServiceFilter {
  readonly service?: readonly string[] | null | undefined;
}

interface Asking {
  readonly call: Pick<Call, "token">;
  readonly services: ServicesPort;
}

/**
 * A filter in which a service stands for all that it was before it moved from another platform, and has become since: what
 * was sent before and after the move is one history. What the viewer may read of it is decided by each name's own rights.
 * @throws DomainError `CATALOGUE_UNAVAILABLE`
 */
export const withFamilies = async <Filter extends ServiceFilter>(
  filter: Filter | null,
  { call, services }: Asking,
): Promise<Filter | null> => {
  const named = filter?.service ?? [];
  // More than the port answers for at once is a filter's own to refuse, or names everything anyway.
  if (filter === null || named.length === 0 || named.length > MAX_SERVICES) return filter;
  const families = await services.familiesOf(call, named);
  return { ...filter, service: [...new Set(named.flatMap((service) => families.get(service) ?? [service]))] };
};

/**
 * Counts in which a service that moved is one, under the latest of its names that anything was counted for: chosen by that
 * name the history has as many. What was split has parts of one history in several: its names stay apart. So do all where
 * the catalogue does not answer; each count is then of its own name.
 */
export const countedAsFamilies = async (
  counts: readonly FacetCount[],
  { call, services }: Asking,
): Promise<readonly FacetCount[]> => {
  const named = counts.filter(({ by }) => by === "SERVICE").map(({ value }) => value);
  if (named.length < 2 || named.length > MAX_SERVICES) return counts;
  const families = await services.familiesOf(call, named).catch(() => new Map<string, readonly string[]>());
  const merged = new Map<string, FacetCount>();
  for (const counted of counts) {
    const family = counted.by === "SERVICE" ? (families.get(counted.value) ?? []) : [];
    const name = `${counted.by} ${family.length < 2 ? counted.value : [...family].sort().join(" ")}`;
    const known = merged.get(name);
    const value = family.findLast((urn) => urn === counted.value || urn === known?.value) ?? counted.value;
    merged.set(name, {
      ...counted,
      value,
      count: counted.count + (known?.count ?? 0),
      unseen: counted.unseen + (known?.unseen ?? 0),
    });
  }
  return [...merged.values()];
};
