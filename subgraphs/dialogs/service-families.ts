import type { Call } from "../../schema/call.js";
import type { ServicesPort } from "../../schema/services-port.js";
import { MAX_SERVICES } from "../../schema/services-wire.js";

interface ServiceFilter {
  readonly service?: readonly string[] | null | undefined;
}

/**
 * A filter in which a service stands for all that it was before it moved from another platform, and has become since: what
 * was sent before and after the move is one history. What the viewer may read of it is decided by each name's own rights.
 * @throws DomainError `CATALOGUE_UNAVAILABLE`
 */
export const withFamilies = async <Filter extends ServiceFilter>(
  filter: Filter | null,
  { call, services }: { readonly call: Pick<Call, "token">; readonly services: ServicesPort },
): Promise<Filter | null> => {
  const named = filter?.service ?? [];
  // More than the port answers for at once is a filter's own to refuse, or names everything anyway.
  if (filter === null || named.length === 0 || named.length > MAX_SERVICES) return filter;
  const families = await services.familiesOf(call, named);
  return { ...filter, service: [...new Set(named.flatMap((service) => families.get(service) ?? [service]))] };
};
