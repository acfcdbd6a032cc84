import { RESOURCE_PREFIX } from "../../../schema/urns.js";

const MAX_SERVICES = 200;
const MAX_URN = 255;

/** Services as they are kept: by URN, each once; or what is wrong with them. A bare identifier is taken for its URN. */
export const readServices = (given: readonly string[]): readonly string[] | { readonly problem: string } => {
  const services = new Set(
    given.map((name) => {
      const text = name.trim().toLowerCase();
      return text.startsWith(RESOURCE_PREFIX) ? text : RESOURCE_PREFIX + text;
    }),
  );
  if (services.size > MAX_SERVICES)
    return { problem: `${services.size} services are named; name at most ${MAX_SERVICES}.` };
  const bad = [...services].find(
    (urn) => urn.length > MAX_URN || !/^urn:altinn:resource:[a-z0-9_.-]+$/.test(urn),
  );
  return bad === undefined ? [...services] : { problem: `"${bad.slice(0, 80)}" is no service's URN.` };
};
