import { createHash } from "node:crypto";
import { RESOURCE_PREFIX } from "../../../../schema/urns.js";

/**
 * The key of one right, as Altinn Resource Registry writes it: the action, the resource's values, and a hash of what
 * they are values of, so that two rights that read alike and mean different things have different keys.
 */
export const rightKeyOf = (service: string, action: string): string => {
  const resource = service.startsWith(RESOURCE_PREFIX) ? service.slice(RESOURCE_PREFIX.length) : service;
  const types = ["urn:oasis:names:tc:xacml:1.0:action:action-id", "urn:altinn:resource"].join(";");
  return `${action.toLowerCase()};${resource};${createHash("md5").update(types).digest("hex")}`;
};

/** The actions that right keys or the names of actions stand for; `null` for one that stands for none. */
export const actionsNamed = (
  service: string,
  named: readonly string[],
  actions: readonly string[],
): (string | null)[] => {
  const byName = new Map(
    actions.flatMap((action) => [
      [action, action],
      [rightKeyOf(service, action), action],
    ]),
  );
  return named.map((name) => byName.get(name) ?? byName.get(name.toLowerCase()) ?? null);
};
