import { RESOURCE_PREFIX } from "../../../../schema/urns.js";
import type { OwnerCall, RegisteredService } from "../calls.js";
import type { DialogInput } from "../reading/dialog.js";
import type { NewTransmission } from "../reading/messages.js";

type Attributed = { readonly authorizationAttribute: string | null };

/** Services that attributes name: their policies are asked instead of the dialog's own. */
export const servicesNamed = (items: readonly Attributed[]): string[] =>
  items.flatMap(({ authorizationAttribute: attribute }) =>
    attribute?.startsWith(RESOURCE_PREFIX) === true ? [attribute] : [],
  );

/** Services that a dialog's parts name. */
export const servicesOf = (
  input: Pick<DialogInput, "guiActions" | "apiActions"> & {
    readonly transmissions: readonly NewTransmission[];
  },
): string[] => servicesNamed([...input.guiActions, ...input.apiActions, ...input.transmissions]);

/** Why these services may not be used by this call, or `null`. Administrators may use any. */
export const servicesForbidden = (
  call: Pick<OwnerCall, "org" | "rights">,
  named: readonly string[],
  known: ReadonlyMap<string, RegisteredService>,
): string | null => {
  if (call.rights.has("ADMIN")) return null;
  const others = [...new Set(named)].filter((service) => known.get(service)?.org !== call.org);
  return others.length === 0
    ? null
    : `These services are not ${call.org}'s: ${others.join(", ")}. Use your own, or register them first.`;
};
