import { createHash } from "node:crypto";
import { RESOURCE_PREFIX } from "../../../../schema/urns.js";

const APP = /^app_([^_]+)_(.+)$/;

/** The attributes that an Altinn policy names a service by: an app's own name and its owner, or the resource. */
const attributesOf = (service: string): readonly string[] => {
  const name = service.startsWith(RESOURCE_PREFIX) ? service.slice(RESOURCE_PREFIX.length) : service;
  const [, org, app] = APP.exec(name) ?? [];
  return org === undefined || app === undefined
    ? [RESOURCE_PREFIX + name]
    : [`urn:altinn:app:${app}`, `urn:altinn:org:${org}`];
};

const lastPartOf = (urn: string): string => urn.slice(urn.lastIndexOf(":") + 1);

/**
 * The key of one right, in the shape of Altinn Resource Registry's: the action and the resource's values, then a hash
 * of the same with the names of the attributes, so that two rights that read alike and mean different things differ.
 * The hash is this installation's own: keys are given back to who gave them out.
 */
export const rightKeyOf = (service: string, action: string): string => {
  const attributes = attributesOf(service);
  const name = action.toLowerCase();
  const hash = createHash("md5")
    .update([name, ...attributes].join(";"))
    .digest("hex");
  return [name, ...attributes.map(lastPartOf), hash].join(";");
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
